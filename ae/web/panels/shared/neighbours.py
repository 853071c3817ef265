"""The held-out digits whose codes lie nearest to a code."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.runs import run_array

NEIGHBOURS = 10


def show_nearest(run: Run, code: np.ndarray) -> None:
    """Show the held-out digits whose codes lie nearest to a code, (d,)."""
    split = datasets.load(run.config.dataset, "test")
    nearest = analysis.nearest(code, run_array(run, "latents"), NEIGHBOURS)
    names = [str(label) for label in split.labels[nearest]]
    st.markdown(_("**The held-out digits nearest to it**, by their codes:"))
    st.html(figures.gallery(split.images[nearest], names, names))
