"""Sparse: how many units a digit activates, which ones, and what each of them paints."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models.architectures.sparse import SparseOptions
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import when_awake
from ae.web.panels.shared.atoms import atoms
from ae.web.runs import options_of, run_array
from ae.web.samples import some_held_out
from ae.web.server import workers
from ae.web.wording import legend, named
from ae.workers import inference

FIRST = 64
FAINT = 0.1
"""The activity above which a unit is counted as faintly active."""
REBUILT = 500
"""How many held-out samples are rebuilt from their active units alone."""


@st.fragment
def sparse(run: Run) -> None:
    """Show the activity of the code and the picture of every unit."""
    codes, labels = run_array(run, "latents"), datasets.held_out(run.config.dataset).labels
    above = options_of(run, SparseOptions).active_above()
    active = codes > above
    st.header(named(_("Few units for each {sample}"), run), anchor=False)
    text = named(
        _(
            "A held-out {sample} brings **{active:.1f} of {all} units** above {above:g} on average "
            "({share:.1%}), and {faint:.1f} above {faintly:g}; {silent} units never rise above "
            "{above:g}."
        ),
        run,
    )
    count = active.sum(axis=1)
    st.markdown(
        text.format(
            active=count.mean(),
            all=codes.shape[1],
            above=above,
            share=active.mean(),
            faint=(codes > FAINT).sum(axis=1).mean(),
            faintly=FAINT,
            silent=int(np.sum(~active.any(axis=0))),
        )
    )
    _alone(run, above)
    names = legend(run)
    means = np.array([count[labels == label].mean() for label in range(len(names))])
    chart = figures.bars({_("active units"): means}, _("class"), _("active units, mean"), names)
    st.plotly_chart(chart, key="active", config={"displayModeBar": False}, alt=_("Active units."))
    pictures = when_awake(lambda: atoms(run))
    if pictures is None:
        return
    _of_one_digit(run, codes, pictures)
    _all(run, codes, active, pictures)


@cached(32)
def _errors_of_part(run: Run, above: float) -> tuple[float, float]:
    """Return the mean squared error from all units, and from those above a threshold alone."""
    samples = datasets.held_out(run.config.dataset).samples
    rows = analysis.sampled(len(samples), REBUILT)
    clean, codes = datasets.to_inputs(samples[rows]), run_array(run, "latents")[rows]
    whole, part = (
        inference.decode(workers(), run.identity, one) for one in (codes, codes * (codes > above))
    )
    errors = [float(analysis.squared_error(clean, one).mean()) for one in (whole, part)]
    return errors[0], errors[1]


def _alone(run: Run, above: float) -> None:
    """Say how much of a sample the active units carry: the others set to 0."""
    found = when_awake(lambda: _errors_of_part(run, above))
    if found is None:
        return
    text = _(
        "From these units alone, the others set to 0, the squared error is **{part:.1f}** instead "
        "of {whole:.1f}. {which}."
    )
    st.markdown(text.format(whole=found[0], part=found[1], which=some_held_out(run, REBUILT)))


def _of_one_digit(run: Run, codes: np.ndarray, pictures: np.ndarray) -> None:
    st.header(named(_("The units of one {sample}"), run), anchor=False)
    index = choose_sample(run, "sparse-digit")
    units = np.argsort(-codes[index], kind="stable")[:16]
    units = units[codes[index][units] > 0]
    captions = [f"z{unit + 1}: {codes[index][unit]:.2f}" for unit in units]
    texts = [_("what unit {n} paints").format(n=unit + 1) for unit in units]
    st.html(figures.gallery(figures.signed(pictures[units], run.config.data), texts, captions))
    st.caption(
        _("Its most active units with their activities. Orange: paints light; blue: takes away.")
    )


def _all(run: Run, codes: np.ndarray, active: np.ndarray, pictures: np.ndarray) -> None:
    st.header(_("Every unit as a picture"), anchor=False)
    order = np.argsort(-active.mean(axis=0), kind="stable")
    if len(order) > FIRST and not st.toggle(
        _("Show all {n} units").format(n=len(order)), key="all-units"
    ):
        order = order[:FIRST]
    texts = [_("what unit {n} paints").format(n=unit + 1) for unit in order]
    captions = [f"{active[:, unit].mean():.0%}" for unit in order]
    st.html(figures.gallery(figures.signed(pictures[order], run.config.data), texts, captions))
    st.caption(
        named(
            _("The units that answer most often come first, with the share of {samples} they do."),
            run,
        )
    )
