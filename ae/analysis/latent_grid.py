"""A field of decoded digits on a plane of the code: its grid, and the blend between its pictures.

The browser blends a field by the formula of `blend` (`ae/web/components/shared/field.js`), so
that what is tested here is what a person sees.
"""

from collections.abc import Sequence

import numpy as np

from ae.analysis import Projection

Window = tuple[float, float, float, float]
"""The part of a plane that is shown: left, right, bottom, top, in units of the code."""

SIDE = 32
"""Rows and columns of a field. Blended pictures are then within 0.002 of the decoder's on average
over the whole map of a 2-d run of MNIST, and within 0.008 at 99 of 100 places (24: 0.003 and 0.016;
40: 0.001 and 0.004), for some 300 kB."""
PERCENTILES = (1.0, 99.0)
SMALLEST = 1e-6
"""A window is at least this wide, as a share of how far from 0 it lies, and never below it."""


def axes_plane(codes: np.ndarray, axes: Sequence[int]) -> Projection:
    """Return the plane of two of the code's own axes; every other one stays at its mean.

    Args:
        codes: float (n, d).
        axes: one or two axes, from 0. With one, the plane's second direction changes nothing.

    Returns:
        A map whose `project` gives the codes on these axes, and whose `restore` the codes at
        positions (n, 2).
    """
    directions = np.zeros((2, codes.shape[1]), np.float32)
    directions[np.arange(len(axes)), list(axes)] = 1.0
    origin = codes.mean(axis=0, dtype=np.float64).astype(np.float32)
    origin[list(axes)] = 0.0
    return Projection(origin, directions)


def to_code(positions: np.ndarray, plane: Projection) -> np.ndarray:
    """Return the codes float32 (n, d) at positions (n, 2) of a plane."""
    return plane.restore(np.asarray(positions, np.float32)).astype(np.float32)


def window_of(points: np.ndarray, margin: float = 0.12) -> Window:
    """Return the square window that holds nearly all points, (n, 2), so never of zero width.

    It is square because a step is then equally long in both directions.

    Args:
        margin: what is added on each side, as a share of the width from the 1st to the 99th
            percentile.

    Raises:
        ValueError: if no point is finite.
    """
    known = points[np.isfinite(points).all(axis=1)].astype(np.float64)
    if not len(known):
        raise ValueError("points: expected one finite point or more. Received: none.")
    low, high = np.percentile(known, PERCENTILES, axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) / 2 * (1 + 2 * margin)
    if half <= SMALLEST * max(1.0, float(np.abs(middle).max())):
        half = 1.0  # all points are one
    (x, y), around = middle, half
    return float(x - around), float(x + around), float(y - around), float(y + around)


def grid(window: Window, rows: int, columns: int) -> np.ndarray:
    """Return the positions of a field's pictures: float32 (rows × columns, 2).

    Row after row from the bottom, each from left to right; the outermost lie on the edges.
    """
    left, right, bottom, top = window
    x, y = np.meshgrid(np.linspace(left, right, columns), np.linspace(bottom, top, rows))
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def blend(field: np.ndarray, window: Window, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the pictures between a field's own.

    Cubic convolution along both axes (Keys 1981, "Cubic convolution interpolation for digital
    image processing", a = −½; also called Catmull-Rom): each picture is a weighted mean of the
    4 × 4 around it. Beyond its edges a field goes on as a straight line; what leaves [0, 1] is
    cut off; outside the window the nearest picture of its edge is shown.

    Args:
        field: float (rows, columns, ...) in [0, 1], laid out as `grid` does; two rows and
            columns or more.
        x, y: positions in the window, (n,).

    Returns:
        float32 (n, ...) in [0, 1].

    Raises:
        ValueError: if the field has fewer than two rows or columns.
    """
    rows, columns = field.shape[:2]
    if min(rows, columns) < 2:
        raise ValueError(f"field: expected two rows and columns. Received: {rows} and {columns}.")
    left, right, bottom, top = window
    across = _taps((np.asarray(x, np.float64) - left) / (right - left), columns)
    up = _taps((np.asarray(y, np.float64) - bottom) / (top - bottom), rows)
    found = np.zeros((len(across[0][0]), *field.shape[2:]), np.float32)
    for row, row_weight in up:
        for column, weight in across:
            weights = (row_weight * weight).astype(np.float32)
            found += weights.reshape(-1, *[1] * (field.ndim - 2)) * field[row, column]
    return np.clip(found, 0.0, 1.0)


def _taps(shares: np.ndarray, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return four pairs, (indices, weights), along an axis of `count` pictures.

    Args:
        shares: how far along the axis each position lies, from 0 to 1, (n,).
    """
    place = np.clip(shares, 0.0, 1.0) * (count - 1)
    first = np.clip(np.floor(place), 0, count - 2).astype(np.int64)
    t = place - first
    before = t * (-1 + t * (2 - t)) / 2
    here = 1 + t * t * (3 * t - 5) / 2
    there = t * (1 + t * (4 - 3 * t)) / 2
    after = t * t * (t - 1) / 2
    # A picture beyond the edge is 2 a − b, of the last two, a and b: their weights take its own.
    outside, beyond = np.where(first == 0, before, 0.0), np.where(first == count - 2, after, 0.0)
    here, there = here + 2 * outside - beyond, there + 2 * beyond - outside
    weights = [before - outside, here, there, after - beyond]
    return [(np.clip(first + i - 1, 0, count - 1), weight) for i, weight in enumerate(weights)]
