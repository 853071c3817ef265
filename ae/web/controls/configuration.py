"""The controls in which a person picks a configuration, and the URL that carries it."""

import random
from collections.abc import Callable
from typing import Any

import streamlit as st

from ae import config as configs
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import N_, _
from ae.models.architectures import REGISTRY
from ae.web import url
from ae.web.controls import address, dataset_download
from ae.web.controls.chosen import brought, flat, replace
from ae.web.controls.field_words import HELP, VALUE_NAMES
from ae.web.controls.glossary import explain
from ae.web.controls.topics import AUTOENCODERS, Topic, enter
from ae.web.server import ready
from ae.web.wording import class_names, named


def pick(*terms: str, topic: Topic = AUTOENCODERS) -> RunConfig:
    """Show the controls and return the chosen configuration; keep it in session and URL.

    Args:
        terms: of `glossary.TERMS`, those that the page uses; it explains them beside the controls.
        topic: what the page is about; pages of one topic share a configuration.
    """
    ready()
    if (other := enter(topic)) is not None:
        replace(other)
    address.adopt(topic)
    with st.container(border=True, key="pick"):
        _first_layer(topic)
        row = st.container(horizontal=True, vertical_alignment="center")
        with row:
            with st.popover(_("Model options"), icon=":material/widgets:"):
                _options()
            with st.popover(_("Training settings"), icon=":material/tune:"):
                _training()
            st.button(
                _("New seed"),
                icon=":material/casino:",
                on_click=_new_seed,
                help=_("Another random start for the same choices."),
            )
            st.button(
                _("Reset"),
                icon=":material/restart_alt:",
                on_click=lambda: replace(topic.defaults()),
                help=_("All choices back to their defaults, the seed too."),
            )
            explain(*terms)
        dataset_download.offer(flat()["dataset"], row, topic.datasets())
        st.caption(_say(REGISTRY[flat()["architecture"]].words.purpose))
    for problem in st.session_state.get("problems", ()):
        known = problem.field in flat() or url.known(problem.field)
        advice = _("The default is used instead.") if known else _("It is left out.")
        st.warning(f"{problem} {advice}", icon=":material/link_off:")
    config = datasets.identified(configs.from_flat(flat()))
    address.write(config)
    return config


