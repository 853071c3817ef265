"""Held-out digits beside what a run makes of them, with noise, and beside PCA."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import Projection, choose
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt
from ae.i18n import _
from ae.models.training import examples
from ae.runs.store import Run
from ae.web import figures, url
from ae.web.controls.digit_picker import choose_digits
from ae.web.figures import Row
from ae.web.live import reconstruct, when_awake
from ae.web.runs import run_array
from ae.web.server import store

SHOWN = 10


url.declare("noise", lambda: [entry.label for entry in CORRUPTIONS.values()])


@st.fragment
def compare(run: Run) -> None:
    """Show held-out digits, what noise makes of them, and what the run makes of that."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        how = choose_digits()
        kind = st.selectbox(
            _("Noise"),
            list(CORRUPTIONS),
            format_func=lambda name: _(CORRUPTIONS[name].label),
            key="noise",
            bind="query-params",
            width=170,
        )
        level = st.slider(
            _("Noise level"),
            0.0,
            1.0,
            0.0,
            0.05,
            key="level",
            bind="query-params",
            width=260,
            help=_("Added to the input only. Level means: {meaning}.").format(
                meaning=_(CORRUPTIONS[kind].level_means)
            ),
        )
        with_pca = st.toggle(
            _("Beside PCA"),
            key="pca",
            bind="query-params",
            help=_("PCA with as many components as the code has numbers, on the same input."),
        )
    store().touch(run.key)
    shown = _choose(run, how)
    if not len(shown):
        st.info(_("There is no such digit among the held-out ones."))
        return
    rows = _rows(run, shown, kind, level, with_pca)
    st.html(figures.digit_rows(rows))
    st.caption(
        _(
            "Below each reconstruction: its squared error, summed over the 784 pixels, against the "
            "clean original. Error map: orange is painted too bright, blue is missing. All digits "
            "here are held out: the network has never been trained on them."
        )
    )


def _choose(run: Run, how: str) -> np.ndarray:
    labels = datasets.load(run.config.dataset, "test").labels
    draw = st.session_state.get("draw", 0)
    return choose(labels, run_array(run, "errors"), how, SHOWN, draw)


def _rows(run: Run, shown: np.ndarray, kind: str, level: float, with_pca: bool) -> list[Row]:
    split = datasets.load(run.config.dataset, "test")
    originals = split.images[shown]
    clean = datasets.to_inputs(originals)
    names = [str(label) for label in split.labels[shown]]
    given = corrupt(clean, kind, level, np.random.default_rng(0)) if level else clean
    rows = [Row(_("Original"), "original", originals, _say(_("held-out digit {name}"), names))]
    if level:
        texts = _say(_("the {name} with noise"), names)
        rows.append(Row(_("With noise"), "corrupted", datasets.to_pixels(given), texts))
    restored = _restored(run, shown, given)
    if restored is not None:
        rows += _judged(_("Reconstruction"), "reconstruction", clean, restored, names)
        texts = _say(_("error map of the {name}"), names)
        rows.append(Row(_("Error map"), "error", figures.error_map(clean, restored), texts))
    if with_pca:
        linear = _pca(run).restore(_pca(run).project(given)).reshape(given.shape)
        label = _("PCA, {n} components").format(n=len(_pca(run).components))
        rows += _judged(label, "pca", clean, linear, names)
    return rows


def _restored(run: Run, shown: np.ndarray, given: np.ndarray) -> np.ndarray | None:
    """Reconstruct; what the film was made of needs no worker, for the run has kept it."""
    split = datasets.load(run.config.dataset, "test")
    filmed = np.array_equal(shown, choose(split.labels, None, "each", SHOWN))
    if filmed and np.array_equal(given, examples(run.config, split.images[shown])[0]):
        return datasets.to_inputs(run_array(run, "film")[-1])
    return when_awake(lambda: reconstruct(run.key, given.astype(np.float32).tobytes()))


def _judged(
    label: str, kind: str, clean: np.ndarray, restored: np.ndarray, names: list[str]
) -> list[Row]:
    errors = analysis.squared_error(clean, restored)
    texts = _say(_("reconstruction of the {name}"), names)
    captions = [f"{error:.1f}" for error in errors]
    return [Row(label, kind, datasets.to_pixels(restored), texts, captions)]


def _say(text: str, names: list[str]) -> list[str]:
    return [text.format(name=name) for name in names]


@cached(32)
def _pca(run: Run) -> Projection:
    return Projection(run_array(run, "pca_mean"), run_array(run, "pca_components"))
