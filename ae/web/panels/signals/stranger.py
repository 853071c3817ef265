"""What a run that has learnt one heart makes of another's beats."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets, heartbeats
from ae.data.corruption import corrupt
from ae.i18n import _, sentences
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import reconstruct, when_awake
from ae.web.panels.signals.filters import tuned_filters
from ae.web.samples import some_held_out
from ae.web.wording import named

MEASURED = 100
NOISE, LEVEL = "mixed", 0.55
DRAWS = 16
"""How often each of another heart's few beats is damaged."""


@st.fragment
def stranger(run: Run) -> None:
    """Show how a run restores beats of a heart that it has never seen, beside its own kind's."""
    if run.config.data.rate is None:
        text = _(
            "How long a {sample} of this dataset lasts is not known: no other can be cut alike."
        )
        st.info(named(text, run))
        return
    found = when_awake(lambda: _compared(run))
    if found is None:
        return
    ratios, clean, noisy, restored, wavelet = found
    st.markdown(_verdict(ratios))
    st.plotly_chart(
        figures.over_time(
            [
                figures.Trace(_("with noise"), "corrupted", noisy),
                figures.Trace(_("original"), "original", clean),
                figures.Trace(_("restored"), "reconstruction", restored),
                figures.Trace(_("wavelet shrinkage"), "wavelet", wavelet),
            ],
            clean,
            run.config.data,
        ),
        key="stranger",
        config={"displayModeBar": False},
        alt=_("A beat of another heart, with noise and restored."),
    )
    _say_of_what(run, run.config.data.rate)


def _say_of_what(run: Run, rate: float) -> None:
    st.caption(
        named(
            _(
                "Signal-to-noise ratio after restoring, at a noise level of {level:g}, all kinds "
                "mixed: mean over {which}, and over {n} beats of another person with {draws} draws "
                "of the noise each (MIT-BIH record 101, which PyWavelets carries). Each of these "
                "is brought to mean 0 and variance 1, as long and as large as the others."
            ),
            run,
        ).format(
            level=LEVEL,
            which=some_held_out(run, MEASURED),
            n=len(_strangers(run.config.data.size, rate)),
            draws=DRAWS,
        )
    )


def _verdict(ratios: dict[str, tuple[float, float]]) -> str:
    (own, other), (own_wavelet, other_wavelet) = ratios["ours"], ratios["wavelet"]
    text = _(
        "On held-out signals of its own dataset the network reaches {own:.1f} dB, wavelet "
        "shrinkage {own_wavelet:.1f}. On another heart's beats it reaches {other:.1f}, wavelet "
        "shrinkage {other_wavelet:.1f}."
    ).format(own=own, own_wavelet=own_wavelet, other=other, other_wavelet=other_wavelet)
    if other < other_wavelet:
        lesson = _(
            "What it knows is this kind of beat: from it every input is rebuilt. The wavelet knows "
            "nothing of hearts, and does no worse on a stranger's."
        )
        return sentences([text, lesson])
    return sentences([text, _("What it has learnt serves another heart, too, if less well.")])


@cached(8)
def _strangers(length: int, rate: float) -> np.ndarray:
    return heartbeats.stranger_beats(length, rate, heartbeats.BEFORE)


@cached(16)
def _compared(
    run: Run,
) -> tuple[dict[str, tuple[float, float]], np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return both ratios of each way to restore, and one beat of the other heart with all forms."""
    data = run.config.data
    samples = datasets.held_out(run.config.dataset).samples
    own = datasets.to_inputs(samples[analysis.sampled(len(samples), MEASURED)])
    beats = np.repeat(_strangers(data.size, data.rate or 1.0), DRAWS, axis=0)
    wavelet = tuned_filters(run.config, NOISE, LEVEL)["wavelet"]
    ratios: dict[str, list[float]] = {"ours": [], "wavelet": []}
    for clean in (own, beats):
        noisy = corrupt(clean, NOISE, LEVEL, np.random.default_rng(0), data.value_range)
        restored = {"ours": reconstruct(run, noisy), "wavelet": wavelet(noisy)}
        for name, signals in restored.items():
            ratios[name].append(analysis.snr(clean, signals))
    first = (beats[0], noisy[0], restored["ours"][0], restored["wavelet"][0])
    return {name: (one, two) for name, (one, two) in ratios.items()}, *first
