"""Denoising: clean, noisy and restored digits, and how restoration fares as noise grows."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt
from ae.i18n import _
from ae.models import training
from ae.models.architectures.denoising import DenoisingOptions
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import Row
from ae.web.live import reconstruct, when_awake
from ae.web.runs import companion, options_of
from ae.web.samples import drawn, held_out_names, some_held_out
from ae.web.wording import named

LEVELS = np.linspace(0.0, 1.0, 11)
MOST_DECIBELS = 40.0
MEASURED = 100
"""How many held-out digits each point of the curves is measured on."""


@st.fragment
def denoising(run: Run) -> None:
    """Show triplets, and PSNR against the noise level beside other ways to restore."""
    options = options_of(run, DenoisingOptions)
    noise, level = _(CORRUPTIONS[options.training_noise].label), options.training_noise_level
    st.header(_("Clean, noisy, restored"), anchor=False)
    _triplets(run)
    st.caption(
        named(
            _("Damaged as in training: {noise}, level {level:g}. Held-out {samples}."), run
        ).format(noise=noise, level=level)
    )
    _curves(run, options)


def _curves(run: Run, options: DenoisingOptions) -> None:
    """Show how restoration fares as the noise grows, beside other ways to restore."""
    st.header(_("As the noise grows"), anchor=False)
    other = companion(run, "basic")
    series = when_awake(lambda: _ratios(run, other, options.training_noise))
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
        "PSNR, dB" if run.config.data.kind == "picture" else "SNR, dB",
    )
    figure.add_vline(options.training_noise_level, line_dash="dot", line_color="#8a8f9c")
    st.plotly_chart(
        figure, key="psnr", config={"displayModeBar": False}, alt=_("PSNR against noise level.")
    )
    st.caption(
        named(
            _(
                "Higher is better; above {most:.0f} dB is drawn as {most:.0f}. {which}, damaged "
                "once at every level. The dotted line is "
                "the level this network was trained on. Of each filter the best of "
                "several sizes is taken at every level, chosen with a look at the clean "
                "{samples}."
            ),
            run,
        ).format(which=some_held_out(run, MEASURED), most=MOST_DECIBELS)
    )


def _triplets(run: Run) -> None:
    split = datasets.held_out(run.config.dataset)
    shown = training.snapshot_rows(split.labels)
    names = held_out_names(run, shown)
    noisy, clean, *_weights = training.inputs_and_targets(run.config, split.samples[shown])
    restored = when_awake(lambda: reconstruct(run, noisy))
    if restored is None:
        return
    errors = [f"{value:.1f}" for value in analysis.squared_error(clean, restored)]
    rows = [
        Row(_("Clean"), "original", drawn(run, clean), names),
        Row(_("Noisy"), "corrupted", drawn(run, noisy), names),
        Row(_("Restored"), "reconstruction", drawn(run, restored), names, errors),
    ]
    st.html(figures.sample_rows(rows))


@cached(32)
def _ratios(run: Run, other: Run | None, kind: str) -> dict[str, np.ndarray]:
    """Return the signal-to-noise ratio, in dB, at each level: of pictures the peak's."""
    pictures, within = run.config.data.kind == "picture", run.config.data.value_range
    samples = datasets.held_out(run.config.dataset).samples
    clean = datasets.to_inputs(samples[analysis.sampled(len(samples), MEASURED)])
    noisy = [corrupt(clean, kind, one, np.random.default_rng(0), within) for one in LEVELS]
    runs = {"ours": run} | ({"plain": other} if other else {})
    restored = {"noisy": noisy}
    for name, one in runs.items():
        restored[name] = np.split(reconstruct(one, np.concatenate(noisy)), len(LEVELS))
    for name in ("gaussian", "median") if pictures else ():
        restored[name] = [analysis.best_filter(clean, part, name) for part in noisy]
    ratio = analysis.psnr if pictures else analysis.snr
    return {
        # Undamaged samples would be infinitely good.
        name: np.array([min(ratio(clean, part), MOST_DECIBELS) for part in found])
        for name, found in restored.items()
    }
