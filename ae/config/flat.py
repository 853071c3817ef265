"""Configurations as flat names and values: defaults, ranges in words, and what is wrong of them.

Ranges are declared once, in `RunConfig` and in each architecture's `Options`; widgets, URL, command
line and tests read them here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from ae.config.data_spec import Scale, data_spec, is_known, known_data
from ae.config.options import known_architectures, options_class
from ae.config.run import RunConfig, allowed_losses
from ae.i18n import _


@dataclass(frozen=True)
class Problem:
    """One value that cannot be used: which field, what it may be, what was received."""

    field: str
    expected: str
    received: Any

    def __str__(self) -> str:
        text = _("{field}: expected {expected}. Received: {received!r}.")
        received = str(self.received)[:80]
        return text.format(field=self.field, expected=self.expected, received=received)


class ConfigError(ValueError):
    """A configuration was refused; `problems` names every field that was wrong."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def shared_fields() -> dict[str, FieldInfo]:
    """Return the fields that a person may choose whatever the architecture, by name."""
    fields = RunConfig.model_fields
    return {name: field for name, field in fields.items() if name != "content"}


def option_fields(architecture: str) -> dict[str, FieldInfo]:
    """Return the fields of one architecture's own options, by name."""
    fields = options_class(architecture).model_fields
    return {name: field for name, field in fields.items() if name != "name"}


def bounds(name: str, dataset: str = "mnist", architecture: str = "basic") -> tuple[Any, Any]:
    """Return the lowest and highest value that the number field `name` may take."""
    fields = shared_fields() | option_fields(architecture)
    if name == "latent_dim":
        return options_class(architecture).latent_dims
    low = next(m.ge for m in fields[name].metadata if hasattr(m, "ge"))
    if name == "train_size":
        return low, data_spec(dataset).train_size
    high = next(m.le for m in fields[name].metadata if hasattr(m, "le"))
    return low, high


def choices(name: str, dataset: str = "mnist", architecture: str = "basic") -> tuple[str, ...]:
    """Return the values that the choice field `name` may take."""
    if name == "dataset":
        return known_data()
    if name == "architecture":
        kind = data_spec(dataset).kind
        return tuple(one for one in known_architectures() if kind in options_class(one).kinds)
    if name == "loss":
        return allowed_losses(options_class(architecture), data_spec(dataset))
    narrowed, kind = options_class(architecture).of_kind.get(name, {}), data_spec(dataset).kind
    if kind in narrowed:  # a kind that the architecture does not take is not among them
        return narrowed[kind]
    fields = shared_fields() | option_fields(architecture)
    return get_args(fields[name].annotation)


def expected(name: str, dataset: str = "mnist", architecture: str = "basic") -> str:
    """Say in words what the field `name` may be."""
    fields = shared_fields() | option_fields(architecture)
    if name not in fields:
        return _("one of the fields {names}").format(names=", ".join(sorted(fields)))
    if name == "classes":
        return _expected_classes(dataset)
    if name in ("dataset", "architecture", "loss") or get_args(fields[name].annotation):
        return one_of(choices(name, dataset, architecture))
    if fields[name].annotation is bool:
        return _("true or false")
    low, high = bounds(name, dataset, architecture)
    if fields[name].annotation is int:
        return _("a whole number from {low} to {high}").format(low=low, high=high)
    return _("a number from {low} to {high}").format(low=low, high=high)


def one_of(names: Iterable[str]) -> str:
    """Say in words that a value is one of some."""
    return _("one of {names}").format(names=", ".join(names))


def _expected_classes(dataset: str) -> str:
    count = len(data_spec(dataset).classes)
    if not count:
        return _("nothing: the dataset has no classes")
    text = _("class numbers from 0 to {last} with commas between them, or nothing for all")
    return text.format(last=count - 1)


