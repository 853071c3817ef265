"""Digits as a pen draws them: strokes of our own in the unit square, to scale, shift and slant."""

import numpy as np

from ae.data import drawing
from ae.data.drawing.example import smooth
from ae.data.framing import Framing

MNIST = Framing()
# (x, y) in the unit square, y downwards; a hand passes through these points.
FORMS = {
    0: [
        [[(0.55, 0.0), (0.25, 0.15), (0.12, 0.5), (0.25, 0.88), (0.5, 1.0), (0.75, 0.87),
          (0.88, 0.5), (0.77, 0.13), (0.52, 0.0)]],
        [[(0.7, 0.06), (0.4, 0.02), (0.18, 0.3), (0.17, 0.7), (0.4, 1.0), (0.68, 0.88),
          (0.83, 0.5), (0.78, 0.2), (0.6, 0.04)]],
    ],
    1: [
        [[(0.5, 0.0), (0.5, 0.5), (0.5, 1.0)]],
        [[(0.3, 0.22), (0.56, 0.0)], [(0.56, 0.0), (0.53, 0.5), (0.5, 1.0)]],
    ],
    2: [
        [[(0.15, 0.25), (0.3, 0.05), (0.55, 0.0), (0.78, 0.13), (0.77, 0.38), (0.5, 0.7),
          (0.12, 1.0)], [(0.12, 1.0), (0.5, 0.97), (0.9, 0.98)]],
        [[(0.2, 0.2), (0.45, 0.0), (0.75, 0.15), (0.7, 0.5), (0.4, 0.88), (0.17, 0.97),
          (0.15, 0.8), (0.35, 0.78), (0.6, 0.95), (0.92, 0.95)]],
    ],
    3: [
        [[(0.2, 0.1), (0.5, 0.0), (0.75, 0.13), (0.7, 0.36), (0.42, 0.47)],
         [(0.42, 0.47), (0.72, 0.55), (0.82, 0.77), (0.6, 0.97), (0.3, 0.98), (0.12, 0.87)]],
        [[(0.18, 0.05), (0.5, 0.03), (0.8, 0.04)], [(0.8, 0.04), (0.62, 0.22), (0.42, 0.42)],
         [(0.42, 0.42), (0.7, 0.48), (0.82, 0.7), (0.65, 0.95), (0.35, 1.0), (0.12, 0.88)]],
    ],
    4: [
        [[(0.25, 0.0), (0.2, 0.3), (0.15, 0.55)], [(0.15, 0.55), (0.5, 0.54), (0.85, 0.5)],
         [(0.72, 0.05), (0.7, 0.5), (0.66, 1.0)]],
        [[(0.62, 0.0), (0.35, 0.35), (0.1, 0.66)], [(0.1, 0.66), (0.5, 0.66), (0.92, 0.64)],
         [(0.66, 0.3), (0.65, 0.65), (0.62, 1.0)]],
    ],
    5: [
        [[(0.3, 0.02), (0.27, 0.2), (0.22, 0.44)],
         [(0.22, 0.44), (0.5, 0.38), (0.77, 0.5), (0.8, 0.76), (0.58, 0.97), (0.15, 0.95)],
         [(0.3, 0.02), (0.55, 0.02), (0.85, 0.0)]],
        [[(0.82, 0.0), (0.55, 0.03), (0.32, 0.05)], [(0.32, 0.05), (0.27, 0.25), (0.24, 0.42)],
         [(0.24, 0.42), (0.55, 0.4), (0.75, 0.6), (0.68, 0.87), (0.4, 1.0), (0.15, 0.9)]],
    ],
    6: [
        [[(0.68, 0.0), (0.42, 0.2), (0.22, 0.52), (0.2, 0.82), (0.42, 1.0), (0.7, 0.92),
          (0.78, 0.7), (0.6, 0.54), (0.38, 0.6), (0.22, 0.8)]],
        [[(0.55, 0.0), (0.3, 0.3), (0.2, 0.65), (0.3, 0.94), (0.58, 0.99), (0.76, 0.8),
          (0.66, 0.6), (0.42, 0.58), (0.25, 0.74)]],
    ],
    7: [
        [[(0.13, 0.06), (0.5, 0.04), (0.86, 0.02)], [(0.86, 0.02), (0.6, 0.45), (0.38, 1.0)]],
        [[(0.15, 0.08), (0.5, 0.03), (0.82, 0.05)], [(0.82, 0.05), (0.68, 0.4), (0.55, 1.0)]],
    ],
    8: [
        [[(0.74, 0.14), (0.5, 0.0), (0.27, 0.14), (0.33, 0.37), (0.6, 0.54), (0.77, 0.76),
          (0.58, 0.99), (0.32, 0.93), (0.26, 0.7), (0.5, 0.48), (0.72, 0.3), (0.74, 0.14)]],
        [[(0.5, 0.0), (0.28, 0.12), (0.3, 0.35), (0.5, 0.46), (0.7, 0.34), (0.72, 0.12),
          (0.5, 0.0)],
         [(0.5, 0.46), (0.25, 0.62), (0.24, 0.86), (0.5, 1.0), (0.76, 0.86), (0.74, 0.62),
          (0.5, 0.46)]],
    ],
    9: [
        [[(0.75, 0.2), (0.52, 0.02), (0.26, 0.16), (0.26, 0.4), (0.5, 0.5), (0.72, 0.36),
          (0.76, 0.18)], [(0.76, 0.18), (0.74, 0.5), (0.68, 1.0)]],
        [[(0.72, 0.12), (0.45, 0.03), (0.24, 0.22), (0.32, 0.45), (0.58, 0.43), (0.74, 0.2)],
         [(0.74, 0.2), (0.7, 0.55), (0.5, 1.0)]],
    ],
}  # fmt: skip
"""For each digit its forms, for each form its strokes, for each stroke its points."""
ELSEWHERE = {
    "hooked 1": (1, [[(0.2, 0.42), (0.6, 0.0)], [(0.6, 0.0), (0.58, 0.5), (0.55, 1.0)]]),
    "barred 7": (7, [*FORMS[7][0], [(0.35, 0.48), (0.8, 0.46)]]),
    "slashed 0": (0, [*FORMS[0][0], [(0.8, 0.08), (0.2, 0.92)]]),
}
"""Forms that not everybody writes: name → digit and strokes."""


