"""Mixtures fitted to runs: the job, how it ends, and what Generate shows of it."""

import re

import numpy as np
import pytest

from ae import config
from ae.analysis import code_mixture
from ae.data import datasets
from ae.models import digit_classifier, generation
from ae.models import samples as samples_of
from ae.runs import evaluation, jobs, mixtures
from ae.runs.store import UnknownRun, views
from ae.runs.store.runs import write_manifest
from ae.web import server as services
from tests.conftest import START_SECONDS, keep_out_of_the_way, tiny_config, wait_until
from tests.stand_ins import takers
from tests.web.visits import (
    all_fine,
    choose,
    click,
    control,
    link,
    markdown,
    pickers,
    publish_untrained,
    read,
    visit,
)
from tests.workers.processes import held, lives
from tests.workers.test_tsne_jobs import ended
from tests.workers.test_workers import begin, cancel, long_training, state, wait_for

pytestmark = pytest.mark.slow
PAGE = "pages/generate.py"
FIT = r"Fit the mixture \(about \d+ s\)"


def shipped(architecture="basic"):
    """Return the shipped run of a family on the built-in digits."""
    chosen = config.from_flat({"dataset": "digits", "architecture": architecture}, "digits")
    return services.store().require(chosen.key())


def fresh(architecture="basic"):
    """Return that run without its mixture."""
    run = shipped(architecture)
    (services.store().views / run.key / views.file_name(views.MIXTURE)).unlink(missing_ok=True)
    return run


@pytest.fixture
def run(server):
    return fresh()


def kept(run):
    return services.store().view(run, views.MIXTURE)


def fit(run):
    services.workers().submit(jobs.mixture(run.key))
    assert ended(jobs.mixture(run.key)).state == "absent"


# What it is fitted to


def test_a_mixture_is_fitted_to_the_codes_of_the_training_samples(run):
    codes = mixtures.training_codes(run)
    keep_out_of_the_way()
    train = datasets.to_inputs(samples_of.training_samples(run.config))
    own = evaluation.load(run).encoder.predict(train, verbose=0)
    np.testing.assert_allclose(codes, own, atol=1e-4)


def test_of_distributions_of_codes_draws_are_taken(server):
    """Their means alone would lie closer together than the prior, and leave gaps."""
    run = shipped("variational")
    codes = mixtures.training_codes(run)
    keep_out_of_the_way()
    train = datasets.to_inputs(samples_of.training_samples(run.config))
    mean, log_variance = evaluation.load(run).posterior.predict(train, verbose=0)
    apart = (codes - mean) / np.exp(0.5 * log_variance)
    assert abs(apart.mean()) < 0.02 and apart.std() == pytest.approx(1, abs=0.02)


# The job


def test_a_submitted_mixture_is_kept_with_its_run(run):
    spec, told = jobs.mixture(run.key), []
    services.workers().submit(spec)

    def ended():
        job = jobs.snapshot(services.store(), spec.key)
        if job.active:
            told.append(job.fraction)
        return job.state not in ("queued", "running", "done")

    wait_until(ended, START_SECONDS, "the fitting's end")
    table = kept(run)
    codes = mixtures.training_codes(run)
    keep_out_of_the_way()
    expected = code_mixture.fit(codes, code_mixture.SEED, lambda share: None).to_table()
    assert table.shape == expected.shape
    np.testing.assert_allclose(table, expected, atol=1e-2, rtol=1e-2)
    assert told == sorted(told) and max(told) > 0
    services.workers().submit(spec)
    assert not (services.store().jobs / spec.key).exists(), "it is there already"


def test_cancelling_a_mixture_leaves_nothing(run):
    spec = jobs.mixture(run.key)
    with held(services.workers().pid) as stopped:
        services.workers().submit(spec)
        wait_until(lambda: stopped, START_SECONDS, "its start")
        cancel(services.store(), spec)
        assert not any(map(lives, stopped))
    assert kept(run) is None
    assert not (services.store().jobs / spec.key).exists()


def test_mixtures_are_fitted_beside_a_training_and_one_at_a_time(run):
    training, store = long_training(32), services.store()
    begin(services.workers(), training)
    first, second = jobs.mixture(run.key), jobs.mixture(fresh("deep").key)
    beside = jobs.embedding(run.key)
    with held(services.workers().pid):
        for spec in (first, second, beside):
            services.workers().submit(spec)
        wait_for(store, first, "running")
        wait_for(store, beside, "running")
        assert jobs.snapshot(store, second.key).place == 1
        assert state(store, training) == "running"
        for spec in (first, second, beside, training):
            cancel(store, spec)


def test_a_run_that_has_gone_fails_the_job_in_words(server):
    spec = jobs.mixture(tiny_config(seed=43).key())
    services.workers().submit(spec)
    assert str(ended(spec).message) == str(UnknownRun())


def spoil(model):
    """Give the last layer of an encoder weights that are no numbers; the rest stays whole."""
    layer = [layer for layer in model.encoder.layers if layer.weights][-1]
    layer.set_weights([np.full_like(weight, np.inf) for weight in layer.get_weights()])


