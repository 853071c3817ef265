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


@pytest.mark.parametrize(
    ("spreads", "found"),
    [
        ([1, 1, 1], [False, False, False]),
        ([1, 0, 1], [False, True, False]),
        ([1, 0.012, 1], [False, True, False]),
        ([0.07, 0.2, 0.1], [False, False, False]),
        ([300, 1, 30], [False, True, False]),
        ([0, 0, 0], [True, True, True]),
        ([1e-5, 1e-5, 1e-5], [True, True, True]),
    ],
)
def test_collapsed_dimensions_are_told(spreads, found):
    codes = normal(500, 3) * np.array(spreads, np.float32) + np.float32(0.3)
    assert analysis.collapsed(codes).tolist() == found


def test_one_dimension_collapses_only_alone():
    assert analysis.collapsed(normal(100, 1)).tolist() == [False]
    assert analysis.collapsed(np.full((100, 1), 7, np.float32)).tolist() == [True]


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
