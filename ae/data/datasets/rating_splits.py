"""Ratings as a model takes them: a row for each person, a column for each thing, NaN unknown."""

import numpy as np

from ae.data.datasets.base import Split, SplitName
from ae.data.ratings import Ratings

LEARNT, CHECKED = 0.8, 0.1
"""Which share of the ratings is learnt from, and which validates choices; the rest judges."""


def split(ratings: Ratings, shape: tuple[int, int], seed: int = 0) -> dict[SplitName, Split]:
    """Split ratings at random, 80 to 10 to 10, whoever they are by.

    What is given is the same in every split: the ratings that are learnt from. The targets of
    `validation` and `test` are those held back.

    Args:
        shape: rows and columns of the whole: rows without a person and columns without a thing
            stay unknown.
        seed: which ratings are drawn.
    """
    order = np.random.default_rng(seed).permutation(len(ratings.stars))
    first, second = int(LEARNT * len(order)), int((LEARNT + CHECKED) * len(order))
    given = _matrix(ratings, order[:first], shape)
    labels = np.zeros(shape[0], np.uint8)
    return {
        "train": Split(given, labels),
        "validation": Split(given, labels, _matrix(ratings, order[first:second], shape)),
        "test": Split(given, labels, _matrix(ratings, order[second:], shape)),
    }


def _matrix(ratings: Ratings, rows: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    whole = np.full(shape, np.nan, np.float32)
    whole[ratings.people[rows], ratings.things[rows]] = ratings.stars[rows]
    return whole
