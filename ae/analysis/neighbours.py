"""Which points lie nearest."""

import numpy as np


def nearest(code: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """Return which codes, (n, d), lie nearest to one, (d,): indices, nearest first.

    By Euclidean distance; of equally near ones the first; all n if `count` is more.
    """
    distances = np.square(codes - code, dtype=np.float32).sum(axis=1)
    return np.argsort(distances, kind="stable")[:count]
