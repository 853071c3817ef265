"""Drawings: strokes become what MNIST would have held, or a clear sentence."""

import numpy as np
import pytest
from PIL import Image

from ae import config
from ae.data import datasets, drawing, framing
from ae.data.drawing import DrawingError, Stroke
from ae.runs import evaluation
from ae.runs.store import Store
from tests.data import pen_digits

NOTHING = np.zeros((drawing.SIDE, drawing.SIDE), np.uint8)
DOT = {"tool": "pen", "size": 20, "points": [140, 140]}


def test_strokes_are_read():
    message = [DOT, {"tool": "eraser", "size": 30.5, "points": [1, 2.5, 3, 4]}]
    assert drawing.strokes(message) == [
        Stroke("pen", 20.0, ((140.0, 140.0),)),
        Stroke("eraser", 30.5, ((1.0, 2.5), (3.0, 4.0))),
    ]
    assert drawing.strokes([]) == []


def test_points_off_the_canvas_come_to_its_neighbourhood():
    far = DOT | {"points": [10**400, -1e300, 140, 140]}
    assert drawing.strokes([far])[0].points == ((560.0, -280.0), (140.0, 140.0))


@pytest.mark.parametrize(
    "message",
    [
        None,
        "strokes",
        {"tool": "pen"},
        [None],
        [[]],
        [{}],
        [DOT | {"tool": "brush"}],
        [DOT | {"tool": ["pen"]}],
        [DOT | {"size": 0}],
        [DOT | {"size": 61}],
        [DOT | {"size": "20"}],
        [DOT | {"size": None}],
        [DOT | {"size": float("nan")}],
        [DOT | {"points": []}],
        [DOT | {"points": [1]}],
        [DOT | {"points": [1, 2, 3]}],
        [DOT | {"points": "12"}],
        [DOT | {"points": [[1, 2]]}],
        [DOT | {"points": [1, float("inf")]}],
        [DOT | {"points": [True, False]}],
        [DOT, {"tool": "pen", "size": 20}],
    ],
    ids=str,
)
def test_a_message_of_another_form_is_refused(message):
    with pytest.raises(DrawingError, match=r"could not be read\. Reload the page"):
        drawing.strokes(message)


@pytest.mark.parametrize(
    ("message", "received"),
    [
        ([DOT] * 501, "at most 500 strokes. Received: 501"),
        ([DOT | {"points": [1] * 40_002}], "at most 20,000 points. Received: 20,001"),
        ([DOT | {"points": [1] * 30_000}] * 2, "at most 20,000 points. Received: 30,000"),
        ([DOT | {"points": [None] * 10_000_000}], "at most 20,000 points. Received: 5,000,000"),
    ],
    ids=["strokes", "points", "points of all", "very many points"],
)
def test_a_message_that_is_too_long_is_refused_unread(message, received):
    with pytest.raises(DrawingError, match=received):
        drawing.strokes(message)


def test_a_stroke_is_as_wide_as_its_tool_and_has_round_ends():
    ink = drawing.paint([Stroke("pen", 20.0, ((60.0, 140.0), (220.0, 140.0)))], "pen")
    assert ink.shape == (280, 280)
    assert ink.dtype == np.uint8
    assert (ink[:, 140] > 127).sum() == pytest.approx(20, abs=1)
    assert (ink[140] > 127).sum() == pytest.approx(180, abs=1)
    assert ink[131, 51] == 0
    assert np.any((ink > 0) & (ink < 255))  # soft edges


def test_a_bend_has_no_gap():
    bend = Stroke("pen", 40.0, ((60.0, 200.0), (140.0, 80.0), (220.0, 200.0)))
    ink = drawing.paint([bend], "pen")
    assert ink[62:78, 140].min() == 255


def test_each_tool_paints_its_own():
    pen = Stroke("pen", 20.0, ((60.0, 140.0), (220.0, 140.0)))
    eraser = Stroke("eraser", 30.0, ((140.0, 60.0), (140.0, 220.0)))
    assert np.array_equal(drawing.paint([pen, eraser], "pen"), drawing.paint([pen], "pen"))
    assert np.array_equal(drawing.paint([pen, eraser], "eraser"), drawing.paint([eraser], "eraser"))


def test_a_pen_after_the_eraser_draws_over_it():
    pen = Stroke("pen", 20.0, ((60.0, 140.0), (220.0, 140.0)))
    eraser = Stroke("eraser", 30.0, ((140.0, 60.0), (140.0, 220.0)))
    erased = drawing.paint([eraser, pen], "eraser")
    assert erased[140, 140] == 0
    assert erased[100, 140] == 255


def test_strokes_lie_over_a_ground_that_stays_as_it_is():
    ground = NOTHING.copy()
    ground[20:40, 20:40] = 90
    before = ground.copy()
    ink = drawing.paint(drawing.strokes([DOT]), "pen", ground)
    assert ink[30, 30] == 90
    assert ink[140, 140] == 255
    np.testing.assert_array_equal(ground, before)


@pytest.mark.parametrize("raw", [False, True])
def test_an_empty_canvas_is_seen_black(raw):
    seen = drawing.see(drawing.paint([], "pen"), drawing.paint([], "eraser"), raw)
    assert seen.image.shape == seen.erased.shape == (28, 28)
    assert seen.image.dtype == np.uint8
    assert seen.erased.dtype == bool
    assert not seen.image.any()
    assert not seen.erased.any()


