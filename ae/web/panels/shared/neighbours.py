"""The held-out samples whose codes lie nearest to a code."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_names
from ae.web.wording import named

NEIGHBOURS = 10


def show_nearest(run: Run, code: np.ndarray) -> None:
    """Show the held-out samples whose codes lie nearest to a code, (d,)."""
    split = datasets.held_out(run.config.dataset)
    nearest = analysis.nearest(code, run_array(run, "latents"), NEIGHBOURS)
    names = held_out_names(run, nearest)
    st.markdown(named(_("**The held-out {samples} nearest to it**, by their codes:"), run))
    st.html(figures.gallery(drawn(run, split.samples[nearest]), names, names))
