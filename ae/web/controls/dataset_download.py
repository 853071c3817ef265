"""Getting MNIST: the button, the progress, and what to do when it fails."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.data import datasets
from ae.i18n import _
from ae.runs import jobs
from ae.web.server import store, workers

JOB = jobs.download("mnist")


def offer(chosen: str, row: DeltaGenerator) -> None:
    """Where MNIST is not on this machine, say how that stands, with a button in `row`."""
    state = datasets.availability("mnist")
    if state.state == "ready":
        return
    job = jobs.snapshot(store(), JOB.key)
    if job.active:
        st.fragment(_progress, run_every=0.5)()
        return
    if state.state == "broken":
        st.warning(state.message, icon=":material/warning:")
    if job.state == "failed":
        st.warning(job.message, icon=":material/warning:")
    if job.state == "interrupted":
        st.warning(_("The download was interrupted."), icon=":material/warning:")
    again = job.state in ("failed", "interrupted")
    label = _("Try again: get MNIST (11 MB)") if again else _("Get MNIST (11 MB)")
    if chosen == "mnist" and not again:
        st.info(_("MNIST is not on this machine yet. The built-in digits work meanwhile."))
    row.button(label, icon=":material/download:", on_click=workers().submit, args=(JOB,))


def _progress() -> None:
    job = jobs.snapshot(store(), JOB.key)
    if not job.active:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        percent = round(100 * job.fraction)
        st.progress(job.fraction, _("Getting MNIST… {percent} %").format(percent=percent))
        st.button(_("Cancel"), on_click=jobs.request_cancel, args=(store(), JOB.key))
