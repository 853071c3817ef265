"""Neighbours are those of scikit-learn."""

import numpy as np
import pytest

from ae import analysis
from ae.data import datasets
from tests.analysis.conftest import normal


def test_nearest_are_those_of_scikit_learn():
    from sklearn.neighbors import NearestNeighbors

    rng = np.random.default_rng(0)
    codes, code = rng.standard_normal((500, 32)), rng.standard_normal(32)
    expected = NearestNeighbors(n_neighbors=7).fit(codes).kneighbors(code[None])[1][0]
    np.testing.assert_array_equal(analysis.nearest(code, codes, 7), expected)


def test_nearest_to_a_code_is_that_code_and_there_are_no_more_than_there_are():
    codes = np.eye(4, dtype=np.float32)
    assert analysis.nearest(codes[2], codes, 1).tolist() == [2]
    assert analysis.nearest(codes[2], codes, 9).tolist() == [2, 0, 1, 3]


@pytest.fixture
def in_small_chunks(monkeypatch):
    """Have queries and points compared a few at a time, so that small arrays have seams."""
    monkeypatch.setattr("ae.analysis.neighbours.QUERIES", 7)
    monkeypatch.setattr("ae.analysis.neighbours.POINTS", 11)


@pytest.mark.parametrize("dimensions", [1, 2, 32, 128])
@pytest.mark.parametrize("offset", [0, 1000])
def test_many_nearest_are_those_of_plain_loops(in_small_chunks, dimensions, offset):
    queries = normal(30, dimensions, 1) + np.float32(offset)
    points = normal(100, dimensions, 2) + np.float32(offset)
    indices, distances = analysis.nearest_many(queries, points, 3)
    assert (indices.shape, distances.shape, distances.dtype) == ((30, 3), (30, 3), np.float32)
    for query, found, apart in zip(queries.astype(float), indices, distances, strict=True):
        every = np.linalg.norm(points - query, axis=1)
        order = np.argsort(every)[:3]
        np.testing.assert_array_equal(found, order)
        np.testing.assert_allclose(apart, every[order], rtol=1e-5, atol=1e-6)


def test_a_picture_as_bytes_finds_itself_first(in_small_chunks):
    pictures = datasets.load("digits", "train").samples[:200]
    indices, distances = analysis.nearest_many(pictures[::9], pictures, 2)
    np.testing.assert_array_equal(indices[:, 0], np.arange(0, 200, 9))
    assert distances[:, 0].max() == 0 < distances[:, 1].min()
    flat = pictures.reshape(200, -1).astype(float)
    expected = np.linalg.norm(flat[indices[:, 1]] - flat[::9], axis=1)
    np.testing.assert_allclose(distances[:, 1], expected, rtol=1e-6)


def test_a_copy_is_found_among_points_that_lie_close_together():
    points = normal(500, 16) * np.float32(1e-3) + np.float32(5)
    indices, distances = analysis.nearest_many(points[100:110], points, 1)
    assert indices[:, 0].tolist() == list(range(100, 110))
    assert not distances.any()


def test_products_of_large_numbers_do_not_decide_between_close_points():
    """Where squares are about a million, float32 errs by more than the squared distances."""
    heaps = np.float32([[-1000, 0], [1000, 0]])
    steps = np.float32([[0, 0.01 * n] for n in (5, 3, 6, 1, 4, 2)])
    points = np.concatenate([heaps[0] + steps, heaps[1] + steps])
    indices, distances = analysis.nearest_many(heaps, points, 1)
    assert indices[:, 0].tolist() == [3, 9]
    np.testing.assert_allclose(distances, 0.01, rtol=1e-5)


@pytest.mark.parametrize(("count", "found"), [(1, 1), (4, 4), (9, 4)])
def test_many_nearest_are_no_more_than_there_are(count, found):
    indices, _ = analysis.nearest_many(np.eye(4, dtype=np.float32)[2:], np.eye(4), count)
    assert indices.tolist() == [[2, 0, 1, 3][:found], [3, 0, 1, 2][:found]]


@pytest.mark.parametrize(
    ("queries", "points"), [((2, 3), (5, 4)), ((2, 3), (0, 3)), ((0, 3), (5, 3))]
)
def test_what_cannot_be_compared_is_refused(queries, points):
    with pytest.raises(ValueError, match="one size"):
        analysis.nearest_many(np.zeros(queries), np.zeros(points), 1)
