"""The simpler detectors that an autoencoder is compared with: fitted on what is normal, no network.

Each takes normal samples to learn from, float (n, …), and others to score, (m, …), and returns
float (m,): larger is odder. Those of scikit-learn are for workers: it takes seconds to import.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ae.analysis.neighbours import nearest_many
from ae.analysis.projection import Projection, fit_pca
from ae.analysis.quality import squared_error
from ae.i18n import N_

NEIGHBOURS = 5
"""Whose distances the nearest-neighbour detector averages."""
MOST_NORMAL = 6000
"""How many normal samples the nearest neighbours are looked for among, at most."""


@dataclass(frozen=True)
class Detector:
    """One entry of the registry.

    Args:
        label: its name, marked with `N_`; `{n}` is how many components it has.
        score: `(normal, samples, components) -> scores`.
        heavy: whether it needs scikit-learn.
    """

    label: str
    score: Callable[[np.ndarray, np.ndarray, int], np.ndarray]
    heavy: bool = False


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


DETECTORS: dict[str, Detector] = {
    "pca": Detector(
        N_("PCA error, {n} components"),
        lambda normal, samples, n: pca_error(fit_pca(_flat(normal), n), samples),
        heavy=True,
    ),
    "knn": Detector(
        N_("Distance to the 5 nearest"),
        lambda normal, samples, n: neighbour_distance(normal, samples),
    ),
    "isolation_forest": Detector(
        N_("Isolation forest"), lambda normal, samples, n: isolation_forest(normal, samples), True
    ),
    "local_outlier_factor": Detector(
        N_("Local outlier factor"),
        lambda normal, samples, n: local_outlier_factor(normal, samples),
        True,
    ),
}
"""The registry, in the order in which tables show it."""
