"""Arrays in, numbers out: measures of reconstructions and codes, PCA, tests, neighbours.

Pictures are float arrays (n, 28, 28) in [0, 1] unless stated otherwise. NumPy and Pillow only, so
that the web process may call it; scikit-learn is imported where a worker needs it.
"""

from ae.analysis.codes import (
    ACTIVE_NATS,
    TRAVERSAL,
    collapsed,
    dimension_importance,
    finite,
    require_finite,
    traversal,
)
from ae.analysis.features import covariance_root, frechet_distance
from ae.analysis.filters import best_filter
from ae.analysis.kernel_density import density
from ae.analysis.neighbours import nearest, nearest_many
from ae.analysis.probes import halves, knn_accuracy, linear_probe, ridge_probe
from ae.analysis.projection import Projection, fit_pca, principal_cosines
from ae.analysis.quality import EPSILON, bce, metrics, psnr, squared_error, ssim
from ae.analysis.selection import choose, rank
from ae.analysis.sketch import Sketches
from ae.analysis.two_sample import WIDTHS, TwoSample, two_sample_test

__all__ = [
    "ACTIVE_NATS",
    "EPSILON",
    "TRAVERSAL",
    "WIDTHS",
    "Projection",
    "Sketches",
    "TwoSample",
    "bce",
    "best_filter",
    "choose",
    "collapsed",
    "covariance_root",
    "density",
    "dimension_importance",
    "finite",
    "fit_pca",
    "frechet_distance",
    "halves",
    "knn_accuracy",
    "linear_probe",
    "metrics",
    "nearest",
    "nearest_many",
    "principal_cosines",
    "psnr",
    "rank",
    "require_finite",
    "ridge_probe",
    "squared_error",
    "ssim",
    "traversal",
    "two_sample_test",
]
