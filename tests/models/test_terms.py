"""Every term of a loss, every way of training, does something: pairs that differ in it alone."""

import dataclasses
from functools import cache

import keras
import numpy as np
import pytest
import tensorflow as tf

from ae.data import datasets
from ae.models import batches, priors, training
from ae.models.architectures import REGISTRY, adversarial
from ae.models.architectures.base import Speed
from tests.conftest import tiny_config

pytestmark = pytest.mark.slow


@cache
def trained(architecture, **chosen):
    """Train for four short epochs; the same choices once for all tests."""
    return train(architecture, **chosen)


def train(architecture, optimizer=None, **chosen):
    """Train as the app does, without XLA, whose compiling would take longer than the training.

    Args:
        optimizer: another than the family's.
    """
    family = REGISTRY[architecture]
    chosen_optimizer = optimizer or family.speed.optimizer
    speed = Speed(False, steps_per_execution=1, threads=None, optimizer=chosen_optimizer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(REGISTRY, architecture, dataclasses.replace(family, speed=speed))
        return training.train(small(architecture, **chosen))


def small(architecture, **chosen):
    narrow = {"width": 64} if architecture in ("variational", "adversarial", "deep") else {}
    few = {"epochs": 4, "train_size": 400, "latent_dim": 16}
    return tiny_config(architecture=architecture, **(few | narrow | chosen))


def codes(found):
    test = datasets.to_inputs(datasets.held_out("digits").samples)
    return found.model.encoder.predict(test, verbose=0)


def kl(found):
    return found.history[-1].measures["kl"]


def test_beta_makes_codes_carry_less():
    free, bound = (kl(trained("variational", beta=beta)) for beta in (0.0, 1.0))
    assert free > 3 * bound


def test_binarising_teaches_from_black_and_white_pictures_of_the_same_digits():
    def batches_of(**chosen):
        variational = tiny_config(architecture="variational", **chosen)
        digits = datasets.load("digits", "train").samples
        return batches.endless(digits, training.maker(variational), 16, seed=0)[0]

    binary = batches_of(binarise=True)
    (first,), (again,) = (
        [np.asarray(inputs) for inputs, _targets in binary.skip(skip).take(1)] for skip in (0, 1)
    )
    assert set(np.unique(first)) == set(np.unique(again)) == {0.0, 1.0}
    (plain, _targets), *_rest = batches_of().take(1)
    assert len(np.unique(plain)) > 10  # the same digits, grey
    assert np.mean(np.abs(first - plain) < 0.5) > 0.8


def test_the_penalty_of_mean_activities_quiets_units_towards_its_target():
    plain, kept = (codes(trained("sparse", penalty_weight=weight)) for weight in (0.0, 3.0))
    assert plain.mean() > 0.45
    assert kept.mean() < 0.7 * plain.mean()


def test_the_penalty_of_sums_silences_units():
    plain, kept = (
        codes(trained("sparse", penalty="l1", penalty_weight=weight)) for weight in (0.0, 3.0)
    )
    assert kept.sum(axis=1).mean() < 0.2 * plain.sum(axis=1).mean()
    assert np.mean(kept > 0) < 0.7 * np.mean(plain > 0)


def test_weight_decay_keeps_weights_small():
    free, decayed = (trained("deep", depth=1, weight_decay=rate) for rate in (0.0, 1.0))
    norms = [
        np.sqrt(sum(np.square(weight).sum() for weight in found.model.get_weights()))
        for found in (free, decayed)
    ]
    assert norms[1] < 0.9 * norms[0]


def test_the_critic_draws_codes_to_the_prior():
    free, drawn = (
        codes(trained("adversarial", adversarial_weight=weight)) for weight in (0.0, 1.0)
    )
    assert np.square(free).mean() > 1.5 * np.square(drawn).mean()


def slope(found):
    """Return the mean squared slope of a discriminator at draws of the prior."""
    drawn = tf.constant(priors.sample("normal", 500, 16, np.random.default_rng(3)))
    with tf.GradientTape() as tape:
        tape.watch(drawn)
        answers = found.model.discriminator(drawn)
    return np.square(tape.gradient(answers, drawn)).sum(axis=1).mean()


def test_the_gradient_penalty_makes_the_discriminator_gentler(monkeypatch):
    with_it = slope(trained("adversarial", adversarial_weight=0.0))
    monkeypatch.setattr(adversarial, "GRADIENT_PENALTY", 0.0)
    without = slope(train("adversarial", adversarial_weight=0.0))
    assert with_it < 0.8 * without


def test_the_moving_average_lags_behind_the_weights():
    """It holds back what it averages, encoder and decoder, on their way from the start."""

    def plain_adam(schedule, options):
        return keras.optimizers.Adam(schedule, beta_1=adversarial.BETA)

    averaged = trained("adversarial", adversarial_weight=1.0)
    plain = train("adversarial", plain_adam)
    assert moved(averaged) < 0.95 * moved(plain)


def moved(found):
    """Return how far the decoder's weights have come from those that the seed draws."""
    untrained = training.build(small("adversarial"))
    pairs = zip(found.model.decoder.weights, untrained.decoder.weights, strict=True)
    return np.sqrt(sum(np.square(np.asarray(a) - np.asarray(b)).sum() for a, b in pairs))
