"""Beats of another heart: 1,024 samples of an electrocardiogram that PyWavelets carries."""

import numpy as np

from ae.data.heartbeats.detection import cut

RATE = 360.0
"""Samples a second of MIT-BIH record 101, from which they are (Moody & Mark 2001)."""


def stranger_beats(length: int, rate: float, before: float) -> np.ndarray:
    """Return the beats of another heart, cut as a dataset's own: float32 (beats, length).

    Each has mean 0 and variance 1, so that only its form tells it from the others.

    Args:
        length: samples of a window.
        rate: samples a second of the dataset.
        before: seconds of the window before the R wave.
    """
    import pywt

    volts = pywt.data.ecg().astype(np.float64)
    times = np.arange(0.0, len(volts) / RATE, 1.0 / rate)
    volts = np.interp(times, np.arange(len(volts)) / RATE, volts)
    start = round(before * rate)
    peaks = _peaks(volts, round(0.3 * rate))
    peaks = peaks[(peaks >= start) & (peaks + length - start <= len(volts))]
    windows = cut(volts, peaks, start, length - start)
    centred = windows - windows.mean(axis=1, keepdims=True)
    return (centred / centred.std(axis=1, keepdims=True)).astype(np.float32)


def _peaks(volts: np.ndarray, apart: int) -> np.ndarray:
    """Return the highest places that lie `apart` from each other and well above the rest."""
    level = np.quantile(volts, 0.5) + 0.6 * (volts.max() - np.quantile(volts, 0.5))
    above = np.flatnonzero(volts > level)
    groups = np.split(above, np.flatnonzero(np.diff(above) > apart) + 1)
    return np.array([group[np.argmax(volts[group])] for group in groups], int)
