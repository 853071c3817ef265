"""What each number of a code does: one is moved, the others stay."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.wording import named

SHOWN = 6


@st.fragment
def traversals(run: Run) -> None:
    """Show a digit while one number of its code goes from low to high."""
    st.header(_("What each number of the code does"), anchor=False)
    index = choose_sample(run, "traversal-digit")
    codes = run_array(run, "latents")
    axes = np.argsort(-codes.std(axis=0), kind="stable")[:SHOWN]
    moved = np.concatenate([analysis.traversal(codes, index, axis) for axis in axes])
    pictures = decode(run, moved)
    if pictures is None:
        return
    labels = [f"z{axis + 1}" for axis in axes]
    texts = [
        named(_("the {sample} as {name} goes from low to high"), run).format(name=name)
        for name in labels
    ]
    rows = np.stack(np.split(drawn(run, pictures), len(axes)))
    st.html(figures.strips(rows, labels, texts))
    st.caption(
        named(
            _(
                "Each row moves one number from 2.5 standard deviations below its mean over all "
                "held-out {samples} to 2.5 above, which may be farther than any {sample}'s code "
                "lies; the other numbers stay as the {sample} has them. The {n} numbers that vary "
                "most are shown."
            ),
            run,
        ).format(n=len(axes))
    )
