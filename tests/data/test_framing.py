"""Framing: a digit of any size and place lies in 28×28 as MNIST's own, and a mask goes with it."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ae.data import datasets, framing
from tests.data.test_datasets import mass_centre


@pytest.mark.parametrize("side", [20, 60, 150])
@pytest.mark.parametrize("place", [(0, 0), (130, 0), (0, 130), (130, 130), (40, 90)])
def test_a_digit_in_any_place_and_size_is_framed_alike(side, place):
    digits = datasets.load("digits", "test").samples[:20]
    framed = np.stack([framing.frame(drawn(digit, side, place)) for digit in digits])
    assert framed.shape == (20, 28, 28)
    assert framed.dtype == np.uint8
    assert np.abs(mass_centre(framed) - framing.CENTRE).max() <= 1.0
    assert {tall_or_wide(picture) for picture in framed} <= {19, 20}


def drawn(digit, side, place):
    """Return a canvas of 280×280 with the digit on it, `side` high, at `place`."""
    canvas = Image.new("L", (280, 280))
    ink = Image.fromarray(digit)
    canvas.paste(ink.crop(ink.getbbox()).resize((side, side)), place)
    return canvas


def tall_or_wide(picture):
    left, top, right, bottom = Image.fromarray(picture).getbbox()
    return max(right - left, bottom - top)


@pytest.mark.parametrize("size", [(280, 280), (1, 1), (300, 2), (2, 300)])
def test_an_empty_picture_stays_black(size):
    assert framing.frame(Image.new("L", size)).sum() == 0


@pytest.mark.parametrize("size", [(300, 2), (2, 300), (1, 1)])
def test_a_line_or_a_dot_is_framed(size):
    framed = framing.frame(Image.new("L", size, 255))
    assert np.abs(mass_centre(framed[None]) - framing.CENTRE).max() <= 1.0


def test_the_faint_edge_of_a_stroke_does_not_widen_the_box():
    canvas = np.zeros((280, 280), np.uint8)
    canvas[60:200, 100:140] = 255
    sharp = framing.placement(Image.fromarray(canvas))
    canvas[57:60, 100:140] = canvas[60:200, 140:143] = 90
    assert framing.placement(Image.fromarray(canvas)) == sharp
    assert sharp.box == (100, 60, 140, 200)


def test_a_pixel_belongs_to_the_digit_above_its_share_of_the_brightest():
    canvas = np.zeros((40, 40), np.uint8)
    canvas[10:30, 10:30] = 255
    canvas[10:30, 9], canvas[10:30, 30] = 102, 103
    assert framing.EDGE * 255 == 102
    assert framing.placement(Image.fromarray(canvas)).box == (10, 10, 31, 30)


@pytest.mark.parametrize(
    ("box", "size"),
    [((60, 100, 160, 140), (20, 8)), ((100, 60, 140, 160), (8, 20)), ((5, 9, 8, 12), (20, 20))],
)
def test_the_ratio_of_the_sides_is_kept(box, size):
    canvas = Image.new("L", (280, 280))
    canvas.paste(255, box)
    placed = framing.placement(canvas)
    assert (placed.box, placed.size) == (box, size)


def test_a_line_is_at_least_one_pixel_wide():
    assert framing.placement(Image.new("L", (300, 2), 255)).size == (20, 1)
    assert framing.placement(Image.new("L", (2, 300), 255)).size == (1, 20)


def test_an_empty_picture_is_taken_whole():
    assert framing.placement(Image.new("L", (30, 20))).box == (0, 0, 30, 20)


def test_a_coloured_picture_is_framed_by_its_grey_levels():
    digit = drawn(datasets.load("digits", "test").samples[0], 60, (40, 90))
    coloured = digit.convert("RGB")
    assert framing.placement(coloured) == framing.placement(digit)
    np.testing.assert_array_equal(framing.frame(coloured), framing.frame(digit))


@pytest.mark.parametrize(
    ("place", "corner"), [((9, 12), (5, 2)), ((0, 0), (8, 8)), ((19, 0), (0, 8)), ((0, 19), (8, 0))]
)
def test_a_single_faint_pixel_goes_towards_the_centre_as_far_as_its_box_may(place, corner):
    canvas = Image.new("L", (20, 20))
    canvas.putpixel(place, 1)
    assert framing.place(canvas, (0, 0, 20, 20)).corner == corner


@pytest.mark.parametrize("centre", [13.5, framing.CENTRE])
def test_the_centre_of_mass_comes_nearest_to_the_centre(centre):
    digits = datasets.load("digits", "test").samples[:50]
    framed = [framing.frame(drawn(digit, 150, (30, 40)), centre) for digit in digits]
    assert np.abs(mass_centre(np.stack(framed)) - centre).max() <= 0.51


def test_a_mask_goes_exactly_where_the_digit_goes():
    """A patch of a digit, put through the digit's placement, covers that patch."""
    for digit in datasets.load("digits", "test").samples[:20]:
        canvas = drawn(digit, 140, (90, 20))
        placed = framing.placement(canvas)
        patch = np.zeros((280, 280), np.uint8)
        patch[20:90, 90:160] = 255
        kept = np.where(patch, np.asarray(canvas), 0).astype(np.uint8)
        mask = placed.put(Image.fromarray(patch)) > 127
        whole, part = placed.put(canvas), placed.put(Image.fromarray(kept))
        inside = np.asarray(Image.fromarray(mask).filter(ImageFilter.MinFilter(5)))
        np.testing.assert_array_equal(part[inside], whole[inside])
        assert part[~mask].max(initial=0) < 255


