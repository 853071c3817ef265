"""The theory: every figure is a run's own, every formula stands beside its lines."""

import inspect
import re

import numpy as np
import pytest

from ae import analysis
from ae.data import datasets
from ae.models import digit_classifier, training
from ae.models.architectures import REGISTRY
from ae.web import measured
from ae.web.panels import PANELS
from ae.web.panels.applications.overview import APPLICATIONS
from ae.web.panels.theory.claims import runs_of
from ae.web.panels.theory.families import usual_config
from ae.web.panels.theory.timeline import run_of
from ae.web.runs import find_run, run_array
from ae.web.theory import CLAIMS, FORMULAS, STOPS, VERDICTS
from ae.web.theory.claims import FAILS, HOLDS, PARTLY, elsewhere
from tests.web.visits import captions, control, html, markdown, pictures, visit

PAGE = "pages/theory.py"


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.title)
def test_a_formula_stands_beside_the_function_that_is_there(formula):
    file, name = formula.place().split(", ")
    assert file.endswith(".py") and f"def {name}(" in formula.source()
    assert formula.source() in inspect.getsource(inspect.getmodule(formula.code))
    assert formula.latex.count("{") == formula.latex.count("}")


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.title)
def test_the_symbols_that_are_named_are_in_the_formula(formula):
    for symbol in re.findall(r"\$([^$]+)\$", formula.words):
        letters = re.findall(r"\\?[a-zA-Z]+", symbol)
        assert letters
        if "=" not in symbol and "\\log D" not in symbol:
            assert letters[0] in formula.latex, symbol


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: one.said)
def test_a_claims_verdict_follows_from_figures_of_runs(server, claim):
    runs = runs_of(claim)
    assert runs is not None, "they ship"
    figures = claim.figures(runs)
    assert all(np.isfinite(value) for value in figures.values())
    assert claim.verdict(figures) in VERDICTS
    assert any(character.isdigit() for character in claim.reason.format(**figures))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: one.said)
def test_other_figures_would_make_another_verdict(server, claim):
    figures = claim.figures(runs_of(claim))
    found = {
        claim.verdict({**figures, one: factor * value})
        for one, value in figures.items()
        for factor in (1e-3, 0.5, 1.0, 2.0, 1e3)
    }
    assert len(found) > 1


def test_the_gans_figures_stand_beside_those_of_the_table(server):
    claim = next(one for one in CLAIMS if "GAN" in one.said)
    figures, scores = claim.figures(runs_of(claim)), digit_classifier.load_scores()
    assert figures["gan"] == elsewhere()["gan"]["frechet"] > figures["real"]
    assert figures["real"] == scores[digit_classifier.REAL].frechet
    frechets = {score.frechet for score in scores.values()}
    assert {figures["prior"], figures["mixture"]} < frechets


def test_the_history_goes_forward_and_names_its_sources():
    years = [int(stop.year[:4]) for stop in STOPS]
    assert years == sorted(years) and years[0] == 1985
    assert all(re.search(r"\((19|20)\d\d\)|\d{4}\.\d{5}", stop.source) for stop in STOPS)
    assert all("“" in stop.source for stop in STOPS)


def test_a_stop_that_names_a_run_has_one(server):
    assert all(run_of(stop) is not None for stop in STOPS if stop.run is not None)


def test_the_page_shows_every_family_with_its_number_and_the_way_to_it(server):
    app = visit(PAGE)
    told = markdown(app)
    links = [one.proto.label for one in app.get("page_link")]
    for name, family in REGISTRY.items():
        run = find_run(usual_config(name).key())
        assert run is not None, "it ships"
        figure = run.metrics.get("test_squared_error", run.metrics.get("test_ndcg100"))
        form = "{:.2f}" if "test_squared_error" in run.metrics else "{:.3f}"
        assert f"**{form.format(figure)}** with {run.config.latent_dim} numbers" in told
        assert f"Open: {family.words.label}" in links


