"""Ratings as a model takes them: a row for each person, a column for each thing, NaN unknown."""

import numpy as np

from ae.data.datasets.base import Split, SplitName
from ae.data.ratings import Ratings

LEARNT, CHECKED = 0.8, 0.1
"""Which share of the ratings is learnt from, and which validates choices; the rest judges."""


def split(listed: Ratings, shape: tuple[int, int], name: SplitName, seed: int = 0) -> Split:
    """Return one part of ratings, which are split at random, 80 to 10 to 10, whoever they are by.

    What is given is the same in every split: the ratings that are learnt from. The targets of
    `validation` and `test` are those held back.

    Args:
        shape: rows and columns of the whole: rows without a person and columns without a thing
            stay unknown.
        seed: which ratings are drawn.
    """
    order = np.random.default_rng(seed).permutation(len(listed.stars))
    first, second = int(LEARNT * len(order)), int((LEARNT + CHECKED) * len(order))
    given, labels = _matrix(listed, order[:first], shape), np.zeros(shape[0], np.uint8)
    if name == "train":
        return Split(given, labels)
    held_back = order[first:second] if name == "validation" else order[second:]
    return Split(given, labels, _matrix(listed, held_back, shape))


def _matrix(listed: Ratings, rows: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    whole = np.full(shape, np.nan, np.float32)
    whole[listed.people[rows], listed.things[rows]] = listed.stars[rows]
    return whole
