"""Ratings in a list: who rated what with how many stars."""

from dataclasses import dataclass

import numpy as np

STARS = (0.5, 5.0)
"""The fewest and the most stars that can be given."""


@dataclass(frozen=True)
class Ratings:
    """Ratings in a list.

    Args:
        people, things: int (n,), the row and the column of each.
        stars: float32 (n,).
        names: what the things are called: texts from outside among them.
        count: how many people there are.
    """

    people: np.ndarray
    things: np.ndarray
    stars: np.ndarray
    names: tuple[str, ...]
    count: int
