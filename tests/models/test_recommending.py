"""The families for ratings: what they see, what they learn from, what they find."""

import json

import numpy as np
import pytest

from ae import config
from ae.analysis.correlation import canonical_correlations
from ae.data import datasets
from ae.models import losses, samples, training
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom, TensorRandom
from ae.runs import evaluation

NAN = np.nan
FAMILIES = pytest.mark.parametrize("name", ["autorec", "mult_vae"])


def tastes(name, **chosen):
    return config.from_flat({"dataset": "tastes", "architecture": name, "epochs": 3} | chosen)


def rows():
    return datasets.load("tastes", "test").samples[:7]


@FAMILIES
def test_holes_go_in_and_numbers_come_out(name):
    model = training.build(tastes(name))
    row = np.full((2, 66), NAN, np.float32)
    row[1, 3] = 5.0
    restored = np.asarray(model(row, training=False))
    assert restored.shape == (2, 66) and np.isfinite(restored).all()


@FAMILIES
def test_a_rating_that_is_unknown_is_not_a_zero(name):
    model = training.build(tastes(name))
    REGISTRY[name].adapt(model, datasets.load("tastes", "train").samples)
    unknown, zero = np.full((2, 1, 66), NAN, np.float32)
    unknown[0, 0] = zero[0, 0] = 5.0
    zero[0, 1] = 0.5
    first, other = (np.asarray(model(one, training=False)) for one in (unknown, zero))
    # Mult-VAE sees likes alone: for it, what is not liked and what is not known are the same.
    assert np.allclose(first, other) == (name == "mult_vae")


@FAMILIES
def test_targets_and_weights_are_the_same_in_numpy_and_in_tensors(name):
    import tensorflow as tf

    chosen, given = tastes(name), rows()
    make = REGISTRY[name].inputs_and_targets
    arrays = make(chosen.architecture, given, NumpyRandom(np.random.default_rng(0)), chosen.data)
    rng = TensorRandom(tf.constant([0, 0], tf.int64))
    tensors = make(chosen.architecture, tf.constant(given), rng, chosen.data)
    assert len(arrays) == len(tensors)
    for one, other in zip(arrays, tensors, strict=True):
        np.testing.assert_array_equal(one, np.asarray(other))


def test_autorec_learns_where_there_is_a_rating():
    given = np.array([[5, NAN, 2]], np.float32)
    chosen = tastes("autorec")
    _inputs, targets, weights = REGISTRY["autorec"].inputs_and_targets(
        chosen.architecture, given, NumpyRandom(np.random.default_rng(0)), chosen.data
    )
    np.testing.assert_array_equal(targets, [[5, 0, 2]])
    np.testing.assert_array_equal(weights, [[1, 0, 1]])
    loss = losses.reconstruction("mse", weighted=True)
    assert float(loss(targets, np.array([[4.0, 99, 2]], np.float32), weights)) == 0.5


def test_autorec_untrained_says_what_is_usual():
    chosen = tastes("autorec")
    model = training.build(chosen)
    train = datasets.load("tastes", "train").samples
    REGISTRY["autorec"].adapt(model, train)
    nothing = np.full((1, 66), NAN, np.float32)
    code = np.asarray(model.encoder(nothing, training=False))
    assert code[0, -1] == 0  # nobody is generous who has rated nothing
    usual = np.asarray(model.decoder(np.zeros((1, chosen.latent_dim), np.float32)))
    means = np.nanmean(train, axis=0)
    assert np.corrcoef(usual[0], means)[0, 1] > 0.9


def test_the_multinomial_by_hand():
    counts = np.array([[1.0, 0, 1], [0, 3, 0]], np.float32)
    shift = np.array([[7], [-2000]], np.float32)  # which changes no chance
    scores = np.log(np.array([[1.0, 2, 1], [2.0, 5, 3]], np.float32)) + shift
    expected = [-2 * np.log(1 / 4), -3 * np.log(1 / 2)]
    assert losses.multinomial(counts, scores) == pytest.approx(expected, rel=1e-3)


def test_the_multinomials_gradient_counts_all_that_is_liked():
    """Keras' own cross-entropy takes counts for shares of 1, and so raises every score."""
    import tensorflow as tf

    counts = tf.constant([[1.0, 1.0, 1.0, 0.0]])
    scores = tf.Variable([[0.3, -0.2, 0.0, 0.5]])
    with tf.GradientTape() as tape:
        loss = losses.reconstruction("multinomial")(counts, scores)
    found = tape.gradient(loss, scores).numpy()
    expected = 3 * tf.nn.softmax(scores).numpy() - counts.numpy()
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert abs(found.sum()) < 1e-5


@pytest.mark.parametrize("based_on", ["people", "things"])
def test_autorec_takes_people_or_things_for_samples(based_on):
    chosen = tastes("autorec", based_on=based_on)
    shape = (2000, 66) if based_on == "people" else (66, 2000)
    assert samples.training_samples(chosen).shape == shape
    held_out = samples.held_out(chosen)
    assert held_out.samples.shape == held_out.targets.shape == shape
    assert chosen.data.shape == shape[1:] and chosen.data.size == shape[1]
    assert chosen.key() != tastes("autorec").key() or based_on == "people"


def test_things_of_fewer_people_keep_their_shape():
    chosen = tastes("autorec", based_on="things", train_size=500)
    taken = samples.training_samples(chosen)
    assert taken.shape == (66, 2000) and not np.isfinite(taken[:, 500:]).any()


@pytest.mark.slow
@pytest.mark.parametrize("based_on", ["people", "things"])
def test_a_run_by_people_or_things_is_measured_alike(based_on, tmp_path):
    # Of 66 things there are few batches to learn from.
    more = {"batch_size": 16, "epochs": 40} if based_on == "things" else {}
    chosen = tastes("autorec", based_on=based_on, **more)
    trained = training.train(chosen)
    metrics = evaluation.save(chosen, trained, tmp_path / "run")
    assert metrics["test_rmse"] < metrics["bias_test_rmse"]
    assert metrics["test_judged"] == metrics["ease_test_judged"] > 1000
    assert json.loads((tmp_path / "run" / "metrics.json").read_text()) == metrics
    with np.load(tmp_path / "run" / "arrays.npz") as arrays:
        lengths = {name: arrays[name].shape for name in ("latents", "column_codes")}
        assert np.isfinite(arrays["errors"]).all()
    people, things = (2000, chosen.latent_dim), (66, chosen.latent_dim)
    expected = (people, things) if based_on == "people" else (things, people)
    assert (lengths["latents"], lengths["column_codes"]) == expected


@pytest.mark.slow
def test_mult_vae_is_measured_by_its_lists_alone(tmp_path):
    chosen = tastes("mult_vae")
    metrics = evaluation.save(chosen, training.train(chosen), tmp_path / "run")
    assert "test_rmse" not in metrics and "bias_test_rmse" in metrics
    assert metrics["test_ndcg100"] > metrics["popularity_test_ndcg100"]


@pytest.mark.slow
def test_the_hidden_tastes_are_found_again():
    chosen = config.from_flat({"dataset": "tastes", "architecture": "autorec"})
    model = training.train(chosen).model
    codes = model.encoder.predict(datasets.load("tastes", "train").samples, verbose=0)
    hidden = datasets.DATASETS["tastes"].made.hidden()[0]
    assert canonical_correlations(codes, hidden).min() >= 0.9