def test_the_tie_with_pca_is_the_runs_own(server):
    run = find_run(usual_config("linear").key())
    figures = f"{measured.error(run):.2f}, PCA {measured.pca_error(run):.2f}"
    assert f"linear autoencoder {figures}" in markdown(visit(PAGE))


def test_the_lines_of_a_formula_are_shown_when_they_are_asked_for(server):
    app = visit(PAGE)
    assert not app.code
    assert len(app.latex) == len(FORMULAS) + len(REGISTRY)


def test_one_walks_through_the_history(server):
    app = visit(PAGE)
    assert STOPS[0].source in captions(app)
    slider = next(one for one in app.select_slider if one.label == "Year")
    before = html(app).count("ae-reconstruction")
    slider.set_value("2008").run()
    assert "denoising autoencoders" in captions(app)
    assert html(app).count("ae-reconstruction") == before + 10
    assert all(stop.year in markdown(app) for stop in STOPS)


@pytest.mark.parametrize("stop", [one for one in STOPS if one.run], ids=lambda one: one.year)
def test_a_stop_shows_its_run_by_a_panel_of_the_app(server, stop):
    assert stop.panel in PANELS
    app = visit(PAGE)
    control(app.select_slider, "Year").set_value(stop.year).run()
    assert not app.exception, app.exception
    assert not app.error and not app.warning
    assert stop.source in captions(app)
    assert stop.title in "\n".join(one.value for one in app.subheader)


def test_pcas_pictures_beside_the_linear_run_are_pcas(server):
    run = find_run(usual_config("linear").key())
    split = datasets.held_out(run.config.dataset)
    samples = datasets.to_inputs(split.samples[training.snapshot_rows(split.labels)])
    mean, components = run.array("pca_mean"), run.array("pca_components")
    flat = samples.reshape(len(samples), -1) - mean
    restored = (flat @ components.T @ components + mean).reshape(samples.shape)
    shown = np.stack(pictures(visit(PAGE), "pca"))
    assert np.abs(shown / 255.0 - restored.clip(0, 1)).max() < 0.51 / 255 + 1e-4


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: one.said)
def test_no_figure_is_typed_into_a_reason(claim):
    typed = re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", claim.reason))
    neighbours = inspect.signature(analysis.knn_accuracy).parameters["k"].default
    assert set(typed) <= {str(neighbours)}


def test_features_are_better_only_beyond_chance(server):
    claim = next(one for one in CLAIMS if "PCA" in one.said)
    figures = claim.figures(runs_of(claim))
    pca, chance = figures["pca"], figures["chance"]
    verdicts = [
        claim.verdict({**figures, "ours": pca + ours * chance, "deep": pca + deep * chance})
        for ours, deep in ((0.9, 0.9), (0.9, 1.1), (1.1, 1.1))
    ]
    assert verdicts == [FAILS, PARTLY, HOLDS]
    asked = len(analysis.split(len(run_array(runs_of(claim)["basic"], "latents")))[1])
    assert chance == pytest.approx(2 * (2 * pca * (1 - pca) / asked) ** 0.5)


def test_what_is_said_of_the_gan_and_of_unlike_halves_is_what_was_measured(server):
    ours = {one.said: one for one in CLAIMS}
    gan = next(one for said, one in ours.items() if "GAN" in said)
    figures = gan.figures(runs_of(gan))
    assert figures["mixture"] < figures["gan"] < figures["prior"]  # so the codes decide
    errors = elsewhere()["unlike"]["errors"]
    assert errors["both"] < min(errors["encoder"], errors["decoder"])
    assert max(errors["encoder"], errors["decoder"]) < errors["none"]


def test_a_link_of_an_application_is_short_and_its_words_stand_below(server):
    app = visit(PAGE)
    labels = [one.proto.label for one in app.get("page_link")]
    for one in APPLICATIONS:
        assert f"**{one.label}**" in labels and one.words in markdown(app)


def test_codes_stand_only_below_what_they_are_codes_of(server):
    app = visit(PAGE)
    assert len(pictures(app, "code")) == 10
    control(app.select_slider, "Year").set_value("2008").run()
    assert len(pictures(app, "code")) == 10 == len(pictures(app, "corrupted"))
