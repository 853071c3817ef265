"""The t-SNE of a run's codes as a person gets it: the button, the progress, how it ended."""

import numpy as np
import streamlit as st

from ae.analysis.tsne import POINTS
from ae.i18n import _
from ae.runs import jobs
from ae.runs.store import Run, views
from ae.web.runs import run_array
from ae.web.server import store, workers

REFRESH_SECONDS = 0.5
START_SECONDS = 1.0
SECONDS_PER_POINT = 0.006
"""Measured on one free core, with as many points as a dataset has; what a button promises."""


def embedding(run: Run) -> np.ndarray | None:
    """Return the t-SNE of a run's held-out codes, or offer it and return None.

    While it is computed its progress is shown; the page runs again by itself at the end.

    Returns:
        float32 (n, 2), of the codes `ae.analysis.tsne.rows`.
    """
    points = store().view(run, views.TSNE)
    if points is None:
        job = jobs.snapshot(store(), jobs.embedding(run.key).key)
        if job.active:
            st.fragment(_live, run_every=REFRESH_SECONDS)(run.key)
        else:
            _invite(run, job)
    st.caption(
        _(
            "t-SNE keeps neighbours together and little else: the distances between its clusters, "
            "their sizes and its axes mean little. It is for looking only: a new point has no "
            "place on it."
        )
    )
    return points


def _invite(run: Run, job: jobs.Snapshot) -> None:
    if job.state == "interrupted":
        text = _("The computation of this t-SNE was interrupted: its process ended.")
        st.warning(text, icon=":material/warning:")
    elif job.state == "failed":
        text = _("This t-SNE could not be computed. {why}").format(why=job.message)
        st.error(text, icon=":material/warning:")
    again = job.state in ("interrupted", "failed")
    label = _("Try again (about {n:.0f} s)") if again else _("Compute t-SNE (about {n:.0f} s)")
    count = min(len(run_array(run, "latents")), POINTS)
    st.button(
        label.format(n=START_SECONDS + SECONDS_PER_POINT * count),
        key=f"embed-{run.key}",
        icon=":material/scatter_plot:",
        on_click=workers().submit,
        args=(jobs.embedding(run.key),),
    )


def _live(key: str) -> None:
    """Show a computation under way. Runs again by itself; ends in a rerun of the page."""
    spec = jobs.embedding(key)
    job = jobs.snapshot(store(), spec.key)
    if not job.active:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(job.fraction, _words(job))
        st.button(
            _("Cancel"),
            key=f"embed-cancel-{key}",
            icon=":material/stop_circle:",
            on_click=jobs.request_cancel,
            args=(store(), spec.key),
        )


def _words(job: jobs.Snapshot) -> str:
    if job.state == "queued":
        return _("Waiting: place {place} in the queue.").format(place=job.place)
    if not job.fraction:
        return _("Finding each code's neighbours…")
    percent = round(100 * job.fraction)
    return _("Arranging the codes so that neighbours stay together: {n} %").format(n=percent)
