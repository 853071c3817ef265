"""The kinds of noise: one contract for every entry of the registry."""

import dataclasses

import numpy as np
import pytest

from ae import datasets
from ae.corruption import CORRUPTIONS, corrupt

LEVELS = (0.1, 0.3, 0.5, 0.7, 1.0)
EVERY_KIND = pytest.mark.parametrize("kind", CORRUPTIONS)


@pytest.fixture(scope="module")
def images():
    return datasets.to_inputs(datasets.load("digits", "test").images)


def damaged(images, kind, level, seed=0):
    return corrupt(images, kind, level, np.random.default_rng(seed))


@EVERY_KIND
def test_level_zero_changes_nothing(images, kind):
    np.testing.assert_array_equal(damaged(images, kind, 0.0), images)


@EVERY_KIND
@pytest.mark.parametrize("level", LEVELS)
def test_pictures_stay_pictures(images, kind, level):
    noisy = damaged(images, kind, level)
    assert noisy.shape == images.shape
    assert noisy.dtype == np.float32
    assert noisy.min() >= 0.0
    assert noisy.max() <= 1.0


@EVERY_KIND
@pytest.mark.parametrize("shape", [(28, 28), (3, 28, 28), (2, 784), (0, 28, 28)])
def test_any_shape_of_any_float_type(kind, shape):
    noisy = damaged(np.full(shape, 0.5, np.float64), kind, 0.5)
    assert noisy.shape == shape
    assert noisy.dtype == np.float32


@EVERY_KIND
def test_the_original_stays_as_it_is(images, kind):
    before = images.copy()
    damaged(images, kind, 1.0)
    np.testing.assert_array_equal(images, before)


@EVERY_KIND
def test_the_seed_decides(images, kind):
    first, again, other = (damaged(images, kind, 0.5, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@EVERY_KIND
def test_each_picture_has_noise_of_its_own(kind):
    noisy = damaged(np.full((2, 28, 28), 0.5, np.float32), kind, 0.5)
    assert not np.array_equal(noisy[0], noisy[1])


@EVERY_KIND
def test_a_higher_level_damages_more(images, kind):
    damage = [np.square(damaged(images, kind, level) - images).mean() for level in LEVELS]
    assert damage[0] > 0
    assert np.all(np.diff(damage) > 0)


@EVERY_KIND
@pytest.mark.parametrize("level", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_level_out_of_range_is_refused(images, kind, level):
    with pytest.raises(ValueError, match="level: expected a number from 0 to 1"):
        damaged(images, kind, level)


def test_an_unknown_kind_is_refused(images):
    with pytest.raises(KeyError):
        damaged(images, "fog", 0.5)


@EVERY_KIND
def test_every_kind_has_words(kind):
    words = dataclasses.asdict(CORRUPTIONS[kind])
    assert words.pop("apply")
    assert all(words.values())


@pytest.mark.parametrize("level", LEVELS)
def test_masking_blackens_its_share(level):
    noisy = damaged(np.full((100, 28, 28), 0.5, np.float32), "masking", level)
    assert set(np.unique(noisy)) <= {0.0, 0.5}
    assert np.mean(noisy == 0) == pytest.approx(level, abs=0.01)


@pytest.mark.parametrize("level", LEVELS)
def test_salt_and_pepper_share_the_level(level):
    noisy = damaged(np.full((100, 28, 28), 0.5, np.float32), "salt_and_pepper", level)
    assert set(np.unique(noisy)) <= {0.0, 0.5, 1.0}
    assert np.mean(noisy == 1) == pytest.approx(level / 2, abs=0.01)
    assert np.mean(noisy == 0) == pytest.approx(level / 2, abs=0.01)


def test_gaussian_has_its_standard_deviation():
    noisy = damaged(np.full((100, 28, 28), 0.5, np.float32), "gaussian", 0.1)
    assert noisy.std() == pytest.approx(0.1, abs=0.002)
    assert noisy.mean() == pytest.approx(0.5, abs=0.002)
