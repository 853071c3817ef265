"""The map of a run's codes, with every drawing as a small picture where its code lies."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.plane_picker import usual_view
from ae.web.live import encode
from ae.web.panels.classroom.sent import Sent, inputs
from ae.web.samples import some_held_out
from ae.web.wording import legend

MAPPED = 2500
"""How many held-out codes the map shows."""


def place_map(run: Run, drawings: list[Sent]) -> None:
    """Show where the drawings' codes lie among those of held-out samples."""
    if datasets.availability(run.config.dataset).state != "ready":
        st.info(_("The map needs the dataset that the run has learnt, which is not here."))
        return
    shown = usual_view(run)
    labels = datasets.held_out(run.config.dataset).labels
    rows = analysis.sampled(len(shown.points), MAPPED)
    figure = figures.latent_scatter(
        shown.points[rows], labels[rows], legend(run), shown.axes, numbers=rows
    )
    if drawings:
        codes = encode(run, inputs(drawings))
        if codes is None or shown.plane is None:
            return
        places = shown.plane.project(codes)
        images = np.stack([one.image for one in drawings])
        figures.pin(figure, places[::-1], images[::-1], [one.name for one in drawings][::-1])
    text = _("Where the codes of {n} drawings lie among held-out ones.").format(n=len(drawings))
    st.plotly_chart(figure, key=f"class-map-{run.key}", config={"displaylogo": False}, alt=text)
    st.caption(_("Points: {which}.").format(which=some_held_out(run, MAPPED)))
