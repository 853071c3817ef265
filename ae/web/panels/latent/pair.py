"""Two runs side by side: where each puts the same digits, and what lies between them."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import latent_grid
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.plane_picker import usual_view
from ae.web.controls.run_picker import choose_other
from ae.web.figures import FieldMap
from ae.web.live import when_awake
from ae.web.panels.shared.decoded_grid import SIDE, decoded
from ae.web.runs import names_of
from ae.web.samples import some_held_out
from ae.web.wording import legend, named

SHOWN = 500
"""How many held-out digits lie over the fields."""


@st.fragment
def show_pair(run: Run) -> None:
    """Show the run beside another one on the same digits."""
    other = choose_other(run, "pair-other")
    if other is None:
        return
    names = names_of([run.config, other.config])
    maps = when_awake(lambda: list(map(_map, (run, other), names)))
    if maps is None:
        return
    labels = datasets.held_out(run.config.dataset).labels
    labels = labels[analysis.sampled(len(labels), SHOWN)]
    for column, one, key in zip(st.columns(2), maps, (run.key, other.key), strict=True):
        column.plotly_chart(  # a chart each, so that a phone stacks them
            figures.field_map(one, labels, legend(run)),
            key=f"pair-{run.key}-{other.key}-{key}",
            config={"displaylogo": False, "displayModeBar": False},
            alt=named(_("The decoded plane of {name}, with held-out {samples} on it."), run).format(
                name=one.name
            ),
        )
    st.caption(
        named(
            _(
                "The background is what each decoder makes of that place. Nothing asked a "
                "plain autoencoder to fill the space between its codes: there it shows "
                "what is no {sample}. A variational one is asked to, and its {samples} "
                "turn into each other. Codes of more than two numbers are shown in the "
                "plane in which they vary most. Points: {which}."
            ),
            run,
        ).format(which=some_held_out(run, SHOWN))
    )


def _map(run: Run, name: str) -> FieldMap:
    view = usual_view(run)
    window = latent_grid.window_of(view.points)
    pictures = decoded(run, view, window, SIDE)
    points = view.points[analysis.sampled(len(view.points), SHOWN)]
    return FieldMap(name, np.asarray(pictures), window, points, view.axes)
