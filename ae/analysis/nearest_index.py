"""The nearest of many samples, found through short sketches of them, yet exactly."""

import numpy as np

from ae.analysis.neighbours import nearest_many

DIRECTIONS, FITTED = 32, 4000
"""How many numbers a sketch has, and of how many pictures its directions are the principal ones."""
CHUNK = 4096
MANY = 1000
"""From here on it is quicker to compare all pictures with all such queries at once."""
FEW = 64
"""How many candidates are measured first: their nearest bounds what else has to be."""
SLACK = 1e-5
"""How much of the longest sketch's square rounding may change; so close ones are measured too."""


class NearestIndex:
    """An index for exact nearest-neighbour search among many samples.

    A picture's sketch is its place in an orthogonal projection, and how far it lies beside it. So
    two sketches lie no farther apart than their pictures: whoever's sketch is farther away than a
    picture already found cannot be nearer. Few pictures are left to be measured in full.

    Args:
        samples: uint8 or float (n, ...), one or more; kept, not copied.
    """

    def __init__(self, samples: np.ndarray):
        self._flat = samples.reshape(len(samples), -1)
        few = self._flat[:: -(-len(self._flat) // FITTED)].astype(np.float32)
        self._mean = few.mean(axis=0)
        _, directions = np.linalg.eigh(np.cov(few - self._mean, rowvar=False, bias=True))
        self._directions = directions[:, -DIRECTIONS:].astype(np.float32)
        starts = range(0, len(self._flat), CHUNK)
        parts = [self._sketch(self._flat[start : start + CHUNK]) for start in starts]
        self._sketches = np.concatenate(parts)
        self._norms = np.square(self._sketches).sum(axis=1)

    def _sketch(self, flat: np.ndarray) -> np.ndarray:
        centred = flat.astype(np.float32) - self._mean
        within = centred @ self._directions
        beside = np.square(centred).sum(axis=1) - np.square(within).sum(axis=1)
        return np.column_stack([within, np.sqrt(np.maximum(beside, 0.0))])

    def nearest(self, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which picture is nearest to each query, and how far away it is.

        Args:
            queries: uint8 (q, ...), as many pixels each as the pictures have.

        Returns:
            indices int (q,) and Euclidean distances float32 (q,).
        """
        flat = queries.reshape(len(queries), -1)
        sketches = self._sketch(flat)
        bounds = self._norms - 2 * sketches @ self._sketches.T
        bounds += np.square(sketches).sum(axis=1, keepdims=True)
        pairs = zip(flat.astype(np.float32), bounds, strict=True)
        found = np.array([self._nearest(*pair) for pair in pairs])
        lost = np.flatnonzero(found[:, 0] < 0)  # near to nothing: sketches do not help
        if len(lost):
            indices, distances = nearest_many(flat[lost], self._flat, 1)
            found[lost] = np.column_stack([indices[:, 0], distances[:, 0]])
        return found[:, 0].astype(np.int64), found[:, 1].astype(np.float32)

    def _nearest(self, query: np.ndarray, bounds: np.ndarray) -> tuple[int, float]:
        """Find one query's nearest, or (-1, 0) where too many may be it.

        Args:
            bounds: the squared distances of the sketches, (n,).
        """
        few = np.argpartition(bounds, min(FEW, len(bounds)) - 1)[:FEW]
        within = self._squared(query, few).min()
        rounding = SLACK * (self._norms.max() + np.abs(bounds).max())
        left = np.flatnonzero(bounds <= within + rounding)
        if len(left) > MANY:
            return -1, 0.0
        squared = self._squared(query, left)
        best = int(squared.argmin())
        return int(left[best]), float(np.sqrt(squared[best]))

    def _squared(self, query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return np.square(self._flat[rows] - query).sum(axis=1)
