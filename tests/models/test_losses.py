"""The losses against integrals, values by hand, and each other."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from ae import analysis
from ae.models import losses

RNG = np.random.default_rng(0)
MEANS = RNG.normal(0, 2, (6, 4)).astype(np.float32)
LOG_VARIANCES = RNG.normal(0, 1, (6, 4)).astype(np.float32)
ACTIVITIES = RNG.random((50, 8), np.float32)


def test_the_kl_is_zero_at_the_prior_and_positive_elsewhere():
    zeros = np.zeros((2, 3), np.float32)
    np.testing.assert_array_equal(losses.kl_to_normal(zeros, zeros), zeros)
    assert losses.kl_to_normal(MEANS, LOG_VARIANCES).min() > 0
    assert losses.kl_to_normal(0.0, 0.1) > 0
    assert losses.kl_to_normal(0.0, -0.1) > 0


@pytest.mark.parametrize("mean", [0.0, 0.5, -3.0])
@pytest.mark.parametrize("log_variance", [-2.0, 0.0, 1.0])
def test_the_kl_is_the_integral_that_defines_it(mean, log_variance):
    deviation = np.exp(log_variance / 2)
    x = np.linspace(mean - 12 * deviation, mean + 12 * deviation, 20_001)
    log_p = -0.5 * ((x - mean) / deviation) ** 2 - np.log(deviation)
    density = np.exp(log_p) / np.sqrt(2 * np.pi)
    integral = np.trapezoid(density * (log_p + 0.5 * x**2), x)
    assert losses.kl_to_normal(mean, log_variance) == pytest.approx(integral, abs=1e-6)


@pytest.mark.parametrize(
    "loss",
    [
        lambda ops: losses.kl_to_normal(MEANS, LOG_VARIANCES, ops),
        lambda ops: losses.l1(MEANS, ops),
        lambda ops: losses.kl_sparsity(ACTIVITIES, 0.1, ops),
    ],
    ids=["kl_to_normal", "l1", "kl_sparsity"],
)
def test_arrays_and_tensors_agree(loss):
    array, tensor = loss(np), loss(ops)
    assert tensor.dtype == "float32"
    assert np.shape(array) == tuple(tensor.shape)
    np.testing.assert_allclose(array, tensor, rtol=1e-5, atol=1e-6)


def test_l1_by_hand():
    assert losses.l1(np.zeros((3, 5))) == 0
    assert losses.l1(np.array([[1.0, -2.0, 0.0], [0.0, 0.5, 0.5]])) == pytest.approx(2.0)


def test_l1_of_a_single_code_is_its_sum():
    assert losses.l1(np.array([1.0, -2.0, 0.5])) == 3.5


@pytest.mark.parametrize("target", [0.01, 0.05, 0.5])
def test_sparsity_costs_nothing_where_the_mean_activity_is_the_target(target):
    on_average = np.array([[0.0, target], [2 * target, target]], np.float32)
    assert losses.kl_sparsity(on_average, target) == pytest.approx(0, abs=1e-6)


def test_sparsity_by_hand():
    """0.05 ln(0.05 / 0.5) + 0.95 ln(0.95 / 0.5) = 0.494632 for each of two units."""
    codes = np.array([[1.0, 0.5], [0.0, 0.5]], np.float32)
    assert losses.kl_sparsity(codes, 0.05) == pytest.approx(2 * 0.494632, rel=1e-5)


def test_sparsity_grows_away_from_the_target_on_both_sides():
    costs = [losses.kl_sparsity(np.full((4, 1), rho), 0.2) for rho in np.linspace(0.02, 0.98, 49)]
    lowest = 9  # 0.02 · 10 = 0.2
    assert costs[lowest] == pytest.approx(0, abs=1e-9)
    assert np.all(np.diff(costs[: lowest + 1]) < 0)
    assert np.all(np.diff(costs[lowest:]) > 0)


@pytest.mark.parametrize(
    "penalty", [losses.l1, lambda codes: losses.kl_sparsity(codes, 0.1)], ids=["l1", "kl"]
)
def test_a_batch_repeated_costs_the_same(penalty):
    twice = np.concatenate([ACTIVITIES, ACTIVITIES])
    assert penalty(ACTIVITIES) > 0.1
    assert penalty(twice) == pytest.approx(penalty(ACTIVITIES), rel=1e-5)


@pytest.mark.parametrize("activity", [0.0, 1.0])
def test_dead_and_saturated_units_cost_much_but_not_infinitely(activity):
    codes = tf.Variable(np.full((10, 3), activity, np.float32))
    with tf.GradientTape() as tape:
        cost = losses.kl_sparsity(codes, 0.1, ops)
    assert 0.1 < float(cost) < 100
    assert np.isfinite(tape.gradient(cost, codes)).all()
    assert float(cost) == pytest.approx(losses.kl_sparsity(codes.numpy(), 0.1), rel=1e-5)


@pytest.mark.parametrize("name", ["bce", "mse"])
@pytest.mark.parametrize("kind", ["grey", "black and white"])
def test_what_training_minimises_is_what_is_measured(name, kind):
    images, copies = RNG.random((2, 20, 28, 28), np.float32)
    if kind == "black and white":
        images, copies = np.rint(images), np.rint(copies)
    trained = losses.reconstruction(name)
    assert isinstance(trained, keras.losses.Loss)
    assert trained.name == name
    measured = analysis.metrics(images, copies)[name]
    assert float(trained(images, copies)) == pytest.approx(measured, rel=1e-4)


@pytest.mark.parametrize("name", ["bce", "mse"])
def test_without_weights_a_loss_is_keras_own_and_keeps_its_name_with_them(name):
    """A model is kept with its loss, and read again where nothing of ours may be executed."""
    keras_class = getattr(keras.losses, losses.LOSSES[name].keras_class)
    assert type(losses.reconstruction(name)) is keras_class
    weighted = losses.reconstruction(name, weighted=True)
    assert type(weighted) is not keras_class and weighted.name == name


def test_an_unknown_loss_is_refused():
    with pytest.raises(KeyError):
        losses.reconstruction("hinge")


def test_a_sum_over_a_picture_divided_by_its_pixels_is_a_mean():
    images, copies = RNG.random((2, 5, 28, 28), np.float32)
    per_picture = analysis.squared_error(images, copies).mean()
    mse = float(losses.reconstruction("mse")(images, copies))
    assert per_picture / images[0].size == pytest.approx(mse, rel=1e-5)


@pytest.mark.parametrize("name", ["bce", "mse"])
def test_weights_of_one_change_no_loss_and_weights_of_zero_hide_their_numbers(name):
    truth, guess = RNG.random((2, 4, 3, 5), np.float32)
    weighted, plain = losses.reconstruction(name, weighted=True), losses.reconstruction(name)
    ones = np.ones_like(truth)
    assert float(weighted(truth, guess, ones)) == pytest.approx(float(plain(truth, guess)), 1e-5)
    known = RNG.random(truth.shape) < 0.4
    spoilt = np.where(known, guess, 1 - guess)
    expected = float(weighted(truth[known], guess[known], np.ones(known.sum(), np.float32)))
    found = float(weighted(truth, spoilt, known.astype(np.float32)))
    assert found == pytest.approx(expected, rel=1e-4)
