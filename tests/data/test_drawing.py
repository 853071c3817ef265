"""Drawings: strokes become what MNIST would have held, or a clear sentence."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ae import config
from ae.data import datasets, drawing, framing
from ae.data.drawing import DrawingError, Stroke
from ae.data.drawing.width import widened, width
from ae.models.architectures import REGISTRY
from ae.runs import evaluation
from ae.runs.store import Store
from tests.data import pen_digits
from tests.stand_ins import takers

FRAMED = ["digits", pytest.param("mnist", marks=pytest.mark.mnist)]
NOTHING = np.zeros((drawing.SIDE, drawing.SIDE), np.uint8)
DOT = {"tool": "pen", "size": 20, "points": [140, 140]}
BICUBIC = Image.Resampling.BICUBIC
SIZES, HEIGHTS = (8.0, 14.0, 22.0, 32.0, 48.0), (60.0, 100.0, 160.0, 230.0)
OTHERS = ("eraser", "mask")
MNIST = framing.Framing()


def test_strokes_are_read():
    message = [DOT, *({"tool": tool, "size": 30.5, "points": [1, 2.5, 3, 4]} for tool in OTHERS)]
    assert drawing.strokes(message) == [
        Stroke("pen", 20.0, ((140.0, 140.0),)),
        *(Stroke(tool, 30.5, ((1.0, 2.5), (3.0, 4.0))) for tool in OTHERS),
    ]
    before = drawing.strokes([DOT])
    assert drawing.strokes([DOT], before) == before * 2
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


def test_a_mask_is_no_ink():
    pen = Stroke("pen", 20.0, ((60.0, 140.0), (220.0, 140.0)))
    mask = Stroke("mask", 30.0, ((140.0, 60.0), (140.0, 220.0)))
    assert np.array_equal(drawing.paint([pen, mask], "pen"), drawing.paint([pen], "pen"))
    assert np.array_equal(drawing.paint([pen, mask], "mask"), drawing.paint([mask], "mask"))


@pytest.mark.parametrize("tool", ["pen", "eraser"])
def test_what_is_done_after_the_mask_is_known_again(tool):
    known = Stroke(tool, 20.0, ((60.0, 140.0), (220.0, 140.0)))
    mask = Stroke("mask", 30.0, ((140.0, 60.0), (140.0, 220.0)))
    hidden = drawing.paint([mask, known], "mask")
    assert hidden[140, 140] == 0
    assert hidden[100, 140] == 255


def test_the_eraser_takes_away_ink_and_ground_and_the_pen_draws_over_it():
    pen = Stroke("pen", 20.0, ((60.0, 140.0), (220.0, 140.0)))
    eraser = Stroke("eraser", 30.0, ((140.0, 60.0), (140.0, 220.0)))
    ground = np.full_like(NOTHING, 90)
    ink = drawing.paint([pen, eraser], "pen", ground)
    assert ink[140, 100] == 255 and ink[100, 100] == 90
    assert ink[140, 140] == ink[100, 140] == 0
    assert drawing.paint([pen, eraser, pen], "pen")[140, 140] == 255


def test_strokes_lie_over_a_ground_that_stays_as_it_is():
    ground = NOTHING.copy()
    ground[20:40, 20:40] = 90
    before = ground.copy()
    ink = drawing.paint(drawing.strokes([DOT]), "pen", ground)
    assert ink[30, 30] == 90
    assert ink[140, 140] == 255
    np.testing.assert_array_equal(ground, before)


def test_a_drawing_that_grows_is_painted_as_one_that_is_whole():
    """By a painter that goes on from what it has painted, of every tool, back and forth."""
    rng, painter = np.random.default_rng(0), drawing.Painter()
    tools = ("pen", "pen", "eraser", "mask")
    strokes = [
        Stroke(tools[number % 4], 10.0 + number % 7, tuple(map(tuple, way)))
        for number, way in enumerate(rng.uniform(20, 260, (60, 3, 2)).tolist())
    ]
    for count in (1, 20, 40, 41, 60, 45, 46, 0, 60):
        for layer in ("pen", "mask"):
            grown = painter.paint(strokes[:count], layer)
            np.testing.assert_array_equal(grown, drawing.paint(strokes[:count], layer))
    assert drawing.paint(strokes, "mask").any()


SEE = [
    lambda given, ground=None: drawing.see(given, MNIST, ground),
    lambda given, ground=None: drawing.see_raw(given, (28, 28), ground),
]


@pytest.mark.parametrize("see", SEE)
def test_an_empty_canvas_is_seen_black(see):
    seen = see([])
    assert seen.image.shape == seen.erased.shape == (28, 28)
    assert seen.image.dtype == np.uint8
    assert seen.erased.dtype == bool
    assert not seen.image.any()
    assert not seen.erased.any()


@pytest.mark.parametrize(("given", "ground"), [(drawing.strokes([DOT]), None), ([], ~NOTHING)])
def test_a_dot_and_a_full_canvas_fill_the_box(given, ground):
    left, top, right, bottom = Image.fromarray(drawing.see(given, MNIST, ground).image).getbbox()
    assert right - left == bottom - top == 20
    assert {left, top} <= {4, 5}


def test_raw_leaves_the_drawing_where_and_as_large_as_it_is():
    small = pen_digits.strokes(3, height=60.0, place=(10.0, 20.0))
    raw, framed = drawing.see_raw(small, (28, 28)), drawing.see(small, MNIST)
    left, top, right, bottom = Image.fromarray(raw.image).getbbox()
    assert (left, top) == (0, 1)
    assert max(right - left, bottom - top) <= 9
    left, top, right, bottom = Image.fromarray(framed.image).getbbox()
    assert max(right - left, bottom - top) == 20


@pytest.mark.parametrize("see", SEE)
def test_the_mask_lies_over_what_it_hides(see):
    """What is drawn beside the mask shows outside of it, what is under it inside."""
    bar = Stroke("pen", 24.0, ((80.0, 40.0), (80.0, 240.0)))
    other = Stroke("pen", 24.0, ((200.0, 40.0), (200.0, 240.0)))
    wide = Stroke("mask", 40.0, ((200.0, 20.0), (200.0, 260.0)))
    seen = see([bar, other, wide])
    columns = np.flatnonzero(seen.image.max(axis=0) > 127)
    erased = np.flatnonzero(seen.erased.any(axis=0))
    assert columns[0] not in erased
    assert columns[-1] in erased
    assert seen.image[seen.erased].max() == 255


@pytest.mark.parametrize("dataset", FRAMED)
def test_the_digit_stays_where_it_was_while_a_part_is_masked(dataset):
    wipe = (*drawing.EXAMPLE, Stroke("mask", 40.0, ((130.0, 215.0), (180.0, 180.0))))
    how = datasets.DATASETS[dataset].framing
    before, after = drawing.see(drawing.EXAMPLE, how), drawing.see(wipe, how)
    np.testing.assert_array_equal(after.image, before.image)
    assert 20 < after.erased.sum() < 100
    middle = np.argwhere(after.erased).mean(axis=0)
    assert 15 < middle[0] < 23 and 11 < middle[1] < 20  # at the five's lower end


@pytest.mark.parametrize("dataset", FRAMED)
def test_what_was_erased_does_not_count(dataset):
    how, seven = datasets.DATASETS[dataset].framing, pen_digits.strokes(7)
    far = ((20.0, 270.0),)
    erased = [*seven, Stroke("pen", 22.0, far), Stroke("eraser", 28.0, far)]
    dotted = drawing.see(erased[:-1], how).image
    np.testing.assert_array_equal(drawing.see(erased, how).image, drawing.see(seven, how).image)
    assert not np.array_equal(dotted, drawing.see(seven, how).image)


@pytest.mark.parametrize("dataset", FRAMED)
def test_nothing_comes_back_that_was_erased_when_strokes_are_widened(dataset):
    how, far = datasets.DATASETS[dataset].framing, ((20.0, 270.0),)
    thin = pen_digits.strokes(7, size=8.0)
    erased = [*thin, Stroke("pen", 8.0, far), Stroke("eraser", 11.0, far)]
    np.testing.assert_array_equal(drawing.see(erased, how).image, drawing.see(thin, how).image)


def framed_width(given, how):
    """Return how wide the framed strokes are, in pixels."""
    image = Image.fromarray(drawing.see(given, how).image)
    return width(np.asarray(image.resize((280, 280), Image.Resampling.BICUBIC))) / 10


@pytest.mark.parametrize("digit", [0, 2, 5, 7])
@pytest.mark.parametrize("size", [8.0, 22.0, 48.0])
@pytest.mark.parametrize("height", [60.0, 120.0, 200.0])
def test_framed_strokes_are_as_wide_as_those_of_training_digits(digit, size, height):
    given = pen_digits.strokes(digit, height=height, place=(40.0, 40.0), size=size)
    assert 1.7 < framed_width(given, MNIST) < 3.6
    raw = drawing.see_raw(given, (28, 28)).image
    middle = drawing.paint(given, "pen").mean()
    assert raw.mean() == pytest.approx(middle, rel=0.02)  # as it was drawn


def test_widened_ink_is_that_of_a_wider_pen():
    given = pen_digits.strokes(8, size=8.0)
    wider = drawing.paint([replace(one, size=24.0) for one in given], "pen") > 127
    assert np.mean((widened(drawing.paint(given, "pen"), 8.0) > 127) != wider) < 0.01


def test_a_loop_that_a_thick_pen_has_closed_is_open_to_the_network():
    given = pen_digits.strokes(0, height=60.0, size=40.0)
    ink = drawing.paint(given, "pen")
    left, top, right, bottom = Image.fromarray(ink).getbbox()
    assert ink[(top + bottom) // 2, (left + right) // 2] == 255
    assert drawing.see(given, MNIST).image[13:16, 13:16].max() < 60


def test_the_example_is_one_that_the_canvas_could_have_sent():
    message = [
        {"tool": s.tool, "size": s.size, "points": [way for point in s.points for way in point]}
        for s in drawing.EXAMPLE
    ]
    assert drawing.strokes(message) == list(drawing.EXAMPLE)
    assert 0.05 < drawing.paint(drawing.EXAMPLE, "pen").mean() / 255 < 0.3


@pytest.mark.parametrize("dataset", FRAMED)
def test_drawings_look_to_a_classifier_like_held_out_digits(dataset):
    """The nearest training digits know all ten, in several sizes, places, slants and pens."""
    train = datasets.load(dataset, "train")
    given, labels = pen_digits.varied(np.random.default_rng(0), 200)
    how = datasets.DATASETS[dataset].framing
    seen = np.stack([pen_digits.seen(one, how) for one in given])
    known = train.samples[:5000].reshape(-1, 784) / np.float32(255)
    flat = seen.reshape(-1, 784) / np.float32(255)
    nearest = np.argmax(flat @ known.T - np.square(known).sum(axis=1) / 2, axis=1)
    assert np.mean(train.labels[nearest] == labels) > {"digits": 0.8, "mnist": 0.9}[dataset]


@pytest.mark.slow
@pytest.mark.mnist
def test_every_form_is_known_whatever_the_brush_and_the_height():
    """What a person reads at once has the right nearest digits in 95 of 100 drawings and more."""
    train = datasets.load("mnist", "train")
    known = train.samples[:20_000].reshape(-1, 784) / np.float32(255)
    halves = np.square(known).sum(axis=1) / 2
    forms = [(digit, form) for digit in pen_digits.FORMS for form in (0, 1)]
    forms += [(digit, name) for name, (digit, _strokes) in pen_digits.ELSEWHERE.items()]
    right = {}
    for (digit, form), size, height in itertools.product(forms, SIZES, HEIGHTS):
        if size > 0.45 * height:  # a blob, which nobody reads at once
            continue
        place = (140 - 0.375 * height, 140 - height / 2)
        image = pen_digits.seen(pen_digits.strokes(digit, form, height, place, size=size))
        products = known @ (image.ravel() / np.float32(255)) - halves
        nearest = train.labels[np.argpartition(-products, 10)[:10]]
        right[digit, form, size, height] = np.bincount(nearest).argmax() == digit
    bad = [name for name, is_right in right.items() if not is_right]
    assert len(right) > 350
    assert np.mean(list(right.values())) >= 0.95, bad


def test_drawings_for_the_built_in_digits_are_centred_as_those_are():
    for dataset, centre in (("digits", 13.5), ("mnist", framing.CENTRE)):
        image = drawing.see(drawing.EXAMPLE, datasets.DATASETS[dataset].framing).image.astype(float)
        row = (image.sum(axis=1) @ np.arange(28)) / image.sum()
        assert row == pytest.approx(centre, abs=0.51)


def test_the_built_in_digits_themselves_come_back_from_the_canvas():
    """Drawings are prepared as those were; what has been so already only blurs a little."""
    images = datasets.load("digits", "test").samples[:100]
    large = [np.asarray(Image.fromarray(one).resize((280, 280), BICUBIC)) for one in images]
    how = datasets.DATASETS["digits"].framing
    alike = [
        np.corrcoef(drawing.see([], how, ground).image.ravel(), image.ravel())[0, 1]
        for ground, image in zip(large, images, strict=True)
    ]
    assert np.mean(alike) > 0.92


@pytest.mark.parametrize("dataset", FRAMED)
@pytest.mark.parametrize("family", [name for name in REGISTRY if name in takers("picture")])
def test_drawings_are_rebuilt_as_well_as_held_out_digits(tmp_path, dataset, family):
    """One in ten at most has an error above the 99th percentile of these."""
    wanted = config.from_flat({"dataset": dataset, "architecture": family})
    run = Store(tmp_path).find(wanted.key())
    how = datasets.DATASETS[dataset].framing
    strokes, _labels = pen_digits.varied(np.random.default_rng(0), 200)
    drawn = datasets.to_inputs(np.stack([pen_digits.seen(one, how) for one in strokes]))
    model = evaluation.load(run)
    codes = model.encoder.predict(drawn, verbose=0)
    errors = np.square(model.decoder.predict(codes, verbose=0) - drawn).sum(axis=(1, 2))
    with np.load(run.folder / evaluation.ARRAYS) as arrays:
        bound = np.percentile(arrays["errors"].astype(float), 99)
    assert np.mean(errors > bound) <= 0.1


@pytest.mark.slow
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
