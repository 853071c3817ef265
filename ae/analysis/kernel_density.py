"""How dense a cloud of points is, at each of them."""

import numpy as np

from ae.analysis.codes import require_finite

CELLS = 512
"""Grid points along each axis."""


def density(points: np.ndarray, queries: np.ndarray | None = None) -> np.ndarray:
    """Return the density of points in a plane, at each of them or at other places.

    A Gaussian kernel estimate with Scott's bandwidth (Scott 1992, "Multivariate density
    estimation"), each axis by its own spread: n^(-1/6) standard deviations. It is computed on
    a grid, so 10,000 points take milliseconds; where the points' range is up to 20 standard
    deviations, it is within 2 % of the sum over all pairs.

    Args:
        points: (n, 2); an axis along which they do not vary counts as having a spread of 1.
        queries: (m, 2), or None for the points themselves.

    Returns:
        float32 (n,) or (m,): density per unit of area; over the whole plane it sums to 1.

    Raises:
        ValueError: if a point is not finite, or does not have two numbers.
    """
    places = points if queries is None else queries
    for array in (points, places):
        if require_finite(array).shape[1] != 2:
            raise ValueError(f"points: expected shape (n, 2). Received: {array.shape}.")
    spread = np.where(np.ptp(points, axis=0) > 0, points.std(axis=0, dtype=np.float64), 1.0)
    bandwidth = spread * len(points) ** (-1 / 6)
    low = np.minimum(points.min(axis=0), places.min(axis=0)).astype(np.float64)
    high = np.maximum(points.max(axis=0), places.max(axis=0)).astype(np.float64)
    step = np.where(high > low, high - low, 1.0) / (CELLS - 1)
    cells, shares = _around((points - low) / step)
    mass = np.bincount(cells.ravel(), shares.ravel(), CELLS * CELLS).reshape(CELLS, CELLS)
    rows, columns = (_kernel(step[axis] / bandwidth[axis]) / bandwidth[axis] for axis in (0, 1))
    smooth = rows @ (mass / len(points)) @ columns
    cells, shares = _around((places - low) / step)
    return (smooth.ravel()[cells] * shares).sum(axis=1).astype(np.float32)


def _around(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the four grid points around each place, (n, 4), and each one's share of it."""
    corner = np.clip(np.floor(places), 0, CELLS - 2).astype(np.int64)
    x, y = (places - corner).T
    shares = np.stack([(1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y], axis=1)
    first = corner[:, :1] * CELLS + corner[:, 1:]
    return first + np.array([0, 1, CELLS, CELLS + 1]), shares


def _kernel(step: float) -> np.ndarray:
    """Return the standard normal density between all pairs of an axis's grid points."""
    apart = step * (np.arange(CELLS)[:, None] - np.arange(CELLS))
    return np.exp(-0.5 * apart**2) / np.sqrt(2 * np.pi)
