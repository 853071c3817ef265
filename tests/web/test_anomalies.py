"""The page Anomalies: what is normal and odd, the scores, the table, a drawing's place."""

import json
import re

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets, oddities
from ae.models.anomalies import COMPETITORS, SCORES, competitors_for, scores_for
from ae.web import exports, figures
from ae.web.controls.topics import ANOMALIES
from ae.web.panels.anomalies import areas as table
from ae.web.panels.anomalies import scored
from ae.web.panels.anomalies.scored import worst
from tests.web.visits import (
    all_fine,
    arrive,
    captions,
    control,
    html,
    link,
    publish_untrained,
    visit,
)

PAGE = "pages/anomalies.py"


def of(dataset="digits", **changed):
    return config.from_flat(ANOMALIES.defaults(dataset) | changed)


def opened(server, chosen):
    publish_untrained(server.store(), chosen)
    app = arrive(PAGE, **link(chosen))
    assert all_fine(app), [*app.exception, *app.error, *app.warning]
    return app


def told(app):
    """Return what the page tells its threshold."""
    found = [component.proto.json for component in app.get("bidi_component")]
    return next(one for one in map(json.loads, filter(None, found)) if "start" in one)


def test_the_page_opens_with_one_class_and_the_preset_for_it(server):
    app = visit(PAGE)
    assert config.from_flat(app.session_state["config"]) == of()
    assert control(app.get("button_group"), "Normal is").value == [7]
    assert of().classes == (7,) and of().latent_dim == 8


def one(value):
    return value[0] if isinstance(value, list) else value


def test_what_is_normal_is_chosen(server):
    app = visit(PAGE)
    control(app.get("button_group"), "Normal is").set_value([3, 5]).run()
    assert one(app.query_params["classes"]) == "3,5"
    control(app.get("button_group"), "Normal is").set_value([]).run()
    assert "classes" not in app.query_params and all_fine(app)


def test_another_family_keeps_what_is_normal_and_other_data_have_their_own(server):
    app = visit(PAGE)
    control(app.selectbox, "Autoencoder").set_value("basic").run()
    assert one(app.query_params["classes"]) == "7"
    control(app.selectbox, "Data").set_value("breast_cancer").run()
    assert one(app.query_params["classes"]) == "1"
    assert one(app.query_params["architecture"]) == "deep"


def test_a_finished_run_shows_the_threshold_the_table_and_the_drawing(server):
    chosen = of(seed=3)
    app = opened(server, chosen)
    data = told(app)
    assert data["score"] == "Excess cross-entropy ÷ ink"
    assert np.isfinite(data["start"]) and data["mark"] > 0
    labels = datasets.held_out("digits").labels
    assert f"{np.sum(labels == 7):,} held-out digits" in captions(app)
    assert f"{np.sum(labels != 7):,} of them are scored" in captions(app)
    assert "Where it is odd" in html(app)
    assert all(SCORES[name].label in html(app) for name in scores_for(chosen))
    for name in competitors_for(chosen):
        assert COMPETITORS[name].label.format(n=8) in html(app)
    assert "–" in row(app, "A letter") and "–" not in row(app, "Another class")


def row(app, name):
    """Return a row of the table of areas."""
    return re.search(rf"<th scope=.row.>{name}</th>(.*?)</tr>", html(app)).group(1)


def test_the_table_holds_the_areas_of_what_is_scored(server):
    chosen = of(seed=3)
    app = opened(server, chosen)
    run = server.store().require(chosen.key())
    for name, label in (("letter", "A letter"), ("hole", "A hole")):
        normal, odd = scored.all_scores(run, "normal"), scored.all_scores(run, name)
        areas = [analysis.auc(normal[one], odd[one]) for one in scores_for(chosen)]
        assert re.findall(r"\d\.\d{3}", row(app, label))[:3] == [f"{area:.3f}" for area in areas]


@pytest.mark.parametrize("blacker", [False, True])
def test_what_is_said_of_blank_paper_is_so(server, blacker, monkeypatch):
    """Also of a network that paints nothing onto it."""
    chosen = of(seed=3)
    publish_untrained(server.store(), chosen)
    run = server.store().require(chosen.key())
    normal, blank = (scored.all_scores(run, what)["squared_error"] for what in ("normal", "blank"))
    scores = {"normal": {"squared_error": normal}, "blank": {"squared_error": 0 * blank}}
    if blacker:
        monkeypatch.setattr(table, "all_scores", lambda run, what: scores[what])
        blank = 0 * blank
    share = float(np.mean(normal < blank[0]))
    said = table._about_blank(run)
    assert f"{share:.1%} here" in said
    assert ("easily rebuilt" in said) == (share < 0.5)


