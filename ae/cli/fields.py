"""What a training can be given on the command line: every field, with its range in words."""

from ae import config
from ae.i18n import _


def field_helps() -> dict[str, str]:
    """Return every field a training can be given, with its meaning and its range in words."""
    shared = {name: [*config.known_architectures()] for name in config.shared_fields()}
    own: dict[str, list[str]] = {}
    for architecture in config.known_architectures():
        for name in config.option_fields(architecture):
            own.setdefault(name, []).append(architecture)
    return {name: _help(name, users) for name, users in (shared | own).items()}


def preset_help() -> str:
    """Return which named configurations there are."""
    named = {name: config.presets(name) for name in config.known_architectures()}
    parts = [f"{name}: {', '.join(presets)}" for name, presets in named.items() if presets]
    return _("a named configuration; {which}").format(which="; ".join(parts))


def _help(name: str, architectures: list[str]) -> str:
    """Return the ranges of one field, each with the datasets or architectures it holds for."""
    users: dict[str, list[str]] = {}
    per_dataset = name in ("train_size", "classes")
    for architecture in architectures:
        field = config.option_fields(architecture).get(name)
        for dataset in config.known_data():
            text = config.expected(name, dataset, architecture)
            if field is not None and field.description:
                text += f": {_plain(field.description)}"
            users.setdefault(text, []).append(dataset if per_dataset else architecture)
    if len(users) == 1 and name in config.shared_fields():
        return next(iter(users)).replace("%", "%%")
    parts = [f"{', '.join(dict.fromkeys(who))}: {text}" for text, who in users.items()]
    return "; ".join(parts).replace("%", "%%")


def _plain(text: str) -> str:
    """Translate a text and call samples by no other name."""
    return _(text).replace("{samples}", _("samples")).replace("{sample}", _("sample"))
