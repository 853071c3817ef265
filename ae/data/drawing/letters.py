"""Capital letters as strokes, each time by a slightly different hand: no digits, and nobody's."""

import numpy as np

from ae.data.drawing.canvas import SIDE, Stroke
from ae.data.drawing.example import smooth

Way = tuple[tuple[float, float], ...]

LINES: dict[str, tuple[Way, ...]] = {
    "A": (((0.0, 1.0), (0.5, 0.0), (1.0, 1.0)), ((0.2, 0.65), (0.8, 0.65))),
    "E": (((0.9, 0.0), (0.0, 0.0), (0.0, 1.0), (0.9, 1.0)), ((0.0, 0.5), (0.75, 0.5))),
    "F": (((0.9, 0.0), (0.0, 0.0), (0.0, 1.0)), ((0.0, 0.48), (0.75, 0.48))),
    "H": (((0.0, 0.0), (0.0, 1.0)), ((0.9, 0.0), (0.9, 1.0)), ((0.0, 0.5), (0.9, 0.5))),
    "K": (((0.0, 0.0), (0.0, 1.0)), ((0.9, 0.0), (0.0, 0.55)), ((0.3, 0.4), (0.95, 1.0))),
    "L": (((0.0, 0.0), (0.0, 1.0), (0.8, 1.0)),),
    "M": (((0.0, 1.0), (0.05, 0.0), (0.5, 0.7), (0.95, 0.0), (1.0, 1.0)),),
    "N": (((0.0, 1.0), (0.0, 0.0), (0.9, 1.0), (0.9, 0.0)),),
    "T": (((0.0, 0.0), (1.0, 0.0)), ((0.5, 0.0), (0.5, 1.0))),
    "V": (((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)),),
    "W": (((0.0, 0.0), (0.25, 1.0), (0.5, 0.35), (0.75, 1.0), (1.0, 0.0)),),
    "X": (((0.0, 0.0), (0.95, 1.0)), ((0.95, 0.0), (0.0, 1.0))),
    "Y": (((0.0, 0.0), (0.5, 0.5), (1.0, 0.0)), ((0.5, 0.5), (0.5, 1.0))),
}
"""Letters of straight lines: corners as (x, y), each from 0 to 1, y downwards."""
CURVES: dict[str, tuple[Way, ...]] = {
    "C": (
        ((0.9, 0.2), (0.55, 0.0), (0.1, 0.25), (0.0, 0.6), (0.25, 0.97), (0.65, 1.0), (0.9, 0.8)),
    ),
    "D": (
        ((0.0, 0.0), (0.0, 1.0)),
        ((0.0, 0.0), (0.5, 0.05), (0.9, 0.35), (0.9, 0.7), (0.5, 0.95), (0.0, 1.0)),
    ),
    "G": (
        ((0.85, 0.15), (0.5, 0.0), (0.1, 0.2), (0.0, 0.6), (0.3, 1.0), (0.75, 0.95), (0.9, 0.6)),
        ((0.9, 0.6), (0.5, 0.6)),
    ),
    "J": (
        ((0.3, 0.0), (1.0, 0.0)),
        ((0.7, 0.0), (0.72, 0.4), (0.68, 0.8), (0.4, 1.0), (0.1, 0.9), (0.0, 0.7)),
    ),
    "P": (
        ((0.0, 0.0), (0.0, 1.0)),
        ((0.0, 0.0), (0.55, 0.0), (0.8, 0.25), (0.55, 0.5), (0.0, 0.52)),
    ),
    "Q": (
        ((0.5, 0.0), (0.1, 0.25), (0.1, 0.7), (0.5, 0.95), (0.9, 0.7), (0.9, 0.25), (0.5, 0.0)),
        ((0.6, 0.7), (1.0, 1.05)),
    ),
    "R": (
        ((0.0, 0.0), (0.0, 1.0)),
        ((0.0, 0.0), (0.55, 0.0), (0.8, 0.25), (0.55, 0.5), (0.0, 0.52)),
        ((0.35, 0.52), (0.9, 1.0)),
    ),
    "U": (((0.0, 0.0), (0.0, 0.6), (0.2, 0.95), (0.6, 1.0), (0.88, 0.7), (0.9, 0.0)),),
}
"""Letters with curves: points that a smooth line goes through."""
LETTERS = tuple(sorted(LINES | CURVES))
"""Without B, I, O, S and Z, which a hand writes like 8, 1, 0, 5 and 2."""
HEIGHT, WIDTH = 190.0, 130.0
"""Of a letter on the canvas, before its hand makes it larger or smaller."""


def letter(name: str, rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Return a letter as one more hand writes it: its size, slant, corners and pen vary.

    Args:
        name: one of `LETTERS`.

    Raises:
        KeyError: for another.
    """
    pen = float(rng.uniform(18.0, 28.0))
    width, height = WIDTH * rng.uniform(0.8, 1.25), HEIGHT * rng.uniform(0.9, 1.05)
    slant = rng.normal(0.0, 0.12)
    strokes = []
    for points in (LINES | CURVES)[name]:
        moved = np.array(points) + rng.normal(0.0, 0.03, (len(points), 2))
        x, y = (moved - 0.5).T
        spots = np.stack([SIDE / 2 + width * (x - slant * y), SIDE / 2 + height * y], axis=1)
        way = [(float(a), float(b)) for a, b in spots]
        strokes.append(Stroke("pen", pen, smooth(way) if name in CURVES else tuple(way)))
    return tuple(strokes)