def strokes(digit, form=0, height=160.0, place=(60.0, 60.0), slant=0.0, width=0.75, size=20.0):
    """Return a digit's strokes on the canvas.

    Args:
        form: number of one of `FORMS`, or name of one of `ELSEWHERE`.
        height: of the digit, in canvas units.
        place: its left and top.
        slant: how far its top leans to the right, as a share of its height.
        width: its width, as a share of its height.
        size: the pen's diameter.
    """
    found = []
    for stroke in FORMS[digit][form] if isinstance(form, int) else ELSEWHERE[form][1]:
        points = np.array(smooth([(1000 * x, 1000 * y) for x, y in stroke])) / 1000
        points[:, 0] = width * points[:, 0] + slant * (1 - points[:, 1])
        on_canvas = np.asarray(place) + height * points
        found.append(drawing.Stroke("pen", size, tuple(map(tuple, on_canvas.tolist()))))
    return found


def varied(rng, count):
    """Return drawings of all ten digits in several sizes, places, slants and pens.

    Returns:
        a list of strokes for each, and their labels, int (count,).
    """
    drawings, labels = [], np.arange(count) % 10
    for digit in labels:
        height, slant = rng.uniform(90, 200), rng.uniform(-0.1, 0.25)
        room = 280 - height
        place = (rng.uniform(0.1 * room, 0.9 * room), rng.uniform(0.1 * room, 0.9 * room))
        drawings.append(
            strokes(
                *(int(digit), int(rng.integers(2)), height, place, slant),
                width=rng.uniform(0.6, 0.85),
                size=height * rng.uniform(0.09, 0.15),
            )
        )
    return drawings, labels


def seen(given, framing=MNIST):
    """Return what a network sees of strokes, uint8 (28, 28)."""
    return drawing.see(given, framing).image
