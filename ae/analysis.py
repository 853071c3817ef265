"""Arrays in, numbers out: how good reconstructions are, and PCA beside them.

Pictures are float arrays (n, 28, 28) in [0, 1] unless stated otherwise. NumPy and Pillow only, so
that the web process may call it; scikit-learn is imported where a worker needs it.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from ae import priors

EPSILON = 1e-7
"""Predictions are kept this far from 0 and 1 before a logarithm, as Keras does."""

ACTIVE_NATS = 0.01
"""A code's dimension whose mean KL to the prior is larger than this is active."""

WIDTHS = (1.0, 0.25, 0.0625)
"""Widths of the two-sample test's kernel, as shares of the median squared distance."""
TESTED = 1000
"""How many codes, and how many draws, a test against a prior compares."""


def squared_error(images: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Return the squared error of each picture, summed over its pixels: float (n,)."""
    return np.square(images - reconstructions, dtype=np.float32).sum(axis=(1, 2))


def bce(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the binary cross-entropy in nats, mean over pixels and pictures."""
    p = np.clip(reconstructions, EPSILON, 1 - EPSILON)
    return float(-np.mean(images * np.log(p) + (1 - images) * np.log1p(-p)))


def psnr(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio in dB, mean over pictures (peak 1)."""
    mean_square = squared_error(images, reconstructions) / images[0].size
    return float(np.mean(-10 * np.log10(np.maximum(mean_square, 1e-10))))


def ssim(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the structural similarity, mean over pictures (1 = equal).

    Wang et al. 2004, "Image quality assessment: from error visibility to structural
    similarity": Gaussian window of 11×11, σ = 1.5, whole windows only, K1 = 0.01, K2 = 0.03.
    """
    blur = _window_matrix(images.shape[1])

    def mean(x: np.ndarray) -> np.ndarray:
        return blur @ x @ blur.T

    mean_x, mean_y = mean(images), mean(reconstructions)
    var_x = mean(images * images) - mean_x**2
    var_y = mean(reconstructions * reconstructions) - mean_y**2
    covariance = mean(images * reconstructions) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    likeness = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    scale = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    return float(np.mean(likeness / scale))


def _window_matrix(side: int, size: int = 11, sigma: float = 1.5) -> np.ndarray:
    """Return the matrix (side - size + 1, side) whose product blurs along one axis."""
    taps = np.exp(-0.5 * ((np.arange(size) - size // 2) / sigma) ** 2)
    taps /= taps.sum()
    rows = [np.pad(taps, (i, side - size - i)) for i in range(side - size + 1)]
    return np.array(rows, dtype=np.float32)


def metrics(images: np.ndarray, reconstructions: np.ndarray) -> dict[str, float]:
    """Return every measure of a reconstruction by its short name."""
    error = float(squared_error(images, reconstructions).mean())
    return {
        "bce": bce(images, reconstructions),
        "mse": error / images[0].size,
        "squared_error": error,
        "psnr": psnr(images, reconstructions),
        "ssim": ssim(images, reconstructions),
    }


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


def choose(
    labels: np.ndarray, errors: np.ndarray | None, how: str, count: int, seed: int = 0
) -> np.ndarray:
    """Choose `count` pictures to show; return their indices, int (count,).

    Args:
        labels: the pictures' classes, (n,).
        errors: their squared errors, (n,); needed for best and worst.
        how: `each` (the first of every class), `0` to `9` (the first of that class),
            `random` (by `seed`), `best` or `worst` (by error).
        count: how many at most.
        seed: for `random`.

    Raises:
        ValueError: for best and worst without errors.
    """
    if how == "each":
        firsts = [np.flatnonzero(labels == digit)[:1] for digit in range(10)]
        return np.concatenate(firsts)[:count]
    if how == "random":
        order = np.random.default_rng(seed).permutation(len(labels))
        return order[:count]
    if how in ("best", "worst"):
        if errors is None:
            raise ValueError(f"errors: expected one for each picture to choose the {how}.")
        order = np.argsort(errors, kind="stable")
        return (order if how == "best" else order[::-1])[:count]
    return np.flatnonzero(labels == int(how))[:count]


def rank(value: float, population: np.ndarray) -> float:
    """Return the share of a population, (n,), that lies below a value: 0 to 1.

    Raises:
        ValueError: if nothing is there to compare with.
    """
    if not population.size:
        raise ValueError("population: expected one number or more. Received: none.")
    return float(np.mean(population < value))


def nearest(code: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """Return which codes, (n, d), lie nearest to one, (d,): indices, nearest first.

    By Euclidean distance; of equally near ones the first; all n if `count` is more.
    """
    distances = np.square(codes - code, dtype=np.float32).sum(axis=1)
    return np.argsort(distances, kind="stable")[:count]


@dataclass(frozen=True)
class TwoSample:
    """A two-sample test: the squared MMD, what chance alone reaches, and the p-value.

    Args:
        mmd: squared maximum mean discrepancy of the two samples; may be just below 0.
        chance: what 95 % of random regroupings of the same points stay below.
        p: the share of regroupings that reach `mmd`; from 0.05 up the samples differ by no
            more than sampling error.
    """

    mmd: float
    chance: float
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
    observed, chance = values[0], values[1:]
    reached = (1 + np.sum(chance >= observed)) / (1 + regroupings)
    return TwoSample(float(observed), float(np.quantile(chance, 0.95)), float(reached))


def prior_test(codes: np.ndarray, prior: str, tested: int = TESTED) -> TwoSample:
    """Test whether codes (n, d) together have a prior's distribution; always the same draws.

    Args:
        tested: how many of the codes, chosen at random, and how many draws are compared.
    """
    rng = np.random.default_rng(0)
    codes = codes[rng.permutation(len(codes))[:tested]]
    drawn = priors.sample(prior, len(codes), codes.shape[1], rng)
    return two_sample_test(codes, drawn, rng)


def _squared_distances(points: np.ndarray) -> np.ndarray:
    norms = np.square(points).sum(axis=1)
    return np.maximum(norms[:, None] + norms - 2 * points @ points.T, 0.0).astype(np.float32)


def principal_cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the cosines of the principal angles between two spans, largest first.

    All 1 where the spans are the same (Björck & Golub 1973).

    Args:
        first, second: (k, d), rows that span each.
    """
    bases = [np.linalg.qr(rows.T.astype(np.float64))[0] for rows in (first, second)]
    return np.clip(np.linalg.svd(bases[0].T @ bases[1], compute_uv=False), 0.0, 1.0)


def best_filter(clean: np.ndarray, noisy: np.ndarray, kind: str) -> np.ndarray:
    """Restore pictures with the classic filter whose size serves them best.

    The size is chosen with a look at the clean pictures, which flatters the filter.

    Args:
        kind: `gaussian` (radius 0.5 to 1.5 pixels) or `median` (3×3 or 5×5).
    """
    sizes: dict[str, list[ImageFilter.Filter]] = {
        "gaussian": [ImageFilter.GaussianBlur(radius) for radius in (0.5, 0.75, 1.0, 1.5)],
        "median": [ImageFilter.MedianFilter(size) for size in (3, 5)],
    }
    restored = [_filtered(noisy, one) for one in sizes[kind]]
    return max(restored, key=lambda pictures: psnr(clean, pictures))


def _filtered(pictures: np.ndarray, one: ImageFilter.Filter) -> np.ndarray:
    pixels = np.rint(np.clip(pictures, 0.0, 1.0) * 255).astype(np.uint8)
    return np.stack([np.asarray(Image.fromarray(p).filter(one)) for p in pixels]) / np.float32(255)


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
    root = _root(covariances[0])
    between = np.linalg.eigvalsh(root @ covariances[1] @ root)
    shared = np.sqrt(np.maximum(between, 0.0)).sum()
    spread = sum(np.trace(covariance) for covariance in covariances) - 2 * shared
    return float(max(np.square(means[0] - means[1]).sum() + spread, 0.0))


def _root(covariance: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


def linear_probe(
    codes: np.ndarray, labels: np.ndarray, test_codes: np.ndarray, test_labels: np.ndarray
) -> float:
    """Return how well a linear classifier tells the digits of test codes: 0 to 1.

    Logistic regression, fitted on standardised training codes. For workers: it imports
    scikit-learn.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = codes.mean(axis=0), codes.std(axis=0) + 1e-6
    probe = LogisticRegression(max_iter=300).fit((codes - mean) / spread, labels)
    return float(probe.score((test_codes - mean) / spread, test_labels))