def _first_layer(topic: Topic) -> None:
    names = tuple(dict.fromkeys([*topic.datasets(), flat()["dataset"], *brought(topic)]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice("dataset", _("Data"), _dataset_label, 155, _other_data(topic), names=names)
        labels = (_("Autoencoder"), _architecture_label)
        _choice("architecture", *labels, 155, _keep_choices, _architecture_help())
        low, high = configs.bounds("latent_dim", architecture=flat()["architecture"])
        flat()["latent_dim"] = st.slider(
            _("Latent size"), low, high, flat()["latent_dim"], **_wiring("latent_dim"), width=190
        )
        _choice("loss", _("Loss"), lambda name: _(configs.LOSSES[name].label), 135)
    if topic.chooses_classes and configs.data_spec(flat()["dataset"]).classes:
        _classes()


def _classes() -> None:
    """Let a person choose which classes are learnt: all where none is chosen."""
    names = class_names(flat()["dataset"])
    learnt = [int(one) for one in flat().get("classes", "").split(",") if one]
    chosen = st.pills(
        _("Normal is"),
        range(len(names)),
        selection_mode="multi",
        default=learnt,
        format_func=lambda number: names[number],
        **_wiring("classes", N_("What the network learns from; all, where none is chosen.")),
    )
    text = ",".join(map(str, sorted(chosen)))
    flat()["classes"] = text if len(chosen) < len(names) else ""


def _options() -> None:
    """Show the architecture's presets and its own options."""
    architecture = flat()["architecture"]
    _presets(architecture)
    for name, field in configs.option_fields(architecture).items():
        label = name.replace("_", " ").capitalize().replace("Kl ", "KL ")
        if configs.choices(name, flat()["dataset"], architecture):
            _choice(name, label, _value_label, "stretch", help_text=field.description)
        elif field.annotation is bool:
            flat()[name] = st.toggle(label, flat()[name], **_wiring(name, field.description))
        else:
            _number(name, label, field.description)
    if not configs.option_fields(architecture):
        st.markdown(_("This autoencoder has no options of its own."))


def _presets(architecture: str) -> None:
    """Offer named configurations; the one that is chosen at present is shown as such."""
    names = configs.presets(architecture)
    if not names:
        return
    kept = {name: flat()[name] for name in ("seed", "classes") if name in flat()}
    flats = {name: configs.preset(flat()["dataset"], architecture, name) | kept for name in names}
    flats = {_("defaults"): configs.defaults(flat()["dataset"], architecture) | kept} | flats
    at = next((n for n, values in enumerate(flats.values()) if values == flat()), None)
    # A key of its own for each choice: when another control changes, so does what is shown.
    wiring = _wiring(f"preset-{at}", _("Named configurations that are worth seeing."))
    st.selectbox(
        _("Preset"),
        list(flats),
        at,
        placeholder=_("your own choices"),
        on_change=lambda key: replace(flats[st.session_state[key]]),
        args=(wiring["key"],),
        **wiring,
    )


def _training() -> None:
    """Show the settings of the training."""
    for name, label in (
        ("train_size", _say(N_("Training {samples}"))),
        ("epochs", _("Epochs")),
        ("batch_size", _("Batch size")),
        ("learning_rate", _("Learning rate")),
        ("seed", _("Seed")),
    ):
        _number(name, label)


def _choice(
    name: str,
    label: str,
    show: Callable[[str], str],
    width: Any,
    on_change: Callable[[str], None] | None = None,
    help_text: str | None = None,
    names: tuple[str, ...] | None = None,
) -> None:
    options = names or configs.choices(name, flat()["dataset"], flat()["architecture"])
    wiring = _wiring(name, help_text)
    if on_change:
        wiring |= {"on_change": on_change, "args": (wiring["key"],)}
    flat()[name] = st.selectbox(
        label, options, options.index(flat()[name]), show, width=width, **wiring
    )


def _number(name: str, label: str, help_text: str | None = None) -> None:
    dataset, architecture = flat()["dataset"], flat()["architecture"]
    low, high = configs.bounds(name, dataset, architecture)
    value = flat()[name]
    step = 0.001 if high <= 0.1 else 0.05 if high <= 1.0 else 0.1
    steps = {"step": 1} if isinstance(value, int) else {"step": step, "format": "%.5g"}
    text = f"{_say(help_text or HELP[name])} {configs.expected(name, dataset, architecture)}."
    flat()[name] = st.number_input(label, low, high, value, **steps, **_wiring(name, text))


def _wiring(name: str, help_text: str | None = None) -> dict[str, Any]:
    """Return a control's key and help. New generations of controls take their values anew."""
    generation = st.session_state.setdefault("generation", 0)
    return {"key": f"{name}-{generation}", "help": _say(help_text or HELP.get(name, ""))}


def _say(text: str) -> str:
    """Translate a text and fill in what the chosen dataset's samples are called."""
    return named(_(text), flat()["dataset"])


def _dataset_label(name: str) -> str:
    label = _(datasets.DATASETS[name].label)
    return label if datasets.present(name) else f"{label} ({_('not here yet')})"


def _architecture_label(name: str) -> str:
    return _(REGISTRY[name].words.label)


def _architecture_help() -> str:
    """Say what an architecture is, and why some cannot take the chosen data."""
    offered = configs.choices("architecture", flat()["dataset"])
    left_out = {name: one.words for name, one in REGISTRY.items() if name not in offered}
    reasons = [f"{_(words.label)}: {_(words.not_for)}" for words in left_out.values()]
    return " ".join([_(HELP["architecture"]), *reasons])


def _value_label(value: str) -> str:
    return _(VALUE_NAMES.get(value, value.replace("_", " ")))


def _other_data(topic: Topic) -> Callable[[str], None]:
    """Return what is done where another dataset was chosen."""
    if not topic.preset:
        return _keep_choices

    def open_with_its_own(key: str) -> None:
        replace(topic.defaults(st.session_state[key]) | {"seed": flat()["seed"]})

    return open_with_its_own


def _keep_choices(key: str) -> None:
    """Another dataset or architecture: its own defaults, but what a person chose is kept."""
    now, name = flat(), key.rsplit("-", 1)[0]
    usual = configs.defaults(now["dataset"], now["architecture"])
    chosen = [field for field in ("latent_dim", "loss") if now[field] != usual[field]]
    if name == "architecture" and now.get("classes"):
        chosen.append("classes")
    kept = {field: now[field] for field in ("dataset", "architecture", "seed", *chosen)}
    # Leniently: what the other architecture or dataset cannot have falls back to its default.
    replace(configs.from_flat_leniently(kept | {name: st.session_state[key]})[0].flat())


def _new_seed() -> None:
    low, high = configs.bounds("seed")
    replace(flat() | {"seed": random.randint(low, high)})
