"""How odd samples are to a model: the scores that fit it, and what they are computed from."""

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets
from ae.models import anomalies, training
from ae.models.architectures import variational
from tests.conftest import tiny_config
from tests.stand_ins import SPECS, registered

WHOLE = [form for form in SPECS if form.kind != "ratings"]
"""Data whose samples are known whole: what the page takes."""

SAMPLES = datasets.to_inputs(datasets.load("digits", "test").samples[:6])


def asking(model):
    """Answer for a model as the inference process does."""

    def ask(operation, array):
        if operation == "reconstruct":
            return np.asarray(model(array, training=False))
        if operation == "decode":
            return np.asarray(model.decoder(array))
        return [np.asarray(part) for part in model.posterior(array)]

    return ask


def rebuilt(architecture, **more):
    chosen = tiny_config(architecture=architecture, **more)
    return anomalies.rebuild(chosen, SAMPLES, asking(training.build(chosen)))


@pytest.mark.parametrize("architecture", config.choices("architecture", "digits"))
def test_every_score_that_fits_gives_one_number_a_sample(architecture):
    found = rebuilt(architecture)
    names = anomalies.scores_for(tiny_config(architecture=architecture))
    assert names[0] == "excess_per_ink"
    assert ("negative_elbo" in names) == (architecture == "variational")
    for name in names:
        scores = anomalies.SCORES[name].of(found)
        assert scores.shape == (len(SAMPLES),) and np.isfinite(scores).all()


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
def test_data_of_every_kind_have_scores_that_make_sense_of_them(form):
    with registered(form):
        chosen = config.from_flat({"dataset": form.name, "architecture": "deep"})
        names = anomalies.scores_for(chosen)
        competitors = anomalies.competitors_for(chosen)
    assert "squared_error" in names
    assert ("excess_per_ink" in names) == (form.kind == "picture")
    assert ("error_per_energy" in names) == (form.kind != "picture")
    assert ("isolation_forest" in competitors) == (form.kind != "picture")
    assert competitors[:2] == ("pca", "knn")


def test_the_scores_are_those_of_the_analysis():
    found = rebuilt("basic")
    for name in ("excess_per_ink", "error_per_ink", "squared_error", "error_per_energy"):
        expected = getattr(analysis, name)(found.samples, found.restored)
        np.testing.assert_array_equal(anomalies.SCORES[name].of(found), expected)


def test_the_bound_is_what_the_family_itself_measures():
    """With another seed and fewer draws of the code, so only nearly."""
    chosen = tiny_config(architecture="variational", latent_dim=4)
    model = training.build(chosen)
    found = anomalies.rebuild(chosen, SAMPLES, asking(model)).bound
    examined = variational.examine(model, chosen.architecture, SAMPLES, chosen.data)
    assert found.shape == (len(SAMPLES),)
    assert found.mean() == pytest.approx(examined.metrics["test_negative_elbo"], rel=0.005)


def test_every_entry_has_words_and_a_formula():
    for score in anomalies.SCORES.values():
        assert score.label and score.means and "x" in score.formula
    assert all(one.label and one.kinds for one in anomalies.COMPETITORS.values())


def test_neighbours_are_looked_for_among_some_of_many(monkeypatch):
    monkeypatch.setattr(anomalies, "KNOWN", 50)
    normal = np.arange(1000.0, dtype=np.float32)[:, None]
    found = anomalies.COMPETITORS["knn"].score(normal, normal[:1], 1)
    known = normal[analysis.sampled(1000, 50)]
    assert found == pytest.approx(analysis.neighbour_distance(known, normal[:1]))
