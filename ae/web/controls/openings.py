"""The run that a page opens with while nobody has chosen another: the one that shows its idea."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ae import config as configs
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.web.controls.chosen import flat, replace
from ae.web.controls.topics import Topic
from ae.web.runs import family_of, find_run

Changes = Mapping[str, Any]
TOGETHER: Changes = {"architecture": "variational", "latent_dim": 2}
"""For a map to walk on: all of the code is in the plane, and the codes lie without gaps."""
GENERATING: Changes = {"architecture": "adversarial"}
"""Of the shipped runs, the one whose samples from its prior were measured to be best."""
EXPLAINING: Changes = {"architecture": "variational"}
"""For a look inside: each number of its code is told apart from what the prior says."""


def opening(topic: Topic, changes: Changes) -> dict[str, Any]:
    """Return the flat configuration that a page opens with.

    Args:
        changes: what the page's own opening has that its topic's has not; it opens with that only
            where such a run is finished.
    """
    usual = topic.defaults()
    wanted = _wanted(usual["dataset"], changes)
    return wanted.flat() if changes and find_run(wanted.key()) is not None else usual


def open_page(topic: Topic, changes: Changes) -> None:
    """Choose what a page opens with."""
    replace(opening(topic, changes))
    st.session_state["opened-with"] = dict(flat())


def is_untouched() -> bool:
    """Tell whether the visitor still has what a page opened with."""
    return bool(st.session_state.get("opened-with") == flat())


def suggest(config: RunConfig, changes: Changes) -> None:
    """Offer a page's own opening beside a run that shows its idea badly."""
    wanted = _wanted(config.dataset, changes)
    if wanted.key() == config.key() or find_run(wanted.key()) is None:
        return
    st.button(
        _("See it with: {name}").format(name=family_of(wanted)),
        icon=":material/lightbulb:",
        type="tertiary",
        key="suggestion",
        help=_("A finished run that shows better what this page is about."),
        on_click=replace,
        args=(wanted.flat(),),
    )


def _wanted(dataset: str, changes: Changes) -> RunConfig:
    return datasets.identified(configs.from_flat_leniently(dict(changes), dataset)[0])
