"""How good lists of recommendations are: hits and their places among what a person has not rated.

Rows are people, columns things; ratings are stars, NaN where a person has not rated a thing.
"""

import numpy as np

LIKED = 4.0
"""From so many stars on a person is said to like a thing."""
RECALL_AT, NDCG_AT = 20, 100
"""How long the lists are that the two measures look at."""


def liked(ratings: np.ndarray) -> np.ndarray:
    """Return which ratings say that a thing is liked: bool, of the same shape; unknown ones not."""
    return np.nan_to_num(ratings) >= LIKED


def top(scores: np.ndarray, allowed: np.ndarray, count: int) -> np.ndarray:
    """Return the columns of the highest scores among those allowed, best first: int (n, count).

    Of equal scores the first column comes first. Where fewer are allowed than asked for, what is
    not allowed comes last.

    Args:
        scores: float (n, d).
        allowed: bool (n, d) or (d,).
    """
    masked = np.where(allowed, scores, -np.inf)
    count = min(count, masked.shape[1])
    return np.argsort(-masked, axis=1, kind="stable")[:, :count]


def recall(hits: np.ndarray, relevant: np.ndarray, at: int) -> np.ndarray:
    """Return which share of what could be found in the first `at` places was: float64 (n,).

    Liang et al. 2018, "Variational Autoencoders for Collaborative Filtering", section 4.2: at most
    `at` can be found, so that 1 can be reached.

    Args:
        hits: bool (n, m), whether the thing at each place of a list is relevant.
        relevant: int (n,), how many there are, one or more.
    """
    return hits[:, :at].sum(axis=1) / np.minimum(relevant, at)


def ndcg(hits: np.ndarray, relevant: np.ndarray, at: int) -> np.ndarray:
    """Return the normalised discounted cumulative gain of the first `at` places: float64 (n,).

    Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques": a hit at place
    p counts 1 / log2(p + 1), the whole is divided by what the best list would have.
    """
    found = hits[:, :at]
    discount = 1.0 / np.log2(np.arange(2, at + 2))
    best = np.cumsum(discount)[np.minimum(relevant, at) - 1]
    return (found * discount[: found.shape[1]]).sum(axis=1) / best


def ranking(scores: np.ndarray, given: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """Measure lists of what each person has not rated yet, against what they like there.

    Recommended is only what someone has rated in `given`. People who like nothing in `wanted` are
    left out.

    Args:
        scores: float (n, d), the higher the sooner recommended.
        given: ratings that the scores were made from, (n, d): not recommended again.
        wanted: held-back ratings, (n, d).

    Returns:
        `recall20` and `ndcg100`, means over people, and `judged`, how many people these are.

    Raises:
        ValueError: if nobody likes anything in `wanted`.
    """
    relevant = liked(wanted)
    rows = np.flatnonzero(relevant.any(axis=1))
    if not len(rows):
        raise ValueError(f"wanted: expected a rating of {LIKED:g} stars or more. Received: none.")
    known = np.isfinite(given)
    allowed = ~known[rows] & known.any(axis=0)
    lists = top(scores[rows], allowed, NDCG_AT)
    # What is not allowed only fills the end of a list that is too short: it is no hit.
    hits = np.take_along_axis(relevant[rows] & allowed, lists, axis=1)
    count = relevant[rows].sum(axis=1)
    return {
        "recall20": float(recall(hits, count, RECALL_AT).mean()),
        "ndcg100": float(ndcg(hits, count, NDCG_AT).mean()),
        "judged": float(len(rows)),
    }
