"""A class as its pages show it: the door, the host's board, a student's phone."""

from functools import partial

import numpy as np
import pytest

from ae import config
from ae.analysis import squared_error
from ae.data import datasets, framing
from ae.data.datasets import class_drawings
from ae.runs import jobs
from ae.web.panels.classroom.names import ANIMALS, COLOURS, colour_of, name_of
from ae.web.panels.classroom.questions import questions, words_of
from ae.workers import inference
from tests.conftest import START_SECONDS, tiny_config, train, wait_until
from tests.web.visits import arrive, click, html, markdown, visit

PAGE = "pages/class.py"


@pytest.fixture
def classes(server):
    found = server.classes()
    yield found
    for code in found.codes():
        found._delete(found.root / code)


@pytest.fixture
def host(classes):
    """The host's visit to a class that was just started, and its code."""
    app = visit(PAGE)
    click(app, "Start a class")
    return app, app.query_params["class"]


def test_nobody_gives_a_name_and_all_have_one():
    names = [name_of(seat) for seat in range(100)]
    assert len(set(names)) == len(ANIMALS) * len(COLOURS) == 100
    assert len({colour_of(seat) for seat in range(100)}) == len(COLOURS)


def test_every_question_of_the_list_can_be_asked_and_read():
    known = questions()
    assert len({name for name, _question in known}) == len(known) > 20
    for _name, question in known:
        assert 2 <= len(question.choices) <= 6 and question.text


def test_a_class_that_was_started_shows_its_code_and_no_secret(host):
    app, code = host
    assert len(code) == 4 and not set(code) & set("01OIL")
    assert f"<div class='ae-class-code'>{code}</div>" in html(app)
    secret = app.session_state["class-held"][code].host
    assert secret
    shown = html(app) + markdown(app) + "".join(one.value for one in app.code)
    assert secret not in shown and secret not in str(dict(app.query_params))


def test_what_students_send_comes_together_on_the_board(host, classes):
    app, code = host
    click(app, "Ask")
    click(app, "Ask it")
    asked = words_of(classes.read(code).asked[-1])
    for choice in (0, 0, 1):
        classes.answer(code, classes.join(code), choice)
    app.run()
    assert "Answers: 3 of 3" in html(app) and asked.choices[0] not in html(app)  # no bars yet
    click(app, "Show")
    told = html(app)
    assert "ae-tallies" in told or "Answers" in told
    assert all(choice in told for choice in asked.choices[:2])


def test_a_student_answers_on_the_phone_and_takes_it_back(host, classes):
    app, code = host
    click(app, "Ask")
    click(app, "Ask it")
    phone = arrive(PAGE, **{"class": code})
    click_join(phone, code)
    asked = words_of(classes.read(code).asked[-1])
    click(phone, asked.choices[1])
    (answers,) = (one.answers for one in classes.students(code).values())
    assert list(answers.values()) == [1]
    click(phone, "Take back all that I have sent")
    (one,) = classes.students(code).values()
    assert not one.answers and not one.drawing


def click_join(phone, code):
    """Join as the browser's answer, that it keeps nothing of this class, makes possible."""
    from ae.web.panels.classroom.held import Held

    phone.session_state["class-held"] = {code: Held()}
    phone.run()
    click(phone, "Join")


def test_wrong_codes_are_told_in_words_and_counted(server, classes):
    app = visit(PAGE)
    told = []
    for _guess in range(11):
        app.text_input(key="class-typed").set_value("ACEF")
        click(app, "Join")
        told.append(app.warning[0].value)
    assert told[0] != told[-1] and told[-1].startswith("Too many wrong codes: expected at most 10")


def test_a_drawing_stands_on_the_wall_over_what_a_run_makes_of_it(host, classes):
    app, code = host
    click(app, "Draw")
    image = np.zeros(framing.SHAPE, np.uint8)
    image[6:22, 13:15] = 255
    token = classes.join(code)
    classes.draw(code, token, image, 1)
    click(app, "Show")
    run = classes.read(code).run
    assert run
    classes.step(code, app.session_state["class-held"][code].host, view="wall")
    app.run()
    assert "Each drawing over its reconstruction" in "".join(one.value for one in app.caption)


def test_a_run_on_the_classs_drawings_is_trained_measured_shown_and_gone_with_it(
    host, classes, server
):
    app, code = host
    secret = app.session_state["class-held"][code].host
    base = train(server.workers(), tiny_config(seed=61))
    digits = datasets.held_out("digits").samples[:6]
    click(app, "Draw")
    for place, image in enumerate(digits):
        classes.draw(code, classes.join(code), image, 3 if place else None)
    classes.step(code, secret, run=base.key)
    click(app, "Show")
    click(app, "Train on these drawings, too")
    ((key, name),) = classes.read(code).trained.items()
    wait_until(lambda: server.store().has(key), START_SECONDS, "the class's run")
    app.run()
    run, held = server.store().require(key), datasets.to_inputs(digits[1::2])
    assert run.config.dataset == name and run.config.epochs == base.config.epochs
    restored = inference.reconstruct(server.workers(), run.identity, held)
    error = squared_error(held, restored).mean()
    told = f"squared error {error:.1f}, the mean of the 3 drawings that were held back"
    assert told in markdown(app)
    click(app, "Show this run on the board")
    assert classes.read(code).run == key
    classes.end(code, secret)
    assert not server.store().has(key) and not config.is_known(name)


def test_a_class_that_ends_while_it_trains_leaves_neither_run_nor_drawings(host, classes, server):
    app, code = host
    secret = app.session_state["class-held"][code].host
    endless = tiny_config(seed=62, epochs=200, train_size=1000)
    digits = datasets.held_out("digits").samples[6:12]
    name = class_drawings.keep("digits", digits, np.zeros(6, np.uint8))
    config_of_class = config.from_flat(endless.flat() | {"dataset": name})
    key = config_of_class.key()
    classes.step(code, secret, trained={key: name})
    server.workers().submit(jobs.training(config_of_class))
    snapshot = partial(jobs.snapshot, server.store(), key)
    wait_until(lambda: len(snapshot().history) > 1, START_SECONDS, "an epoch")
    classes.end(code, secret)
    assert not snapshot().active and not server.store().has(key)
    assert not config.is_known(name)


def test_the_end_deletes_everything(host, classes):
    app, code = host
    classes.end(code, app.session_state["class-held"][code].host)
    app.run()
    assert code not in classes.codes()
    assert app.title[0].value == "A class"
