"""How a picture's digit gets into 28×28: cut out, scaled, centred by mass, as MNIST's were."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

Span = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom are the first outside."""

SHAPE = (28, 28)
BOX = 20
"""Side of the box that a digit is scaled into before it is centred by mass, as in MNIST."""
CENTRE = 14.0
"""Row and column, counted from 0, that the centre of mass of MNIST's digits comes nearest to."""
STROKES = (1.8, 3.0)
"""How wide strokes of MNIST's training digits are, in pixels: of the middle half or so of them."""
EDGE = 0.4
"""A pixel above this share of the brightest is the digit's; fainter ones are its edge."""


@dataclass(frozen=True)
class Placement:
    """Where a digit goes in 28×28: what is cut out, how large it becomes, and its place.

    Found from one picture and put to use on any other of the same size, so that a mask over
    the picture goes exactly where the digit goes.

    Args:
        box: left, top, right, bottom of what is cut out, in the picture's pixels.
        size: width and height it is scaled to, both at most 28.
        corner: left and top of its place in 28×28.
    """

    box: Box
    size: tuple[int, int]
    corner: tuple[int, int]

    def put(self, picture: Image.Image) -> np.ndarray:
        """Return the picture, grey levels, cut out and put there: uint8 (28, 28)."""
        (left, top), (width, height) = self.corner, self.size
        framed = np.zeros(SHAPE, np.uint8)
        framed[top : top + height, left : left + width] = _scaled(picture, self.box, self.size)
        return framed


def placement(picture: Image.Image, centre: float = CENTRE) -> Placement:
    """Find the digit in a picture, and where MNIST would put it.

    LeCun et al. 1998, "Gradient-based learning applied to document recognition", section
    III-A: scaled into the 20×20 box, the ratio of its sides kept, its mass in the middle.

    Args:
        picture: light on black, of any size; the digit anywhere in it.
        centre: the row and column, counted from 0, that the centre of mass comes nearest to.
    """
    grey = picture.convert("L")
    return place(grey, ink_box(np.asarray(grey)), centre)


def ink_box(levels: np.ndarray) -> Box:
    """Return the box around the ink of a picture, uint8 (h, w), light on black; all if none is.

    MNIST cut black and white scans; the faint edge of a smooth stroke is outside of it.
    """
    height, width = levels.shape
    return Image.fromarray(levels > EDGE * levels.max()).getbbox() or (0, 0, width, height)


def frame(picture: Image.Image, centre: float = CENTRE) -> np.ndarray:
    """Return a picture's digit framed as MNIST frames its own, uint8 (28, 28).

    Args: see `placement`.
    """
    grey = picture.convert("L")
    return placement(grey, centre).put(grey)


def place(grey: Image.Image, box: Box, centre: float = CENTRE) -> Placement:
    """Place what lies in a box, whatever it is: see `placement`."""
    sides = (box[2] - box[0], box[3] - box[1])
    scale = BOX / max(sides)
    width, height = (max(1, round(side * scale)) for side in sides)
    digit = _scaled(grey, box, (width, height))
    mass = max(float(digit.sum()), 1.0)
    row = (digit.sum(1) * np.arange(height)).sum() / mass
    column = (digit.sum(0) * np.arange(width)).sum() / mass
    top = int(np.clip(round(centre - row), 0, SHAPE[0] - height))
    left = int(np.clip(round(centre - column), 0, SHAPE[1] - width))
    return Placement(box, (width, height), (left, top))


def _scaled(picture: Image.Image, box: Box, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(picture.crop(box).resize(size, Image.Resampling.BICUBIC))


@dataclass(frozen=True)
class Framing:
    """How ink becomes a picture as a dataset holds it: here MNIST's way.

    A dataset whose pictures were made another way has a class of its own with these methods.

    Args:
        centre: the row and column, counted from 0, that the centre of mass comes nearest to.
        shape: height and width of the framed picture.
        strokes: how thin and how thick a digit's strokes usually are, in pixels of the framed
            picture.
    """

    centre: float = CENTRE
    shape: tuple[int, int] = SHAPE
    strokes: tuple[float, float] = STROKES

    def placement(self, ink: Image.Image) -> Placement:
        """Find the digit in ink, light on black, and its place in the framed picture."""
        return placement(ink, self.centre)

    def picture(self, ink: Image.Image, placed: Placement) -> np.ndarray:
        """Return ink at its place, as the dataset would hold it: uint8 (28, 28)."""
        return placed.put(ink)

    def pens(self, span: Span) -> tuple[float, float]:
        """Return the thinnest and the thickest pen that give the framed digit its usual strokes.

        Args:
            span: the digit's width and height without its pen's, in any unit.

        Returns:
            two diameters in that unit.
        """
        thin, thick = (width * max(span) / (BOX - width) for width in self.strokes)
        return thin, thick
