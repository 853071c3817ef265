"""Where a drawing lands among the held-out codes, its neighbours there, and ways from it."""

import numpy as np
import streamlit as st

from ae import analysis, datasets, figures, inference
from ae.analysis import Projection
from ae.drawing import Seen
from ae.store import Run
from ae.ui.inside.common import choose_digit, decode
from ae.ui.services import run_array, test_split, when_awake, workers
from ae.words import _

NEIGHBOURS, STEPS = 10, 10


def _code(run: Run, given: np.ndarray) -> np.ndarray | None:
    return when_awake(lambda: inference.encode(workers(), run.key, given))


def place(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the code as bars, its nearest held-out digits, and its place on the map."""
    code = _code(run, given)
    if code is None:
        return
    codes, split = run_array(run, "latents"), test_split(run.config.dataset)
    nearest = analysis.nearest(code[0], codes, NEIGHBOURS)
    names = [str(label) for label in split.labels[nearest]]
    st.markdown(_("**Its nearest held-out digits**, by their codes:"))
    st.html(figures.gallery(split.images[nearest], names, names))
    left, right = st.columns(2)
    with left:
        bars = {_("this drawing"): code[0], _("nearest digit"): codes[nearest[0]]}
        chart = figures.bars(bars, _("number of the code"), _("value"))
        st.plotly_chart(
            chart, key="code-bars", config={"displayModeBar": False}, alt=_("The drawing's code.")
        )
    with right:
        st.plotly_chart(
            _map(run, code, nearest),
            key="code-map",
            config={"displaylogo": False},
            alt=_("The drawing's place among the held-out codes."),
        )


def _map(run: Run, code: np.ndarray, nearest: np.ndarray):
    codes, labels = run_array(run, "latents"), test_split(run.config.dataset).labels
    rows = slice(0, 3000)
    axes = ("z1", "z2")
    if codes.shape[1] > 2:
        plane = Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
        flat, own, axes = plane.project(codes), plane.project(code), ("PCA 1", "PCA 2")
    else:
        flat, own = codes, code
    if flat.shape[1] == 1:
        flat, own = (np.pad(points, ((0, 0), (0, 1))) for points in (flat, own))
    figure = figures.latent_scatter(flat[rows, :2], labels[rows], axes)
    return figures.mark(figure, own[:, :2], flat[nearest, :2])


def morph(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the way from the drawing to a held-out digit, along the code."""
    index = choose_digit(run, "morph-digit")
    code = _code(run, given)
    if code is None:
        return
    goal = run_array(run, "latents")[index]
    ways = np.linspace(0.0, 1.0, STEPS, dtype=np.float32)[:, None]
    pictures = decode(run, (1 - ways) * code + ways * goal)
    if pictures is None:
        return
    ends = [datasets.to_pixels(given), test_split(run.config.dataset).images[index : index + 1]]
    shown = np.concatenate([ends[0], datasets.to_pixels(pictures), ends[1]])
    labels = [_("drawn"), *(f"{way:.0%}" for way in ways[:, 0]), _("digit")]
    st.html(figures.gallery(shown, labels, labels))
    st.caption(_("The code goes straight from the drawing's to the digit's; each step is decoded."))
