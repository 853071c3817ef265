"""One held-out signal with noise, and what the run and the classic filters make of it."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.i18n import _
from ae.models.architectures.denoising import DenoisingOptions
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.controls.noise import choose_noise
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import reconstruct, when_awake
from ae.web.panels.signals.filters import TUNED_ON, tuned_filters
from ae.web.samples import held_out_input
from ae.web.wording import named


@st.fragment
def restore(run: Run, *, noise: str = "mixed", level: float = 0.55) -> None:
    """Show one held-out signal: clean, with noise, and restored, with the errors below.

    Args:
        noise, level: the damage at first, where the run was not trained on one of its own.
    """
    if isinstance(run.config.architecture, DenoisingOptions):
        noise = run.config.architecture.training_noise
        level = run.config.architecture.training_noise_level
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = choose_sample(run, "signal", 0)
        kind, strength = choose_noise(run, noise, round(20 * level) / 20, "signal-", in_url=False)
    clean = held_out_input(run, index)
    rng = np.random.default_rng(index)
    noisy = corrupt(clean, kind, strength, rng, run.config.data.value_range)
    restored = when_awake(lambda: reconstruct(run, noisy))
    if restored is None:
        return
    others = {name: one(noisy) for name, one in tuned_filters(run.config, kind, strength).items()}
    st.plotly_chart(
        figures.over_time(_traces(clean, noisy, restored, others), clean[0], run.config.data),
        key="signal-restored",
        config={"displayModeBar": False},
        alt=named(_("A held-out {sample}, with noise and restored."), run),
    )
    signals = {"clean": clean, "noisy": noisy, "restored": restored, **others}
    _take_home(run, {name: one[0] for name, one in signals.items()})
    _tell(run, clean, {"noisy": noisy, "ours": restored, **others})


def _traces(
    clean: np.ndarray, noisy: np.ndarray, restored: np.ndarray, others: dict[str, np.ndarray]
) -> list[figures.Trace]:
    return [
        figures.Trace(_("with noise"), "corrupted", noisy[0]),
        figures.Trace(_("original"), "original", clean[0]),
        figures.Trace(_("restored"), "reconstruction", restored[0]),
        figures.Trace(_("wavelet shrinkage"), "wavelet", others["wavelet"][0], hidden=True),
        figures.Trace(_("Savitzky–Golay"), "polynomial", others["polynomial"][0], hidden=True),
    ]


def _tell(run: Run, clean: np.ndarray, found: dict[str, np.ndarray]) -> None:
    """Say how many decibels each leaves, of this one signal."""
    ratios = {name: analysis.snr(clean, signals) for name, signals in found.items()}
    labels = {
        "noisy": _("with noise"),
        "ours": _("this network"),
        "wavelet": _("wavelet shrinkage"),
        "polynomial": _("Savitzky–Golay"),
    }
    with st.container(horizontal=True):
        for name, label in labels.items():
            gained = None if name == "noisy" else f"{ratios[name] - ratios['noisy']:+.1f} dB"
            st.metric(label, f"{min(ratios[name], 99.0):.1f} dB", gained, width="content")
    st.caption(
        named(
            _(
                "Signal-to-noise ratio of this one held-out {sample}, which the network has never "
                "been trained on: power of the clean {sample} over that of the error, in decibels; "
                "below it what was gained. The filters' settings are those that serve {n} "
                "training {samples} with this noise best. Choose a name in the legend to see its "
                "line."
            ),
            run,
        ).format(n=_count(run))
    )


def _take_home(run: Run, signals: dict[str, np.ndarray]) -> None:
    rate = run.config.data.rate
    times = {"seconds" if rate else "number": np.arange(run.config.data.size) / (rate or 1.0)}
    st.download_button(
        _("These signals (CSV)"),
        lambda: exports.columns_csv(times | signals),
        f"signals-{run.key}.csv",
        "text/csv",
        icon=":material/download:",
    )


def _count(run: Run) -> int:
    return min(TUNED_ON, len(datasets.load(run.config.dataset, "train").samples))