def test_codes_that_are_no_numbers_fail_the_job_in_words(server):
    chosen = tiny_config(seed=44, architecture="linear")
    publish_untrained(services.store(), chosen)
    run = services.store().require(chosen.key())
    model = evaluation.load(run)
    spoil(model)
    model.save_weights(run.weights)
    write_manifest(run.folder)
    keep_out_of_the_way()
    spec = jobs.mixture(chosen.key())
    services.workers().submit(spec)
    seen = ended(spec)
    assert seen.state == "failed"
    assert str(seen.message).startswith("codes: expected finite numbers")
    app = visit(PAGE, **link(chosen), source="Mixture")
    assert read(app.error[0].value).startswith("This mixture could not be fitted. codes: expected")
    assert any(re.fullmatch(r"Try again \(about \d+ s\)", one.label) for one in app.button)
    services.store().delete(chosen.key())


def test_a_run_trained_again_loses_its_mixture(server):
    chosen = tiny_config(seed=45)
    publish_untrained(services.store(), chosen)
    first = services.store().require(chosen.key())
    fit(first)
    assert kept(first) is not None
    services.store().delete(chosen.key())
    publish_untrained(services.store(), chosen)
    again = services.store().require(chosen.key())
    assert kept(again) is None
    app = visit(PAGE, **link(chosen), source="Mixture")
    assert any(re.fullmatch(FIT, one.label) for one in app.button)
    services.store().delete(chosen.key())


# The page


def labels(app):
    return [button.label for button in app.button]


def samples(app):
    return pickers(app)[0]["items"]


def test_generate_offers_follows_and_draws_from_it(run):
    app = visit(PAGE, **link(run.config))
    before = samples(app)
    choose(app, "Codes drawn from", "mixture")
    (fit_button,) = [label for label in labels(app) if re.fullmatch(FIT, label)]
    assert "what a prior buys is that one need not" in markdown(app)
    assert not pickers(app)
    with held(services.workers().pid):
        click(app, fit_button)
        assert "Cancel" in labels(app)
    assert ended(jobs.mixture(run.key)).state == "absent"
    app.run()
    assert all_fine(app)
    assert "Cancel" not in labels(app)
    fitted = code_mixture.from_table(kept(run))
    assert f"**mixture of {len(fitted.weights)} normal distributions**" in markdown(app)
    assert len(samples(app)) == len(before)
    assert samples(app) != before
    codes = generation.draw_mixture(fitted, 16, 1.0, np.random.default_rng(0))
    assert np.isfinite(codes).all()
    first = samples(app)
    control(app.number_input, "Seed of the samples").set_value(7).run()
    assert samples(app) != first
    control(app.number_input, "Seed of the samples").set_value(0).run()
    assert samples(app) == first
    choose(app, "Codes drawn from", "normal")
    assert samples(app) == before


def test_generate_can_cancel_it(run):
    app = visit(PAGE, **link(run.config), source="mixture")
    with held(services.workers().pid):
        click(app, next(label for label in labels(app) if re.fullmatch(FIT, label)))
        click(app, "Cancel")
        wait_for(services.store(), jobs.mixture(run.key), "absent")
    assert kept(run) is None
    assert any(re.fullmatch(FIT, label) for label in labels(app.run()))


@pytest.mark.parametrize("name", takers("picture"))
def test_every_family_draws_from_a_mixture_by_link(server, name):
    run = shipped(name)
    if kept(run) is None:
        fit(run)
    app = visit(PAGE, dataset="digits", architecture=name, source="Mixture")
    assert all_fine(app)
    assert control(app.segmented_control, "Codes drawn from").value == "mixture"
    assert len({one["pictures"][0] for one in samples(app)}) > 10


def test_a_choice_that_another_family_has_falls_back(server):
    for name, own in (("basic", "normal"), ("variational", "prior")):
        app = visit(PAGE, dataset="digits", architecture=name, source="Prior")
        assert all_fine(app)
        assert control(app.segmented_control, "Codes drawn from").value == own


def test_a_link_to_no_source_is_told(server):
    app = visit(PAGE, source="Thin air")
    assert any("source" in one.value for one in app.warning)


def test_the_classifiers_verdict_is_of_what_codes_are_drawn_from(server, monkeypatch):
    run, score = shipped(), digit_classifier.SampleScore
    if kept(run) is None:
        fit(run)
    found = {digit_classifier.REAL: score(0.5, 0.9), run.key: score(31.0, 0.5)}
    found[digit_classifier.score_key(run.key, mixture=True)] = score(7.0, 0.8)
    monkeypatch.setattr(digit_classifier, "load_scores", lambda: found)
    app = visit(PAGE, **link(run.config))
    assert "Their features lie 31.00 from" in markdown(app)
    choose(app, "Codes drawn from", "mixture")
    assert "Their features lie 7.00 from" in markdown(app)
    del found[digit_classifier.score_key(run.key, mixture=True)]
    app.run()
    assert "Their features lie" not in markdown(app)
