"""What is said of autoencoders, tried on our runs."""

import streamlit as st

from ae import config as configs
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web.controls.topics import AUTOENCODERS
from ae.web.live import when_awake
from ae.web.runs import find_run
from ae.web.theory import CLAIMS, VERDICTS, Claim
from ae.web.theory.claims import FAILS, HOLDS, PARTLY

MARKS = {
    HOLDS: ":material/check_circle:",
    PARTLY: ":material/contrast:",
    FAILS: ":material/cancel:",
}


def claims() -> None:
    """Show every claim with its verdict, and the figures that it rests on."""
    for one in CLAIMS:
        with st.container(border=True):
            st.markdown(f"**“{_(one.said)}”**")
            _tried(one)


def runs_of(claim: Claim) -> dict[str, Run] | None:
    """Return the runs that a claim is tried on, or None where one is missing."""
    dataset = claim.dataset or AUTOENCODERS.default_dataset()
    runs = {}
    for name, opening in claim.runs.items():
        config = configs.from_flat_leniently(dict(opening(dataset)), dataset)[0]
        # Figures of a named dataset ship with its runs: the data need not be here.
        found = find_run((config if claim.dataset else datasets.identified(config)).key())
        if found is None:
            return None
        runs[name] = found
    return runs


def _tried(claim: Claim) -> None:
    runs = runs_of(claim)
    if runs is None:
        st.caption(_("The runs that it is tried on are not here."))
        return
    figures = when_awake(lambda: claim.figures(runs))
    if figures is None:
        return
    verdict = claim.verdict(figures)
    st.markdown(f"{MARKS[verdict]} **{_(VERDICTS[verdict])}** {_(claim.reason).format(**figures)}")
