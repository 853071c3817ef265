"""The classifier, trained on the built-in digits: it knows real digits from what is none."""

import numpy as np
import pytest

from ae.data import datasets
from ae.models import digit_classifier

COUNT = 300


@pytest.fixture(scope="module")
def trained():
    return digit_classifier.train("digits", seed=0)


@pytest.fixture(scope="module")
def real(trained):
    """The score of real digits that it has neither learnt from nor compares with."""
    return trained.score(digit_classifier.held_back("digits"))


def no_digits(kind):
    noise = np.random.default_rng(0).integers(0, 256, (COUNT, 28, 28)).astype(np.uint8)
    return {"noise": noise, "black": np.zeros_like(noise), "white": np.full_like(noise, 255)}[kind]


def test_it_learns_from_no_digit_that_is_held_back(monkeypatch):
    class Learnt(Exception):
        pass

    class Spy:
        def compile(self, **ignored):
            pass

        def fit(self, inputs, labels, **ignored):
            raise Learnt(inputs, labels)

    monkeypatch.setattr(digit_classifier, "_build", lambda data: (Spy(), None))
    with pytest.raises(Learnt) as told:
        digit_classifier.train("digits")
    (inputs, labels), train = told.value.args, datasets.load("digits", "train")
    back = digit_classifier.held_back("digits")
    assert len(back) == len(train.samples) // 6
    np.testing.assert_array_equal(np.concatenate([datasets.to_pixels(inputs), back]), train.samples)
    np.testing.assert_array_equal(labels, train.labels[: len(inputs)])


def test_it_tells_unseen_digits_apart(trained):
    test = datasets.load("digits", "test")
    named = trained.classify(test.samples).argmax(axis=1)
    assert trained.accuracy == pytest.approx(np.mean(named == test.labels))
    assert trained.accuracy > 0.8  # 0.91 to 0.93 with three seeds; chance is 0.1


def test_its_probabilities_are_probabilities(trained):
    real_and_none = [datasets.load("digits", "test").samples[:50], no_digits("noise")[:50]]
    chances = trained.classify(np.concatenate(real_and_none))
    assert chances.shape == (100, 10)
    assert chances.min() >= 0
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_real_digits_are_near_and_recognised(real):
    assert 0 <= real.frechet < 10
    assert 0.3 < real.confident <= 1


@pytest.mark.parametrize("kind", ["noise", "black", "white"])
def test_what_is_no_digit_is_far_away(trained, real, kind):
    assert trained.score(no_digits(kind)).frechet > 10 * real.frechet


@pytest.mark.parametrize("kind", ["noise", "black"])
def test_what_is_no_digit_is_not_recognised(trained, real, kind):
    assert trained.score(no_digits(kind)).confident < real.confident / 2


def test_the_digits_it_compares_with_are_at_no_distance(trained, real):
    assert trained.score(datasets.load("digits", "test").samples).frechet < real.frechet / 100


def test_more_noise_is_further_away(trained):
    digits = datasets.load("digits", "train").samples[:COUNT].astype(np.float64)
    noise = np.random.default_rng(0).normal(0, 255, digits.shape)
    distances = [
        trained.score(np.clip(digits + level * noise, 0, 255).astype(np.uint8)).frechet
        for level in (0.0, 0.25, 1.0)
    ]
    assert np.all(np.diff(distances) > 0)
