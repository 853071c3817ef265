"""The Fréchet distance against its formula and SciPy's matrix root."""

import numpy as np
import pytest
from scipy import linalg

from ae import analysis
from tests.analysis.conftest import normal


def test_the_frechet_distance_of_a_sample_to_itself_is_zero():
    features = normal(200, 10)
    assert analysis.frechet_distance(features, features) == pytest.approx(0, abs=1e-6)
    assert analysis.frechet_distance(features, features[::-1]) == pytest.approx(0, abs=1e-6)


def test_the_frechet_distance_of_a_stretched_and_shifted_copy():
    """tr(C + s² C − 2 s C) = (1 − s)² tr C, and the squared shift."""
    features = normal(300, 5) @ normal(5, 5, seed=1)
    expected = 0.25 * np.trace(np.cov(features.T)) + 5 * 2.0**2
    around = features.mean(axis=0)
    copy = around + 1.5 * (features - around) + np.float32(2)
    assert analysis.frechet_distance(features, copy) == pytest.approx(expected, rel=1e-4)


def test_the_frechet_distance_of_two_normal_distributions():
    deviations, others = np.array([[1.0, 2.0, 0.5], [2.0, 0.5, 0.5]])
    shift = np.array([1.0, 0.0, -2.0])
    first, second = normal(20_000, 3, 1) * deviations, normal(20_000, 3, 2) * others + shift
    expected = np.sum(shift**2) + np.sum((deviations - others) ** 2)
    assert analysis.frechet_distance(first, second) == pytest.approx(expected, rel=0.03)


def test_the_frechet_distance_is_that_of_scipy_and_symmetric():
    first = normal(100, 6, 1) @ normal(6, 6, 2)
    second = normal(80, 6, 3) @ normal(6, 6, 4) + np.float32(0.3)
    ours, swapped = (
        analysis.frechet_distance(*pair) for pair in ((first, second), (second, first))
    )
    c1, c2 = np.cov(first.T), np.cov(second.T)
    shift = first.mean(axis=0, dtype=float) - second.mean(axis=0, dtype=float)
    expected = shift @ shift + np.trace(c1 + c2 - 2 * np.real(linalg.sqrtm(c1 @ c2)))
    assert ours == pytest.approx(expected, rel=1e-4)
    assert swapped == pytest.approx(ours, rel=1e-6)


def test_features_that_never_change_have_a_finite_frechet_distance():
    flat = np.ones((50, 4), np.float32)
    assert analysis.frechet_distance(flat, flat) == pytest.approx(0, abs=1e-9)
    moving = normal(50, 4)
    expected = np.trace(np.cov(moving.T)) + np.sum((moving.mean(axis=0) - 1) ** 2)
    assert analysis.frechet_distance(flat, moving) == pytest.approx(expected, rel=1e-4)
