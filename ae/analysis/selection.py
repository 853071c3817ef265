"""Which pictures to show, and how unusual one is among the others."""

import numpy as np


def choose(
    labels: np.ndarray, errors: np.ndarray | None, how: str, count: int, seed: int = 0
) -> np.ndarray:
    """Choose `count` pictures to show; return their indices, int (count,).

    Args:
        labels: the pictures' classes, (n,).
        errors: their squared errors, (n,); needed for best and worst.
        how: `each` (the first of every class, then the second of every class, and so on), a
            class's number (the first ones of that class), `random` (by `seed`), `best` or `worst`
            (by error).
        count: how many at most.
        seed: for `random`.

    Raises:
        ValueError: for best and worst without errors.
    """
    if how == "each":
        order = np.argsort(labels, kind="stable")
        starts = np.searchsorted(labels[order], labels[order])
        turn = np.empty(len(labels), np.int64)
        turn[order] = np.arange(len(labels)) - starts  # how many of its class come before it
        return np.lexsort((labels, turn))[:count]
    if how == "random":
        order = np.random.default_rng(seed).permutation(len(labels))
        return order[:count]
    if how in ("best", "worst"):
        if errors is None:
            raise ValueError(f"errors: expected one for each picture to choose the {how}.")
        order = np.argsort(errors, kind="stable")
        return (order if how == "best" else order[::-1])[:count]
    return np.flatnonzero(labels == int(how))[:count]


def sampled(count: int, most: int, seed: int = 0) -> np.ndarray:
    """Draw at most `most` of `count` rows without replacement; all where there are no more.

    The first ones would not do: the first half of MNIST's test digits is the easier one.

    Returns:
        int (min(count, most),), ascending; the same for the same arguments.
    """
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))


def rank(value: float, population: np.ndarray) -> float:
    """Return the share of a population, (n,), that lies below a value: 0 to 1.

    Raises:
        ValueError: if nothing is there to compare with.
    """
    if not population.size:
        raise ValueError("population: expected one number or more. Received: none.")
    return float(np.mean(population < value))


def spread(points: np.ndarray, count: int) -> np.ndarray:
    """Choose points that lie far from each other: the first, then always the farthest from all.

    Gonzalez 1985, "Clustering to minimize the maximum intercluster distance".

    Args:
        points: (n, d), one or more.

    Returns:
        int (min(count, n),), in the order chosen.
    """
    chosen, nearest = [0], np.full(len(points), np.inf)
    while len(chosen) < min(count, len(points)):
        away = np.square(points - points[chosen[-1]], dtype=np.float64).sum(axis=1)
        nearest = np.minimum(nearest, away)
        nearest[chosen] = -1.0
        chosen.append(int(np.argmax(nearest)))
    return np.array(chosen)
