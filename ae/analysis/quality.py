"""How good reconstructions are: error, cross-entropy, PSNR, SSIM, SNR."""

import numpy as np

EPSILON = 1e-7
"""Predictions are kept this far from 0 and 1 before a logarithm, as Keras does."""
ROWS = 1024
"""How many samples are subtracted at a time: of 10,000 pictures the differences take 30 MB."""
ROUNDING = 1e-6
"""What should be 0 comes out as a little less or more, and otherwise on another number of cores."""


def squared_error(samples: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Return the squared error of each sample, (n, …), summed over its numbers: float32 (n,)."""
    samples, reconstructions = np.broadcast_arrays(samples, reconstructions)
    axes, starts = tuple(range(1, samples.ndim)), range(0, max(len(samples), 1), ROWS)
    pairs = ((samples[at : at + ROWS], reconstructions[at : at + ROWS]) for at in starts)
    parts = [np.square(one - other, dtype=np.float32).sum(axis=axes) for one, other in pairs]
    return np.concatenate(parts)


def bce(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the binary cross-entropy in nats, mean over pixels and pictures.

    Reconstructions that leave 0 to 1, as PCA's do, are clipped to `EPSILON` from its ends.
    """
    p = np.clip(reconstructions, EPSILON, 1 - EPSILON)
    return float(-np.mean(images * np.log(p) + (1 - images) * np.log1p(-p)))


def cross_entropy(samples: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Return the binary cross-entropy of each sample, (n, …), summed over its numbers: (n,), nats.

    It is −log p of a sample whose numbers are white with these probabilities, clipped as for `bce`.
    """
    p = np.clip(probabilities, EPSILON, 1 - EPSILON)
    each = samples * np.log(p) + (1 - samples) * np.log1p(-p)
    return -each.reshape(len(samples), -1).sum(axis=1)


def outside(reconstructions: np.ndarray) -> float:
    """Return which share of the numbers lies outside 0 to 1, by more than `ROUNDING`."""
    return float(np.mean((reconstructions < -ROUNDING) | (reconstructions > 1 + ROUNDING)))


def psnr(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio in dB, mean over pictures (peak 1)."""
    mean_square = squared_error(images, reconstructions) / images[0].size
    return float(np.mean(-10 * np.log10(np.maximum(mean_square, 1e-10))))


def ssim(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the structural similarity, mean over pictures (1 = equal).

    Wang et al. 2004, "Image quality assessment: from error visibility to structural
    similarity": Gaussian window of 11×11, σ = 1.5, whole windows only, K1 = 0.01, K2 = 0.03.
    Along a side shorter than the window it is as long as the side.

    Args:
        images, reconstructions: float (n, height, width) in [0, 1].
    """
    down, across = (_window_matrix(side) for side in images.shape[1:])

    def mean(x: np.ndarray) -> np.ndarray:
        return down @ x @ across.T

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
    size = min(size, side)
    taps = np.exp(-0.5 * ((np.arange(size) - (size - 1) / 2) / sigma) ** 2)
    taps /= taps.sum()
    rows = [np.pad(taps, (i, side - size - i)) for i in range(side - size + 1)]
    return np.array(rows, dtype=np.float32)


def snr(samples: np.ndarray, reconstructions: np.ndarray) -> float:
    """Return the signal-to-noise ratio in dB, mean over samples (n, …): power over error."""
    power = squared_error(samples, np.zeros_like(samples))
    noise = np.maximum(squared_error(samples, reconstructions), 1e-10)
    return float(np.mean(10 * np.log10(np.maximum(power, 1e-10) / noise)))


def feature_errors(samples: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Return the mean squared error of each number of a sample: float32 of a sample's shape."""
    return np.square(samples - reconstructions, dtype=np.float32).mean(axis=0)


def known_rmse(values: np.ndarray, reconstructions: np.ndarray, known: np.ndarray) -> float:
    """Return the root of the mean squared error over the entries that are known.

    Args:
        values, reconstructions: float (n, d).
        known: bool or 0 and 1, (n, d), with one known entry or more.

    Raises:
        ValueError: if nothing is known.
    """
    count = float(known.sum())
    if not count:
        raise ValueError("known: expected one known value or more. Received: none.")
    squared = np.where(known, np.square(values - reconstructions, dtype=np.float64), 0.0)
    return float(np.sqrt(squared.sum() / count))


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
