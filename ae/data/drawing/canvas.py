"""The canvas: what the browser sent → strokes → ink → what the network sees of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from ae.data import framing
from ae.data.drawing.errors import DrawingError
from ae.i18n import _

SIDE = 280
"""Side of the canvas in its own units, and of the ink in pixels."""
TOOLS = ("pen", "eraser")
MOST_STROKES, MOST_POINTS = 500, 20_000
MOST_SIZE = 60
"""Diameter of the widest tool; with `MOST_POINTS` it bounds what painting can cost."""
FINE = 2
"""Strokes are painted this many times as large and scaled down, so that their edges are soft."""
COVERED = 64
"""A pixel of what is seen is unknown from this much of the eraser's mask on: a quarter."""


@dataclass(frozen=True)
class Stroke:
    """One movement of a tool.

    Args:
        tool: `pen`, or `eraser`, which marks a part that the model should fill in.
        size: the tool's diameter in canvas units.
        points: its path, (x, y) in canvas units, at least one.
    """

    tool: str
    size: float
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Seen:
    """What the network sees of a drawing.

    Args:
        image: uint8 (height, width), with what lies under the eraser's strokes.
        erased: bool (height, width): where the eraser was.
    """

    image: np.ndarray
    erased: np.ndarray


def strokes(message: Any) -> list[Stroke]:
    """Check what the canvas sent: a list of {"tool", "size", "points": [x, y, x, y, …]}.

    Points off the canvas are brought to within one side of it.

    Raises:
        DrawingError: if it has another form or is too long.
    """
    if not isinstance(message, list):
        raise _unreadable()
    if len(message) > MOST_STROKES:
        raise _too_long(len(message), MOST_STROKES, _("strokes"))
    found, points = [], 0
    for one in message:
        numbers = one.get("points") if isinstance(one, dict) else None
        if not isinstance(numbers, list):
            raise _unreadable()
        points += len(numbers) // 2
        if points > MOST_POINTS:
            raise _too_long(points, MOST_POINTS, _("points"))
        found.append(_stroke(one))
    return found


def _stroke(one: dict[str, Any]) -> Stroke:
    tool, size, numbers = one.get("tool"), one.get("size", 0), one["points"]
    if tool not in TOOLS or not all(map(_is_number, [size, *numbers])):
        raise _unreadable()
    if not numbers or len(numbers) % 2 or not 1 <= size <= MOST_SIZE:
        raise _unreadable()
    within = [float(min(max(number, -SIDE), 2 * SIDE)) for number in numbers]
    return Stroke(tool, float(size), tuple(zip(within[::2], within[1::2], strict=True)))


def _is_number(value: Any) -> bool:
    # Compared, not converted: a whole number may be too large for a float.
    return type(value) is int or (type(value) is float and math.isfinite(value))


def _unreadable() -> DrawingError:
    return DrawingError(_("The drawing could not be read. Reload the page and draw again."))


def _too_long(received: int, most: int, what: str) -> DrawingError:
    sentence = _("The drawing is too long: expected at most {most:,} {what}. Received: {n:,}.")
    advice = _("Clear it and draw again.")
    return DrawingError(f"{sentence.format(most=most, what=what, n=received)} {advice}")


def paint(given: Sequence[Stroke], tool: str, ground: np.ndarray | None = None) -> np.ndarray:
    """Paint the strokes of one tool, white, over a ground or over black.

    The eraser hides what is below and the pen draws over it: a later stroke of the pen takes
    its way out of the eraser's.

    Args:
        ground: uint8 (SIDE, SIDE), left as it is.

    Returns:
        uint8 (SIDE, SIDE).
    """
    picture = Image.new("L", (SIDE * FINE, SIDE * FINE))
    draw = ImageDraw.Draw(picture)
    for stroke in given:
        if stroke.tool == tool:
            _paint(draw, stroke, 255)
        elif tool == "eraser":
            _paint(draw, stroke, 0)
    painted = np.asarray(picture.reduce(FINE))
    return painted if ground is None else np.maximum(painted, ground)


def _paint(draw: ImageDraw.ImageDraw, stroke: Stroke, level: int) -> None:
    points = [(x * FINE, y * FINE) for x, y in stroke.points]
    radius = stroke.size * FINE / 2
    for x, y in points:  # round ends and round corners
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=level)
    if len(points) > 1:
        draw.line(points, fill=level, width=max(1, round(2 * radius)))


def see(ink: np.ndarray, erased: np.ndarray, centre: float = framing.CENTRE) -> Seen:
    """Frame ink as MNIST frames its digits, and take the erased part along with it.

    Args:
        ink: uint8 (SIDE, SIDE), light on black; all of it counts, erased or not, so that the
            digit stays where it was while a part of it is erased.
        erased: uint8 (SIDE, SIDE), white where the eraser was.
        centre: see `framing.placement`.
    """
    pictures = [Image.fromarray(part) for part in (ink, erased)]
    placed = framing.placement(pictures[0], centre)
    image, mask = (placed.put(part) for part in pictures)
    return Seen(image, mask >= COVERED)


def see_raw(ink: np.ndarray, erased: np.ndarray, shape: tuple[int, int] = framing.SHAPE) -> Seen:
    """Scale the whole canvas down to a picture of this height and width, without framing."""
    return Seen(scaled_down(ink, shape), scaled_down(erased, shape) >= COVERED)


def scaled_down(canvas: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Scale what covers the canvas, uint8 (SIDE, SIDE), to a height and width."""
    size = (shape[1], shape[0])
    return np.asarray(Image.fromarray(canvas).resize(size, Image.Resampling.BOX))
