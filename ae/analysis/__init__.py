"""Arrays in, numbers out: measures of reconstructions and codes, PCA, tests, neighbours.

Pictures are float arrays (n, height, width) in [0, 1] unless stated otherwise. NumPy and Pillow, so
that the web process may call it; scikit-learn is imported where a worker needs it.
"""

from ae.analysis.anomaly_scores import (
    LEAST,
    energy,
    error_per_energy,
    error_per_ink,
    excess_cross_entropy,
    excess_per_ink,
    ink,
)
from ae.analysis.codes import (
    ACTIVE_NATS,
    TRAVERSAL,
    UnusableCodes,
    dimension_importance,
    effects,
    finite,
    require_finite,
    traversal,
)
from ae.analysis.detection import Counts, Curve, auc, counts, curve, threshold_at
from ae.analysis.detectors import (
    isolation_forest,
    local_outlier_factor,
    neighbour_distance,
    pca_error,
)
from ae.analysis.draws import DRAWS, averaged, over_draws, with_error
from ae.analysis.features import covariance_root, frechet_distance
from ae.analysis.filters import best_filter
from ae.analysis.kernel_density import density
from ae.analysis.nearest_index import NearestIndex
from ae.analysis.neighbours import nearest, nearest_many
from ae.analysis.probes import knn_accuracy, logistic_probe, ridge_probe, split
from ae.analysis.projection import Projection, fit_pca, principal_cosines
from ae.analysis.quality import (
    EPSILON,
    bce,
    cross_entropy,
    feature_errors,
    known_rmse,
    metrics,
    outside,
    psnr,
    snr,
    squared_error,
    ssim,
)
from ae.analysis.selection import choose, rank, sampled
from ae.analysis.signal_filters import (
    polynomial_filters,
    savitzky_golay,
    tuned,
    wavelet_filters,
    wavelet_shrinkage,
)
from ae.analysis.two_sample import WIDTHS, TwoSample, p_value, two_sample_test

__all__ = [
    "ACTIVE_NATS",
    "DRAWS",
    "EPSILON",
    "LEAST",
    "TRAVERSAL",
    "WIDTHS",
    "Counts",
    "Curve",
    "NearestIndex",
    "Projection",
    "TwoSample",
    "UnusableCodes",
    "auc",
    "averaged",
    "bce",
    "best_filter",
    "choose",
    "counts",
    "covariance_root",
    "cross_entropy",
    "curve",
    "density",
    "dimension_importance",
    "effects",
    "energy",
    "error_per_energy",
    "error_per_ink",
    "excess_cross_entropy",
    "excess_per_ink",
    "feature_errors",
    "finite",
    "fit_pca",
    "frechet_distance",
    "ink",
    "isolation_forest",
    "knn_accuracy",
    "known_rmse",
    "local_outlier_factor",
    "logistic_probe",
    "metrics",
    "nearest",
    "nearest_many",
    "neighbour_distance",
    "outside",
    "over_draws",
    "p_value",
    "pca_error",
    "polynomial_filters",
    "principal_cosines",
    "psnr",
    "rank",
    "require_finite",
    "ridge_probe",
    "sampled",
    "savitzky_golay",
    "snr",
    "split",
    "squared_error",
    "ssim",
    "threshold_at",
    "traversal",
    "tuned",
    "two_sample_test",
    "wavelet_filters",
    "wavelet_shrinkage",
    "with_error",
]
