"""The classic filters of signals: SciPy and PyWavelets are the oracles."""

import numpy as np
import pytest

from ae import analysis


def waves(count=20, length=140):
    rng = np.random.default_rng(0)
    times = np.linspace(0, 1, length)
    phases = rng.uniform(0, 6, (count, 1))
    return (np.sin(6 * times + phases) + 0.5 * np.sin(20 * times + 2 * phases)).astype(np.float32)


def noisy(level=0.3):
    return waves() + level * np.random.default_rng(1).standard_normal(waves().shape, np.float32)


@pytest.mark.parametrize("window", [5, 11, 41])
@pytest.mark.parametrize("order", [2, 4])
def test_savitzky_golay_is_scipys(window, order):
    from scipy.signal import savgol_filter

    ours = analysis.savitzky_golay(noisy(), window, order)
    np.testing.assert_allclose(ours, savgol_filter(noisy(), window, order), atol=1e-4)


def test_savitzky_golay_leaves_a_polynomial_of_its_order():
    line = np.polyval([1.0, -2.0, 0.5], np.linspace(-1, 1, 60))[None]
    np.testing.assert_allclose(analysis.savitzky_golay(line, 9, 2), line, atol=1e-5)


@pytest.mark.parametrize("length", [140, 255, 256])
def test_wavelet_shrinkage_is_pywavelets_own_soft_threshold(length):
    import pywt

    given = np.random.default_rng(2).standard_normal((3, length))
    coarse, *details = pywt.wavedec(given, "sym8", axis=1)
    for row in range(3):
        noise = np.median(np.abs(details[-1][row])) / 0.6745
        limit = 0.5 * noise * np.sqrt(2 * np.log(length))
        kept = [pywt.threshold(one[row], limit, "soft") for one in details]
        expected = pywt.waverec([coarse[row], *kept], "sym8")[:length]
        ours = analysis.wavelet_shrinkage(given[row : row + 1], 0.5, "sym8")[0]
        np.testing.assert_allclose(ours, expected, atol=1e-5)


def test_no_shrinkage_changes_nothing():
    np.testing.assert_allclose(analysis.wavelet_shrinkage(noisy(), 0.0), noisy(), atol=1e-5)


def test_the_filter_that_serves_best_is_chosen():
    filters = analysis.polynomial_filters(140)
    chosen = analysis.tuned(filters, waves(), noisy())
    errors = [analysis.squared_error(waves(), one(noisy())).mean() for one in filters]
    assert analysis.squared_error(waves(), chosen(noisy())).mean() == min(errors)
    assert analysis.tuned(filters, waves(), waves()).keywords["window"] == 5  # nothing to take out


def test_both_take_out_noise():
    before = analysis.snr(waves(), noisy())
    for filters in (analysis.polynomial_filters(140), analysis.wavelet_filters()):
        chosen = analysis.tuned(filters, waves(), noisy())
        assert analysis.snr(waves(), chosen(noisy())) > before + 3


def test_no_window_is_longer_than_the_signal():
    assert all(one.keywords["window"] <= 9 for one in analysis.polynomial_filters(9))
