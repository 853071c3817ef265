"""Whether two samples of points come from one distribution."""

from dataclasses import dataclass

import numpy as np

WIDTHS = (1.0, 0.25, 0.0625)
"""Widths of the two-sample test's kernel, as shares of the median squared distance."""


@dataclass(frozen=True)
class TwoSample:
    """A two-sample test: the squared MMD, what chance alone reaches, and the p-value.

    Args:
        mmd: squared maximum mean discrepancy of the two samples; may be just below 0.
        critical: what 95 % of random regroupings of the same points stay below.
        p: the share of regroupings that reach `mmd`, the given one counted with them, so that
            it is never 0; from 0.05 up this test finds no difference, which proves none.
    """

    mmd: float
    critical: float
    p: float


def two_sample_test(
    first: np.ndarray, second: np.ndarray, rng: np.random.Generator, regroupings: int = 500
) -> TwoSample:
    """Test whether two samples of equal size, (n, d) each, come from one distribution.

    Gretton et al. 2012, "A kernel two-sample test": unbiased squared MMD and a permutation
    test. The kernel is the mean of exp(−d² / w) over a wide w, the median squared distance,
    and narrow ones (`WIDTHS`), since a wide one alone does not see petals in a ring.

    Raises:
        ValueError: if the shapes differ, or there are fewer than two points in each.
    """
    if first.shape != second.shape or len(first) < 2:
        raise ValueError(
            "Expected two samples of one shape, two points or more in each. "
            f"Received: {first.shape} and {second.shape}."
        )
    points, n = np.concatenate([first, second]), len(first)
    distances = _squared_distances(points - points.mean(axis=0))
    median = float(np.median(distances[np.triu_indices(len(points), 1)]))
    widths = [max(median * share, 1e-12) for share in WIDTHS]
    kernel = np.mean([np.exp(-distances / width) for width in widths], axis=0)
    np.fill_diagonal(kernel, 0.0)
    signs = np.repeat([1.0, -1.0], n).astype(np.float32)
    groups = np.stack([signs, *(rng.permutation(signs) for _ in range(regroupings))])
    # Within minus between: s'Ks holds both groups' inner sums less twice the sum between them.
    within_less_between = np.einsum("gi,gi->g", groups @ kernel, groups)
    # The unbiased estimate divides inner sums by n(n−1) and the rest by n²; the total is fixed.
    total = kernel.sum()
    inner = (total + within_less_between) / 2
    values = inner / (n * (n - 1)) - (total - inner) / (n * n)
    observed, regrouped = values[0], values[1:]
    reached = (1 + np.sum(regrouped >= observed)) / (1 + regroupings)
    return TwoSample(float(observed), float(np.quantile(regrouped, 0.95)), float(reached))


def p_value(p: float) -> str:
    """Write a p-value: `p = 0.16`, or `p < 0.01`, since the least of 500 regroupings is 1/501."""
    return "p < 0.01" if p < 0.01 else f"p = {p:.2f}"


def _squared_distances(points: np.ndarray) -> np.ndarray:
    norms = np.square(points).sum(axis=1)
    return np.maximum(norms[:, None] + norms - 2 * points @ points.T, 0.0).astype(np.float32)
