"""The classic ways to restore a picture, for comparison."""

import numpy as np
from PIL import Image, ImageFilter

from ae.analysis.quality import psnr


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