def test_the_largest_numbers_of_a_row_are_bold():
    told = figures.best_in_row(["a <b>", "x", "y", "z"], [("r", [0.5, 0.50001, None])])
    assert told.count("<td class='best'>0.500</td>") == 2 and "<td>–</td>" in told
    assert "a &lt;b&gt;" in told


def test_another_oddity_and_another_score_are_another_set_of_scores(server):
    app = opened(server, of(seed=3))
    first = told(app)
    control(app.selectbox, "What is odd").set_value("blank").run()
    second = told(app)
    control(app.selectbox, "Score").set_value("squared_error").run()
    third = told(app)
    assert len({one["name"] for one in (first, second, third)}) == 3
    assert all_fine(app) and third["score"] == "Squared error"
    assert "1 of them are scored" in captions(app)


def test_where_all_classes_are_learnt_letters_are_the_first_oddity(server):
    app = opened(server, of(seed=3, classes=""))
    assert control(app.selectbox, "What is odd").options[0] == "A letter"
    assert "(all classes)" in captions(app)


def test_a_familys_own_bound_is_a_score(server):
    chosen = config.from_flat({"dataset": "digits", "architecture": "variational", "classes": "7"})
    app = opened(server, chosen)
    control(app.selectbox, "Score").set_value("negative_elbo").run()
    assert all_fine(app) and told(app)["score"] == "−ELBO"


def test_a_table_names_what_is_rebuilt_worst_and_has_no_canvas(server):
    chosen = of("breast_cancer", seed=3)
    app = opened(server, chosen)
    assert "Where it is odd" not in html(app)
    run = server.store().require(chosen.key())
    samples = oddities.odd("another", chosen, scored.MOST).samples
    shown = scored.scored(run, "another", "squared_error")
    restored = scored.rebuilt_live(run, samples).restored
    columns = datasets.DATASETS["breast_cancer"].columns()
    place = np.argmax(np.abs(restored - samples)[0])
    assert shown.texts[0].startswith(columns[place])
    expected = analysis.squared_error(samples, restored)
    np.testing.assert_allclose(shown.scores, expected, rtol=1e-4)
    assert "Isolation forest" in html(app)


def test_the_line_starts_where_few_normal_training_samples_lie_above_it(server):
    chosen = of(seed=3)
    publish_untrained(server.store(), chosen)
    run = server.store().require(chosen.key())
    train = datasets.load("digits", "train")
    normal = datasets.to_inputs(train.samples[train.labels == 7])
    scores = SCORES["squared_error"].of(scored.rebuilt_live(run, normal))
    line = scored.usual_threshold(run, "squared_error")
    assert np.mean(scores > line) == pytest.approx(scored.ALARMS, abs=1 / len(normal))


def test_samples_that_were_kept_back_place_the_line_where_there_are_enough(server):
    chosen = of("breast_cancer", seed=3)
    app = opened(server, chosen)
    run = server.store().require(chosen.key())
    rows, kept_back = scored.threshold_rows(run)
    labels = datasets.load("breast_cancer", "train").labels
    np.testing.assert_array_equal(rows, np.flatnonzero(labels[300:] == 1) + 300)
    assert kept_back and f"of {len(rows)} normal training patients lie above it" in captions(app)
    scores = SCORES["squared_error"].of(
        scored.rebuilt_live(run, datasets.load("breast_cancer", "train").samples[rows])
    )
    line = scored.usual_threshold(run, "squared_error")
    assert np.mean(scores > line) == pytest.approx(scored.ALARMS, abs=1 / len(rows))


def test_where_a_simpler_detector_wins_the_page_says_so(server):
    """An untrained network tells nothing of benign and malignant measurements that they do not."""
    app = opened(server, of("breast_cancer", seed=3))
    areas = [float(area) for area in re.findall(r"\d\.\d{3}", row(app, "Another class"))]
    said = [one.value for one in app.info]
    assert bool(said) == (max(areas[2:]) > max(areas[:2]))
    if said:
        assert f"{max(areas[2:]):.3f}" in said[0] and f"{max(areas[:2]):.3f}" in said[0]


def test_the_worst_columns_are_named_worst_first():
    assert worst(np.array([0.1, -3.0, 2.0, 0.5])) == (1, 2, 3)


def test_scores_are_taken_home_as_a_table():
    scores = {"normal": {"x": np.array([1.5, 2.0])}, "odd": {"x": np.array([3.25])}}
    lines = exports.scores_csv(scores).decode().splitlines()
    assert lines == ["sample,x", "normal,1.5", "normal,2.0", "odd,3.25"]


def test_signals_stand_on_the_same_panel(server):
    chosen = config.from_flat({"dataset": "heartbeats", "architecture": "basic", "classes": "0"})
    app = opened(server, chosen)
    assert told(app)["score"]
    choose_kind = control(app.selectbox, "What is odd")
    assert "A hole" in choose_kind.options and "A letter" not in choose_kind.options
