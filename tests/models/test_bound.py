"""−ELBO and the importance-weighted bound, against a model whose likelihood an integral gives."""

from types import SimpleNamespace

import numpy as np
import pytest

from ae import analysis
from ae.config import data_spec
from ae.models.architectures import variational
from ae.models.architectures.variational import VariationalOptions
from ae.models.bound import importance_weighted_bound

PIXELS = 784
SLOPE = np.random.default_rng(0).normal(0, 0.08, PIXELS)
BASE = np.random.default_rng(1).normal(0, 1, PIXELS)
MEAN, LOG_VARIANCE = 0.4, np.log(0.9)
"""Of a posterior that is not the right one, so that the bounds differ from the likelihood."""


def probabilities(codes):
    """Return each pixel's probability of white, given a code of one number."""
    return 1 / (1 + np.exp(-(BASE + codes * SLOPE)))


def stand_in(mean=MEAN, log_variance=LOG_VARIANCE):
    """A model of known form, asked as a Keras one is."""

    def posterior(samples, **ignored):
        shape = (len(samples), 1)
        return [np.full(shape, mean, np.float32), np.full(shape, log_variance, np.float32)]

    def decode(codes, **ignored):
        return probabilities(codes).reshape(-1, 28, 28).astype(np.float32)

    return SimpleNamespace(
        posterior=SimpleNamespace(predict=posterior), decoder=SimpleNamespace(predict=decode)
    )


@pytest.fixture(scope="module")
def pictures():
    """Black-and-white pictures that the model itself has drawn."""
    rng = np.random.default_rng(2)
    white = rng.random((15, PIXELS)) < probabilities(rng.standard_normal((15, 1)))
    return white.reshape(-1, 28, 28).astype(np.float32)


GRID = np.linspace(-9, 9, 4001)
STEP = GRID[1] - GRID[0]


def log_likelihoods(pictures):
    """Return log p(x | z) on the grid of codes: (n, grid)."""
    p, flat = probabilities(GRID[:, None]), pictures.reshape(len(pictures), -1)
    return flat @ np.log(p).T + (1 - flat) @ np.log1p(-p).T


def density(mean, variance):
    return np.exp(-0.5 * (GRID - mean) ** 2 / variance) / np.sqrt(2 * np.pi * variance)


def log_evidence(pictures):
    """Return log p(x) = log ∫ p(x | z) p(z) dz of each picture."""
    log = log_likelihoods(pictures)
    top = log.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(log - top) @ density(0, 1) * STEP)


def elbo(pictures):
    """Return E_q[log p(x | z)] − KL(q ‖ p) of each picture, by the integral."""
    q, variance = density(MEAN, np.exp(LOG_VARIANCE)), np.exp(LOG_VARIANCE)
    kl = 0.5 * (MEAN**2 + variance - 1 - LOG_VARIANCE)
    return log_likelihoods(pictures) @ q * STEP - kl


def test_with_many_draws_the_bound_is_the_likelihood(pictures):
    found = importance_weighted_bound(stand_in(), pictures, 2000, np.random.default_rng(0))
    assert found.shape == (len(pictures),)
    np.testing.assert_allclose(found, log_evidence(pictures), atol=0.25)
    assert found.mean() == pytest.approx(log_evidence(pictures).mean(), abs=0.03)


def test_with_one_draw_the_bound_is_the_elbo_and_more_draws_tighten_it(pictures):
    rng = np.random.default_rng(0)
    bounds = []
    for draws in (1, 3, 30):
        repeats = [importance_weighted_bound(stand_in(), pictures, draws, rng) for _ in range(60)]
        bounds.append(analysis.over_draws(np.stack(repeats)))
    (first, error), *_rest = bounds
    assert abs(first - elbo(pictures).mean()) < 4 * error
    means = [mean for mean, _error in bounds]
    assert means == sorted(means) and means[-1] < log_evidence(pictures).mean() + 4 * bounds[-1][1]
    assert means[-1] - means[0] > 8 * error


def test_the_negative_elbo_is_the_integrals_and_its_error_true(pictures):
    found = variational.examine(
        stand_in(), VariationalOptions(), pictures, data_spec("digits")
    ).metrics
    error = found["test_negative_elbo_error"]
    assert abs(found["test_negative_elbo"] + elbo(pictures).mean()) < 4 * error
    # The error of 16 draws, from the integral: the variance of log p(x | z) under q.
    q, log = density(MEAN, np.exp(LOG_VARIANCE)) * STEP, log_likelihoods(pictures)
    variances = np.square(log) @ q - np.square(log @ q)
    wanted = np.sqrt(variances.sum() / analysis.DRAWS) / len(pictures)
    assert error == pytest.approx(wanted, rel=0.2)
    kl = 0.5 * (MEAN**2 + np.exp(LOG_VARIANCE) - 1 - LOG_VARIANCE)
    assert found["test_kl"] == pytest.approx(kl, rel=1e-5)
    assert found["test_kl_error"] == 0
    assert found["test_active_dimensions"] == 1


def test_a_number_that_is_the_prior_carries_nothing(pictures):
    found = variational.examine(
        stand_in(0.0, 0.0), VariationalOptions(), pictures, data_spec("digits")
    )
    assert found.metrics["test_kl"] == 0
    assert found.metrics["test_active_dimensions"] == 0
    np.testing.assert_allclose(found.arrays["posterior_spread"], [1.0])


def test_what_is_drawn_in_black_and_white_is_drawn_anew_every_time():
    grey = np.full((30, 28, 28), 0.5, np.float32)
    seen = []
    model = stand_in()
    plain = model.posterior.predict

    def watch(samples, **ignored):
        seen.append(samples)
        return plain(samples)

    model.posterior.predict = watch
    variational.examine(model, VariationalOptions(binarise=True), grey, data_spec("digits"))
    assert len(seen) == analysis.DRAWS
    assert all(set(np.unique(samples)) == {0.0, 1.0} for samples in seen)
    assert len({samples.tobytes() for samples in seen}) == analysis.DRAWS
