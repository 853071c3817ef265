"""The t-SNE of a run's codes as a person gets it, and what it is good for."""

import numpy as np
import streamlit as st

from ae.analysis.tsne import POINTS
from ae.i18n import _
from ae.runs import jobs
from ae.runs.store import Run
from ae.web.panels.shared.computed import Words, computed
from ae.web.runs import run_array

START_SECONDS = 1.0
SECONDS_PER_POINT = 0.006
"""Measured on one free core, with as many points as a dataset has; what a button promises."""


def embedding(run: Run) -> np.ndarray | None:
    """Return the t-SNE of a run's held-out codes, or offer it and return None.

    Returns:
        float32 (n, 2), of the codes `ae.analysis.tsne.rows`.
    """
    words = Words(
        start=_("Compute t-SNE (about {n:.0f} s)"),
        interrupted=_("The computation of this t-SNE was interrupted: its process ended."),
        failed=_("This t-SNE could not be computed. {why}"),
        under_way=_under_way,
    )
    count = min(len(run_array(run, "latents")), POINTS)
    seconds = START_SECONDS + SECONDS_PER_POINT * count
    points = computed(run, jobs.embedding(run.key), words, seconds, ":material/scatter_plot:")
    st.caption(
        _(
            "t-SNE keeps neighbours together and little else: the distances between its clusters, "
            "their sizes and its axes mean little. It is for looking only: a new point has no "
            "place on it."
        )
    )
    return points


def _under_way(share: float) -> str:
    if not share:
        return _("Finding each code's neighbours…")
    percent = round(100 * share)
    return _("Arranging the codes so that neighbours stay together: {n} %").format(n=percent)
