"""One contract for every architecture of the registry, whoever adds the next."""

import dataclasses
import json
from typing import get_args

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.models.priors import PRIORS
from ae.random_source import NumpyRandom, TensorRandom
from ae.runs import evaluation
from ae.runs.store import Run
from ae.workers import inference_process
from tests.conftest import tiny_config
from tests.stand_ins import takers

DATASETS = ("digits", "mnist")
TUNED = {"latent_dim", "loss", "epochs", "batch_size", "learning_rate"}
EVERY = pytest.mark.parametrize("name", takers("picture"))


def choices_to_try():
    """Yield (architecture, option, value): every choice, and both ends of every range."""
    for name in takers("picture"):
        for option, field in config.option_fields(name).items():
            if field.annotation is bool:
                values = (False, True)
            elif isinstance(field.default, str):
                values = config.choices(option, architecture=name)
            else:
                values = config.bounds(option, architecture=name)
            yield from ((name, option, value) for value in values)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(0).random((5, 28, 28), np.float32)


def built(name, **chosen):
    return training.build(config.from_flat({"architecture": name} | chosen))


def check_pictures(name, array):
    assert array.shape == (5, 28, 28)
    assert array.dtype == np.float32
    assert np.isfinite(array).all()
    if REGISTRY[name].bounded:
        assert array.min() >= 0.0
        assert array.max() <= 1.0


def answers(model, pictures):
    """Return what a model makes of pictures: codes and reconstructions."""
    codes = np.asarray(model.encoder(pictures, training=False))
    return codes, np.asarray(model(pictures, training=False))


@EVERY
@pytest.mark.parametrize("latent_dim", ["lowest", 2, 32, "highest"])
def test_the_contract_of_the_models(name, latent_dim, pictures):
    low, high = config.bounds("latent_dim", architecture=name)
    latent_dim = {"lowest": low, "highest": high}.get(latent_dim, latent_dim)
    model = built(name, latent_dim=latent_dim)
    codes, reconstructions = answers(model, pictures)
    assert codes.shape == (5, latent_dim)
    assert codes.dtype == np.float32
    check_pictures(name, reconstructions)
    check_pictures(name, np.asarray(model.decoder(codes, training=False)))


@EVERY
@pytest.mark.parametrize("latent_dim", [1, 32])
def test_the_weights_are_all_that_is_to_be_kept(name, latent_dim, pictures, tmp_path):
    model = built(name, latent_dim=latent_dim)
    rng = np.random.default_rng(0)
    model.set_weights([rng.standard_normal(w.shape) / 10 for w in model.get_weights()])
    model.save_weights(tmp_path / "model.weights.h5")
    other = built(name, latent_dim=latent_dim, seed=1)
    other.load_weights(tmp_path / "model.weights.h5")
    for first, second in zip(answers(model, pictures), answers(other, pictures), strict=True):
        np.testing.assert_array_equal(first, second)
    for first, second in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(first, second)


@EVERY
def test_decoding_the_code_is_reconstructing(name, pictures):
    model = built(name)
    decoded = model.decoder(model.encoder(pictures, training=False), training=False)
    reconstructed = model(pictures, training=False)
    np.testing.assert_allclose(decoded, reconstructed, atol=1e-6)


