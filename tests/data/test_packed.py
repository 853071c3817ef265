"""Drawings in links: what goes in comes out, and nothing else does any harm."""

import base64
import zlib

import numpy as np
import pytest

from ae.data import drawing
from ae.data.drawing import DrawingError, Stroke
from ae.data.drawing.packed import LONGEST
from tests.data import pen_digits


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_comes_back_from_a_link(digit):
    given = [*pen_digits.strokes(digit), Stroke("eraser", 8.0, ((-20.0, 300.5),))]
    text = drawing.packed(given)
    assert text and len(text) < 700 and text.replace("-", "").replace("_", "").isalnum()
    back = drawing.unpacked(text)
    assert [(one.tool, one.size) for one in back] == [(one.tool, one.size) for one in given]
    for one, other in zip(given, back, strict=True):
        np.testing.assert_allclose(other.points, one.points, atol=0.051)


def test_what_is_too_long_for_an_address_has_no_link():
    way = tuple(map(tuple, np.random.default_rng(0).uniform(0, 280, (4000, 2)).tolist()))
    assert drawing.packed([Stroke("pen", 22.0, way)]) is None


def as_text(content):
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


TEXTS = {
    "nothing": "",
    "a letter": "x",
    "no bytes": "_____",
    "too long": "a" * (LONGEST + 1),
    "empty": as_text(b""),
    "odd": as_text(b"abc"),
    "zeros": as_text(bytes(30)),
    "ones": as_text(b"\xff" * 90),
    "a bomb": as_text(bytes(4_000_000)),
    "cut off": (drawing.packed(drawing.EXAMPLE) or "")[:40],
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_no_drawing_is_refused_in_words_or_is_empty(text):
    try:
        assert drawing.unpacked(text) == []
    except DrawingError as refusal:
        assert str(refusal).startswith("The ")


def test_a_text_of_many_strokes_is_refused():
    one = np.array([0, 220, 1, 1400, 1400], "<i2")
    many = np.tile(one, 501).view(np.uint8).reshape(-1, 2).T
    with pytest.raises(DrawingError, match="at most 500 strokes"):
        drawing.unpacked(as_text(many.tobytes()))
