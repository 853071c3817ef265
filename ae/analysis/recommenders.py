"""The simplest honest recommenders, to stand beside an autoencoder; NumPy alone.

Each is fitted on ratings, float32 (people, things), in stars, NaN where unknown, and then answers
for any rows of such ratings, those of people whom it has never seen, too. Defaults were chosen on
MovieLens' validation ratings (`tests/benchmarks/recommendation.py`).
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from ae.analysis.quality import known_rmse
from ae.analysis.ranking import liked, ranking
from ae.analysis.rating_models import Bias, Factorisation

BLOCK = 512
"""How many things are compared with all others at a time."""


class Recommender(Protocol):
    """What all have in common. `in_stars` tells whether scores are predicted ratings."""

    in_stars: bool

    def fit(self, ratings: np.ndarray) -> "Recommender":
        """Learn from ratings (people, things); return itself."""

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        """Return a score of every thing for people with these ratings: float (n, things)."""


@dataclass
class Popularity:
    """The same list for everyone: how many people like a thing."""

    in_stars: bool = False
    counts: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def fit(self, ratings: np.ndarray) -> "Popularity":
        self.counts = liked(ratings).sum(axis=0).astype(np.float32)
        return self

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        return np.broadcast_to(self.counts, ratings.shape)


@dataclass
class ItemNeighbours:
    """A thing's score is the sum of its likeness to the things that a person likes.

    Sarwar, Karypis, Konstan & Riedl 2001, "Item-based collaborative filtering recommendation
    algorithms": only a thing's nearest neighbours speak for it. Likeness is the cosine of who likes
    them, damped where few do.

    Args:
        neighbours: how many speak for each.
        damping: added to the cosine's denominator.
        least: how like a thing its last neighbour is, (things,); `fit` finds out where not given.
    """

    neighbours: int = 100
    damping: float = 10.0
    in_stars: bool = False
    least: np.ndarray | None = None
    who: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def fit(self, ratings: np.ndarray) -> "ItemNeighbours":
        self.who = liked(ratings).astype(np.float32)
        if self.least is None:
            things = np.arange(ratings.shape[1])
            blocks = [things[start : start + BLOCK] for start in range(0, len(things), BLOCK)]
            self.least = np.concatenate([self._last_neighbour(block) for block in blocks])
        return self

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        likes = liked(ratings).astype(np.float32)
        told = np.zeros(ratings.shape, np.float32)
        speaking = np.flatnonzero(likes.any(axis=0))
        for start in range(0, len(speaking), BLOCK):
            some = speaking[start : start + BLOCK]
            alike = self._likeness(some)
            told += likes[:, some] @ np.where(alike >= self.least, alike, 0.0)
        return told

    def _likeness(self, some: np.ndarray) -> np.ndarray:
        """Return the likeness of some things to all, 0 to themselves: (len(some), things)."""
        lengths = np.sqrt(self.who.sum(axis=0))
        found = self.who[:, some].T @ self.who
        found /= lengths[some, None] * lengths + self.damping + 1e-9
        found[np.arange(len(some)), some] = 0.0
        return found

    def _last_neighbour(self, some: np.ndarray) -> np.ndarray:
        if self.neighbours >= self.who.shape[1]:
            return np.zeros(len(some), np.float32)
        place = -self.neighbours
        return np.partition(self._likeness(some), place, axis=1)[:, place]


@dataclass
class PureSVD:
    """Likes, projected onto the directions in which likes vary most.

    Cremonesi, Koren & Turrin 2010, "Performance of recommender algorithms on top-N recommendation
    tasks".

    Args:
        factors: how many directions.
    """

    factors: int = 20
    in_stars: bool = False
    directions: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def fit(self, ratings: np.ndarray) -> "PureSVD":
        likes = liked(ratings).astype(np.float32)
        self.directions = leading_directions(likes, self.factors)
        return self

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        return (liked(ratings).astype(np.float32) @ self.directions.T) @ self.directions


def leading_directions(rows: np.ndarray, count: int) -> np.ndarray:
    """Return the first right singular vectors of rows (n, d), by the smaller side: (count, d)."""
    tall = len(rows) >= rows.shape[1]
    _squares, vectors = np.linalg.eigh(rows.T @ rows if tall else rows @ rows.T)
    first = vectors[:, ::-1][:, :count].T
    if tall:
        return first
    found = first @ rows
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


@dataclass
class Ease:
    """The linear model that predicts each like from all others: a closed form, no hidden layer.

    Steck 2019, "Embarrassingly shallow autoencoders for sparse data": B = I − P / diag(P) with
    P = (XᵀX + λI)⁻¹. Where there are fewer people than things P is never written down: by
    Woodbury's identity P = (I − Xᵀ(XXᵀ + λI)⁻¹X) / λ.

    Args:
        penalty: λ.
    """

    penalty: float = 200.0
    in_stars: bool = False
    likes: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    solved: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    diagonal: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    def fit(self, ratings: np.ndarray) -> "Ease":
        self.likes = liked(ratings).astype(np.float32)
        kernel = self.likes @ self.likes.T + self.penalty * np.eye(len(ratings), dtype=np.float32)
        self.solved = np.linalg.solve(kernel, self.likes)
        inside = np.einsum("nd,nd->d", self.likes, self.solved)
        self.diagonal = (1.0 - inside) / self.penalty
        return self

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        likes = liked(ratings).astype(np.float32)
        product = (likes - (likes @ self.likes.T) @ self.solved) / self.penalty
        return likes - product / self.diagonal


RECOMMENDERS: dict[str, Any] = {
    "bias": Bias,
    "factorisation": Factorisation,
    "popularity": Popularity,
    "neighbours": ItemNeighbours,
    "pure_svd": PureSVD,
    "ease": Ease,
}
"""The registry, in the order in which tables show them."""


def within(stars: np.ndarray, value_range: tuple[float, float] | None) -> np.ndarray:
    """Return predicted stars, moved to the nearest that can be given."""
    return np.clip(stars, *value_range) if value_range else stars


def measured(
    one: Recommender, given: np.ndarray, wanted: np.ndarray, value_range: tuple[float, float] | None
) -> dict[str, float]:
    """Measure a fitted recommender: `ranking`, and `rmse` where its scores are stars."""
    scores = one.scores(given)
    found = ranking(scores, given, wanted)
    if one.in_stars:
        found["rmse"] = stars_rmse(wanted, scores, value_range)
    return found


def stars_rmse(
    wanted: np.ndarray, stars: np.ndarray, value_range: tuple[float, float] | None
) -> float:
    """Return the root mean squared error of predicted stars over the known ones."""
    return known_rmse(np.nan_to_num(wanted), within(stars, value_range), np.isfinite(wanted))
