"""What a network sees of a drawing: its ink framed, its strokes as wide as those it learnt from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ae.data.drawing.canvas import Stroke
from ae.data.drawing.painter import Painter
from ae.data.drawing.width import widened, width
from ae.data.framing import Framing, ink_box

COVERED = 64
"""A pixel of what is seen is unknown from this much of the mask on: a quarter."""
STEP = 0.05
"""Logarithm of the steps in which a pen is taken thinner: 5 %."""


@dataclass(frozen=True)
class Seen:
    """What the network sees of a drawing.

    Args:
        image: uint8 (height, width), with what lies under the mask.
        erased: bool (height, width): what the mask hides.
    """

    image: np.ndarray
    erased: np.ndarray


def see(
    given: Sequence[Stroke],
    framing: Framing,
    ground: np.ndarray | None = None,
    painter: Painter | None = None,
) -> Seen:
    """Frame a drawing as a dataset's digits are framed; its mask goes along with it.

    All ink that is left counts, masked or not, so that the digit stays where it was while a part
    of it is masked. Strokes thinner or thicker than those of that dataset become like them.

    Args:
        ground: the ink under the strokes, uint8 (SIDE, SIDE).
        painter: has perhaps painted some of the strokes before.
    """
    painter = painter or Painter()
    ink, mask = painter.paint(given, "pen", ground), painter.paint(given, "mask")
    if not ink.any():
        return see_raw(given, framing.shape, ground, painter)
    thin = _thinner(ink, given, framing) if ground is None else 1.0
    if thin < 1.0:
        pens = [one for one in given if one.tool == "pen"]
        ink = np.minimum(painter.paint(pens, "pen", thinner=thin), ink)
    else:
        ink, mask = _widened(ink, mask, given if ground is None else (), framing)
    pictures = [Image.fromarray(part) for part in (ink, mask)]
    placed = framing.placement(pictures[0])
    return Seen(framing.picture(pictures[0], placed), placed.put(pictures[1]) >= COVERED)


def see_raw(
    given: Sequence[Stroke],
    shape: tuple[int, int],
    ground: np.ndarray | None = None,
    painter: Painter | None = None,
) -> Seen:
    """Scale the whole canvas down to a picture of this height and width, without framing."""
    painter = painter or Painter()
    mask = scaled_down(painter.paint(given, "mask"), shape) >= COVERED
    return Seen(scaled_down(painter.paint(given, "pen", ground), shape), mask)


def scaled_down(canvas: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Scale what covers the canvas, uint8 (SIDE, SIDE), to a height and width."""
    size = (shape[1], shape[0])
    return np.asarray(Image.fromarray(canvas).resize(size, Image.Resampling.BOX))


def _thinner(ink: np.ndarray, given: Sequence[Stroke], framing: Framing) -> float:
    """Return with which share of its size a pen gives the usual strokes; 1 if it is thin enough.

    What is drawn too thick is drawn anew with a thinner pen, as far as ink is left: so loops that
    had run full open again. In steps, so that a drawing that grows is not painted anew each time.
    """
    pen = _pen(given)
    thickest = framing.pens(_span(ink, pen))[1]
    if max(_span(ink, pen)) <= pen:  # a dot, or what a thick pen makes of one
        return 1.0
    steps = math.ceil(math.log(min(thickest / pen, 1.0)) / STEP)
    return math.exp(STEP * steps)


def _widened(
    ink: np.ndarray, mask: np.ndarray, given: Sequence[Stroke], framing: Framing
) -> tuple[np.ndarray, np.ndarray]:
    """Return ink with strokes as wide as usual, and the mask, both with room around if need be.

    Ink is widened as it is, so that nothing comes back that was taken away.

    Args:
        given: the strokes where ink is of nothing else, to know their width.
    """
    pen = _pen(given) if given else width(ink)
    span = _span(ink, pen)
    missing = (framing.pens(span)[0] - pen) / 2
    if missing <= 0 or max(span) <= pen:
        return ink, mask
    ink, mask = (np.pad(part, math.ceil(missing)) for part in (ink, mask))
    return widened(ink, missing), mask


def _span(ink: np.ndarray, pen: float) -> tuple[float, float]:
    """Return width and height of ink, without its pen's."""
    left, top, right, bottom = ink_box(ink)
    return max(right - left - pen, 0.0), max(bottom - top - pen, 0.0)


def _pen(given: Sequence[Stroke]) -> float:
    """Return the diameter of the pen that has drawn most, the mean over what was drawn."""
    pens = [stroke for stroke in given if stroke.tool == "pen"]
    lengths = [one.size + np.hypot(*np.diff(one.points, axis=0).T).sum() for one in pens]
    return float(np.average([one.size for one in pens], weights=lengths))
