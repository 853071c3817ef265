"""The Inside page, as Streamlit runs it: the values that it shows are those of the run."""

import re

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.models import priors
from ae.runs import evaluation
from tests.conftest import tiny_config
from tests.web.visits import captions, link, markdown, publish_untrained, visit

PAGE = "pages/inside.py"
pytestmark = pytest.mark.slow


def shipped(name, server):
    return server.store().find(config.from_flat({"dataset": "digits", "architecture": name}).key())


def told(text):
    """Return MMD² and the limit of chance, for every verdict on the page."""
    found = re.findall(r"MMD² ([-\d.]+); .*? less than ([\d.]+) in", text)
    return [tuple(map(float, one)) for one in found]


def test_draws_of_the_posterior_and_not_their_means_are_held_against_the_prior(server):
    adversarial = shipped("adversarial", server)
    beside = tiny_config(architecture="variational", latent_dim=8, width=32)
    publish_untrained(server.store(), beside)
    app = visit(PAGE, **link(adversarial.config))
    mine, other = told(captions(app))
    found = priors.compare(adversarial.array("latents"), "normal")
    assert mine == pytest.approx((found.mmd, found.critical), abs=1e-5)

    model = evaluation.load(server.store().find(beside.key()))
    samples = datasets.to_inputs(datasets.held_out("digits").samples)
    mean, log_variance = (np.asarray(part) for part in model.posterior(samples))
    noise = np.random.default_rng([1, 0]).standard_normal(mean.shape, np.float32)
    drawn = priors.compare(mean + np.exp(log_variance / 2) * noise, "normal")
    means = priors.compare(mean, "normal")
    assert other == pytest.approx((drawn.mmd, drawn.critical), abs=1e-5)
    assert abs(means.mmd - drawn.mmd) > 0.001


def test_a_run_that_does_not_match_its_prior_is_said_not_to(server):
    """Whose writers are whose is said of MNIST alone."""
    run = shipped("adversarial", server)
    text = captions(visit(PAGE, **link(run.config)))
    matches = priors.compare(run.array("latents"), "normal").p >= 0.05
    assert ("This test found no difference" in text) == matches
    assert ("do **not** have the prior's distribution" in text) != matches
    assert "writers" not in text


def test_the_active_dimensions_of_a_variational_run_are_those_of_its_kl(server):
    run = shipped("variational", server)
    text = markdown(visit(PAGE, **link(run.config)))
    active = int((run.array("kl") > 0.01).sum())
    assert f"Of {run.config.latent_dim} dimensions **{active} are active**" in text


def test_the_linear_page_compares_errors_and_planes(server):
    run = shipped("linear", server)
    text = markdown(visit(PAGE, **link(run.config)))
    ours, pca = run.metrics["test_squared_error"], run.metrics["pca_test_squared_error"]
    assert f"**{ours:.2f}** against PCA's **{pca:.2f}** ({ours / pca - 1:+.1%})" in text
    own = evaluation.load(run).decoder.weights[0].numpy()
    pairs = np.linalg.svd(
        np.linalg.qr(own.T)[0].T @ np.linalg.qr(run.array("pca_components").T)[0], compute_uv=False
    )
    assert f"{int((pairs > 0.99).sum())} have a cosine above 0.99" in text
