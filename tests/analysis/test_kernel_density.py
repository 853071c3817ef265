"""The density of a cloud against the sum over all pairs and against SciPy's estimate."""

import numpy as np
import pytest
from scipy import stats

from ae import analysis
from tests.analysis.conftest import normal


def by_all_pairs(points, places):
    points, places = points.astype(float), places.astype(float)
    width = points.std(axis=0) * len(points) ** (-1 / 6)
    apart = (places[:, None] - points) / width
    kernels = np.exp(-0.5 * np.square(apart).sum(axis=2)) / (2 * np.pi * width.prod())
    return kernels.mean(axis=1)


def clouds():
    heaps = np.concatenate([normal(700, 2, 1), 0.2 * normal(300, 2, 2) + np.float32([4, -3])])
    outlier = np.concatenate([normal(3000, 2, 1), [[14, -14]]]).astype(np.float32)
    return {
        "one heap": normal(1000, 2),
        "two heaps": heaps,
        "far away": heaps + np.float32(1000),
        "flat": normal(1000, 2) * np.float32([100, 0.01]),
        "with an outlier": outlier,
        "two points": np.float32([[0, 0], [1, 2]]),
    }


@pytest.mark.parametrize("points", clouds().values(), ids=clouds())
def test_the_density_is_the_mean_of_all_pairs(points):
    found, expected = analysis.density(points), by_all_pairs(points, points)
    assert (found.shape, found.dtype) == ((len(points),), np.float32)
    np.testing.assert_allclose(found, expected, rtol=0.02)


def test_the_density_elsewhere():
    points = normal(1000, 2)
    places = np.float32([[0, 0], [1, 1], [2, -1]])
    found = analysis.density(points, places)
    np.testing.assert_allclose(found, by_all_pairs(points, places), rtol=0.02)
    assert analysis.density(points, np.float32([[9, 9]])) == pytest.approx(0, abs=1e-6)


def test_the_density_of_round_points_is_that_of_scipy():
    points = normal(3000, 2)
    found, expected = analysis.density(points), stats.gaussian_kde(points.T)(points.T)
    np.testing.assert_allclose(found, expected, rtol=0.05)


def test_the_density_sums_to_one_over_the_plane():
    side = np.linspace(-6, 6, 121, dtype=np.float32)
    places = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    total = analysis.density(normal(500, 2), places).sum() * 0.1**2
    assert total == pytest.approx(1, abs=0.005)


def test_a_constant_axis_leaves_the_density_of_the_other():
    points = np.stack([normal(800, 1)[:, 0], np.full(800, 0.1, np.float32)], axis=1)
    found = analysis.density(points)
    spread = points[:, 0].std() * 800 ** (-1 / 6)
    apart = (points[:, :1] - points[:, 0]) / spread
    along = np.exp(-0.5 * apart**2).mean(axis=1) / (np.sqrt(2 * np.pi) * spread)
    across = 800 ** (1 / 6) / np.sqrt(2 * np.pi)
    np.testing.assert_allclose(found, along * across, rtol=0.02)


@pytest.mark.parametrize("count", [1, 50])
def test_equal_points_have_one_finite_density(count):
    found = analysis.density(np.full((count, 2), 3, np.float32))
    assert np.isfinite(found).all()
    assert np.ptp(found) == 0 < found[0]


@pytest.mark.parametrize("shape", [(5, 3), (5, 1), (0, 2), (5,)])
def test_what_is_no_cloud_in_a_plane_is_refused(shape):
    with pytest.raises(ValueError, match="expected shape"):
        analysis.density(np.zeros(shape, np.float32))


def test_points_that_are_not_numbers_are_refused():
    with pytest.raises(ValueError, match="NaN"):
        analysis.density(np.float32([[0, 1], [np.nan, 2]]))
