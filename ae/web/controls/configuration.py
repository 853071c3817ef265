"""The controls in which a person picks a configuration: one line, and a form that it opens."""

import random
from collections.abc import Callable
from typing import Any

import streamlit as st

from ae import config as configs
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import N_, _, labelled, ngettext, sentences
from ae.models.architectures import REGISTRY
from ae.runs import jobs
from ae.web.controls import address, dataset_download, fields, links, openings, run_list
from ae.web.controls.chosen import brought, flat, replace
from ae.web.controls.glossary import explain
from ae.web.controls.own_pictures import bring_pictures
from ae.web.controls.topics import AUTOENCODERS, Topic, enter
from ae.web.field_words import HELP, PRESETS
from ae.web.foreign import foreign
from ae.web.runs import ended_early, find_run
from ae.web.server import ready, store
from ae.web.wording import class_names

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
"""The code sizes that matter; others come by a link, or by the field in the form."""


def pick(
    *terms: str, topic: Topic = AUTOENCODERS, opening: openings.Changes | None = None
) -> RunConfig:
    """Show the controls and return the chosen configuration; keep it in session and URL.

    Args:
        terms: of `glossary.TERMS`, those that the page uses; it explains them beside the controls.
        topic: what the page is about; pages of one topic share a configuration.
        opening: what the run that the page opens with has that others of the topic have not.
    """
    ready()
    if (other := enter(topic)) is not None:
        replace(other)
    address.adopt(topic, opening or {})
    config = datasets.identified(configs.from_flat(flat()))
    address.write(config)
    st.session_state["shown-run"] = config.key()
    st.session_state["shown-config"] = config
    row = st.container(horizontal=True, vertical_alignment="bottom", key="pick")
    with row:
        form = st.popover(_line(config), icon=":material/tune:", key="run")
        with form:
            _form(topic)
        _size()
        explain(*terms)
    if topic.chooses_classes and config.data.classes:
        _classes()
    dataset_download.offer(config.dataset, row, form, topic.datasets())
    for problem in st.session_state.get("problems", ()):
        known = problem.field in flat() or links.known(problem.field)
        advice = _("The default is used instead.") if known else _("It is left out.")
        told = _("{field}: expected {expected}. Received: “{received}”.").format(
            field=foreign(problem.field, 40),
            expected=problem.expected,
            received=foreign(problem.received, 80),
        )
        st.warning(sentences([told, advice]), icon=":material/link_off:")
    return config


def _line(config: RunConfig) -> str:
    """Say in one line which run this is, and how it stands."""
    size = ngettext("{n} number", "{n} numbers", config.latent_dim)
    parts = [_dataset_label(config.dataset), _architecture_label(config.architecture.name), size]
    return " · ".join([*parts, _standing(config)])


def _standing(config: RunConfig) -> str:
    run = find_run(config.key())
    if run is not None:
        return _("trained") + ended_early(run)
    job = jobs.snapshot(store(), config.key(), epochs=False)
    return _("in training") if job.active else _("not trained yet")


def _size() -> None:
    """Show the one choice that matters: how many numbers a code has."""
    low, high = configs.bounds("latent_dim", architecture=flat()["architecture"])
    exact = st.session_state.setdefault("sizes", set())
    exact.add(flat()["latent_dim"])
    st.select_slider(
        _("Latent size"),
        [size for size in sorted({*SIZES, *exact}) if low <= size <= high],
        flat()["latent_dim"],
        help=fields.say(HELP["latent_dim"]),
        width=230,
        **fields.on_screen("latent_dim", flat()["latent_dim"]),
    )


def _form(topic: Topic) -> None:
    """Show every other choice of a run."""
    run_list.choose_run(topic)
    names = tuple(dict.fromkeys([*topic.datasets(), flat()["dataset"], *brought(topic)]))
    fields.choice("dataset", _("Data"), _dataset_label, take=_other_data(topic), names=names)
    if "picture" in topic.kinds:
        bring_pictures()
    label, words = _("Autoencoder"), _architecture_help()
    fields.choice("architecture", label, _architecture_label, take=_other_family, help_text=words)
    st.caption(fields.say(REGISTRY[flat()["architecture"]].words.purpose))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fields.number("latent_dim", _("Latent size, exactly"))
        fields.choice("loss", _("Loss"), lambda name: _(configs.LOSSES[name].label), 150)
    with st.expander(_("Model options"), icon=":material/widgets:"):
        _options()
    with st.expander(_("Training settings"), icon=":material/tune:"):
        _training()
    _again(topic)


