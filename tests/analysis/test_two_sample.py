"""The two-sample test: its statistic by plain loops, its errors, its power."""

import numpy as np
import pytest

from ae import analysis
from tests.analysis.conftest import normal


def two_sample_test(first, second, regroupings=200):
    return analysis.two_sample_test(first, second, np.random.default_rng(9), regroupings)


def mmd_by_loops(first, second):
    """Gretton et al. 2012, equation 3, term by term."""
    points = [*first, *second]
    n = len(first)

    def distance(x, y):
        return sum((a - b) ** 2 for a, b in zip(x, y, strict=True))

    width = np.median([distance(points[i], points[j]) for j in range(2 * n) for i in range(j)])

    def kernel(x, y):
        shares = [np.exp(-distance(x, y) / (width * share)) for share in analysis.WIDTHS]
        return np.mean(shares)

    apart = [(i, j) for i in range(n) for j in range(n) if i != j]
    within = sum(kernel(s[i], s[j]) for s in (first, second) for i, j in apart) / (n * (n - 1))
    return within - 2 * sum(kernel(x, y) for x in first for y in second) / n**2


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_mmd_is_that_of_plain_loops(shift):
    first, second = normal(15, 3, 1), normal(15, 3, 2) + np.float32(shift)
    expected = mmd_by_loops(first.astype(float), second.astype(float))
    assert two_sample_test(first, second).mmd == pytest.approx(expected, abs=1e-5)


def test_samples_of_one_distribution_are_rarely_told_apart():
    pairs = [(normal(100, 2, seed), normal(100, 2, 1000 + seed)) for seed in range(40)]
    chances = np.array([two_sample_test(*pair).p for pair in pairs])
    assert np.mean(chances < 0.05) <= 0.15
    assert 0.3 < chances.mean() < 0.7
    assert chances.max() > 0.8


@pytest.mark.parametrize(
    "change",
    [
        lambda points: points + np.float32(0.5),
        lambda points: points * np.float32(1.7),
        np.abs,
        lambda points: points[:, :1] * np.ones((1, 2), np.float32),
    ],
    ids=["shifted", "scaled", "folded", "flattened"],
)
def test_samples_of_two_distributions_are_told_apart(change):
    found = two_sample_test(normal(200, 2, 1), change(normal(200, 2, 2)))
    assert found.p == pytest.approx(1 / 201)
    assert found.mmd > 2 * found.critical > 0


def test_a_sample_is_not_told_apart_from_itself():
    points = normal(50, 2)
    found = two_sample_test(points, points)
    assert found.mmd < 0
    assert found.p > 0.9
    equal = two_sample_test(np.zeros((20, 2), np.float32), np.zeros((20, 2), np.float32))
    assert (equal.mmd, equal.p) == (pytest.approx(0, abs=1e-6), pytest.approx(1))


@pytest.mark.parametrize("shape", [(9, 2), (10, 3)])
def test_samples_of_unequal_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="two samples of one shape"):
        two_sample_test(np.zeros((10, 2), np.float32), np.zeros(shape, np.float32))


def test_a_sample_of_one_point_is_refused():
    with pytest.raises(ValueError, match="two points or more"):
        two_sample_test(np.zeros((1, 2), np.float32), np.zeros((1, 2), np.float32))


def test_the_test_does_not_depend_on_where_the_points_lie():
    first, second = normal(100, 2, 1), normal(100, 2, 2) + np.float32(0.3)
    near, far = (two_sample_test(first + at, second + at) for at in (0.0, np.float32(1e4)))
    assert far.mmd == pytest.approx(near.mmd, rel=0.02)
