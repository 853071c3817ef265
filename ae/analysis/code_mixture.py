"""A Gaussian mixture of a run's codes: where they lie, so that new ones can be drawn from there.

It knows nothing of a prior: it is fitted to codes of training samples, of any autoencoder. Fitting
needs scikit-learn and a worker; a fitted mixture is kept as a table, and draws with NumPy alone.
"""

import contextlib
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ae.analysis.codes import UnusableCodes, require_finite
from ae.analysis.listener import Listener
from ae.analysis.selection import sampled
from ae.i18n import N_
from ae.random_source import RandomSource

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

SEED = 0
CODES = 60_000
"""To how many codes a mixture is fitted, at most."""
HELD_BACK = 12
"""One of so many codes is held back, to choose how many components there are."""
COMPONENTS, WIDTH = 256, 8192
"""How many components there are at most, and how many numbers their means have together: 1 is
tried, 2, 4, and so on. More codes do more for codes of 64 numbers than more components."""
TRIED_ALWAYS = 32
"""From so many on, the first that fits the held-back codes no better is the last that is tried."""
STEPS = 5
"""Steps of expectation–maximisation after each split."""
RIDGES = (0.001, 0.03, 0.1)
"""Added to a component's variance along every principal axis of all codes, in units of theirs."""
FEW = 10_000
"""Of so few codes all ridges are tried, since few codes need more of it; of more the first."""
LEAST = 1e-6
"""Below this share of the largest spread of the codes, they do not vary along a principal axis."""

Components = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Weights (k,), means (k, d) and covariances (k, d, d)."""


@dataclass(frozen=True)
class Mixture:
    """A mixture of normal distributions of codes with d numbers.

    Args:
        weights: float64 (k,), 0 or more, their sum is 1.
        means: float64 (k, d).
        roots: float64 (k, d, d), lower triangular: a covariance is its root times that transposed.
    """

    weights: np.ndarray
    means: np.ndarray
    roots: np.ndarray

    def draw(self, count: int, noise: RandomSource) -> np.ndarray:
        """Draw codes, float32 (count, d); without normal noise they are the components' means."""
        ends = np.cumsum(self.weights)
        chosen = np.searchsorted(ends[:-1], np.asarray(noise.uniform((count,))), side="right")
        codes = np.asarray(noise.normal((count, self.means.shape[1])), np.float64)
        for one in np.unique(chosen):
            rows = chosen == one
            codes[rows] = codes[rows] @ self.roots[one].T + self.means[one]
        return codes.astype(np.float32)

    def to_table(self) -> np.ndarray:
        """Return it as float32 (k, 1 + d + d (d + 1) / 2): weight, mean, the root row by row."""
        rows, columns = np.tril_indices(self.means.shape[1])
        parts = [self.weights[:, None], self.means, self.roots[:, rows, columns]]
        return np.concatenate(parts, axis=1).astype(np.float32)


def from_table(table: np.ndarray) -> Mixture:
    """Return the mixture of a table that `Mixture.to_table` made.

    Raises:
        ValueError: if it is no such table.
    """
    sizes = (math.isqrt(8 * table.shape[1] + 1) - 3) // 2 if table.ndim == 2 else 0
    if sizes < 1 or table.shape[1] != 1 + sizes + sizes * (sizes + 1) // 2 or not len(table):
        raise ValueError(
            "table: expected shape (k, 1 + d + d (d + 1) / 2). "
            f"Received: {table.shape}. Fit the mixture again."
        )
    numbers = table.astype(np.float64)
    weights, means, factors = np.split(numbers, [1, 1 + sizes], axis=1)
    roots = np.zeros((len(table), sizes, sizes))
    rows, columns = np.tril_indices(sizes)
    roots[:, rows, columns] = factors
    total, spreads = weights.sum(), np.diagonal(roots, axis1=1, axis2=2)
    if (
        not np.isfinite(numbers).all()
        or abs(total - 1) > 1e-3
        or min(weights.min(), spreads.min()) < 0
    ):
        raise ValueError(
            "table: expected finite numbers, weights from 0 with the sum 1, spreads from 0. "
            f"Received: weights with the sum {total:.3g}, least {weights.min():.3g}, least spread "
            f"{spreads.min():.3g}. Fit the mixture again."
        )
    return Mixture(weights[:, 0] / total, means, roots)


def rows(count: int) -> np.ndarray:
    """Return to which of `count` codes a mixture is fitted: all, or `CODES` drawn at random."""
    return sampled(count, CODES, SEED)


