"""How wide the strokes of ink are, and ink with wider ones."""

import numpy as np

DIRECTIONS = 24
"""In so many directions ink is spread."""


def width(ink: np.ndarray) -> float:
    """Return how wide the strokes of ink, uint8 (h, w), are in the mean, in pixels.

    A long stroke has two borders, so its width is twice its area by their length; what rows and
    columns count of a border is 4 / π of its length, in the mean over directions.
    """
    inside = ink > 127
    border = sum(np.count_nonzero(np.diff(inside, axis=axis)) for axis in (0, 1)) * np.pi / 4
    return float(2 * np.count_nonzero(inside) / max(border, 1.0))


def widened(ink: np.ndarray, by: float) -> np.ndarray:
    """Return ink, uint8 (h, w), spread by so many pixels on every side, as by a round brush.

    The picture has to have room for it: what leaves it is lost.
    """
    spread, (height, width) = ink.copy(), ink.shape
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    rings = [by] if by < 3 else [by, by / 2]  # no gap between a thin stroke and a far ring
    ways = {
        (round(ring * np.sin(angle)), round(ring * np.cos(angle)))
        for ring in rings
        for angle in angles
    }
    for down, right in ways:
        top, left = max(down, 0), max(right, 0)
        bottom, end = height + min(down, 0), width + min(right, 0)
        part = spread[top:bottom, left:end]
        np.maximum(part, ink[top - down : bottom - down, left - right : end - right], out=part)
    return spread
