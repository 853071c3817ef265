"""The runs that are here, and those in training, to open one: a list beside the chooser."""

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.runs import jobs
from ae.web.controls import fields
from ae.web.controls.chosen import flat, may_see, replace
from ae.web.controls.topics import Topic
from ae.web.runs import all_runs, names_of
from ae.web.server import store


def choose_run(topic: Topic) -> None:
    """Offer every finished run, and every one in training, that the pages of a topic can show."""
    found = {run.key: run.config for run in all_runs()}
    training = _in_training()
    here = {
        key: config
        for key, config in (training | found).items()
        if config.data.kind in topic.kinds
        and may_see(config.dataset)
        and datasets.present(config.dataset)
    }
    names = dict(zip(here, names_of(list(here.values())), strict=True))
    now = next((key for key, config in here.items() if config.flat() == flat()), None)
    keys = sorted(here, key=lambda key: (here[key].dataset != flat()["dataset"], names[key]))
    st.selectbox(
        _("Open a run"),
        keys,
        keys.index(now) if now is not None else None,
        format_func=lambda key: _label(here[key], names[key], key in training),
        placeholder=_("{n} runs are here").format(n=len(keys)),
        help=_("What is trained already, and what is in training now."),
        **fields.in_popover("run", now, lambda key: replace(here[key].flat())),
    )


def _in_training() -> dict[str, RunConfig]:
    specs = {key: spec for key, spec in jobs.specs(store()).items() if spec.kind == "train"}
    return {
        key: one.config
        for key, one in specs.items()
        if jobs.snapshot(store(), key, epochs=False).active
    }


def _label(config: RunConfig, name: str, in_training: bool) -> str:
    label = f"{_(datasets.DATASETS[config.dataset].label)} · {name}"
    return f"{label} · {_('in training')}" if in_training else label
