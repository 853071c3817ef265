"""The nearest picture through sketches is the nearest there is."""

import numpy as np
import pytest

from ae import analysis
from ae.data import datasets


@pytest.fixture(scope="module")
def train():
    return datasets.load("digits", "train").samples


def nearest_by_loops(queries, pictures):
    apart = [
        np.linalg.norm((pictures - query).reshape(len(pictures), -1), axis=1) for query in queries
    ]
    return np.array([one.argmin() for one in apart]), np.array([one.min() for one in apart])


def check(queries, pictures):
    wanted = nearest_by_loops(queries.astype(np.float32), pictures.astype(np.float32))
    found = analysis.NearestIndex(pictures).nearest(queries)
    np.testing.assert_allclose(found[1], wanted[1], rtol=1e-5, atol=1e-3)
    same = found[0] == wanted[0]
    ties = np.isclose(found[1], wanted[1], atol=1e-3)
    assert (same | ties).all() and same.mean() > 0.9


def test_held_out_digits_find_their_nearest_training_digits(train):
    check(datasets.load("digits", "test").samples, train)


def test_noise_that_is_near_to_nothing_finds_its_nearest_too(train):
    check(np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8), train)


def test_a_copy_finds_itself(train):
    indices, distances = analysis.NearestIndex(train).nearest(train[:50])
    assert not distances.any()
    np.testing.assert_array_equal(train[indices], train[:50])


@pytest.mark.parametrize("count", [1, 2, 65])
def test_few_pictures_are_enough(train, count):
    check(datasets.load("digits", "test").samples[:5], train[:count])
    assert analysis.NearestIndex(train[:count]).nearest(train[:1])[0].tolist() == [0]


@pytest.mark.mnist
def test_on_mnist_it_is_as_exact():
    pictures = datasets.load("mnist", "train").samples[:20_000]
    check(datasets.load("mnist", "test").samples[:20], pictures)


@pytest.mark.mnist
def test_where_sketches_do_not_help_all_are_compared(monkeypatch):
    monkeypatch.setattr("ae.analysis.nearest_index.MANY", 0)
    pictures = datasets.load("mnist", "train").samples[:5000]
    check(datasets.load("mnist", "test").samples[:20], pictures)