@pytest.mark.parametrize("ink", [drawing.paint(drawing.strokes([DOT]), "pen"), ~NOTHING])
def test_a_dot_and_a_full_canvas_fill_the_box(ink):
    left, top, right, bottom = Image.fromarray(drawing.see(ink, NOTHING).image).getbbox()
    assert right - left == bottom - top == 20
    assert {left, top} <= {4, 5}


def test_raw_leaves_the_drawing_where_and_as_large_as_it_is():
    small = pen_digits.strokes(3, height=60.0, place=(10.0, 20.0))
    ink = drawing.paint(small, "pen")
    raw, framed = drawing.see_raw(ink, NOTHING), drawing.see(ink, NOTHING)
    left, top, right, bottom = Image.fromarray(raw.image).getbbox()
    assert (left, top) == (0, 1)
    assert max(right - left, bottom - top) <= 9
    left, top, right, bottom = Image.fromarray(framed.image).getbbox()
    assert max(right - left, bottom - top) == 20


@pytest.mark.parametrize("raw", [False, True])
def test_the_erased_part_lies_over_what_was_erased(raw):
    """What is drawn beside the eraser's way shows outside of it, what is under it inside."""
    bar = Stroke("pen", 20.0, ((80.0, 40.0), (80.0, 240.0)))
    other = Stroke("pen", 20.0, ((200.0, 40.0), (200.0, 240.0)))
    wide = Stroke("eraser", 40.0, ((200.0, 20.0), (200.0, 260.0)))
    seen = drawing.see(
        drawing.paint([bar, other, wide], "pen"), drawing.paint([bar, other, wide], "eraser"), raw
    )
    columns = np.flatnonzero(seen.image.max(axis=0) > 127)
    erased = np.flatnonzero(seen.erased.any(axis=0))
    assert columns[0] not in erased
    assert columns[-1] in erased
    assert seen.image[seen.erased].max() == 255


def test_the_digit_stays_where_it_was_while_a_part_is_erased():
    wipe = (*drawing.EXAMPLE, Stroke("eraser", 40.0, ((130.0, 215.0), (180.0, 180.0))))
    before = drawing.see(drawing.paint(drawing.EXAMPLE, "pen"), NOTHING)
    after = drawing.see(drawing.paint(wipe, "pen"), drawing.paint(wipe, "eraser"))
    np.testing.assert_array_equal(after.image, before.image)
    assert 20 < after.erased.sum() < 100


def test_the_example_is_one_that_the_canvas_could_have_sent():
    message = [
        {"tool": s.tool, "size": s.size, "points": [way for point in s.points for way in point]}
        for s in drawing.EXAMPLE
    ]
    assert drawing.strokes(message) == list(drawing.EXAMPLE)
    assert 0.05 < drawing.paint(drawing.EXAMPLE, "pen").mean() / 255 < 0.3


@pytest.mark.parametrize("dataset", ["digits", pytest.param("mnist", marks=pytest.mark.mnist)])
def test_drawings_look_to_a_classifier_like_held_out_digits(dataset):
    """The nearest training digits know all ten, in several sizes, places, slants and pens."""
    train = datasets.load(dataset, "train")
    given, labels = pen_digits.varied(np.random.default_rng(0), 200)
    seen = np.stack([pen_digits.seen(one) for one in given])
    known = train.samples[:5000].reshape(-1, 784) / np.float32(255)
    flat = seen.reshape(-1, 784) / np.float32(255)
    nearest = np.argmax(flat @ known.T - np.square(known).sum(axis=1) / 2, axis=1)
    assert np.mean(train.labels[nearest] == labels) > {"digits": 0.8, "mnist": 0.9}[dataset]


def test_drawings_for_the_built_in_digits_are_centred_as_those_are():
    ink = drawing.paint(drawing.EXAMPLE, "pen")
    for centre in (13.5, framing.CENTRE):
        image = drawing.see(ink, NOTHING, centre=centre).image.astype(float)
        row = (image.sum(axis=1) @ np.arange(28)) / image.sum()
        assert row == pytest.approx(centre, abs=0.51)


@pytest.mark.mnist
def test_a_drawing_lands_where_held_out_digits_of_its_class_land(tmp_path):
    """The codes of training digits know drawings about as well as held-out digits."""
    run = Store(tmp_path).find(config.from_flat({"dataset": "mnist", "architecture": "deep"}).key())
    encoder = evaluation.load(run).encoder
    train, test = datasets.load("mnist", "train"), datasets.load("mnist", "test")
    strokes, labels = pen_digits.varied(np.random.default_rng(0), 500)
    drawn = np.stack([pen_digits.seen(one) for one in strokes])
    known, ours, theirs = (
        encoder.predict(datasets.to_inputs(images), batch_size=1000, verbose=0)
        for images in (train.samples[:10_000], drawn, test.samples[:2000])
    )
    shares = {
        "drawings": np.mean(nearest(known, train.labels, ours) == labels),
        "held-out digits": np.mean(nearest(known, train.labels, theirs) == test.labels[:2000]),
    }
    assert shares["held-out digits"] > 0.9, shares
    assert shares["drawings"] > shares["held-out digits"] - 0.05, shares


def nearest(known, labels, codes):
    """Return the label of the nearest known code of each."""
    return labels[np.argmin(np.square(known).sum(axis=1) - 2 * codes @ known.T, axis=1)]
