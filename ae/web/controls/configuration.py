"""The controls in which a person picks a configuration, and the URL that carries it."""

import random
from collections.abc import Callable
from typing import Any

import streamlit as st

from ae import config as configs
from ae.config import Problem, RunConfig
from ae.data import datasets
from ae.i18n import N_, _
from ae.models.architectures import REGISTRY
from ae.web import url
from ae.web.controls import dataset_download
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
        _replace(other)
    _adopt_url(topic)
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
                on_click=lambda: _replace(topic.defaults()),
                help=_("All choices back to their defaults, the seed too."),
            )
            explain(*terms)
        dataset_download.offer(_flat()["dataset"], row, topic.datasets())
        st.caption(_say(REGISTRY[_flat()["architecture"]].words.purpose))
    for problem in st.session_state.get("problems", ()):
        known = problem.field in _flat() or url.known(problem.field)
        advice = _("The default is used instead.") if known else _("It is left out.")
        st.warning(f"{problem} {advice}", icon=":material/link_off:")
    config = datasets.identified(configs.from_flat(_flat()))
    _write_url(config)
    return config


def _flat() -> dict[str, Any]:
    return st.session_state["config"]


def _first_layer(topic: Topic) -> None:
    names = tuple(dict.fromkeys([*topic.datasets(), _flat()["dataset"], *_brought(topic)]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice("dataset", _("Data"), _dataset_label, 155, _other_data(topic), names=names)
        labels = (_("Autoencoder"), _architecture_label)
        _choice("architecture", *labels, 155, _keep_choices, _architecture_help())
        low, high = configs.bounds("latent_dim", architecture=_flat()["architecture"])
        _flat()["latent_dim"] = st.slider(
            _("Latent size"), low, high, _flat()["latent_dim"], **_wiring("latent_dim"), width=190
        )
        _choice("loss", _("Loss"), lambda name: _(configs.LOSSES[name].label), 135)
    if topic.chooses_classes and configs.data_spec(_flat()["dataset"]).classes:
        _classes()


def _classes() -> None:
    """Let a person choose which classes are learnt: all where none is chosen."""
    names = class_names(_flat()["dataset"])
    learnt = [int(one) for one in _flat().get("classes", "").split(",") if one]
    chosen = st.pills(
        _("Normal is"),
        range(len(names)),
        selection_mode="multi",
        default=learnt,
        format_func=lambda number: names[number],
        **_wiring("classes", N_("What the network learns from; all, where none is chosen.")),
    )
    text = ",".join(map(str, sorted(chosen)))
    _flat()["classes"] = text if len(chosen) < len(names) else ""


def _brought(topic: Topic) -> list[str]:
    """Return the datasets that this visitor has brought."""
    mine = [name for name in st.session_state.get("brought", []) if configs.is_known(name)]
    return [name for name in mine if configs.data_spec(name).kind in topic.kinds]


def bring(name: str) -> None:
    """Choose a dataset that this visitor has brought, and offer it to them from now on."""
    mine = st.session_state.setdefault("brought", [])
    if name not in mine:
        mine.append(name)
    _replace(configs.from_flat({"seed": _flat()["seed"]}, name).flat())


def _options() -> None:
    """Show the architecture's presets and its own options."""
    architecture = _flat()["architecture"]
    _presets(architecture)
    for name, field in configs.option_fields(architecture).items():
        label = name.replace("_", " ").capitalize().replace("Kl ", "KL ")
        if configs.choices(name, _flat()["dataset"], architecture):
            _choice(name, label, _value_label, "stretch", help_text=field.description)
        elif field.annotation is bool:
            _flat()[name] = st.toggle(label, _flat()[name], **_wiring(name, field.description))
        else:
            _number(name, label, field.description)
    if not configs.option_fields(architecture):
        st.markdown(_("This autoencoder has no options of its own."))


def _presets(architecture: str) -> None:
    """Offer named configurations; the one that is chosen at present is shown as such."""
    names = configs.presets(architecture)
    if not names:
        return
    kept = {name: _flat()[name] for name in ("seed", "classes") if name in _flat()}
    flats = {name: configs.preset(_flat()["dataset"], architecture, name) | kept for name in names}
    flats = {_("defaults"): configs.defaults(_flat()["dataset"], architecture) | kept} | flats
    at = next((place for place, flat in enumerate(flats.values()) if flat == _flat()), None)
    # A key of its own for each choice: when another control changes, so does what is shown.
    wiring = _wiring(f"preset-{at}", _("Named configurations that are worth seeing."))
    st.selectbox(
        _("Preset"),
        list(flats),
        at,
        placeholder=_("your own choices"),
        on_change=lambda key: _replace(flats[st.session_state[key]]),
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
    options = names or configs.choices(name, _flat()["dataset"], _flat()["architecture"])
    wiring = _wiring(name, help_text)
    if on_change:
        wiring |= {"on_change": on_change, "args": (wiring["key"],)}
    _flat()[name] = st.selectbox(
        label, options, options.index(_flat()[name]), show, width=width, **wiring
    )


def _number(name: str, label: str, help_text: str | None = None) -> None:
    dataset, architecture = _flat()["dataset"], _flat()["architecture"]
    low, high = configs.bounds(name, dataset, architecture)
    value = _flat()[name]
    step = 0.001 if high <= 0.1 else 0.05 if high <= 1.0 else 0.1
    steps = {"step": 1} if isinstance(value, int) else {"step": step, "format": "%.5g"}
    text = f"{_say(help_text or HELP[name])} {configs.expected(name, dataset, architecture)}."
    _flat()[name] = st.number_input(label, low, high, value, **steps, **_wiring(name, text))


def _wiring(name: str, help_text: str | None = None) -> dict[str, Any]:
    """Return a control's key and help. New generations of controls take their values anew."""
    generation = st.session_state.setdefault("generation", 0)
    return {"key": f"{name}-{generation}", "help": _say(help_text or HELP.get(name, ""))}


def _say(text: str) -> str:
    """Translate a text and fill in what the chosen dataset's samples are called."""
    return named(_(text), _flat()["dataset"])


def _dataset_label(name: str) -> str:
    label = _(datasets.DATASETS[name].label)
    return label if datasets.present(name) else f"{label} ({_('not here yet')})"


def _architecture_label(name: str) -> str:
    return _(REGISTRY[name].words.label)


def _architecture_help() -> str:
    """Say what an architecture is, and why some cannot take the chosen data."""
    offered = configs.choices("architecture", _flat()["dataset"])
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
        _replace(topic.defaults(st.session_state[key]) | {"seed": _flat()["seed"]})

    return open_with_its_own


def _keep_choices(key: str) -> None:
    """Another dataset or architecture: its own defaults, but what a person chose is kept."""
    flat, name = _flat(), key.rsplit("-", 1)[0]
    usual = configs.defaults(flat["dataset"], flat["architecture"])
    chosen = [field for field in ("latent_dim", "loss") if flat[field] != usual[field]]
    if name == "architecture" and flat.get("classes"):
        chosen.append("classes")
    kept = {field: flat[field] for field in ("dataset", "architecture", "seed", *chosen)}
    # Leniently: what the other architecture or dataset cannot have falls back to its default.
    _replace(configs.from_flat_leniently(kept | {name: st.session_state[key]})[0].flat())


def _new_seed() -> None:
    low, high = configs.bounds("seed")
    _replace(_flat() | {"seed": random.randint(low, high)})


def _replace(flat: dict[str, Any]) -> None:
    st.session_state["config"] = dict(flat)
    st.session_state["generation"] = st.session_state.get("generation", 0) + 1
    st.session_state["problems"] = []


def _adopt_url(topic: Topic) -> None:
    """Take the configuration from the URL on a first visit, and whenever the URL was edited."""
    known = set(configs.shared_fields()).union(*map(configs.option_fields, REGISTRY))
    asked = {name: value for name, value in st.query_params.items() if name in known}
    first = "config" not in st.session_state
    problems = url.view_problems(st.query_params.to_dict()) if first else []
    if not first and (not asked or asked == st.session_state.get("url")):
        return
    unknown = [name for name in st.query_params if name not in known and not url.known(name)]
    wrong = _not_of(topic, asked)
    asked = asked if asked and not wrong else topic.defaults()
    config, refused = configs.from_flat_leniently(asked, topic.default_dataset())
    _replace(config.flat())
    problems += wrong + refused
    problems += [Problem(n, configs.expected(n), st.query_params[n]) for n in unknown if first]
    st.session_state["problems"] = problems


def _not_of(topic: Topic, asked: dict[str, str]) -> list[Problem]:
    """Refuse a dataset that there is, but of a kind that the page cannot show."""
    name, offered = asked.get("dataset"), topic.datasets()
    if name not in configs.known_data() or name in offered:
        return []
    return [Problem("dataset", f"one of {', '.join(offered)}", name)]


def _write_url(config: RunConfig) -> None:
    wanted = {name: str(value) for name, value in config.flat().items()}
    st.session_state["url"] = wanted
    for name in [name for name in st.query_params if name not in wanted and not url.known(name)]:
        del st.query_params[name]
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)