def fit(codes: np.ndarray, seed: int, report: Callable[[float], None]) -> Mixture:
    """Fit a mixture with full covariances to codes of training samples. For workers.

    Expectation–maximisation (Dempster, Laird & Rubin 1977), as scikit-learn has it, from one
    component on; then each is split in two along its longest axis, and so on, as Linde, Buzo &
    Gray (1980) split the words of a code book. That mixture stays under which held-back codes are
    the most likely; of few codes the ridge is chosen so, too. It uses one thread, like a t-SNE, and
    single precision, which is twice as fast.

    Args:
        codes: real (n, d), n from 3.
        seed: of the choice of those held back.
        report: told the share of the work done, rising, from 0 to 1.

    Returns:
        A mixture in the units of the codes. A number that never changes stays as it is in a draw.

    Raises:
        UnusableCodes: if there are fewer than three codes, or one is not finite.
    """
    from threadpoolctl import threadpool_limits

    if len(require_finite(codes)) < 3:
        raise UnusableCodes(
            N_("codes: expected 3 or more to fit. Received: {codes}."), codes=len(codes)
        )
    report(0.0)
    centre, axes, spreads = _principal(codes)
    order = np.random.default_rng(seed).permutation(len(codes))
    scaled = ((codes[order] - centre) @ axes / np.where(spreads > 0, spreads, np.inf)).astype("f4")
    back = max(len(scaled) // HELD_BACK, 1)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # so few steps do not converge, and need not
        best = _best(scaled[back:], scaled[:back], report)
    report(1.0)
    weights = best.weights_.astype(np.float64)
    means, roots = best.means_ @ (axes * spreads).T + centre, _roots(best, axes * spreads)
    return Mixture(weights / weights.sum(), means, roots)


def _principal(codes: np.ndarray) -> Components:
    """Return the centre of codes, (d,), their principal axes as columns, (d, d), and spreads, (d,).

    Where they do not vary, the spread is 0.
    """
    covariance = np.atleast_2d(np.cov(codes, rowvar=False, dtype=np.float64))
    variances, axes = np.linalg.eigh(covariance)
    spreads = np.sqrt(np.maximum(variances, 0.0))
    spreads[spreads < LEAST * spreads.max()] = 0.0
    return codes.mean(axis=0, dtype=np.float64), axes, spreads


def _roots(fitted: "GaussianMixture", axes: np.ndarray) -> np.ndarray:
    """Return lower triangular roots of the components' covariances in the codes' own units.

    A factor F of a covariance F Fᵀ becomes triangular by Fᵀ = Q R: then Rᵀ R is the same.
    """
    factors = axes @ np.linalg.cholesky(fitted.covariances_.astype(np.float64))
    roots = np.linalg.qr(factors.transpose(0, 2, 1)).R.transpose(0, 2, 1)
    return roots * np.where(np.diagonal(roots, axis1=1, axis2=2) < 0, -1.0, 1.0)[:, None, :]


def _best(
    codes: np.ndarray, held_back: np.ndarray, report: Callable[[float], None]
) -> "GaussianMixture":
    """Return the likeliest of the mixtures that are tried, of float32 codes (n, d)."""
    ridges = RIDGES if len(codes) <= FEW else RIDGES[:1]
    found = [
        _grown(codes, held_back, ridge, _nth(report, number, len(ridges)))
        for number, ridge in enumerate(ridges)
    ]
    return max(found, key=lambda one: one[0])[1]


def _nth(report: Callable[[float], None], number: int, count: int) -> Callable[[float], None]:
    """Return what is told how much is done of one of several equal parts."""
    return lambda share: report((number + share) / count)


def _grown(
    codes: np.ndarray, held_back: np.ndarray, ridge: float, report: Callable[[float], None]
) -> "tuple[float, GaussianMixture]":
    """Return the likeliest of the mixtures that splitting leads to, and its log likelihood."""
    best = fitted = _improved(codes, _whole(codes), ridge, lambda steps: None)
    likelihood, count = best.score(held_back), 1
    most = min(COMPONENTS, WIDTH // codes.shape[1], len(codes))
    while 2 * count <= most:
        fitted = _improved(codes, _split(fitted), ridge, _part(report, count / most))
        count *= 2
        found = fitted.score(held_back)
        if found > likelihood:
            best, likelihood = fitted, found
        elif count > TRIED_ALWAYS:
            break
    return likelihood, best


def _part(report: Callable[[float], None], begun: float) -> Callable[[int], None]:
    """Return what is told the steps after a split: it takes as long as all that went before."""
    return lambda steps: report(begun * (1 + steps / STEPS))


def _whole(codes: np.ndarray) -> Components:
    """Return all codes as one component."""
    covariance = np.atleast_2d(np.cov(codes, rowvar=False)) + RIDGES[0] * np.eye(codes.shape[1])
    return np.ones(1), codes.mean(axis=0)[None], covariance[None]


def _split(fitted: "GaussianMixture") -> Components:
    """Split each component where its longest axis is halved: mean and spread of either half.

    Of a standard normal distribution, the half above 0 has the mean (2/π)^½ and the variance
    1 − 2/π.
    """
    values, axes = np.linalg.eigh(fitted.covariances_.astype(np.float64))
    longest = np.sqrt(values[:, -1:] * 2 / np.pi) * axes[:, :, -1]
    means = np.stack([fitted.means_ - longest, fitted.means_ + longest], axis=1)
    halved = fitted.covariances_ - longest[:, :, None] * longest[:, None, :]
    size = means.shape[-1]
    return np.repeat(fitted.weights_ / 2, 2), means.reshape(-1, size), np.repeat(halved, 2, axis=0)


def _improved(
    codes: np.ndarray, start: Components, ridge: float, report: Callable[[int], None]
) -> "GaussianMixture":
    """Improve a mixture by a few steps; `report` is told how many are done."""
    from sklearn.mixture import GaussianMixture

    weights, means, covariances = start
    precisions = np.linalg.inv(covariances.astype(np.float64))
    method = GaussianMixture(
        len(weights),
        reg_covar=ridge,
        max_iter=STEPS,
        weights_init=(weights / weights.sum()).astype(codes.dtype),
        means_init=means.astype(codes.dtype),
        precisions_init=((precisions + precisions.transpose(0, 2, 1)) / 2).astype(codes.dtype),
        verbose=2,
        verbose_interval=1,
    )
    with contextlib.redirect_stdout(Listener(r"\s*Iteration (\d+)", report)):
        return method.fit(codes)
