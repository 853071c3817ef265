"""What dimensions of a code are worth, and codes that cannot be used."""

import numpy as np
import pytest

from ae import analysis
from tests.analysis.conftest import normal


def test_importance_is_the_share_of_variance():
    codes = normal(2000, 4) * np.array([1, 3, 0, 2], np.float32) + np.float32(50)
    shares = analysis.dimension_importance(codes)
    variances = np.diag(np.cov(codes, rowvar=False))
    np.testing.assert_allclose(shares, variances / variances.sum(), rtol=1e-5)
    np.testing.assert_allclose(shares, [1 / 14, 9 / 14, 0, 4 / 14], atol=0.03)
    assert shares.sum() == pytest.approx(1)


def test_constant_codes_have_no_importance():
    assert analysis.dimension_importance(np.full((9, 3), 0.1, np.float32)).max() < 1e-9
    assert analysis.dimension_importance(np.zeros((9, 3), np.float32)).tolist() == [0, 0, 0]


def test_the_effect_of_a_number_is_what_a_linear_decoder_makes_of_it():
    codes = normal(300, 4) + np.float32(0.3)
    weights = normal(4, 12) * np.array([[1], [0], [5], [0.1]], np.float32)
    rows = np.array([3, 50, 299])
    found = analysis.effects(codes, rows, lambda some: (some @ weights).reshape(-1, 3, 4))
    moved = np.square(codes[rows] - codes.mean(axis=0)).mean(axis=0)
    np.testing.assert_allclose(found, moved * np.square(weights).sum(axis=1), rtol=1e-4, atol=1e-9)


def test_a_number_that_hardly_varies_has_an_effect_where_the_decoder_listens_to_it():
    codes = normal(300, 2) * np.array([30, 0.5], np.float32)
    weights = np.array([[1.0], [100.0]], np.float32)
    loud, quiet = analysis.effects(codes, np.arange(300), lambda some: some @ weights)[::-1]
    assert loud > 2 * quiet


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_codes_that_are_not_numbers_are_told(value):
    codes = normal(10, 2)
    assert analysis.finite(codes)
    np.testing.assert_array_equal(analysis.require_finite(codes), codes)
    codes[[2, 2, 5], [0, 1, 0]] = value
    assert not analysis.finite(codes)
    with pytest.raises(ValueError, match="2 of 10 codes with NaN or infinity"):
        analysis.require_finite(codes)


@pytest.mark.parametrize("shape", [(0, 2), (5, 0), (5,), (5, 2, 1)])
def test_what_is_no_table_of_codes_is_refused(shape):
    with pytest.raises(ValueError, match=r"expected shape \(n, d\)"):
        analysis.require_finite(np.zeros(shape, np.float32))
