"""Signs that a training has failed."""

import numpy as np
import pytest

from ae.analysis.collapse import ALIKE, STILL, signs


@pytest.fixture
def originals(rng):
    return rng.random((10, 5, 5))


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_a_good_one_has_none(originals, rng):
    found = signs(originals, originals, rng.normal(size=(50, 3)), 1.0, 2.0)
    assert not found and not (found.alike or found.unused or found.worse)


def test_outputs_that_are_alike(originals, rng):
    mean = originals.mean(axis=0, keepdims=True)
    codes = rng.normal(size=(50, 3))
    faint = lambda share: mean + np.sqrt(share) * (originals - mean)  # noqa: E731
    assert signs(originals, faint(0.9 * ALIKE), codes, 1.0, 2.0).alike
    assert not signs(originals, faint(1.1 * ALIKE), codes, 1.0, 2.0).alike


def test_one_number_that_varies_is_enough(originals, rng):
    codes = np.zeros((50, 3))
    assert signs(originals, originals, codes, 1.0, 2.0).unused
    codes[:, 1] = rng.normal(scale=2 * np.sqrt(STILL), size=50)
    assert not signs(originals, originals, codes, 1.0, 2.0).unused


def test_no_better_than_the_mean(originals, rng):
    codes = rng.normal(size=(50, 3))
    assert signs(originals, originals, codes, 2.0, 2.0).worse
    assert not signs(originals, originals, codes, 1.99, 2.0).worse


def test_a_single_sample_says_nothing_of_likeness(originals, rng):
    one = originals[:1]
    assert not signs(one, one, rng.normal(size=(50, 3)), 1.0, 2.0).alike
