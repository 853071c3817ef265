"""The maps of several runs, linked: a sample that is picked on one is marked on all."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _, labelled
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.plane_picker import usual_view
from ae.web.panels.shared.chart_events import rows_of
from ae.web.panels.shared.restored import restored_by, with_errors
from ae.web.samples import drawn, held_out_names, some_held_out
from ae.web.wording import legend, named

POINTS = 1000
"""How many held-out samples each map shows."""
PICKED = "library-picked"


def show_maps(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show a map for each run, two beside each other, and what is picked on them."""
    picked = _picked(runs[0])
    for start in range(0, len(runs), 2):
        columns = st.columns(2)
        for column, place in zip(columns, range(start, min(start + 2, len(runs))), strict=False):
            with column:
                _map(runs[place], names[place], picked)
    text = _(
        "{which}, on every map the same ones. Tap a point: the {sample} is marked on all maps. "
        "Codes of more than two numbers are shown in the plane in which they vary most."
    )
    st.caption(named(text, runs[0]).format(which=some_held_out(runs[0], POINTS)))
    if picked is not None:
        _show_picked(runs, names, picked)


def _picked(run: Run) -> int | None:
    """Return the held-out sample that is picked, if it is one of this data."""
    dataset, row = st.session_state.get(PICKED, ("", None))
    return row if dataset == run.config.dataset else None


def _pick(run: Run, rows: Sequence[int]) -> None:
    st.session_state[PICKED] = run.config.dataset, rows[0] if rows else None


def _map(run: Run, name: str, picked: int | None) -> None:
    view = usual_view(run)
    rows = analysis.sampled(len(view.points), POINTS)
    labels = datasets.held_out(run.config.dataset).labels[rows]
    figure = figures.latent_scatter(
        view.points[rows], labels, legend(run), view.axes, numbers=np.asarray(rows)
    )
    figure.update_layout(height=380, dragmode="pan", clickmode="event+select")
    if picked is not None:
        figures.ring_around(figure, view.points[picked])
    key = f"library-map-{run.key}"
    st.markdown(f"**{name}**")
    st.plotly_chart(
        figure,
        key=key,
        on_select=lambda: _pick(run, rows_of(st.session_state[key])),
        selection_mode="points",
        config={"displaylogo": False, "displayModeBar": False},
        alt=named(_("Codes of held-out {samples} of {name}, coloured by class."), run).format(
            name=name
        ),
    )


def _show_picked(runs: Sequence[Run], names: Sequence[str], row: int) -> None:
    """Show the picked sample and what each run makes of it."""
    shown, first = np.array([row]), runs[0]
    original = datasets.held_out(first.config.dataset).samples[shown]
    clean, told = datasets.to_inputs(original), held_out_names(first, shown)
    images, captions = [drawn(first, original)], [_("Original: {name}").format(name=told[0])]
    texts = [named(_("held-out {sample} {name}"), first).format(name=told[0])]
    for run, name in zip(runs, names, strict=True):
        restored = restored_by(run, shown, clean)
        if restored is None:
            return
        made = with_errors(run, name, "reconstruction", clean, restored, told)
        images.append(made.images)
        captions.append(labelled(name, made.captions[0]))
        texts += made.texts
    st.html(figures.gallery(np.concatenate(images), texts, captions, large=True))
