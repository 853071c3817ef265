"""t-SNE of held-out codes: the places themselves, the job that makes them, what a page shows."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from ae import analysis
from ae.analysis import tsne
from ae.data import datasets

NEIGHBOURS = 5


def placed(codes, seed=0):
    return tsne.tsne(np.asarray(codes, np.float32), seed, lambda share: None)


def drawn(count, size, seed=1):
    return np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)


@pytest.fixture(scope="module")
def digits():
    """Sixteen principal components of the held-out built-in digits, and their labels."""
    split = datasets.load("digits", "test")
    images = datasets.to_inputs(split.samples)
    return analysis.fit_pca(images, 16).project(images), split.labels


# The places


def neighbours(points):
    """Return the indices of each point's nearest others, by looking at every pair."""
    squares = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return np.argsort(squares, axis=1)[:, :NEIGHBOURS]


def test_digits_lie_among_their_like(digits):
    codes, labels = digits
    points = placed(codes)
    votes = labels[neighbours(points)]
    right = (votes == labels[:, None]).sum(axis=1) > NEIGHBOURS / 2
    shuffled = np.random.default_rng(0).permutation(labels)
    by_chance = (shuffled[neighbours(points)] == shuffled[:, None]).sum(axis=1) > NEIGHBOURS / 2
    assert by_chance.mean() < 0.1
    assert right.mean() > 0.9
    plane = analysis.fit_pca(codes, 2).project(codes)
    assert trustworthiness(codes, points) > trustworthiness(codes, plane) + 0.05


def test_places_are_finite_centred_and_in_single_precision(digits):
    points = placed(digits[0])
    assert points.shape == (357, 2)
    assert points.dtype == np.float32
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-4)
    assert np.isfinite(points).all()


def test_progress_rises_from_nothing_to_all_of_it(digits):
    told = []
    tsne.tsne(digits[0], 0, told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) > 10


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7, 20])
@pytest.mark.parametrize("size", [1, 2, 128])
def test_few_points(count, size):
    points = placed(drawn(count, size))
    assert points.shape == (count, 2)
    assert np.isfinite(points).all()
    assert len(np.unique(points, axis=0)) == count


@pytest.mark.parametrize("kinds", [1, 2, 3, 30])
def test_equal_codes_share_a_place_and_others_do_not(kinds):
    which = np.random.default_rng(0).integers(0, kinds, 200)
    codes = drawn(kinds, 6)
    points = placed(codes[which])
    for one in range(kinds):
        assert len(np.unique(points[which == one], axis=0)) == 1
    assert len(np.unique(points, axis=0)) == kinds


@pytest.mark.parametrize("size", [1, 8])
def test_one_dimension_that_varies_is_enough(size):
    codes = np.zeros((150, size), np.float32)
    codes[:, 0] = drawn(150, 1)[:, 0]
    points = placed(codes)
    assert trustworthiness(codes, points) > 0.95
    assert points.std(axis=0).min() > 0.01 * points.std(axis=0).max()


def test_one_seed_gives_one_result_in_whatever_order():
    codes = drawn(120, 4)
    order = np.random.default_rng(2).permutation(len(codes))
    points = placed(codes)
    np.testing.assert_array_equal(placed(codes), points)
    np.testing.assert_allclose(placed(codes[order]), points[order], atol=1e-4)


@pytest.mark.parametrize("scale", [2.0**-90, 0.25, 2.0**90])
def test_the_unit_of_the_codes_makes_no_difference(scale):
    codes = drawn(80, 3)
    np.testing.assert_array_equal(placed(codes * np.float32(scale)), placed(codes))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_codes_that_are_no_numbers_are_refused_in_words(bad):
    codes = drawn(9, 3)
    codes[4, 1] = bad
    with pytest.raises(tsne.EmbeddingError, match=r"expected finite.*1 of 9 codes.*learning"):
        placed(codes)


# The job
