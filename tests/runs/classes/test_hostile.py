"""What hostile students and strangers try: each is refused in words, and the board unharmed."""

import json

import numpy as np
import pytest

from ae.runs.classes import ClassError, Guesses, NoClass, NotYours
from ae.runs.classes.codes import hashed
from ae.runs.classes.places import MOST_BYTES
from ae.runs.classes.records import MOST_SENDS, encoded
from tests.data.pen_digits import seen, strokes

DRAWING = seen(strokes(7))
DEEP = "[" * 50_000
MARKUP = "<script>alert(1)</script>"

CODES = [
    "", "ABC", "ABCDE", "AB1D", "ÄBCD", "abcd", "../A", "....", "A/BC", "\0ABC", "ABC\n",
    "ABCD" * 10_000, "%2e%", ".gone", MARKUP,
]  # fmt: skip
TOKENS = [
    "", None, 7, True, [], {}, ["x"], b"token", "x" * 65, "x" * 5_000_000, "../../class", "a/b",
    "\0", "é" * 20, " ", MARKUP, "guessed-token-of-another-student",
]  # fmt: skip
CHOICES = [-1, 3, 7, 10**30, True, 1.0, float("nan"), "1", MARKUP, None, [1], {"choice": 1}]
IMAGES = {
    "none": None,
    "text": MARKUP,
    "bytes": bytes(784),
    "list": [[0] * 28] * 28,
    "5 MB": np.ones((2240, 2240), np.uint8),
    "floats": np.ones((28, 28)),
    "colour": np.ones((28, 28, 3), np.uint8),
    "a row": np.ones(784, np.uint8),
    "objects": np.full((28, 28), MARKUP, object),
    "empty": np.zeros((28, 28), np.uint8),
}
DIGITS = [-1, 10, 3.0, "3", True, MARKUP, [3]]
CHANGES = [
    {"phase": "chaos"},
    {"host": hashed("mine")},
    {"room": hashed("mine")},
    {"takeover": hashed("mine")},
    {"step": 0},
    {"unknown": 1},
    {"starred": ("<b>",)},
    {"hidden": (hashed("x"),) * 101},
    {"asked": ({"text": MARKUP * 100, "choices": ("a", "b"), "count": 2},)},
    {"run": "../../etc/passwd"},
    {"frozen": "yes"},
]


@pytest.fixture
def board(classes, asking):
    """A class of one student who has answered; afterwards nothing of it may have changed."""
    code, secret, token = asking
    classes.answer(code, token, 1)
    before = classes.read(code), classes.students(code)
    yield code, secret, token
    assert (classes.read(code), classes.students(code)) == before


@pytest.mark.parametrize("code", CODES, ids=lambda code: repr(code[:12]))
def test_no_other_text_is_a_code(classes, board, code):
    for use in (classes.read, classes.join, lambda one: classes.find(one, Guesses(10))):
        with pytest.raises(NoClass, match="four letters"):
            use(code)
    assert [path.name for path in classes.root.parent.iterdir()] == ["classes"]


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: repr(token)[:20])
def test_no_token_but_ones_own_sends(classes, board, token):
    code = board[0]
    for use in (
        lambda: classes.answer(code, token, 2),
        lambda: classes.take_back(code, token),
    ):
        with pytest.raises(NotYours, match="Only the device"):
            use()
    assert classes.student(code, token) is None


def test_the_id_of_another_which_the_board_holds_is_no_token(classes, board):
    code, _secret, token = board
    with pytest.raises(NotYours):
        classes.answer(code, hashed(token), 2)


@pytest.mark.parametrize("choice", CHOICES, ids=repr)
def test_an_answer_is_a_choice(classes, board, choice):
    with pytest.raises(ClassError, match="Expected one of 3 choices"):
        classes.answer(board[0], board[2], choice)


@pytest.mark.parametrize("secret", [*TOKENS, "student"], ids=lambda one: repr(one)[:20])
def test_nobody_but_the_host_steps_ends_or_hands_over(classes, board, secret):
    code, _secret, token = board
    secret = token if secret == "student" else secret
    for use in (
        lambda: classes.step(code, secret, phase="draw"),
        lambda: classes.step(code, secret, hidden=(hashed(token),)),
        lambda: classes.offer(code, secret),
        lambda: classes.take_over(code, secret),
        lambda: classes.end(code, secret),
    ):
        with pytest.raises(NotYours):
            use()
    assert not classes.is_host(code, secret)