@EVERY
def test_the_seed_draws_the_weights(name):
    first, again, other = (built(name, seed=seed).get_weights() for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize(("name", "option", "value"), choices_to_try())
def test_every_choice_of_every_option_builds(name, option, value, pictures):
    check_pictures(name, answers(built(name, **{option: value}), pictures)[1])


@EVERY
def test_the_defaults_are_valid(name):
    assert REGISTRY[name].options().name == name
    for dataset in DATASETS:
        made = config.from_flat({"dataset": dataset, "architecture": name})
        tuned = REGISTRY[name].options.training_defaults[config.data_spec(dataset).scale]
        assert set(tuned) - set(config.option_fields(name)) == TUNED
        own = {option: value for option, value in tuned.items() if option not in TUNED}
        assert made.architecture == REGISTRY[name].options(**own)
        assert made.flat() | dict(tuned) == made.flat()


def check_answers(functions, pictures, codes):
    """Ask a live model everything it can answer, for one picture and for several."""
    for operation, ask in functions.items():
        given = codes if operation in ("decode", "draw") else pictures
        for count in (1, 3):
            answer = ask(given[:count])
            for array in answer if isinstance(answer, list) else [answer]:
                assert len(array) == count
                assert np.isfinite(array).all()


def check_measures(name, history):
    """What a family measures while it trains is there after every epoch, and pages name it."""
    assert history[0].measures == {}
    for epoch in history[1:]:
        assert epoch.measures.keys() == history[1].measures.keys()
        assert 0.0 <= epoch.measures.get("discriminator_accuracy", 0.5) <= 1.0
    wanted = {"adversarial": {"discriminator", "discriminator_accuracy"}, "variational": {"kl"}}
    assert history[1].measures.keys() >= wanted.get(name, set())


def check_its_own_term(trained, chosen, codes):
    """What a family adds to the reconstruction has told: none of this holds without it.

    Measured with the term left out, and with it: KL 101 and 7 nats; mean activity 0.57 and 0.27;
    mean squared length of a number of the code 3.1 and 0.02, where the prior's is 1.
    """
    name = chosen.architecture.name
    if name == "variational":
        assert 0 < trained.history[-1].measures["kl"] < 30
    if name == "sparse":
        assert codes.mean() < 0.4
    if name == "adversarial":
        assert np.square(codes).mean() < 1.5


LEARNT = [(name, config.defaults("digits", name)["loss"]) for name in takers("picture")]
LEARNT += [("basic", "mse"), ("convolutional", "mse"), ("variational", "mse")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "loss"), LEARNT)
def test_every_architecture_learns_reports_and_is_kept_whole(name, loss, tmp_path):
    """A short real training, its evaluation, and the model loaded from what was written."""
    chosen = tiny_config(architecture=name, loss=loss, epochs=4, train_size=400)
    trained = training.train(chosen)
    first, *_between, last = trained.history
    assert last.test_loss < 0.9 * first.test_loss
    assert last.train_loss < 0.9 * first.train_loss
    json.dumps(last.numbers(), allow_nan=False)
    check_measures(name, trained.history)
    metrics = evaluation.save(chosen, trained, tmp_path / chosen.key())
    assert np.isfinite(list(metrics.values())).all()
    run = Run(chosen.key(), tmp_path / chosen.key(), chosen, shipped=False)
    test = datasets.to_inputs(datasets.load("digits", "test").samples)
    loaded = evaluation.load(run)
    restored = loaded.predict(test, batch_size=1000, verbose=0)
    assert analysis.metrics(test, restored)["bce"] == pytest.approx(metrics["test_bce"], rel=1e-4)
    latents = run.array("latents")
    assert latents.shape == (len(test), chosen.latent_dim)
    codes = loaded.encoder.predict(test, batch_size=1000, verbose=0)
    np.testing.assert_allclose(latents, codes, rtol=5e-3, atol=1e-3)  # 8 significant bits
    check_its_own_term(trained, chosen, codes)
    check_answers(inference_process.functions(chosen, loaded), test, latents)


@EVERY
def test_what_it_learns_from_is_the_same_in_arrays_and_tensors(name):
    import tensorflow as tf

    chosen, make = config.from_flat({"architecture": name}), REGISTRY[name].inputs_and_targets
    options, data = chosen.architecture, chosen.data
    images = datasets.to_inputs(datasets.load("digits", "test").samples[:100])
    arrays = make(options, images, NumpyRandom(np.random.default_rng(0)), data)
    tensors = make(options, tf.constant(images), TensorRandom(tf.constant([0, 1], tf.int64)), data)
    for array, tensor in zip(arrays, tensors, strict=True):
        assert array.shape == tensor.shape == images.shape
        assert array.min() >= 0.0 and array.max() <= 1.0
        assert array.mean() == pytest.approx(float(np.mean(tensor)), abs=0.01)


@EVERY
def test_every_preset_builds(name, pictures):
    for dataset in DATASETS:
        for preset in config.presets(name):
            chosen = config.from_flat(config.preset(dataset, name, preset))
            check_pictures(name, answers(training.build(chosen), pictures)[1])


@EVERY
def test_options_have_names_of_their_own_and_descriptions(name):
    fields = config.option_fields(name)
    assert not fields.keys() & config.RunConfig.model_fields.keys()
    for option, field in fields.items():
        assert field.description, f"{name}.{option} has no description"
        assert config.expected(option, architecture=name)


@EVERY
def test_every_word_is_there(name):
    words, kinds = dataclasses.asdict(REGISTRY[name].words), REGISTRY[name].options.kinds
    takes_all = set(get_args(config.Kind)) <= set(kinds)
    assert bool(words.pop("not_for")) != takes_all, "expected a reason where a kind is left out"
    for word, text in words.items():
        assert text.strip(), f"{name}: no {word}"


def test_the_registry_and_the_configuration_know_the_same_names():
    assert config.choices("architecture") == tuple(takers("picture"))


@pytest.mark.parametrize(("name", "option", "value"), choices_to_try())
def test_a_family_names_a_prior_that_exists_or_none(name, option, value):
    options = config.from_flat({"architecture": name, option: value}).architecture
    assert REGISTRY[name].prior(options) in {None, *PRIORS}


@pytest.mark.parametrize(
    ("chosen", "prior"),
    [
        ({"architecture": "basic"}, None),
        ({"architecture": "variational"}, "normal"),
        ({"architecture": "variational", "beta": 0.0}, None),
        ({"architecture": "adversarial"}, "normal"),
        ({"architecture": "adversarial", "prior": "swiss_roll"}, "swiss_roll"),
        ({"architecture": "adversarial", "prior": "ring", "adversarial_weight": 0.0}, None),
    ],
)
def test_a_prior_counts_only_where_training_draws_the_codes_to_it(chosen, prior):
    options = config.from_flat(chosen).architecture
    assert REGISTRY[options.name].prior(options) == prior
