"""Strokes → pictures of the canvas, with the same pixels as the browser paints."""

import zlib
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ae.data.drawing.canvas import SIDE, Stroke

FINE = 2
"""Strokes are painted this many times as large and scaled down, so that their edges are soft."""
WHOLE = (SIDE * FINE, SIDE * FINE)
FEW = 16
"""So many strokes are sooner painted anew than kept and fetched."""
MOST_KEPT = 4
"""Layers that a painter keeps: ink, mask, and the ink of a thinner pen or two."""


def paint(given: Sequence[Stroke], layer: str, ground: np.ndarray | None = None) -> np.ndarray:
    """Paint one of the two layers of a drawing: see `Painter.paint`."""
    return Painter().paint(given, layer, ground)


class Painter:
    """Paints a drawing that grows: what it has painted of it is not painted again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, float], tuple[tuple, bytes]] = OrderedDict()

    def paint(
        self,
        given: Sequence[Stroke],
        layer: str,
        ground: np.ndarray | None = None,
        thinner: float = 1.0,
    ) -> np.ndarray:
        """Paint one of the two layers of a drawing, white on black.

        On the ink's layer the pen paints and the eraser takes away, what is on the ground too. On
        the mask's the mask paints, and pen and eraser take away: what they touch is known again.

        Args:
            layer: `pen` or `mask`.
            ground: the ink that lies there already, uint8 (SIDE, SIDE), left as it is.
            thinner: a share of its size that every tool is taken with.

        Returns:
            uint8 (SIDE, SIDE).
        """
        if layer == "mask" and not any(stroke.tool == layer for stroke in given):
            return np.zeros((SIDE, SIDE), np.uint8)
        # A ground is always the same array, and strokes the same objects, while a drawing grows.
        before = (ground, *given)
        known, picture = self._start(layer, thinner, before)
        draw = ImageDraw.Draw(picture)
        for stroke in given[max(known - 1, 0) :]:
            if stroke.tool == layer:
                _paint(draw, stroke, thinner, 255)
            elif layer == "mask" or stroke.tool == "eraser":
                _paint(draw, stroke, thinner, 0)
        if max(known, FEW) < len(before):
            self._kept[layer, thinner] = before, zlib.compress(picture.tobytes(), 1)
            self._kept.move_to_end((layer, thinner))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return np.asarray(picture.reduce(FINE))

    def _start(self, layer: str, thinner: float, wanted: tuple) -> tuple[int, Image.Image]:
        """Return a picture to go on from, and how much of what is wanted it shows already."""
        shown, packed = self._kept.get((layer, thinner), ((), b""))
        if shown and len(shown) <= len(wanted) and all(map(_is, shown, wanted)):
            return len(shown), Image.frombytes("L", WHOLE, zlib.decompress(packed))
        picture = Image.new("L", WHOLE)
        if wanted[0] is not None and layer == "pen":
            picture.paste(Image.fromarray(wanted[0]).resize(WHOLE, Image.Resampling.NEAREST))
        return 0, picture


def _is(one: object, other: object) -> bool:
    return one is other


def _paint(draw: ImageDraw.ImageDraw, stroke: Stroke, thinner: float, level: int) -> None:
    path = np.array(stroke.points) * FINE - 0.5  # Pillow counts from the middle of a pixel
    width = stroke.size * thinner * FINE
    radius = (width - 1) / 2
    for x, y in path.tolist():  # round ends and round corners
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=level)
    if len(path) > 1:
        draw.line(path.ravel().tolist(), fill=level, width=max(1, round(width)))
