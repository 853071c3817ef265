"""A person's drawing as a model's input: strokes, a picture or a photo → ink → one framed digit.

Ink is a grey-level picture, uint8 (SIDE, SIDE), light on black. Every message and file is looked
at before it is decoded; what cannot be used raises a `DrawingError` with a sentence.
"""

from ae.data.drawing.canvas import (
    MOST_SIZE,
    SIDE,
    Stroke,
    strokes,
)
from ae.data.drawing.errors import DrawingError
from ae.data.drawing.example import EXAMPLE
from ae.data.drawing.files import HEIC_ADVICE, grey_levels, photo, whole_picture
from ae.data.drawing.letters import LETTERS, letter
from ae.data.drawing.packed import packed, unpacked
from ae.data.drawing.painter import Painter, paint
from ae.data.drawing.seen import COVERED, Seen, scaled_down, see, see_raw

__all__ = [
    "COVERED",
    "EXAMPLE",
    "HEIC_ADVICE",
    "LETTERS",
    "MOST_SIZE",
    "SIDE",
    "DrawingError",
    "Painter",
    "Seen",
    "Stroke",
    "grey_levels",
    "letter",
    "packed",
    "paint",
    "photo",
    "scaled_down",
    "see",
    "see_raw",
    "strokes",
    "unpacked",
    "whole_picture",
]
