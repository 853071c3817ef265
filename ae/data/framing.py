"""How a picture's digit gets into 28×28: cut out, scaled, centred by mass, as MNIST's were."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom are the first outside."""

SHAPE = (28, 28)
BOX = 20
"""Side of the box that a digit is scaled into before it is centred by mass, as in MNIST."""
CENTRE = 14.0
"""Row and column, counted from 0, that the centre of mass of MNIST's digits comes nearest to."""
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
    # MNIST cut black and white scans; the faint edge of a smooth stroke is outside of it.
    levels = np.asarray(grey)
    box = Image.fromarray(levels > EDGE * levels.max()).getbbox()
    return place(grey, box or (0, 0, *grey.size), centre)


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
