"""Canonical correlations: laws, and what noise does to them."""

import numpy as np
import pytest

from ae.analysis.correlation import canonical_correlations, read_from

RNG = np.random.default_rng(3)


def test_a_mixture_of_the_same_numbers_is_found_whole():
    hidden = RNG.standard_normal((400, 3))
    codes = hidden @ RNG.standard_normal((3, 6)) + 5.0
    np.testing.assert_allclose(canonical_correlations(codes, hidden), 1.0, atol=1e-6)
    np.testing.assert_allclose(read_from(codes, hidden), 1.0, atol=1e-6)


def test_nothing_is_found_where_nothing_is():
    found = canonical_correlations(RNG.standard_normal((4000, 20)), RNG.standard_normal((4000, 2)))
    assert found.max() < 0.1


def test_one_number_of_two():
    hidden = RNG.standard_normal((4000, 2))
    codes = np.column_stack([hidden[:, 0], RNG.standard_normal(4000)])
    first, second = canonical_correlations(codes, hidden)
    assert first > 0.99 and second < 0.1
    each = read_from(codes, hidden)
    assert each[0] > 0.99 and abs(each[1]) < 0.1


def test_noise_of_the_same_strength_leaves_what_theory_says():
    hidden = RNG.standard_normal((20_000, 1))
    codes = hidden + RNG.standard_normal((20_000, 1))
    assert canonical_correlations(codes, hidden)[0] == pytest.approx(1 / np.sqrt(2), abs=0.02)
