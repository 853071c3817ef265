"""One contract for every architecture of the registry, whoever adds the next."""

import dataclasses

import numpy as np
import pytest

from ae import config, training
from ae.architectures import REGISTRY

DATASETS = ("digits", "mnist")
TUNED = {"latent_dim", "loss", "epochs", "batch_size", "learning_rate"}
EVERY = pytest.mark.parametrize("name", REGISTRY)


def choices_to_try():
    """Yield (architecture, option, value): every choice, and both ends of every range."""
    for name in REGISTRY:
        for option, field in config.option_fields(name).items():
            if field.annotation is bool:
                values = (False, True)
            elif isinstance(field.default, str):
                values = config.choices(option, name)
            else:
                values = config.bounds(option, architecture=name)
            yield from ((name, option, value) for value in values)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(0).random((5, 28, 28), np.float32)


def built(name, **chosen):
    return training.build(config.from_flat({"architecture": name} | chosen))


def check_pictures(array):
    assert array.shape == (5, 28, 28)
    assert array.dtype == np.float32
    assert array.min() >= 0.0
    assert array.max() <= 1.0


def answers(model, pictures):
    """Return what a model makes of pictures: codes and reconstructions."""
    codes = np.asarray(model.encoder(pictures, training=False))
    return codes, np.asarray(model(pictures, training=False))


@EVERY
@pytest.mark.parametrize("latent_dim", [1, 2, 32, 128])
def test_the_contract_of_the_models(name, latent_dim, pictures):
    model = built(name, latent_dim=latent_dim)
    codes, reconstructions = answers(model, pictures)
    assert codes.shape == (5, latent_dim)
    assert codes.dtype == np.float32
    check_pictures(reconstructions)
    check_pictures(np.asarray(model.decoder(codes, training=False)))


@EVERY
@pytest.mark.parametrize("latent_dim", [1, 2, 32, 128])
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
    check_pictures(answers(built(name, **{option: value}), pictures)[1])


@EVERY
def test_the_defaults_are_valid(name):
    assert REGISTRY[name].options().name == name
    for dataset in DATASETS:
        made = config.from_flat({"dataset": dataset, "architecture": name})
        assert made.architecture == REGISTRY[name].options()
        tuned = REGISTRY[name].options.training_defaults[dataset]
        assert set(tuned) == TUNED
        assert made.flat() | dict(tuned) == made.flat()


@EVERY
def test_options_have_names_of_their_own_and_descriptions(name):
    fields = config.option_fields(name)
    assert not fields.keys() & config.RunConfig.model_fields.keys()
    for option, field in fields.items():
        assert field.description, f"{name}.{option} has no description"
        assert config.expected(option, architecture=name)


@EVERY
def test_every_word_is_there(name):
    for word, text in dataclasses.asdict(REGISTRY[name].words).items():
        assert text.strip(), f"{name}: no {word}"


@EVERY
def test_the_source_is_the_builder(name):
    source = REGISTRY[name].source()
    assert source.startswith(f"def {REGISTRY[name].build.__name__}(")
    assert "encoder" in source
    assert "return" in source


def test_the_registry_and_the_configuration_know_the_same_names():
    assert config.choices("architecture") == tuple(REGISTRY)
