"""The figures that people quote, computed again from the shipped weights by other means.

Dense networks are gone through in NumPy, layer by layer; draws are others than those of the
measuring, so that what rests on them may differ by some of its standard errors.
"""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import scipy.special

from ae import config
from ae.cli import results_rows
from ae.data import datasets
from ae.runs import evaluation
from ae.runs.store import SHIPPED
from ae.runs.store.runs import open_run

README = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text()
pytestmark = pytest.mark.slow
ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": scipy.special.expit,
    "silu": lambda x: x * scipy.special.expit(x),
}
DATA = ["digits", pytest.param("mnist", marks=pytest.mark.mnist)]
DRAWS = 2


@cache
def shipped(family, dataset):
    """Return a shipped run and its model."""
    key = config.from_flat({"dataset": dataset, "architecture": family}).key()
    run = open_run(SHIPPED / key, shipped=True)
    return run, evaluation.load(run)


@cache
def digits(dataset):
    """Return the held-out digits of 0 to 1, float32 (n, 784)."""
    samples = datasets.held_out(dataset).samples
    return samples.reshape(len(samples), -1).astype(np.float32) / 255


def through(layers, x):
    """Go through dense layers in NumPy; flattening and reshaping change nothing here."""
    for layer in layers:
        if layer.weights:
            kernel, bias = (np.asarray(part) for part in layer.get_weights())
            x = ACTIVATIONS[layer.activation.__name__](x @ kernel + bias)
    return x


def restored(family, dataset):
    """Return codes and reconstructions, of convolutional families by Keras."""
    _run, model = shipped(family, dataset)
    x = digits(dataset)
    if family in ("convolutional", "denoising"):
        return None, model.predict(x.reshape(-1, 28, 28), batch_size=500, verbose=0)
    if family == "variational":
        mean, _log_variance = posterior(dataset, x)
        return mean, through(model.decoder.layers, mean)
    codes = through(model.encoder.layers, x)
    return codes, through(model.decoder.layers, codes)


def posterior(dataset, x):
    """Return mean and log variance, by NumPy."""
    *hidden, mean, log_variance = shipped("variational", dataset)[1].posterior.layers
    x = through(hidden, x)
    return through([mean], x), through([log_variance], x)


def bce(x, p):
    p = np.clip(p.reshape(x.shape), 1e-7, 1 - 1e-7)
    return -(x * np.log(p) + (1 - x) * np.log(1 - p))


FAMILIES = ["basic", "deep", "convolutional", "denoising", "sparse", "variational", "adversarial"]


@pytest.mark.parametrize("dataset", DATA)
@pytest.mark.parametrize("family", [*FAMILIES, "linear"])
def test_error_and_cross_entropy_of_every_shipped_run(family, dataset):
    x, metrics = digits(dataset), shipped(family, dataset)[0].metrics
    _codes, y = restored(family, dataset)
    y = y.reshape(x.shape)
    assert np.square(x - y).sum(1).mean(dtype=np.float64) == pytest.approx(
        metrics["test_squared_error"], rel=1e-3
    )
    assert bce(x, y).mean(dtype=np.float64) == pytest.approx(metrics["test_bce"], rel=1e-3)
    assert np.mean((y < -1e-6) | (y > 1 + 1e-6)) == pytest.approx(metrics["test_outside"], abs=1e-3)


@pytest.mark.parametrize("dataset", DATA)
def test_the_negative_elbo_of_the_shipped_variational_run(dataset):
    """Encoded, drawn and decoded by NumPy, KL and likelihood from their formulas."""
    run, model = shipped("variational", dataset)
    x, rng = digits(dataset), np.random.default_rng(123)
    mean, log_variance = posterior(dataset, x)
    kl = 0.5 * (mean**2 + np.exp(log_variance) - 1 - log_variance)
    found = []
    for _draw in range(DRAWS):
        z = rng.normal(mean, np.exp(log_variance / 2)).astype(np.float32)
        found.append(bce(x, through(model.decoder.layers, z)).sum(1) + kl.sum(1))
    spread = np.sqrt(np.var(found, axis=0, ddof=1, dtype=np.float64).sum()) / len(x)  # of one draw
    error = run.metrics["test_negative_elbo_error"]
    assert error == pytest.approx(spread / 4, rel=0.1)  # of 16
    off = np.mean(found) - run.metrics["test_negative_elbo"]
    assert abs(off) < 4 * np.hypot(error, spread / np.sqrt(DRAWS))
    assert kl.sum(1).mean() == pytest.approx(run.metrics["test_kl"], rel=1e-4)
    assert np.sum(kl.mean(0) > 0.01) == run.metrics["test_active_dimensions"]


@pytest.mark.parametrize("dataset", DATA)
def test_the_active_share_of_the_shipped_sparse_run(dataset):
    codes, _restored = restored("sparse", dataset)
    metrics = shipped("sparse", dataset)[0].metrics
    assert np.mean(codes > 0.5) == pytest.approx(metrics["test_active_share"], rel=1e-3)
    assert np.mean((codes > 0.5).sum(0) == 0) == metrics["test_silent_units"]


@pytest.mark.parametrize("dataset", DATA)
def test_the_denoised_error_of_the_shipped_run(dataset):
    """Damaged here, by other noise of the same kind: σ = 0.5, cut off at black and white."""
    run, model = shipped("denoising", dataset)
    x, rng, found = digits(dataset), np.random.default_rng(321), []
    for _draw in range(DRAWS):
        noisy = np.clip(x + 0.5 * rng.standard_normal(x.shape, np.float32), 0, 1)
        y = model.predict(noisy.reshape(-1, 28, 28), batch_size=500, verbose=0).reshape(x.shape)
        found.append(
            (bce(x, y).mean(dtype=np.float64), np.square(x - y).sum(1).mean(dtype=np.float64))
        )
    for name, mean in zip(("bce", "squared_error"), np.mean(found, axis=0), strict=True):
        error = run.metrics[f"test_denoised_{name}_error"]
        assert 0 < error < 0.005 * mean
        off = mean - run.metrics[f"test_denoised_{name}"]
        assert abs(off) < 5 * np.hypot(error, 4 * error / np.sqrt(DRAWS))


SHIPPED_FACTS = [fact for fact in results_rows.FACTS if fact.run in (*FAMILIES, "linear")]


@pytest.mark.parametrize("fact", SHIPPED_FACTS, ids=lambda fact: f"{fact.model} {fact.measure}")
def test_the_readme_prints_what_the_shipped_runs_measured(fact):
    """The other tests of this file compute these figures anew."""
    run, _model = shipped(fact.run, "mnist")
    row = f"| {fact.model} | {fact.measure} | {fact.published} | {fact.reproduced} |"
    (printed,) = re.findall(re.escape(row) + r" ([^|]+) \| (\d+) s \|", README)
    assert printed == (fact.figure(run.metrics), f"{run.seconds:.0f}")


def test_the_readme_prints_what_the_shipped_linear_run_measured():
    row = re.escape("| linear, 32-d | squared error | ") + r"PCA ([\d.]+) \| – \| ([\d.]+) \|"
    metrics = shipped("linear", "mnist")[0].metrics
    wanted = [f"{metrics[name]:.2f}" for name in ("pca_test_squared_error", "test_squared_error")]
    assert list(re.search(row, README).groups()) == wanted
