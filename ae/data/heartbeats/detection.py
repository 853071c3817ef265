"""Beats in a recording: found, cut and told apart by rules that a page can show."""

import numpy as np

QRS_BAND = (5.0, 30.0)
"""Hertz: in which the steep waves around R have most of their energy."""
BASELINE = 0.5
"""Hertz: slower changes are breath and moving skin, not the heart."""
SMOOTHED = 0.1
"""Seconds over which energy is averaged: about the length of the steep waves."""
REFRACTORY = 0.3
"""Seconds in which no heart beats twice."""
LEAST = 0.005
"""Millivolts of steep waves below which there is no beat, but a recorder's rounding."""
AROUND = 0.11
"""Seconds around a burst of energy in which its peak is looked for."""
BROAD = 0.045
"""Seconds above half its peak from which a wave counts as broad. In the recording narrow ones take
about 0.02 and broad ones about 0.08, with little between."""
EARLY = 0.95
"""Premature: the interval before is shorter than this share of the one after it."""


def without_baseline(volts: np.ndarray, rate: float) -> np.ndarray:
    """Return a recording without its slow wander, float64 (n,), in its own units."""
    from scipy import signal

    return signal.sosfiltfilt(signal.butter(2, BASELINE, "high", fs=rate, output="sos"), volts)


def find_beats(volts: np.ndarray, rate: float) -> np.ndarray:
    """Find the beats of a recording: indices of their highest peaks, int (beats,), rising.

    Band-pass, rectify, average, take peaks above half the ninth decile: the plan of Pan &
    Tompkins 1985, "A real-time QRS detection algorithm", without its adaptive thresholds.

    Args:
        volts: float (n,), millivolts without baseline.
        rate: samples a second.
    """
    from scipy import signal

    band = signal.butter(3, QRS_BAND, "band", fs=rate, output="sos")
    steep = np.abs(signal.sosfiltfilt(band, volts))
    width = round(SMOOTHED * rate)
    energy = np.convolve(steep, np.ones(width) / width, "same")
    bursts, _properties = signal.find_peaks(
        energy,
        height=max(np.quantile(energy, 0.9) / 2, LEAST),
        distance=round(REFRACTORY * rate),
    )
    reach = round(AROUND * rate)
    starts = np.maximum(bursts - reach, 0)
    peaks = [start + np.argmax(volts[start : start + 2 * reach]) for start in starts]
    return np.unique(np.array(peaks, int))


def cut(volts: np.ndarray, beats: np.ndarray, before: int, after: int) -> np.ndarray:
    """Cut a window around each beat, (beats, before + after); all must lie within `volts`."""
    return volts[beats[:, None] + np.arange(-before, after)]


def classify(windows: np.ndarray, beats: np.ndarray, before: int, rate: float) -> np.ndarray:
    """Tell beats apart by shape and interval: uint8 (beats,).

    0 is a beat with a narrow peak, 1 a broad and premature one, as ventricular ones are (the pause
    comes after it), and 2 a broad one in time. A rule of thumb, not a diagnosis.

    Args:
        windows: of each beat, (beats, length), without baseline.
        beats: their places in the recording, (beats,).
        before: where in a window the beat is, in samples.
        rate: samples a second.
    """
    reach = round(AROUND * rate)
    peaks = windows[:, before - reach : before + reach]
    above = peaks > peaks.max(axis=1, keepdims=True) / 2
    broad = above.sum(axis=1) / rate >= BROAD
    usual = np.median(np.diff(beats))
    intervals = np.diff(beats, prepend=beats[0] - usual, append=beats[-1] + usual)
    premature = intervals[:-1] < EARLY * intervals[1:]
    return np.where(broad, np.where(premature, 1, 2), 0).astype(np.uint8)
