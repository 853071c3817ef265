"""The canvas: what the browser sent → strokes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ae.data.drawing.errors import DrawingError
from ae.i18n import N_
from ae.messages import Message, joined

SIDE = 280
"""Side of the canvas in its own units, and of the ink in pixels."""
TOOLS = ("pen", "eraser", "mask")
MOST_STROKES, MOST_POINTS = 500, 20_000
MOST_SIZE = 60
"""Diameter of the widest tool; with `MOST_POINTS` it bounds what painting can cost."""


@dataclass(frozen=True)
class Stroke:
    """One movement of a tool.

    Args:
        tool: `pen`; `eraser`, which takes away what lies there; or `mask`, which hides a part from
            the model.
        size: the tool's diameter in canvas units.
        points: its path, (x, y) in canvas units, at least one.
    """

    tool: str
    size: float
    points: tuple[tuple[float, float], ...]


def strokes(message: Any, before: Sequence[Stroke] = ()) -> list[Stroke]:
    """Check what the canvas sent: a list of {"tool", "size", "points": [x, y, x, y, …]}.

    Points off the canvas are brought to within one side of it.

    Args:
        before: the strokes that it goes on from.

    Returns:
        those before and, after them, those of the message.

    Raises:
        DrawingError: if it has another form or all is too long.
    """
    if not isinstance(message, list):
        raise _unreadable()
    if len(before) + len(message) > MOST_STROKES:
        raise _too_long(len(before) + len(message), MOST_STROKES, N_("strokes"))
    found, points = list(before), sum(len(one.points) for one in before)
    for one in message:
        numbers = one.get("points") if isinstance(one, dict) else None
        if not isinstance(numbers, list):
            raise _unreadable()
        points += len(numbers) // 2
        if points > MOST_POINTS:
            raise _too_long(points, MOST_POINTS, N_("points"))
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
    return DrawingError(N_("The drawing could not be read. Reload the page and draw again."))


def _too_long(received: int, most: int, what: str) -> DrawingError:
    sentence = N_("The drawing is too long: expected at most {most:,} {what}. Received: {n:,}.")
    told = Message(sentence, {"most": most, "what": Message(what), "n": received})
    return DrawingError(joined(told, Message(N_("Clear it and draw again."))))