def defaults(dataset: str, architecture: str) -> dict[str, Any]:
    """Return the flat configuration that results where only these two were chosen."""
    options = options_class(architecture)
    own = {name: field.default for name, field in option_fields(architecture).items()}
    data = data_spec(dataset)
    tuned = dict(options.training_defaults[data.scale])
    tuned |= options.kind_defaults.get(data.kind, {})
    losses = allowed_losses(options, data)
    tuned["loss"] = tuned["loss"] if tuned["loss"] in losses else losses[0]
    shared = {"train_size": data.train_size, "seed": 0}
    return {"dataset": dataset, "architecture": architecture, **shared, **own, **tuned}


def presets(architecture: str) -> tuple[str, ...]:
    """Return the names of an architecture's presets."""
    return tuple(options_class(architecture).presets)


def preset(dataset: str, architecture: str, name: str) -> dict[str, Any]:
    """Return the flat configuration of a named preset: the defaults with its changes.

    Raises:
        ConfigError: if the architecture has no preset of that name.
    """
    if name not in presets(architecture):
        wanted = one_of(presets(architecture))
        if not presets(architecture):
            text = _("nothing, since {architecture} has no named configurations")
            wanted = text.format(architecture=architecture)
        raise ConfigError([Problem("preset", wanted, name)])
    changes = dict(options_class(architecture).presets[name])
    tuned = {scale: changes.pop(scale, {}) for scale in get_args(Scale)}
    return defaults(dataset, architecture) | changes | tuned[data_spec(dataset).scale]


def from_flat(values: Mapping[str, Any], dataset: str = "digits") -> RunConfig:
    """Build a configuration from flat names and values; absent ones take their defaults.

    Args:
        values: field name → value; numbers may be given as text.
        dataset: the dataset where `values` names none.

    Raises:
        ConfigError: naming every field that is unknown or out of range.
    """
    config, problems = from_flat_leniently(values, dataset)
    if problems:
        raise ConfigError(problems)
    return config


def from_flat_leniently(
    values: Mapping[str, Any], dataset: str = "digits"
) -> tuple[RunConfig, list[Problem]]:
    """Like `from_flat`, but each wrong field falls back to its default and is reported."""
    problems = []
    chosen = {"dataset": dataset, "architecture": "basic"}
    for name in chosen:
        wanted = values.get(name)
        fitting = choices(name, chosen["dataset"])
        if isinstance(wanted, str) and (
            wanted in fitting or (name == "dataset" and is_known(wanted))
        ):
            chosen[name] = wanted
        elif name in values:
            problems.append(Problem(name, expected(name, chosen["dataset"]), values[name]))
    fitting = choices("architecture", chosen["dataset"])
    if chosen["architecture"] not in fitting:
        chosen["architecture"] = fitting[0]
    flat = defaults(**chosen)
    for name, value in values.items():
        if name in chosen:
            continue
        if name not in flat and name != "classes":
            problems.append(Problem(name, expected(name, **chosen), value))
        elif _is_of_kind(name, value, chosen["architecture"]) and _accepts(flat | {name: value}):
            flat[name] = value
        else:
            problems.append(Problem(name, expected(name, **chosen), value))
    return _nest(flat), problems


def _is_of_kind(name: str, value: Any, architecture: str) -> bool:
    """Tell whether a value is no true or false where a number is wanted: Python takes it for 1."""
    fields = shared_fields() | option_fields(architecture)
    return not isinstance(value, bool) or fields[name].annotation is bool


def _nest(flat: Mapping[str, Any]) -> RunConfig:
    shared = {name: flat[name] for name in shared_fields() if name in flat}
    own = {name: flat[name] for name in option_fields(flat["architecture"])}
    nested = shared | {"architecture": {"name": flat["architecture"], **own}}
    return RunConfig.model_validate(nested)


def _accepts(flat: Mapping[str, Any]) -> bool:
    try:
        _nest(flat)
    except ValidationError:
        return False
    return True
