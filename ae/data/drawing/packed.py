"""Strokes as a short text for an address, and back."""

import base64
import binascii
import zlib
from collections.abc import Sequence

import numpy as np

from ae.data.drawing.canvas import TOOLS, Stroke, strokes
from ae.data.drawing.errors import DrawingError
from ae.i18n import N_

LONGEST = 6_000
"""So many characters a drawing takes in an address at most: all browsers and servers bear that."""
MOST_BYTES = 200_000
"""So much is unpacked of a text at most, whatever it holds."""
TENTHS = 10
"""Places and sizes are kept in tenths of a unit."""


def packed(given: Sequence[Stroke]) -> str | None:
    """Return strokes as letters, digits, - and _; None where that would be too long.

    A stroke is its tool, its size and its number of points, then the first point and how far each
    is from the one before: 16 bits each, the points' lower halves first, and all deflated.
    """
    numbers: list[int] = []
    for one in given:
        points = np.round(np.array(one.points) * TENTHS).astype(int)
        ways = np.diff(points, axis=0, prepend=np.zeros((1, 2), int))
        numbers += [TOOLS.index(one.tool), round(one.size * TENTHS), len(points), *ways.T.ravel()]
    halves = np.array(numbers, "<i2").view(np.uint8).reshape(-1, 2).T
    text = base64.urlsafe_b64encode(zlib.compress(halves.tobytes(), 9)).decode().rstrip("=")
    return text if len(text) <= LONGEST else None


def unpacked(text: str) -> list[Stroke]:
    """Return the strokes of a text that `packed` made.

    Raises:
        DrawingError: if it is no such text, or one of a drawing that is too long.
    """
    if len(text) > LONGEST:
        raise _unreadable()
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        halves = zlib.decompressobj().decompress(content, MOST_BYTES)
        numbers = np.frombuffer(halves, np.uint8).reshape(2, -1).T.copy().view("<i2").ravel()
        return strokes(list(_messages(numbers.tolist())))
    except DrawingError:
        raise
    except (ValueError, IndexError, binascii.Error, zlib.error):
        raise _unreadable() from None


def _messages(numbers: list[int]):
    """Yield each stroke as the canvas would send it."""
    at = 0
    while at < len(numbers):
        tool, size, count = numbers[at : at + 3]
        ways = np.array(numbers[at + 3 : at + 3 + 2 * count]).reshape(2, count)
        points = (np.cumsum(ways, axis=1) / TENTHS).T.ravel().tolist()
        yield {"tool": TOOLS[max(tool, 0)], "size": size / TENTHS, "points": points}
        at += 3 + 2 * count


def _unreadable() -> DrawingError:
    return DrawingError(N_("The link's drawing cannot be read: copy the whole link again."))
