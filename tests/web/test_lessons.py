"""Lessons: one contract over all of them, and how a person walks through one."""

import numpy as np
import pytest

from ae.data import datasets
from ae.web import measured
from ae.web.lessons import LESSONS
from ae.web.lessons.base import among, smallest
from ae.web.panels import PANELS
from ae.web.runs import find_run
from tests.web.visits import arrive, captions, click, html, markdown, visit

PAGE = "pages/lessons.py"
STEPS = [(name, number) for name, one in LESSONS.items() for number in range(1, len(one.steps) + 1)]
ASKING = [(name, n) for name, n in STEPS if LESSONS[name].steps[n - 1].question]


def step_of(name, number):
    return LESSONS[name].steps[number - 1]


def runs_of(name, dataset):
    return {one: find_run(made.key()) for one, made in LESSONS[name].configs(dataset).items()}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_of_five_to_eight_steps_and_asks(name):
    lesson = LESSONS[name]
    assert 5 <= len(lesson.steps) <= 8 and 5 <= lesson.minutes <= 10
    assert any(step.question for step in lesson.steps)
    assert all(text.strip() for text in (lesson.title, lesson.idea))
    assert all(step.title.strip() and step.words.strip() for step in lesson.steps)


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_shows_a_panel_that_there_is_with_settings_that_it_has(name, number):
    step = step_of(name, number)
    if not step.panel:
        assert step.question is None and not step.settings  # nothing could answer
        return
    assert step.run in LESSONS[name].runs
    usual = PANELS[step.panel].settings()
    assert set(step.settings) <= set(usual)
    assert all(type(value) is type(usual[one]) for one, value in step.settings.items())


@pytest.mark.parametrize("name", LESSONS)
def test_a_lessons_runs_ship(server, name):
    assert_shipped(name, "digits")


def assert_shipped(name, dataset):
    """Also used with MNIST."""
    assert all(run is not None and run.shipped for run in runs_of(name, dataset).values())


@pytest.mark.parametrize(("name", "number"), ASKING)
def test_the_right_answer_follows_from_the_runs_figures(server, name, number):
    assert_answered(name, number, "digits")


def assert_answered(name, number, dataset):
    """Also used with MNIST."""
    question = step_of(name, number).question
    figures = question.figures(runs_of(name, dataset))
    assert all(np.isfinite(value) for value in figures.values())
    assert 2 <= len(set(question.choices)) == len(question.choices)
    assert question.right(figures) in range(len(question.choices))
    told = question.reason.format(**figures)
    assert any(character.isdigit() for character in told)  # a figure of the run is in the reason


@pytest.mark.parametrize(("name", "number"), ASKING)
def test_another_measurement_would_make_another_answer_right(server, name, number):
    question = step_of(name, number).question
    figures = question.figures(runs_of(name, "digits"))
    others = (1e-5, 1e-2, 0.3, 1.0, 3.0, 1e2, 1e5)
    found = {
        question.right({**figures, one: value * figure})
        for one, figure in figures.items()
        for value in others
    }
    assert len(found) > 1


def test_spans_and_the_smallest():
    assert [among(figure, 0.5, 0.9) for figure in (0.1, 0.5, 0.89, 0.9)] == [0, 1, 1, 2]
    assert smallest(3.0, 1.0, 2.0) == 1


def test_what_is_kept_and_empty_is_measured_on_the_codes_themselves(server):
    run = runs_of("map-with-gaps", "digits")["plane"]
    samples = datasets.to_inputs(datasets.held_out("digits").samples)
    mean = run.array("pca_mean").reshape(1, 28, 28)
    varied = float(((samples - mean) ** 2).sum(axis=(1, 2)).mean())
    kept = 1 - run.metrics["test_squared_error"] / varied
    assert measured.variance_kept(run) == pytest.approx(kept, rel=1e-4)
    assert 0.0 < measured.empty_share(run) < 1.0
    assert measured.errors_by_class(run)[1] == pytest.approx(
        run.array("errors")[datasets.held_out("digits").labels == 1].mean()
    )


def test_the_list_names_all_and_leads_into_one(server):
    app = visit(PAGE)
    assert [f"{n}. {one.title}" for n, one in enumerate(LESSONS.values(), 1)] == [
        one.value for one in app.header
    ]
    app.button(key="open-noise").click().run()
    assert app.title[0].value == LESSONS["noise"].title
    assert app.query_params["lesson"] == "noise"


def test_a_question_comes_before_what_answers_it(server):
    app = arrive(PAGE, lesson="squeeze", step=4)
    question = step_of("squeeze", 4).question
    assert question.text in markdown(app) and "ae-pca" not in html(app)
    assert "Choose first." in captions(app)
    click(app, question.choices[1])
    assert "ae-pca" in html(app)  # the panel, as the step sets it
    run = runs_of("squeeze", datasets.default_dataset())["basic"]
    assert f"{run.metrics['test_squared_error']:.1f}" in markdown(app)
    assert app.query_params["answers"] == "---1"


def test_what_was_answered_is_told_beside_what_is_right(server):
    told = markdown(arrive(PAGE, lesson="squeeze", step=5, answers="----2"))
    right, given, other = step_of("squeeze", 5).question.choices
    assert f":material/check_circle: **{right}**" in told
    assert f":material/cancel: {other} (your answer)" in told
    assert f":material/circle: {given}" in told


def test_a_lesson_that_was_left_is_found_again(server):
    app = arrive(PAGE, lesson="squeeze", step=2)
    click(app, step_of("squeeze", 2).question.choices[0])
    app.button(key="next-above").click().run()
    app.button(key="lessons-above").click().run()
    assert "lesson" not in app.query_params
    click(app, "Go on at step 3")
    assert app.query_params["step"] == "3" and app.query_params["answers"] == "-0"


@pytest.mark.parametrize(
    "query",
    [
        {"step": 99},
        {"step": "<b>"},
        {"answers": "--x"},
        {"answers": "9" * 99},
        {"answers": "-" * 400},
        {"lesson": "../x"},
    ],
    ids=str,
)
def test_an_address_that_makes_no_sense_shows_a_lesson_or_the_list(server, query):
    app = arrive(PAGE, **{"lesson": "squeeze", **query})
    assert app.title[0].value in ("Squeeze", "Lessons")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "number"), STEPS)
def test_every_step_is_shown_whole(server, name, number):
    answers = "-" * (number - 1) + "0"
    app = arrive(PAGE, lesson=name, step=number, answers=answers)
    assert not app.error and not app.warning
    step = step_of(name, number)
    assert step.title in [one.value for one in app.header]
    assert ("**Why**" in markdown(app)) == (step.question is not None)


def test_a_worksheet_has_every_question_and_room_to_write(server):
    paper = html(arrive(PAGE, lesson="squeeze"))
    for step in LESSONS["squeeze"].steps:
        assert step.title in paper
        if step.question:
            assert all(f"☐ {text}" in paper for text in step.question.choices)
    assert paper.count("ae-line") >= 3 * len([s for s in LESSONS["squeeze"].steps if s.panel])
