"""Which points lie nearest."""

from math import prod

import numpy as np

QUERIES, POINTS, PAIRS = 512, 4096, 8_000_000
"""How many are compared at a time, at most: 60,000 pictures then need about 100 MB."""
SPARE = 8
"""Candidates beyond those asked for, since a product of matrices errs in the last digits."""


def nearest(code: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """Return which codes, (n, d), lie nearest to one, (d,): indices, nearest first.

    By Euclidean distance; of equally near ones the first; all n if `count` is more.
    """
    distances = np.square(codes - code, dtype=np.float32).sum(axis=1)
    return np.argsort(distances, kind="stable")[:count]


def nearest_many(
    queries: np.ndarray, points: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return which points lie nearest to each query, and how far away, nearest first.

    By Euclidean distance, through products of matrices: for many queries or many points,
    also pictures as bytes. Of equally near points any may be chosen.

    Args:
        queries: (q, ...) and
        points: (n, ...), with d real numbers or bytes each, both on one scale.
        count: how many; all n if it is more.

    Returns:
        indices int (q, count) and distances float32 (q, count).

    Raises:
        ValueError: if queries and points do not have equally many numbers, or one is empty.
    """
    queries, points = (
        array.reshape(len(array), prod(array.shape[1:])) for array in (queries, points)
    )
    if queries.shape[1] != points.shape[1] or not len(points) or not len(queries):
        raise ValueError(
            "Expected queries and points, one or more each, of one size. "
            f"Received: {queries.shape} and {points.shape}."
        )
    step = max(1, min(QUERIES, PAIRS // len(points)))
    parts = [
        _nearest_few(queries[start : start + step].astype(np.float32), points, count)
        for start in range(0, len(queries), step)
    ]
    indices, distances = (np.concatenate(part) for part in zip(*parts, strict=True))
    return indices, distances


def _nearest_few(
    queries: np.ndarray, points: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    centre = queries.mean(axis=0)  # far from the origin the products would drown the distances
    centred = queries - centre
    rough = np.empty((len(queries), len(points)), np.float32)
    for start in range(0, len(points), POINTS):
        chunk = points[start : start + POINTS].astype(np.float32)
        chunk -= centre
        norms = np.einsum("ij,ij->i", chunk, chunk)
        rough[:, start : start + POINTS] = norms - 2 * (centred @ chunk.T)
    candidates = _smallest(rough, count + SPARE)
    apart = points[candidates].astype(np.float32) - queries[:, None]  # (q, candidates, d)
    distances = np.sqrt(np.einsum("ijk,ijk->ij", apart, apart))
    order = np.lexsort((candidates, distances))[:, :count]
    return np.take_along_axis(candidates, order, 1), np.take_along_axis(distances, order, 1)


def _smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Return where each row's `count` smallest values are, in no order."""
    if count >= values.shape[1]:
        return np.broadcast_to(np.arange(values.shape[1]), values.shape)
    return np.argpartition(values, count - 1, axis=1)[:, :count]
