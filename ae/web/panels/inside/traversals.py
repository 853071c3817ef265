"""What each number of a code does: one is moved, the others stay."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.digit_picker import choose_digit
from ae.web.live import decode
from ae.web.runs import run_array

SHOWN = 6


@st.fragment
def traversals(run: Run) -> None:
    """Show a digit while one number of its code goes from low to high."""
    st.subheader(_("What each number of the code does"), anchor=False)
    index = choose_digit(run, "traversal-digit")
    codes = run_array(run, "latents")
    axes = np.argsort(-codes.std(axis=0), kind="stable")[:SHOWN]
    moved = np.concatenate([analysis.traversal(codes, index, axis) for axis in axes])
    pictures = decode(run, moved)
    if pictures is None:
        return
    labels = [f"z{axis + 1}" for axis in axes]
    texts = [_("the digit as {name} goes from low to high").format(name=name) for name in labels]
    shape = (len(axes), len(analysis.TRAVERSAL), *datasets.SHAPE)
    st.html(figures.strips(datasets.to_pixels(pictures).reshape(shape), labels, texts))
    st.caption(
        _(
            "Each row moves one number from 2.5 standard deviations below its mean over all "
            "held-out digits to 2.5 above; the other numbers stay as the digit has them. The "
            "{n} numbers that vary most are shown."
        ).format(n=len(axes))
    )
