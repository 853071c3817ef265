"""The choice of held-out digits: some of them, or one."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web import url

WAYS = {
    "each": N_("One of each"),
    "random": N_("At random"),
    "best": N_("Rebuilt best"),
    "worst": N_("Rebuilt worst"),
    **{str(digit): str(digit) for digit in range(10)},
}


url.declare("digits", lambda: list(WAYS.values()))


def choose_digits() -> str:
    """Show the choice of digits; return a way that `analysis.choose` knows."""
    how = st.selectbox(
        _("Held-out digits"),
        list(WAYS),
        format_func=lambda way: _(WAYS[way]),
        key="digits",
        bind="query-params",
        width=170,
    )
    if how == "random":
        st.button(_("Others"), icon=":material/shuffle:", on_click=_others)
    return how


def _others() -> None:
    st.session_state["draw"] = st.session_state.get("draw", 0) + 1


def choose_digit(run: Run, key: str, usual: int = 3, label: str = "") -> int:
    """Let a person choose one of ten held-out digits, at first `usual`; return its index."""
    labels = datasets.load(run.config.dataset, "test").labels
    firsts = analysis.choose(labels, None, "each", 10)
    names = [str(label) for label in labels[firsts]]
    name = st.segmented_control(
        label or _("Held-out digit"), names, default=names[usual], required=True, key=key
    )
    return int(firsts[names.index(name)])


def picture(run: Run, index: int) -> np.ndarray:
    """Return one held-out digit as a model's input, float32 (1, 28, 28)."""
    return datasets.to_inputs(datasets.load(run.config.dataset, "test").images[index : index + 1])
