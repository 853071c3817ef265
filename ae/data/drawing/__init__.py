"""A person's drawing as a model's input: strokes, a picture or a photo → ink → one framed digit.

Ink is a grey-level picture, uint8 (SIDE, SIDE), light on black. Every message and file is looked
at before it is decoded; what cannot be used raises a `DrawingError` with a sentence.
"""

from ae.data.drawing.canvas import (
    COVERED,
    SIDE,
    Seen,
    Stroke,
    paint,
    scaled_down,
    see,
    see_raw,
    strokes,
)
from ae.data.drawing.errors import DrawingError
from ae.data.drawing.example import EXAMPLE
from ae.data.drawing.files import grey_levels, photo, whole_picture
from ae.data.drawing.letters import LETTERS, letter

__all__ = [
    "COVERED",
    "EXAMPLE",
    "LETTERS",
    "SIDE",
    "DrawingError",
    "Seen",
    "Stroke",
    "grey_levels",
    "letter",
    "paint",
    "photo",
    "scaled_down",
    "see",
    "see_raw",
    "strokes",
    "whole_picture",
]