@pytest.mark.mnist
def test_mnist_comes_back_from_the_canvas():
    """Enlarged, anywhere on the canvas, and framed again: a mean error of 0.025 a pixel.

    Only scaling the canvas down is off by 0.13, as much as a black picture.
    """
    rng = np.random.default_rng(0)
    digits = datasets.load("mnist", "test").samples
    digits = digits[rng.choice(len(digits), 500, replace=False)]
    canvases = [somewhere(digit, rng) for digit in digits]
    framed = np.stack([framing.frame(canvas) for canvas in canvases])
    scaled = np.stack([np.asarray(canvas.resize((28, 28))) for canvas in canvases])
    assert mean_error(framed, digits) < 0.03
    assert mean_error(scaled, digits) > 0.1


def somewhere(digit, rng):
    """Return a canvas with a whole 28×28 picture on it, 3 to 9 times as large, anywhere."""
    side = int(rng.integers(84, 253))
    method = [Image.Resampling.BICUBIC, Image.Resampling.LANCZOS][int(rng.integers(2))]
    canvas = Image.new("L", (280, 280))
    place = tuple(int(way) for way in rng.integers(0, 281 - side, 2))
    canvas.paste(Image.fromarray(digit).resize((side, side), method), place)
    return canvas


def mean_error(pictures, others):
    return np.abs(datasets.to_inputs(pictures) - datasets.to_inputs(others)).mean()


@pytest.mark.mnist
def test_the_centre_is_that_of_mnist():
    centres = mass_centre(datasets.load("mnist", "test").samples)
    assert np.abs(centres - framing.CENTRE).max() < 0.6
    assert centres.mean() == pytest.approx(framing.CENTRE, abs=0.02)


@pytest.mark.parametrize("span", [(5, 2), (100, 240), (0.5, 0.5)])
def test_the_pens_of_a_framing_give_its_strokes(span):
    """What is drawn with one is as large as the digit and the pen, and then made as large as the
    box: so wide is the pen's stroke there."""
    mnist = datasets.DATASETS["mnist"].framing
    for pen, stroke in zip(mnist.pens(span), mnist.strokes, strict=True):
        assert pen * framing.BOX / (max(span) + pen) == pytest.approx(stroke)


def test_a_framing_puts_ink_where_it_finds_its_place():
    mnist = datasets.DATASETS["mnist"].framing
    canvas = drawn(datasets.load("digits", "test").samples[0], 60, (40, 90))
    found = mnist.picture(canvas, mnist.placement(canvas))
    np.testing.assert_array_equal(found, framing.frame(canvas, mnist.centre))
    assert found.any()
