"""What the families' words claim is true of the runs that ship, or these words must change."""

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.models import priors
from ae.models.architectures import REGISTRY
from ae.runs import evaluation
from ae.runs.store import Store

DATASETS = ("digits", "mnist")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("empty"))
    return lambda name, dataset="digits": store.require(
        config.from_flat({"dataset": dataset, "architecture": name}).key()
    )


def error(found):
    return found.metrics["test_squared_error"]


def pca(found):
    return found.metrics["pca_test_squared_error"]


@pytest.fixture(scope="module")
def rebuilt(run):
    """A function: the mean squared error of what a run makes of damaged held-out digits."""
    models = {}

    def judge(name, damage=lambda clean: clean):
        model = models.setdefault(name, None) or evaluation.load(run(name))
        models[name] = model
        clean = datasets.to_inputs(datasets.held_out("digits").samples)
        given = damage(clean)
        restored = np.asarray(model(given.astype(np.float32), training=False))
        return (
            analysis.squared_error(clean, restored).mean(),
            analysis.squared_error(clean, given).mean(),
        )

    return judge


def says(name, field, fragment):
    assert fragment in getattr(REGISTRY[name].words, field), f"{name}.{field} says so no more"


def test_more_layers_reach_a_smaller_error_where_there_is_enough_to_learn_from(run):
    says("basic", "weaknesses", "More layers reach a smaller error where there are enough")
    says("deep", "strengths", "a smaller error at the same size of code than one layer or PCA")
    deep, basic = run("deep", "mnist"), run("basic", "mnist")
    assert deep.config.latent_dim == basic.config.latent_dim
    assert error(deep) < error(basic) < pca(basic)
    says("deep", "not_when", "With few {samples}, where one layer does as well")
    assert error(run("basic")) < 1.05 * error(run("deep"))


def test_most_weights_of_the_convolutional_one_are_tied_to_places(run, rebuilt):
    says("convolutional", "weaknesses", "Most of the weights lie in the two dense layers")
    for dataset in DATASETS:
        layers = run("convolutional", dataset).layers
        dense = sum(row["parameters"] for row in layers if row["kind"] == "Dense")
        assert dense > 0.5 * sum(row["parameters"] for row in layers)
    says("convolutional", "weaknesses", "a shifted {sample} is rebuilt worse")
    model = evaluation.load(run("convolutional"))
    clean = datasets.to_inputs(datasets.held_out("digits").samples)
    moved = np.roll(clean, 4, axis=2)
    shifted = analysis.squared_error(moved, np.asarray(model(moved, training=False))).mean()
    assert shifted > 1.5 * rebuilt("convolutional")[0]


def test_a_denoiser_is_worse_on_clean_digits(run):
    says("denoising", "weaknesses", "clean {samples} come out worse")
    for dataset in DATASETS:
        assert error(run("denoising", dataset)) > error(run("convolutional", dataset))


def noisy(kind, level):
    return lambda clean: corrupt(clean, kind, level, np.random.default_rng(0), (0.0, 1.0))


def test_a_denoiser_helps_with_some_other_noise_and_makes_other_worse(rebuilt):
    says("denoising", "strengths", "also by some kinds of noise that it was not trained on")
    restored, damaged = rebuilt("denoising", noisy("salt_and_pepper", 0.3))
    assert restored < 0.5 * damaged
    says("denoising", "weaknesses", "other kinds it may make worse")
    restored, damaged = rebuilt("denoising", noisy("block", 0.3))
    assert restored > 0.9 * damaged


def test_few_units_are_active_and_the_faint_ones_carry_a_good_part(run):
    says("sparse", "look_for", "lights up a small share of the units")
    says("sparse", "weaknesses", "the many faint units carry a good part")
    found = run("sparse")
    codes, model = found.array("latents"), evaluation.load(found)
    active = codes > 0.5
    assert active.mean() < 0.15
    assert found.metrics["test_active_share"] == pytest.approx(active.mean(), abs=0.003)
    clean = datasets.to_inputs(datasets.held_out("digits").samples)
    whole, part = (
        analysis.squared_error(clean, np.asarray(model.decoder(one))).mean()
        for one in (codes, codes * active)
    )
    assert part > 2 * whole


def test_a_variational_one_errs_more_than_a_deep_one_of_the_same_size(run):
    says("variational", "weaknesses", "at the same size of code the error is larger")
    for dataset in DATASETS:
        variational, deep = run("variational", dataset), run("deep", dataset)
        assert variational.config.latent_dim == deep.config.latent_dim
        assert error(variational) > error(deep)


def test_an_adversarial_one_wants_many_digits(run):
    says("adversarial", "not_when", "with few {samples}")
    assert priors.compare(run("adversarial").array("latents"), "normal").p < 0.05
    assert error(run("adversarial")) > pca(run("adversarial"))
    assert error(run("adversarial", "mnist")) < pca(run("adversarial", "mnist"))


def test_the_linear_one_comes_close_to_pca(run):
    says("linear", "look_for", "comes close to PCA's")
    for dataset in DATASETS:
        assert error(run("linear", dataset)) == pytest.approx(pca(run("linear", dataset)), rel=0.03)


@pytest.mark.parametrize("name", ["variational", "adversarial"])
def test_halfway_along_a_straight_path_codes_are_shorter_than_usual(run, name):
    """As the help of the choice between the two paths says."""
    codes = run(name, "mnist").array("latents")
    first, last = np.split(codes, 2)
    halfway = np.linalg.norm((first + last) / 2, axis=1)
    assert halfway.mean() < 0.8 * np.linalg.norm(codes, axis=1).mean()
