"""The choice of held-out samples, such as digits: some of them, or one."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.controls import links, view_choices
from ae.web.wording import class_names, named

HOW = {
    "each": N_("One of each"),
    "random": N_("At random"),
    "best": N_("Rebuilt best"),
    "worst": N_("Rebuilt worst"),
}
FEWEST = 10
"""How many single samples there are to choose from, where there are no more classes than that."""


def _all_ways() -> dict[str, str]:
    """Return all ways of choosing; a class by its label's number, which some datasets share."""
    names: dict[str, str] = {}
    for one in datasets.DATASETS.values():
        for number, name in enumerate(one.spec.classes):
            names.setdefault(str(number), name)
    return HOW | names


links.declare("digits", _all_ways)


def choose_samples(run: Run, usual: str = "each") -> str:
    """Show the choice of held-out samples; return a way that `analysis.choose` knows.

    Args:
        usual: what is chosen at first.
    """
    labels = {name: _(text) for name, text in HOW.items()}
    labels |= {str(number): name for number, name in enumerate(class_names(run))}
    if view_choices.value("digits", usual) not in labels:  # a class of another dataset
        view_choices.drop("digits")
    how = st.selectbox(
        named(_("Held-out {samples}"), run),
        list(labels),
        list(labels).index(view_choices.value("digits", usual)),
        format_func=lambda name: labels[name],
        width=170,
        **view_choices.wired("digits", usual),
    )
    if how == "random":
        st.button(_("Show others"), icon=":material/shuffle:", on_click=_others)
    return how


def _others() -> None:
    st.session_state["draw"] = st.session_state.get("draw", 0) + 1


def choose_sample(run: Run, key: str, usual: int = 3, label: str = "") -> int:
    """Let a person choose one of some held-out samples, the first of each class.

    Args:
        key: the control's key; it remembers one choice for datasets of the same classes.
        usual: which of them is chosen at first.
        label: the control's label.

    Returns:
        Its index among the held-out samples.
    """
    labels, names = datasets.held_out(run.config.dataset).labels, class_names(run)
    firsts = analysis.choose(labels, None, "each", len(names) or FEWEST)
    if names:  # a class without held-out samples is made up for by another's second one
        firsts = firsts[np.unique(labels[firsts], return_index=True)[1]]
    options = [names[one] for one in labels[firsts]] if names else [str(one) for one in firsts]
    chosen = st.segmented_control(
        label or named(_("Held-out {sample}"), run),
        options,
        default=options[min(usual, len(options) - 1)],
        required=True,
        key=f"{key}-{len(options)}-{options[0]}",
    )
    return int(firsts[options.index(chosen)])
