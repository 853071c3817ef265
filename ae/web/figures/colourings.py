"""Colourings that turn numbers into pictures."""

import numpy as np

from ae.config import DataSpec
from ae.data import kinds


def signed(values: np.ndarray, data: DataSpec) -> np.ndarray:
    """Colour what a unit adds to a sample, of both signs, each by its own largest number.

    What is much weaker than the strongest stays dark, so that nothing is made of noise.

    Args:
        values: float (n, *data.shape).

    Returns:
        uint8 (n, h, w, 3): orange where positive, blue where negative, black at 0; of samples
        that are no pictures, bars up and down.
    """
    sides = tuple(range(1, values.ndim))
    largest = np.abs(values).max(axis=sides, keepdims=True)
    largest = np.maximum(largest, max(0.25 * float(largest.max(initial=0.0)), 1e-9))
    return coloured(one_picture_each(values / largest, data))


def one_picture_each(values: np.ndarray, data: DataSpec) -> np.ndarray:
    """Return numbers of -1 to 1, (n, *data.shape), as pictures of them, (n, h, w).

    Samples that are no pictures become bars, up from the middle or down.
    """
    if data.kind == "picture":
        return np.clip(values, -1.0, 1.0)
    bars = kinds.draw_bars(values, (-1.0, 1.0)) / 255
    upper = np.arange(bars.shape[1])[:, None] < bars.shape[1] / 2
    return np.where(upper, 1.0, -1.0) * bars


def stretched(images: np.ndarray) -> np.ndarray:
    """Turn float pictures (n, h, w) into uint8: the lowest number black, the highest white."""
    low, high = float(images.min()), float(images.max())
    return np.rint((images - low) / max(high - low, 1e-9) * 255).astype(np.uint8)


def error_map(samples: np.ndarray, reconstructions: np.ndarray, data: DataSpec) -> np.ndarray:
    """Draw in colours where reconstructions differ from their samples.

    Of pictures every pixel is coloured by its difference; of other samples each number's
    difference is drawn as a bar from the middle.

    Args:
        samples, reconstructions: float (n, *data.shape).

    Returns:
        uint8 (n, height, width, 3): orange where the reconstruction is too bright, or too high,
        blue where it is too dark, or too low, black where both agree.
    """
    return coloured(one_picture_each(reconstructions - samples, data))


def code_pictures(codes: np.ndarray, largest: float) -> np.ndarray:
    """Draw codes, float (n, latent_dim), as fields of coloured cells, read row by row.

    Args:
        largest: the absolute value of the brightest cell.

    Returns:
        uint8 (n, rows, columns, 3), about three times as wide as high: orange above 0, blue below,
        black at 0; cells that stand for no number are grey.
    """
    count, size = codes.shape
    rows = max(1, round((size / 3) ** 0.5))
    columns = -(-size // rows)
    cells = np.full((count, rows * columns, 3), 128, np.uint8)
    cells[:, :size] = coloured(np.clip(codes / max(largest, 1e-12), -1, 1)[:, None])[:, 0]
    return cells.reshape(count, rows, columns, 3)


def coloured(signed_pictures: np.ndarray) -> np.ndarray:
    """Colour pictures of -1 to 1, (n, h, w): orange above 0, blue below, uint8 (n, h, w, 3)."""
    values = signed_pictures[..., None]
    orange, blue = np.array([255, 150, 30]), np.array([70, 150, 255])
    return np.rint(np.where(values > 0, values * orange, -values * blue)).astype(np.uint8)
