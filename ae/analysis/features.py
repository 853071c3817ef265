"""How far apart two sets of features lie."""

import numpy as np


def frechet_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Return the squared Fréchet distance of two samples of features, taken as normal.

    Dowson & Landau 1982: |μ₁ − μ₂|² + tr(C₁ + C₂ − 2 (C₁ C₂)^½). 0 for equal samples.

    Args:
        first, second: (n, d) and (m, d), n and m well above d.
    """
    means = [points.mean(axis=0, dtype=np.float64) for points in (first, second)]
    covariances = [
        np.atleast_2d(np.cov(points, rowvar=False, dtype=np.float64)) for points in (first, second)
    ]
    root = covariance_root(covariances[0])
    between = np.linalg.eigvalsh(root @ covariances[1] @ root)
    shared = np.sqrt(np.maximum(between, 0.0)).sum()
    spread = sum(np.trace(covariance) for covariance in covariances) - 2 * shared
    return float(max(np.square(means[0] - means[1]).sum() + spread, 0.0))


def covariance_root(covariance: np.ndarray) -> np.ndarray:
    """Return the symmetric root of a covariance (d, d); eigenvalues below 0 count as 0."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