def _again(topic: Topic) -> None:
    with st.container(horizontal=True):
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


def _classes() -> None:
    """Let a person choose which classes are learnt: all where none is chosen."""
    names = class_names(flat()["dataset"])
    learnt = [int(one) for one in flat().get("classes", "").split(",") if one]

    def take(chosen: list[int]) -> None:
        text = ",".join(map(str, sorted(chosen)))
        flat()["classes"] = text if len(chosen) < len(names) else ""

    st.pills(
        _("Normal is"),
        range(len(names)),
        selection_mode="multi",
        default=learnt,
        format_func=lambda number: names[number],
        help=fields.say(N_("What the network learns from; all, where none is chosen.")),
        **fields.on_screen("classes", learnt, take),
    )


def _options() -> None:
    """Show the architecture's presets and its own options."""
    architecture = flat()["architecture"]
    _presets(architecture)
    for name, field in configs.option_fields(architecture).items():
        label = fields.label_of(name)
        if configs.choices(name, flat()["dataset"], architecture):
            fields.choice(name, label, help_text=field.description)
        elif field.annotation is bool:
            fields.switch(name, label, field.description or "")
        else:
            fields.number(name, label, field.description)
    if not configs.option_fields(architecture):
        st.markdown(_("This autoencoder has no options of its own."))


def _presets(architecture: str) -> None:
    """Offer named configurations; the one that is chosen at present is shown as such."""
    names = configs.presets(architecture)
    if not names:
        return
    kept = {name: flat()[name] for name in ("seed", "classes") if name in flat()}
    flats = {name: configs.preset(flat()["dataset"], architecture, name) | kept for name in names}
    flats = {"": configs.defaults(flat()["dataset"], architecture) | kept} | flats
    now = next((name for name, values in flats.items() if values == flat()), None)
    st.selectbox(
        _("Preset"),
        list(flats),
        list(flats).index(now) if now is not None else None,
        placeholder=_("your own choices"),
        format_func=lambda name: _(PRESETS[name]) if name else _("defaults"),
        help=_("Named configurations that are worth seeing."),
        **fields.in_popover("preset", now, lambda name: replace(flats[name])),
    )


def _training() -> None:
    """Show the settings of the training."""
    for name in ("train_size", "epochs", "batch_size", "learning_rate", "seed"):
        fields.number(name, fields.label_of(name))


def _dataset_label(name: str) -> str:
    label = _(datasets.DATASETS[name].label)
    return label if datasets.present(name) else _("{name} (not here yet)").format(name=label)


def _architecture_label(name: str) -> str:
    return _(REGISTRY[name].words.label)


def _architecture_help() -> str:
    """Say what an architecture is, and why some cannot take the chosen data."""
    offered = configs.choices("architecture", flat()["dataset"])
    left_out = {name: one.words for name, one in REGISTRY.items() if name not in offered}
    reasons = [labelled(_(words.label), _(words.not_for)) for words in left_out.values()]
    return sentences([_(HELP["architecture"]), *reasons])


def _other_data(topic: Topic) -> Callable[[str], None]:
    """Return what is done where another dataset was chosen."""
    if topic.preset:
        return lambda name: replace(topic.defaults(name) | {"seed": flat()["seed"]})
    return lambda name: _keep_choices(dataset=name)


def _other_family(name: str) -> None:
    learnt = {"classes": flat()["classes"]} if flat().get("classes") else {}
    _keep_choices(architecture=name, **learnt)


def _keep_choices(**other: Any) -> None:
    """Another dataset or architecture: its own defaults, but what a person chose is kept."""
    now = flat()
    usual = configs.defaults(now["dataset"], now["architecture"])
    chosen = [field for field in ("latent_dim", "loss") if now[field] != usual[field]]
    kept = {field: now[field] for field in ("dataset", "architecture", "seed", *chosen)}
    # Leniently: what the other architecture or dataset cannot have falls back to its default.
    replace(configs.from_flat_leniently(kept | other)[0].flat())


def _new_seed() -> None:
    low, high = configs.bounds("seed")
    replace(flat() | {"seed": random.randint(low, high)})
