"""How much noise a run takes out at each level, beside the classic filters."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt, offered
from ae.i18n import _
from ae.models.architectures.denoising import DenoisingOptions
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.live import reconstruct, when_awake
from ae.web.panels.signals.filters import tuned_filters
from ae.web.samples import some_held_out
from ae.web.wording import named

LEVELS = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0])
MEASURED = 100
"""How many held-out signals each point of the curves is measured on."""


@st.fragment
def gain(run: Run, *, noise: str = "") -> None:
    """Show the decibels gained against the level of the noise.

    Args:
        noise: the kind at first: that of the training, or all mixed, where none is given.
    """
    own = run.config.architecture
    trained = own.training_noise if isinstance(own, DenoisingOptions) else "mixed"
    names = offered(run.config.data.kind)
    kind = st.selectbox(
        _("Noise"),
        names,
        names.index(noise or trained),
        format_func=lambda name: _(CORRUPTIONS[name].label),
        key="gain-noise",
        width=190,
    )
    series = when_awake(lambda: _gains(run, kind))
    if series is None:
        return
    _chart(series)
    st.markdown(_verdict(series))
    st.download_button(
        _("This curve (CSV)"),
        lambda: exports.columns_csv({"level": LEVELS, **series}),
        f"gain-{run.key}-{kind}.csv",
        "text/csv",
        icon=":material/download:",
    )
    st.caption(
        named(
            _(
                "Signal-to-noise ratio after restoring minus that before, in decibels, mean over "
                "{which}; below 0 restoring does harm. The filters' settings were chosen anew at "
                "each level, on training {samples}."
            ),
            run,
        ).format(which=some_held_out(run, MEASURED))
    )


def _chart(series: dict[str, np.ndarray]) -> None:
    """Draw the decibels gained, of each way to restore, over the levels."""
    labels = {
        "ours": _("this network"),
        "wavelet": _("wavelet shrinkage"),
        "polynomial": _("Savitzky–Golay"),
    }
    figure = figures.lines(
        LEVELS,
        {labels[name]: values for name, values in series.items()},
        _("noise level"),
        _("gain, dB"),
    )
    figure.add_hline(0.0, line_color="#8a8f9c", line_width=1)
    st.plotly_chart(
        figure,
        key="gain",
        config={"displayModeBar": False},
        alt=_("Decibels gained against the noise level, of this network and two filters."),
    )


def _verdict(series: dict[str, np.ndarray]) -> str:
    """Say at which levels the network gains most, and at which a filter does."""
    best = np.stack([series["wavelet"], series["polynomial"]]).max(axis=0)
    wins = series["ours"] > best
    if wins.all():
        return _("At every level shown here the network takes out more noise than both filters.")
    if not wins.any():
        return _(
            "At every level shown here a filter takes out more noise than the network, which "
            "rebuilds everything from its code: what does not fit into that is lost."
        )
    lost = LEVELS[~wins]
    if LEVELS[wins].min() < lost.max():
        return _("At the levels {levels} a filter takes out more noise than the network.").format(
            levels=", ".join(f"{level:g}" for level in lost)
        )
    return _(
        "Up to a level of {low:g} a filter is better: it leaves what it cannot tell from noise as "
        "it is, where the network rebuilds everything from its code and loses what does not fit. "
        "Above it, what the network has learnt of these signals is worth more."
    ).format(low=lost.max())


@cached(64)
def _gains(run: Run, kind: str) -> dict[str, np.ndarray]:
    """Return the decibels gained at each level by each way to restore."""
    samples = datasets.held_out(run.config.dataset).samples
    clean = datasets.to_inputs(samples[analysis.sampled(len(samples), MEASURED)])
    within = run.config.data.value_range
    noisy = [corrupt(clean, kind, one, np.random.default_rng(0), within) for one in LEVELS]
    restored = {"ours": np.split(reconstruct(run, np.concatenate(noisy)), len(LEVELS))}
    for name in ("wavelet", "polynomial"):
        restored[name] = [
            tuned_filters(run.config, kind, float(level))[name](part)
            for level, part in zip(LEVELS, noisy, strict=True)
        ]
    before = np.array([analysis.snr(clean, part) for part in noisy])
    return {
        name: np.array([analysis.snr(clean, part) for part in parts]) - before
        for name, parts in restored.items()
    }