@pytest.mark.parametrize("changes", CHANGES, ids=lambda one: next(iter(one)))
def test_the_host_changes_nothing_but_the_board(classes, board, changes):
    code, secret, _token = board
    with pytest.raises(ClassError, match="Expected a change of the board"):
        classes.step(code, secret, **changes)


def test_drawings_come_only_when_they_are_asked_for(classes, board):
    with pytest.raises(ClassError, match="Nothing is drawn now"):
        classes.draw(board[0], board[2], DRAWING)


def test_answers_come_only_when_they_are_asked_for(classes, asking):
    code, secret, token = asking
    for phase in ("gather", "draw", "show"):
        classes.step(code, secret, phase=phase)
        with pytest.raises(ClassError, match="Nothing is asked now"):
            classes.answer(code, token, 1)


@pytest.fixture
def drawing(classes, asking):
    """A class that draws, with one student's drawing, which must stay as it is."""
    code, secret, token = asking
    classes.step(code, secret, phase="draw")
    classes.draw(code, token, DRAWING, 7)
    yield code, token
    assert np.array_equal(classes.student(code, token).image(), DRAWING)


@pytest.mark.parametrize("name", IMAGES)
def test_a_drawing_is_of_one_size(classes, drawing, name):
    with pytest.raises(ClassError, match="Expected a drawing"):
        classes.draw(*drawing, IMAGES[name])


@pytest.mark.parametrize("digit", DIGITS, ids=repr)
def test_what_it_is_said_to_be_is_a_digit(classes, drawing, digit):
    with pytest.raises(ClassError, match="Expected a digit"):
        classes.draw(*drawing, DRAWING, digit)


def test_ten_thousand_sends_are_not_taken(classes, drawing):
    code, token = drawing
    taken = 1
    for _send in range(10_000):
        try:
            classes.draw(code, token, DRAWING)
            taken += 1
        except ClassError as error:
            refused = str(error)
    assert taken == MOST_SENDS and "too often" in refused
    assert len(list((classes.root / code / "students").iterdir())) == 1


def whole(student, **changes):
    return json.dumps(json.loads(student.model_dump_json()) | changes)


DAMAGE = {
    "nothing": lambda one: "",
    "half a file": lambda one: one.model_dump_json()[:40],
    "no JSON": lambda one: MARKUP,
    "another's form": lambda one: "[1, 2]",
    "too deep": lambda one: DEEP,
    "5 MB": lambda one: whole(one) + " " * 5_000_000,
    "just too long": lambda one: whole(one) + " " * MOST_BYTES,
    "a field too many": lambda one: whole(one, name="Bobby"),
    "a text for an answer": lambda one: whole(one, answers={"0.0": MARKUP}),
    "an answer to no question": lambda one: whole(one, answers={MARKUP: 1}),
    "too many answers": lambda one: whole(one, answers={f"{n}.0": 1 for n in range(99)}),
    "a long drawing": lambda one: whole(one, drawing="A" * 100_000),
    "a drawing of markup": lambda one: whole(one, drawing=MARKUP),
    "a seat that there is not": lambda one: whole(one, seat=10_000),
    "a number too large": lambda one: whole(one, sheet=10**400),
    "no number": lambda one: one.model_dump_json().replace('"last":', '"last":NaN,"x":'),
    "bytes": lambda one: "\udcff\udcfe",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_file_that_holds_anything_else_is_passed_over(classes, asking, name):
    code, secret, token = asking
    other = classes.join(code)
    classes.answer(code, other, 1)
    path = classes.root / code / "students" / f"{hashed(token)}.json"
    text = DAMAGE[name](classes.student(code, token))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert list(classes.students(code)) == [hashed(other)]
    assert classes.step(code, secret, phase="show").phase == "show"
    with pytest.raises(NotYours):
        classes.take_back(code, token)


def test_files_of_other_names_are_no_students(classes, asking):
    code, _secret, token = asking
    folder = classes.root / code / "students"
    text = classes.student(code, token).model_dump_json()
    for name in ("x.json", f"{MARKUP.replace('/', '')}.json", f".{hashed(token)}.json.1a2b3c4d"):
        (folder / name).write_text(text)
    assert list(classes.students(code)) == [hashed(token)]


def test_a_drawing_that_is_no_base_64_is_none(classes, drawing):
    one = classes.student(*drawing)
    assert one.model_copy(update={"drawing": "=" * len(encoded(DRAWING))}).image() is None


def test_a_damaged_class_is_gone_and_harms_no_other(classes, opened):
    other = classes.open()
    (classes.root / opened.code / "class.json").write_text(DEEP)
    with pytest.raises(NoClass):
        classes.read(opened.code)
    assert classes.read(other.code).phase == "gather"
