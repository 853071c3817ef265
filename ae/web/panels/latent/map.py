"""The map: every held-out code as a point, and how the map formed while the network learnt."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from ae import analysis
from ae.analysis import Projection, tsne
from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.evaluation import MAP_SNAPSHOTS
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.plane_picker import View, choose_view
from ae.web.panels.latent.selection import select, selection, show_selection
from ae.web.panels.latent.tsne import embedding
from ae.web.panels.shared.chart_events import rows_of
from ae.web.runs import run_array, watched_rows
from ae.web.samples import some_held_out, watched
from ae.web.wording import legend, named

MAPS = {
    "flat": N_("In the plane"),
    "space": N_("In space"),
    "tsne": N_("t-SNE"),
    "forming": N_("As it formed"),
}
COLOURS = {"class": N_("class"), "error": N_("squared error"), "density": N_("density")}


@st.fragment
def show_map(run: Run) -> None:
    """Show the map in the form that is chosen, and the digits of what is selected on it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forms = [name for name in MAPS if name != "space" or run.config.latent_dim > 2]
        form = st.segmented_control(
            _("Map"),
            forms,
            default="flat",
            required=True,
            format_func=lambda name: _(MAPS[name]),
            key=f"map-form-{len(forms)}",
        )
        shown = None
        if form in ("flat", "space"):
            shown = choose_view(run, "map", in_space=form == "space")
        colour = _choose_colour() if form != "forming" else "class"
    if form == "forming":
        _show_forming(run)
        return
    if form == "tsne":
        shown = _embedded(run)
    if shown is not None:
        _scatter(run, shown, colour)
        _say_what_is_left_out(run, shown)
        show_selection(run)


def _say_what_is_left_out(run: Run, shown: View) -> None:
    """Say how much of a long code's variance a map shows, or how many of the codes."""
    if shown.rows is not None:
        st.caption(_("{text}.").format(text=some_held_out(run, len(shown.rows))))
    elif run.config.latent_dim > len(shown.axes):
        total = run_array(run, "latents").var(axis=0, dtype=np.float64).sum()
        share = shown.points.var(axis=0, dtype=np.float64).sum() / total if total else 0.0
        text = _(
            "A map of a long code is a shadow of it: these axes show {share:.0%} of its variance."
        )
        st.caption(text.format(share=share))


def _choose_colour() -> str:
    return st.selectbox(
        _("Coloured by"),
        list(COLOURS),
        format_func=lambda name: _(COLOURS[name]),
        width=170,
        key="map-colour",
    )


def _embedded(run: Run) -> View | None:
    points = embedding(run)
    if points is None:
        return None
    rows = tsne.rows(len(run_array(run, "latents")))
    return View(("t-SNE 1", "t-SNE 2"), points, rows=rows)


def _scatter(run: Run, shown: View, colour: str) -> None:
    labels = datasets.held_out(run.config.dataset).labels
    figure = figures.latent_scatter(
        shown.points,
        labels if shown.rows is None else labels[shown.rows],
        legend(run),
        shown.axes,
        _values(run, shown, colour),
        _(COLOURS[colour]),
        shown.rows,
    )
    place = shown.place_of(selection(run).picked)
    if place is not None:
        figures.ring_around(figure, place)
    key = f"map-{run.key}-{'-'.join(shown.axes)}-{colour}"
    st.plotly_chart(
        figure,
        key=key,
        on_select=lambda: select(run, rows_of(st.session_state[key])),
        selection_mode=("points", "box", "lasso"),
        config={"displaylogo": False, "scrollZoom": True},
        alt=_("Map of {n} held-out codes over {axes}, coloured by {colour}.").format(
            n=f"{len(shown.points):,}", axes=", ".join(shown.axes), colour=_(COLOURS[colour])
        ),
    )


def _values(run: Run, shown: View, colour: str) -> np.ndarray | None:
    if colour == "error":
        errors = run_array(run, "errors")
        return errors if shown.rows is None else errors[shown.rows]
    if colour == "density":
        return analysis.density(shown.points[:, :2])
    return None


def _show_forming(run: Run) -> None:
    """Play how the map formed; the browser has every frame, and asks for nothing."""
    try:
        figure = _forming(run)
    except KeyError:
        st.info(_("This run was trained before maps were kept. Train it anew to see its map form."))
        return
    st.plotly_chart(
        figure,
        key=f"forming-{run.key}",
        config={"displaylogo": False},
        alt=named(
            _("The codes of held-out {samples} after each epoch, from the untrained network on."),
            run,
        ),
    )
    st.caption(
        named(
            _(
                "{which}, from the untrained network on. Press ▶, or drag the slider. A longer "
                "code is shown in the plane in which the finished codes vary most."
            ),
            run,
        ).format(which=watched(run, run_array(run, MAP_SNAPSHOTS).shape[1]))
    )


def _forming(run: Run) -> go.Figure:
    frames = run_array(run, MAP_SNAPSHOTS)
    labels = datasets.held_out(run.config.dataset).labels[watched_rows(run)]
    size = run.config.latent_dim
    names = ("z1", "z2") if size <= 2 else ("PCA 1", "PCA 2")
    if size == 1:
        classes = np.broadcast_to(labels[:, None], frames.shape).astype(np.float32)
        frames, names = np.concatenate([frames, classes], axis=2), ("z1", _("class"))
    elif size == 3:  # the snapshots hold the code's own three numbers
        plane = Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
        frames = np.stack([plane.project(frame) for frame in frames])
    return figures.forming(
        frames[..., :2], run_array(run, "map_epochs").tolist(), labels, legend(run), names
    )
