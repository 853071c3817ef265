"""The pictures of the overview: each from a finished run, on held-out samples."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models import generation, imputation
from ae.runs.evaluation import SNAPSHOTS
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import Row
from ae.web.live import decode, reconstruct, when_awake
from ae.web.panels.shared.snapshots import rows_of
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_names
from ae.web.wording import legend, named

POINTS = 600
SHOWN = 5
STEPS = 8


def reduced(run: Run) -> None:
    """Show the codes of some held-out samples on their first two principal components."""
    rows = analysis.sampled(len(run_array(run, "latents")), POINTS)
    axes = analysis.Projection(run_array(run, "code_mean"), run_array(run, "code_components")[:2])
    points = axes.project(run_array(run, "latents")[rows])
    labels = datasets.held_out(run.config.dataset).labels[rows]
    names = (_("component 1"), _("component 2"))
    figure = figures.latent_scatter(points, labels, legend(run), names, numbers=rows)
    figure.update_layout(height=260, margin={"l": 10, "r": 10, "t": 10, "b": 10})
    st.plotly_chart(
        figure,
        key="application-reduced",
        config={"displayModeBar": False},
        alt=named(_("A map of the codes of {n} held-out {samples}."), run).format(n=len(rows)),
    )


def restored(run: Run) -> None:
    """Show what the run has been given and what it has made of it, as kept with the run."""
    snapshot = run_array(run, SNAPSHOTS)[-1]
    st.html(figures.sample_rows([_few(row) for row in rows_of(run.config, snapshot)]))


def _few(row: Row) -> Row:
    return Row(row.label, row.kind, row.images[:SHOWN], row.texts[:SHOWN], row.captions[:SHOWN])


def told_apart(run: Run) -> None:
    """Show normal and odd samples of middling error, with their errors."""
    split, errors = datasets.held_out(run.config.dataset), run_array(run, "errors")
    normal = np.isin(split.labels, run.config.classes)
    rows = []
    for label, kind, own in (
        (_("Normal ones"), "original", normal),
        (_("Odd ones"), "corrupted", ~normal),
    ):
        order = np.flatnonzero(own)[np.argsort(errors[own], kind="stable")]
        middle = order[len(order) // 2 - SHOWN // 2 :][:SHOWN]
        names = held_out_names(run, middle)
        captions = [f"{errors[row]:.1f}" for row in middle]
        rows.append(Row(label, kind, drawn(run, split.samples[middle]), names, captions))
    st.html(figures.sample_rows(rows))
    st.caption(_("Below each its squared error; those in the middle of each kind are shown."))


def generated(run: Run) -> None:
    """Show samples of the run's prior."""
    prior = generation.prior_of(run.config)
    assert prior is not None, "shown of a family that has one"
    rng = np.random.default_rng(0)
    codes = generation.draw_prior(prior, 2 * SHOWN, run.config.latent_dim, 1.0, rng)
    pictures = decode(run, codes)
    if pictures is None:
        return
    texts = [_("new sample {n}").format(n=n + 1) for n in range(len(codes))]
    shown = drawn(run, pictures)
    rows = [Row(_("New"), "reconstruction", shown[:SHOWN], texts[:SHOWN])]
    st.html(figures.sample_rows([*rows, Row("", "reconstruction", shown[SHOWN:], texts[SHOWN:])]))


def filled(run: Run) -> None:
    """Show held-out samples whose lower part is missing, and filled in."""
    found = when_awake(lambda: _filled(run))
    if found is None:
        return
    rows, missing, whole = found
    names = held_out_names(run, rows)
    originals = datasets.held_out(run.config.dataset).samples[rows]
    st.html(
        figures.sample_rows(
            [
                Row(_("Original"), "original", drawn(run, originals), names),
                Row(_("Erased"), "corrupted", drawn(run, missing), names),
                Row(_("Filled in"), "reconstruction", drawn(run, whole), names),
            ]
        )
    )


def recommended(run: Run) -> None:
    """Show what one held-out person has rated best, and what the run would have them try."""
    given = datasets.held_out(run.config.dataset).samples[:1]
    answer = when_awake(lambda: reconstruct(run, given))
    if answer is None:
        return
    columns = [_(name) for name in datasets.DATASETS[run.config.dataset].columns()]
    liked = np.argsort(-np.nan_to_num(given[0], nan=-1.0), kind="stable")[:SHOWN]
    unknown = np.where(np.isnan(given[0]), answer[0], -np.inf)
    best = np.argsort(-unknown, kind="stable")[:SHOWN]
    for column, label, rows, stars in zip(
        st.columns(2),
        (_("Somebody likes"), _("and would like, says the network")),
        (liked, best),
        (given[0], answer[0]),
        strict=True,
    ):
        lines = [figures.Line(columns[row], f"{stars[row]:.1f} ★") for row in rows]
        column.markdown(f"**{label}**")
        column.html(figures.ranked_list(lines, label))


@cached(8)
def _filled(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which samples, what is left of them, and what the run has made of that."""
    split = datasets.held_out(run.config.dataset)
    rows = analysis.choose(split.labels, None, "each", SHOWN)
    samples = datasets.to_inputs(split.samples[rows])
    erased = np.zeros(samples.shape[1:], bool)
    erased[2 * len(erased) // 3 :] = True
    steps = [
        imputation.impute(one, erased, lambda given: reconstruct(run, given), STEPS)
        for one in samples
    ]
    return rows, np.stack([one[0] for one in steps]), np.stack([one[-1] for one in steps])
