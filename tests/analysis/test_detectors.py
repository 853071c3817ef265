"""The simpler detectors: each finds what lies apart, and is what it says."""

import numpy as np
import pytest

from ae import analysis

RNG = np.random.default_rng(2)
MIXED = RNG.standard_normal((4, 30))
NORMAL = (RNG.standard_normal((400, 4)) @ MIXED).reshape(400, 5, 6).astype(np.float32)
MORE = (RNG.standard_normal((100, 4)) @ MIXED).reshape(100, 5, 6).astype(np.float32)
APART = (MORE + 5 * RNG.standard_normal((100, 5, 6))).astype(np.float32)


DETECTORS = {
    "pca": lambda normal, given: analysis.pca_error(analysis.fit_pca(normal, 4), given),
    "knn": analysis.neighbour_distance,
    "forest": analysis.isolation_forest,
    "factor": analysis.local_outlier_factor,
}


@pytest.mark.parametrize("name", DETECTORS)
def test_what_lies_apart_scores_higher(name):
    usual, odd = (DETECTORS[name](NORMAL, given) for given in (MORE, APART))
    assert usual.shape == odd.shape == (100,)
    assert analysis.auc(usual, odd) > 0.95


def test_the_nearest_neighbours_are_averaged():
    normal = np.arange(10.0, dtype=np.float32)[:, None]
    found = analysis.neighbour_distance(normal, np.array([[0.0], [20.0]], np.float32))
    np.testing.assert_allclose(found, [np.mean([0, 1, 2, 3, 4]), np.mean([11, 12, 13, 14, 15])])


def test_the_error_of_pca_is_what_its_plane_leaves_out():
    plane = analysis.Projection(np.zeros(3, np.float32), np.eye(3, dtype=np.float32)[:2])
    found = analysis.pca_error(plane, np.array([[1, 2, 3], [4, 5, 0]], np.float32))
    np.testing.assert_allclose(found, [9.0, 0.0], atol=1e-6)
