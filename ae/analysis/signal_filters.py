"""The classic ways to restore a signal, for comparison. Signals are float arrays (n, length)."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ae.analysis.quality import squared_error

WAVELETS = ("sym4", "sym8", "coif3", "db6")
STRENGTHS = (0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0)
WINDOWS = (5, 7, 9, 11, 15, 21, 31, 41)
ORDERS = (2, 4)

Filter = Callable[[np.ndarray], np.ndarray]


def wavelet_shrinkage(
    signals: np.ndarray, strength: float = 1.0, wavelet: str = "sym8"
) -> np.ndarray:
    """Shrink the wavelet coefficients of signals by soft thresholding.

    Donoho & Johnstone 1994, "Ideal spatial adaptation by wavelet shrinkage": the noise's standard
    deviation is estimated from the finest coefficients (their median absolute deviation), and the
    threshold is √(2 ln length) times that.

    Args:
        strength: what the threshold is multiplied by.
        wavelet: a name that PyWavelets knows.

    Returns:
        float32 (n, length).
    """
    import pywt

    coarse, *details = pywt.wavedec(signals, wavelet, axis=1)
    noise = np.median(np.abs(details[-1]), axis=1, keepdims=True) / 0.6745
    threshold = strength * noise * np.sqrt(2 * np.log(signals.shape[1]))
    kept = [np.sign(one) * np.maximum(np.abs(one) - threshold, 0.0) for one in details]
    return pywt.waverec([coarse, *kept], wavelet, axis=1)[:, : signals.shape[1]].astype(np.float32)


def savitzky_golay(signals: np.ndarray, window: int, order: int) -> np.ndarray:
    """Fit a polynomial to the neighbourhood of each moment and take its value there.

    Savitzky & Golay 1964, "Smoothing and differentiation of data by simplified least squares
    procedures". Near the ends the polynomial of the outermost window is taken. A few lines instead
    of SciPy's: importing `scipy.signal` costs the web process 1.7 s and 77 MB.

    Args:
        window: moments of a neighbourhood, odd.
        order: of the polynomial, below `window`.

    Returns:
        float32 (n, length).
    """
    places = np.arange(window) - window // 2
    powers = np.vander(places, order + 1, increasing=True).astype(float)
    hat = powers @ np.linalg.pinv(powers)  # (window, window): a window's values to its fit
    around = np.lib.stride_tricks.sliding_window_view(signals, window, axis=1)
    middle = around @ hat[window // 2]
    first, last = around[:, 0] @ hat.T, around[:, -1] @ hat.T
    half = window // 2
    return np.concatenate([first[:, :half], middle, last[:, half + 1 :]], 1).astype(np.float32)


def tuned(filters: Sequence[Filter], clean: np.ndarray, noisy: np.ndarray) -> Filter:
    """Return the filter that brings noisy signals nearest to the clean ones, (n, length) both."""
    return min(filters, key=lambda one: float(squared_error(clean, one(noisy)).mean()))


def wavelet_filters() -> list[Filter]:
    """Return wavelet shrinkage with every wavelet and strength that is tried."""
    return [
        partial(wavelet_shrinkage, strength=strength, wavelet=wavelet)
        for wavelet in WAVELETS
        for strength in STRENGTHS
    ]


def polynomial_filters(length: int) -> list[Filter]:
    """Return Savitzky–Golay filters of every window, no longer than a signal, and order."""
    return [
        partial(savitzky_golay, window=window, order=order)
        for window in WINDOWS
        for order in ORDERS
        if order < window <= length
    ]
