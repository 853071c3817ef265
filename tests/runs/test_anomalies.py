"""How well a run tells odd samples from normal ones, measured on all held-out samples."""

import numpy as np
import pytest

from ae import analysis
from ae.data import datasets, oddities
from ae.models import anomalies as models_anomalies
from ae.models import training
from ae.runs import anomalies, comparisons
from tests.conftest import tiny_config
from tests.web.visits import publish_untrained


def brightness(operation, array):
    """Stand in for a model that rebuilds everything as black: its error is the energy."""
    assert operation == "reconstruct"
    return np.zeros_like(array)


@pytest.fixture(scope="module")
def found():
    return anomalies.areas(tiny_config(classes="1", train_size=1440), brightness)


def test_all_held_out_samples_are_measured(found):
    labels = datasets.held_out("digits").labels
    assert found.normal == np.sum(labels == 1)
    assert found.odd["another"] == np.sum(labels != 1)
    assert found.odd["hole"] == found.odd["noise"] == found.normal
    assert found.odd["blank"] == 1
    assert set(found.odd) == set(found.scores) == set(found.competitors) == set(oddities.ODDITIES)


def test_the_areas_are_those_of_the_scores(found):
    samples, labels = datasets.held_out("digits").samples, datasets.held_out("digits").labels
    energy = analysis.energy(datasets.to_inputs(samples))
    expected = analysis.auc(energy[labels == 1], energy[labels != 1])
    assert found.scores["another"]["squared_error"] == pytest.approx(expected)
    assert found.scores["blank"]["squared_error"] == 0.0  # black is rebuilt perfectly
    noise = analysis.energy(oddities.odd("noise", tiny_config(classes="1"), 10_000).samples)
    assert found.scores["noise"]["squared_error"] == pytest.approx(
        analysis.auc(energy[labels == 1], noise)
    )


def test_simpler_detectors_are_fitted_on_what_the_run_has_learnt(found):
    chosen = tiny_config(classes="1", train_size=1440)
    normal = datasets.to_inputs(training.training_samples(chosen))
    split = datasets.held_out("digits")
    score = models_anomalies.COMPETITORS["knn"].score
    given = [
        datasets.to_inputs(split.samples[mask]) for mask in (split.labels == 1, split.labels != 1)
    ]
    expected = analysis.auc(*(score(normal, one, chosen.latent_dim) for one in given))
    assert found.competitors["another"]["knn"] == pytest.approx(expected, abs=1e-6)
    assert found.competitors["another"]["pca"] > 0.9
    assert set(found.competitors["another"]) == set(models_anomalies.competitors_for(chosen))


def test_what_is_wanted_alone_is_measured():
    chosen = tiny_config(classes="1")
    found = anomalies.areas(chosen, brightness, ("blank",), beside=False)
    assert list(found.scores) == ["blank"] and not found.competitors


def test_a_run_of_some_classes_keeps_what_simpler_detectors_say(store):
    some, whole = tiny_config(classes="1"), tiny_config()
    for chosen in (some, whole):
        publish_untrained(store, chosen)
    run, other = (store.require(chosen.key()) for chosen in (some, whole))
    assert not any(other.has_array(comparisons.SIMPLER + n) for n in models_anomalies.COMPETITORS)
    labels = datasets.held_out("digits").labels
    for name in models_anomalies.competitors_for(some):
        scores = run.array(comparisons.SIMPLER + name)
        assert scores.shape == labels.shape
        assert analysis.auc(scores[labels == 1], scores[labels != 1]) > 0.8
