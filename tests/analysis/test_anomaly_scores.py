"""How odd a sample is: each score against arithmetic by hand."""

import numpy as np
import pytest

from ae import analysis

RNG = np.random.default_rng(0)
PICTURES = RNG.random((5, 4, 6), np.float32)
RESTORED = RNG.random((5, 4, 6), np.float32)


def test_cross_entropy_is_minus_log_p_of_each_sample():
    x = np.array([[[1.0, 0.0], [0.5, 1.0]]], np.float32)
    p = np.array([[[0.5, 0.25], [0.5, 0.9]]], np.float32)
    by_hand = -(np.log(0.5) + np.log(0.75) + np.log(0.5) + np.log(0.9))
    assert analysis.cross_entropy(x, p) == pytest.approx([by_hand], rel=1e-6)
    whole = analysis.cross_entropy(PICTURES, RESTORED).mean() / PICTURES[0].size
    assert whole == pytest.approx(analysis.bce(PICTURES, RESTORED), rel=1e-5)


def test_the_excess_is_the_divergence_of_the_sample_from_its_reconstruction():
    x, p = PICTURES.astype(np.float64), RESTORED.astype(np.float64)
    divergence = x * np.log(x / p) + (1 - x) * np.log((1 - x) / (1 - p))
    np.testing.assert_allclose(
        analysis.excess_cross_entropy(PICTURES, RESTORED), divergence.sum(axis=(1, 2)), rtol=1e-4
    )
    np.testing.assert_allclose(
        analysis.excess_cross_entropy(PICTURES, PICTURES), np.zeros(5), atol=1e-5
    )


def test_ink_and_energy_are_sums_of_values_and_of_squares():
    x = np.array([[[0.5, 1.0], [0.0, 0.25]]], np.float32)
    assert analysis.ink(x) == pytest.approx([1.75])
    assert analysis.energy(x) == pytest.approx([0.25 + 1 + 0.0625])


def test_errors_are_seen_against_what_there_is_in_a_sample():
    error = analysis.squared_error(PICTURES, RESTORED)
    per_ink = error / PICTURES.sum(axis=(1, 2))
    np.testing.assert_allclose(analysis.error_per_ink(PICTURES, RESTORED), per_ink, rtol=1e-5)
    per_energy = error / np.square(PICTURES).sum(axis=(1, 2))
    np.testing.assert_allclose(analysis.error_per_energy(PICTURES, RESTORED), per_energy, rtol=1e-5)
    excess = analysis.excess_cross_entropy(PICTURES, RESTORED)
    np.testing.assert_allclose(
        analysis.excess_per_ink(PICTURES, RESTORED), excess / PICTURES.sum(axis=(1, 2)), rtol=1e-5
    )


def test_a_blank_sample_is_the_most_normal_by_its_error_and_not_by_its_error_for_each_unit_of_ink():
    """A model rebuilds full pictures nearly, and an empty one still more nearly."""
    full = np.full((1, 10, 10), 0.6, np.float32)
    blank = np.zeros((1, 10, 10), np.float32)
    off = np.full((1, 10, 10), 0.7, np.float32), np.full((1, 10, 10), 0.09, np.float32)
    plain = [analysis.squared_error(x, p)[0] for x, p in zip((full, blank), off, strict=True)]
    assert plain[1] < plain[0]
    for score in (analysis.error_per_ink, analysis.excess_per_ink, analysis.error_per_energy):
        found = [score(x, p)[0] for x, p in zip((full, blank), off, strict=True)]
        assert np.isfinite(found).all() and found[1] > found[0], score
