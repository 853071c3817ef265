"""Denoising: clean, noisy and restored digits, and how restoration fares as noise grows."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt
from ae.i18n import _
from ae.models import training
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import Row
from ae.web.live import reconstruct, when_awake
from ae.web.runs import companion

LEVELS = np.linspace(0.0, 1.0, 11)
MEASURED = 100
"""How many held-out digits each point of the curves is measured on."""


@st.fragment
def denoising(run: Run) -> None:
    """Show triplets, and PSNR against the noise level beside other ways to restore."""
    options = run.config.architecture
    noise = _(CORRUPTIONS[options.training_noise].label)  # type: ignore[attr-defined]
    level = options.training_noise_level  # type: ignore[attr-defined]
    st.subheader(_("Clean, noisy, restored"), anchor=False)
    _triplets(run)
    st.caption(
        _("Damaged as in training: {noise}, level {level:g}. Held-out digits.").format(
            noise=noise, level=level
        )
    )
    st.subheader(_("As the noise grows"), anchor=False)
    other = companion(run, "basic")
    series = when_awake(lambda: _psnr(run, other, options.training_noise))  # type: ignore[attr-defined]
    if series is None:
        return
    names = {
        "noisy": _("nothing done"),
        "ours": _("this network"),
        "plain": _("basic autoencoder"),
        "gaussian": _("Gaussian filter"),
        "median": _("median filter"),
    }
    figure = figures.lines(
        LEVELS,
        {names[name]: values for name, values in series.items()},
        _("noise level"),
        "PSNR, dB",
    )
    figure.add_vline(level, line_dash="dot", line_color="#8a8f9c")
    st.plotly_chart(
        figure, key="psnr", config={"displayModeBar": False}, alt=_("PSNR against noise level.")
    )
    st.caption(
        _(
            "Higher is better; measured on {n} held-out digits. The dotted line is the level this "
            "network was trained on. Of each filter the best of several sizes is taken at every "
            "level, chosen with a look at the clean digits."
        ).format(n=MEASURED)
    )


def _triplets(run: Run) -> None:
    split = datasets.load(run.config.dataset, "test")
    shown = analysis.choose(split.labels, None, "each", 10)
    originals, names = split.images[shown], [str(label) for label in split.labels[shown]]
    noisy, clean = training.examples(run.config, originals)
    restored = when_awake(lambda: reconstruct(run.key, noisy.tobytes()))
    if restored is None:
        return
    errors = [f"{value:.1f}" for value in analysis.squared_error(clean, restored)]
    rows = [
        Row(_("Clean"), "original", originals, names),
        Row(_("Noisy"), "corrupted", datasets.to_pixels(noisy), names),
        Row(_("Restored"), "reconstruction", datasets.to_pixels(restored), names, errors),
    ]
    st.html(figures.digit_rows(rows))


@cached(32)
def _psnr(run: Run, other: Run | None, kind: str) -> dict[str, np.ndarray]:
    clean = datasets.to_inputs(datasets.load(run.config.dataset, "test").images[:MEASURED])
    noisy = [corrupt(clean, kind, level, np.random.default_rng(0)) for level in LEVELS]
    runs = {"ours": run} | ({"plain": other} if other else {})
    restored = {"noisy": noisy}
    for name, one in runs.items():
        answer = reconstruct(one.key, np.concatenate(noisy).tobytes())
        restored[name] = np.split(answer, len(LEVELS))
    for name in ("gaussian", "median"):
        restored[name] = [analysis.best_filter(clean, pictures, name) for pictures in noisy]
    return {
        name: np.array([_capped(clean, pictures) for pictures in found])
        for name, found in restored.items()
    }


def _capped(clean: np.ndarray, pictures: np.ndarray) -> float:
    return min(analysis.psnr(clean, pictures), 40.0)  # undamaged digits would be infinitely good
