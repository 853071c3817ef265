"""Held-out samples beside what a run makes of them, with noise, and beside PCA."""

from collections.abc import Iterator

import numpy as np
import streamlit as st

from ae.analysis import choose
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.i18n import _, ngettext
from ae.runs.evaluation import RECONSTRUCTIONS
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls import view_choices
from ae.web.controls.noise import choose_noise
from ae.web.controls.run_picker import choose_beside
from ae.web.controls.sample_picker import choose_samples
from ae.web.figures import Row
from ae.web.live import encode
from ae.web.panels.reconstruct.collapse import explain_collapse
from ae.web.panels.shared.restored import restored_by, with_errors
from ae.web.runs import names_of, pca_of, run_array
from ae.web.samples import drawn, held_out_names
from ae.web.server import store
from ae.web.wording import named

SHOWN = 10
BESIDE_AT_MOST = 2
"""With the page's own these are three runs: as many as one takes in."""


@st.fragment
def compare(
    run: Run, *, which: str = "each", noise: str = "gaussian", level: float = 0.0, pca: bool = False
) -> None:
    """Show held-out samples, what noise makes of them, and what the run makes of that.

    Args:
        which: the samples shown at first, as `analysis.choose` knows them.
        noise, level: the damage done to the input at first.
        pca: whether PCA's reconstructions stand beside at first.
    """
    pictures = st.container()  # above the controls, which stay beside them
    with st.container(horizontal=True, vertical_alignment="bottom"):
        how = choose_samples(run, which)
        kind, strength = choose_noise(run, noise, level)
        with_pca = st.toggle(
            _("Beside PCA"),
            view_choices.value("pca", pca),
            help=_("PCA with as many components as the code has numbers, on the same input."),
            **view_choices.wired("pca", pca),
        )
        others = choose_beside(run, BESIDE_AT_MOST)
    store().touch(run.key)
    shown = _choose(run, how)
    if not len(shown):
        st.info(named(_("There is no such {sample} among the held-out ones."), run))
        return
    rows = _rows(run, shown, kind, strength, with_pca, others)
    pictures.html(figures.sample_rows([row for row in rows if row.kind != "error"]))
    if run.has_array(RECONSTRUCTIONS):
        with pictures:
            explain_collapse(run)
    if errors := [row for row in rows if row.kind == "error"]:
        st.html(figures.sample_rows(errors))
    told = _(
        "Code: its numbers as coloured cells, orange above 0 and blue below, the brightest the "
        "largest shown. Below each reconstruction: its squared error, summed over all {n} "
        "{value}s of a {sample}, against the clean original. {colours} All {samples} here are "
        "held out: the network has never been trained on them."
    )
    st.caption(named(told, run).format(n=run.config.data.size, colours=_colours(run)))


def _colours(run: Run) -> str:
    """Say what the colours of an error map mean."""
    if run.config.data.kind == "picture":
        return _("Error map: orange is painted too bright, blue is missing.")
    return _("Error map: orange bars are too high, blue ones too low.")


def _choose(run: Run, how: str) -> np.ndarray:
    labels = datasets.held_out(run.config.dataset).labels
    draw = st.session_state.get("draw", 0)
    return choose(labels, run_array(run, "errors"), how, SHOWN, draw)


def _rows(
    run: Run, shown: np.ndarray, kind: str, level: float, with_pca: bool, others: list[Run]
) -> list[Row]:
    originals = datasets.held_out(run.config.dataset).samples[shown]
    clean, names = datasets.to_inputs(originals), held_out_names(run, shown)
    rng, within = np.random.default_rng(0), run.config.data.value_range
    given = corrupt(clean, kind, level, rng, within) if level else clean
    texts = _say(named(_("held-out {sample} {name}"), run), names)
    rows = [Row(_("Original"), "original", drawn(run, originals), texts)]
    if level:
        texts = _say(_("the {name} with noise"), names)
        rows.append(Row(_("With noise"), "corrupted", drawn(run, given), texts))
    codes = encode(run, given) if level else run_array(run, "latents")[shown]
    if codes is not None:
        brightest = float(np.abs(codes).max())
        texts = _say(_("code of the {name}"), names)
        rows.append(Row(_code_label(run), "code", figures.code_pictures(codes, brightest), texts))
    restored = restored_by(run, shown, given)
    if restored is not None:
        rows.append(with_errors(run, _("Reconstruction"), "reconstruction", clean, restored, names))
        texts = _say(_("error map of the {name}"), names)
        errors = figures.error_map(clean, restored, run.config.data)
        rows.append(Row(_("Error map"), "error", errors, texts))
    rows += _others(run, others, shown, given, clean, names)
    if with_pca:
        pca = pca_of(run)
        linear = pca.restore(pca.project(given)).reshape(given.shape)
        label = _("PCA, {n} components").format(n=len(pca.components))
        rows.append(with_errors(run, label, "pca", clean, linear, names))
    return rows


def _others(
    run: Run,
    others: list[Run],
    shown: np.ndarray,
    given: np.ndarray,
    clean: np.ndarray,
    names: list[str],
) -> Iterator[Row]:
    """Yield what other runs make of the same input, a row each."""
    labels = names_of([run.config, *(one.config for one in others)])[1:]
    for one, label in zip(others, labels, strict=True):
        restored = restored_by(one, shown, given)
        if restored is not None:
            yield with_errors(one, label, "reconstruction", clean, restored, names)


def _code_label(run: Run) -> str:
    size = run.config.latent_dim
    return ngettext("Code: {n} number", "Code: {n} numbers", size)


def _say(text: str, names: list[str]) -> list[str]:
    return [text.format(name=name) for name in names]
