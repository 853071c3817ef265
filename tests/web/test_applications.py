"""The overview of the applications: a living picture and a link for each."""

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.web.controls.topics import ANOMALIES, RATINGS
from ae.web.panels.applications.overview import APPLICATIONS
from ae.web.runs import find_run, run_array
from tests.web.visits import all_fine, captions, html, markdown, pictures, visit

PAGE = "pages/applications.py"


@pytest.fixture(scope="module")
def app(server):
    return visit(PAGE)


def test_every_application_has_its_picture_from_a_shipped_run(app):
    assert all_fine(app)
    assert len(APPLICATIONS) == 7
    assert [one.value for one in app.header] == [one.label for one in APPLICATIONS]
    assert "No run of it" not in captions(app)
    assert captions(app).count("trained on:") == 7
    assert len(app.get("plotly_chart")) == 1


def test_each_opens_its_page(app):
    paths = [link.proto.page for link in app.get("page_link")]
    assert paths == [
        "latent",
        "inside",
        "anomalies",
        "generate",
        "draw",
        "signals",
        "recommend",
    ]


def test_the_errors_of_anomalies_are_the_runs_own(app):
    run = find_run(config.from_flat(ANOMALIES.defaults("digits")).key())
    errors, labels = run_array(run, "errors"), datasets.load("digits", "test").labels
    shown = []
    for own in (labels == 7, labels != 7):
        middle = np.sort(errors[own])[own.sum() // 2 - 2 :][:5]
        shown += [f"<small>{value:.1f}</small>" for value in middle]
    assert all(one in html(app) for one in shown)
    assert np.median(errors[labels != 7]) > 2 * np.median(errors[labels == 7])


def test_what_is_left_of_a_digit_stays_where_it_is_filled_in(app):
    erased = pictures(app, "corrupted")
    assert any((picture[19:] == 0).all() and picture[:19].any() for picture in erased)


def test_nobody_is_recommended_what_they_have_rated(app):
    run = find_run(config.from_flat(RATINGS.defaults()).key())
    given = datasets.held_out(run.config.dataset).samples[0]
    liked, best = (
        part.split("</ol>")[0].split("<b>")[1:] for part in html(app).split('class="ae-list"')[1:]
    )
    names = datasets.DATASETS[run.config.dataset].columns()
    rated = {names[column] for column in np.flatnonzero(np.isfinite(given))}
    assert {one.split("</b>")[0] for one in liked} <= rated
    assert not {one.split("</b>")[0] for one in best} & rated
    assert "Somebody likes" in markdown(app)
