"""The simpler detectors that an autoencoder is compared with: fitted on what is normal, no network.

Each takes normal samples to learn from, float (n, …), and others to score, (m, …), and returns
float (m,): larger is odder. Those of scikit-learn are for workers: it takes seconds to import.
"""

import numpy as np

from ae.analysis.neighbours import nearest_many
from ae.analysis.projection import Projection
from ae.analysis.quality import squared_error

NEIGHBOURS = 5
"""Whose distances the nearest-neighbour detector averages."""


def pca_error(plane: Projection, samples: np.ndarray) -> np.ndarray:
    """Return the squared error of samples rebuilt by PCA, float32 (m,)."""
    flat = _flat(samples)
    return squared_error(flat, plane.restore(plane.project(flat)))


def neighbour_distance(normal: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return the mean distance to the nearest normal samples, at most `NEIGHBOURS`: (m,).

    Ramaswamy, Rastogi & Shim 2000, "Efficient algorithms for mining outliers from large data
    sets", take the distance to the k-th.
    """
    _rows, distances = nearest_many(samples, normal, NEIGHBOURS)
    return distances.mean(axis=1)


def isolation_forest(normal: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return how few random cuts set a sample apart: Liu, Ting & Zhou 2008, "Isolation forest"."""
    from sklearn.ensemble import IsolationForest

    forest = IsolationForest(n_estimators=200, random_state=0).fit(_flat(normal))
    return -forest.score_samples(_flat(samples))


def local_outlier_factor(normal: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return how much sparser it is around a sample than around its neighbours.

    Breunig, Kriegel, Ng & Sander 2000, "LOF: identifying density-based local outliers".
    """
    from sklearn.neighbors import LocalOutlierFactor

    count = min(20, len(normal) - 1)
    factor = LocalOutlierFactor(n_neighbors=count, novelty=True).fit(_flat(normal))
    return -factor.score_samples(_flat(samples))


def _flat(samples: np.ndarray) -> np.ndarray:
    return np.asarray(samples, np.float32).reshape(len(samples), -1)
