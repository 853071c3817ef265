"""The explorer on a page: a plane of the code to walk through, and what was pinned on it."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import latent_grid
from ae.analysis.latent_grid import Window
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.components import Explored, Field, Legend, Points, Samples, explorer
from ae.web.controls.plane_picker import View, choose_view
from ae.web.live import decode, reconstruct, when_awake
from ae.web.panels.shared.decoded_grid import decoded
from ae.web.samples import drawn, some_held_out
from ae.web.wording import legend, named

PICTURED = 500
"""How many held-out digits travel to the browser as pictures, with their reconstructions."""
SCALE = 4
"""How much larger pictures are taken home."""


@st.fragment
def explore(run: Run) -> None:
    """Show the explorer on the plane that is chosen, and offer what was pinned."""
    # A place of its own, so that more boxes in it do not make Streamlit build the explorer anew.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = choose_view(run, "explore")
    found = when_awake(lambda: (_field(run, shown), _samples(run)))
    if found is None:
        return
    whole, samples = found
    explored = explorer(
        name=f"{run.identity}-{'-'.join(shown.axes)}",
        axes=shown.axes[:2],  # type: ignore[arg-type]
        whole=whole,
        points=_points(run, shown),
        samples=samples,
        finer=lambda window: when_awake(lambda: _field(run, shown, window)),
        legend=_legend(run),
        key="explorer",
    )
    text = _("The nearest one is looked for among these: {which}.")
    st.caption(text.format(which=some_held_out(run, PICTURED)))
    _take_home(run, shown, explored)


def _legend(run: Run) -> Legend:
    names = tuple(legend(run))
    colours = tuple(figures.class_colours(len(names)))
    return Legend(colours, names, named("{sample}", run), named("{samples}", run))


@cached(24)  # a megabyte each
def _field(run: Run, shown: View, window: Window | None = None) -> Field:
    """Return the field of a window, or of the whole map."""
    window = window or latent_grid.window_of(shown.points)
    return Field(decoded(run, shown, window, latent_grid.SIDE), window)


@cached(16)
def _points(run: Run, shown: View) -> Points:
    labels = datasets.held_out(run.config.dataset).labels
    numbers = analysis.sampled(len(labels), PICTURED)
    positions = shown.points.astype(np.float32)
    return Points(positions, labels.astype(np.uint8), numbers.astype(np.int32))


@cached(16)
def _samples(run: Run) -> Samples:
    """Return the pictures of the points that have some."""
    split = datasets.held_out(run.config.dataset)
    samples = datasets.to_inputs(split.samples[analysis.sampled(len(split.samples), PICTURED)])
    return Samples(drawn(run, samples), drawn(run, reconstruct(run, samples)))


def _take_home(run: Run, shown: View, explored: Explored) -> None:
    """Offer the pinned places as pictures and codes, and the drawn path as a moving picture."""
    if shown.plane is None or not (len(explored.pins) or len(explored.path)):
        return
    with st.container(horizontal=True):
        if len(explored.pins):
            codes = latent_grid.to_code(explored.pins, shown.plane)
            _offer(run, codes, "pins")
        if len(explored.path) > 1:
            pictures = decode(run, latent_grid.to_code(explored.path, shown.plane))
            if pictures is not None:
                moving = exports.gif(drawn(run, pictures), scale=SCALE)
                st.download_button(
                    _("The path (GIF)"), moving, "path.gif", "image/gif", icon=":material/download:"
                )


def _offer(run: Run, codes: np.ndarray, name: str) -> None:
    pictures = decode(run, codes)
    if pictures is None:
        return
    columns = min(len(codes), 8)
    grid = exports.grid_png(drawn(run, pictures), columns, SCALE)
    st.download_button(
        _("The pins (PNG)"), grid, f"{name}.png", "image/png", icon=":material/download:"
    )
    table = exports.codes_csv(codes)
    st.download_button(
        _("Their codes (CSV)"), table, f"{name}.csv", "text/csv", icon=":material/download:"
    )
