"""Models of ratings in stars: what is usual, and factors of people and things; NumPy alone.

They are fitted on ratings, float32 (people, things), NaN where unknown, and answer for any such
rows.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Bias:
    """A rating is a mean, plus what a thing deviates from it, plus what a person does.

    Koren, Bell & Volinsky 2009, "Matrix factorization techniques for recommender systems",
    equation 3; fitted in turns, each deviation shrunk towards 0 where ratings are few.

    Args:
        things, people: how many ratings of the mean are added to those of each.
    """

    things: float = 3.0
    people: float = 5.0
    in_stars: bool = True
    mean: float = 0.0
    of_things: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    def fit(self, ratings: np.ndarray) -> "Bias":
        known, values = np.isfinite(ratings), np.nan_to_num(ratings)
        self.mean = float(values.sum(dtype=np.float64) / max(int(known.sum()), 1))
        own = np.zeros(len(ratings), np.float32)
        for _turn in range(5):
            rest = np.where(known, values - self.mean - own[:, None], 0)
            count = np.maximum(known.sum(axis=0) + self.things, 1e-6)
            self.of_things = (rest.sum(axis=0, dtype=np.float64) / count).astype(np.float32)
            own = self.of_people(ratings)
        return self

    def of_people(self, ratings: np.ndarray) -> np.ndarray:
        """Return how far people deviate from what others think of the same things: (n,)."""
        known = np.isfinite(ratings)
        rest = np.where(known, np.nan_to_num(ratings) - self.mean - self.of_things, 0)
        count = np.maximum(known.sum(axis=1) + self.people, 1e-6)
        return (rest.sum(axis=1) / count).astype(np.float32)

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        return self.mean + self.of_things + self.of_people(ratings)[:, None]

    def left(self, ratings: np.ndarray) -> np.ndarray:
        """Return what the biases do not explain, 0 where unknown: float32 (n, things)."""
        rest = np.nan_to_num(ratings) - self.scores(ratings)
        return np.where(np.isfinite(ratings), rest, 0).astype(np.float32)


@dataclass
class Factorisation:
    """What biases leave is a product of a person's and a thing's factors.

    Alternating least squares: Zhou, Wilkinson, Schreiber & Pan 2008, "Large-scale parallel
    collaborative filtering for the Netflix prize", here with an equal penalty for everyone.

    Args:
        factors: how many numbers each has.
        penalty: on their squares.
        turns: how often both are solved for.
    """

    factors: int = 20
    penalty: float = 15.0
    turns: int = 10
    seed: int = 0
    in_stars: bool = True
    bias: Bias = field(default_factory=Bias)
    of_things: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def fit(self, ratings: np.ndarray) -> "Factorisation":
        self.bias.fit(ratings)
        left, known = self.bias.left(ratings), np.isfinite(ratings)
        rng = np.random.default_rng(self.seed)
        self.of_things = 0.1 * rng.standard_normal((ratings.shape[1], self.factors), np.float32)
        for _turn in range(self.turns):
            people = solve_ridge(self.of_things, left, known, self.penalty)
            self.of_things = solve_ridge(people, left.T, known.T, self.penalty)
        return self

    def scores(self, ratings: np.ndarray) -> np.ndarray:
        left, known = self.bias.left(ratings), np.isfinite(ratings)
        people = solve_ridge(self.of_things, left, known, self.penalty)
        return self.bias.scores(ratings) + people @ self.of_things.T


def solve_ridge(
    factors: np.ndarray, values: np.ndarray, known: np.ndarray, penalty: float
) -> np.ndarray:
    """Return, for each row of values, the weights of the factors that give the known ones best.

    Args:
        factors: float32 (d, k).
        values: float32 (n, d), 0 where unknown.
        known: bool (n, d).
        penalty: on the weights' squares, above 0.

    Returns:
        float32 (n, k).
    """
    size = factors.shape[1]
    products = (factors[:, :, None] * factors[:, None, :]).reshape(len(factors), size * size)
    squares = (known.astype(np.float32) @ products).reshape(-1, size, size)
    squares += penalty * np.eye(size, dtype=np.float32)
    return np.linalg.solve(squares, (values @ factors)[..., None])[..., 0].astype(np.float32)
