"""Planes and spans: PCA, and the angles between two of them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Projection:
    """An affine map to few dimensions and back: PCA's.

    Args:
        mean: float32 (d,).
        components: float32 (k, d), orthonormal rows.
    """

    mean: np.ndarray
    components: np.ndarray

    def project(self, points: np.ndarray) -> np.ndarray:
        """Map points, (n, ...) with d numbers each, to (n, k)."""
        return (points.reshape(len(points), -1) - self.mean) @ self.components.T

    def restore(self, projected: np.ndarray) -> np.ndarray:
        """Map (n, k) back to the nearest points (n, d)."""
        return projected @ self.components + self.mean


def fit_pca(points: np.ndarray, dimensions: int) -> Projection:
    """Fit PCA on points (n, ...); with fewer points or numbers than `dimensions`, fewer.

    For workers: it imports scikit-learn.
    """
    from sklearn.decomposition import PCA

    flat = points.reshape(len(points), -1)
    count = min(dimensions, *flat.shape)
    solver = "covariance_eigh" if len(flat) >= flat.shape[1] else "full"
    fitted = PCA(count, svd_solver=solver).fit(flat)
    return Projection(fitted.mean_.astype(np.float32), fitted.components_.astype(np.float32))


def principal_cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the cosines of the principal angles between two spans, largest first.

    All 1 where the spans are the same (Björck & Golub 1973).

    Args:
        first, second: (k, d), rows that span each.
    """
    bases = [np.linalg.qr(rows.T.astype(np.float64))[0] for rows in (first, second)]
    return np.clip(np.linalg.svd(bases[0].T @ bases[1], compute_uv=False), 0.0, 1.0)
