"""The classic filters against those of Pillow and SciPy."""

import numpy as np
import pytest
from PIL import Image, ImageFilter
from scipy import ndimage

from ae import analysis

SIZES = {
    "gaussian": [ImageFilter.GaussianBlur(radius) for radius in (0.5, 0.75, 1.0, 1.5)],
    "median": [ImageFilter.MedianFilter(size) for size in (3, 5)],
}

EVERY_FILTER = pytest.mark.parametrize("kind", SIZES)


@EVERY_FILTER
@pytest.mark.parametrize("level", [0.1, 0.3, 0.6])
def test_the_best_filter_is_as_good_as_each_size(held_out, kind, level):
    clean = held_out[:20]
    noise = np.random.default_rng(0).standard_normal(clean.shape, np.float32)
    noisy = np.clip(clean + np.float32(level) * noise, 0, 1)
    restored = analysis.best_filter(clean, noisy, kind)
    assert restored.shape == clean.shape
    assert restored.dtype == np.float32
    assert 0 <= restored.min() < restored.max() <= 1
    pixels = [Image.fromarray(picture) for picture in np.rint(noisy * 255).astype(np.uint8)]
    reached = [
        analysis.psnr(clean, np.stack([picture.filter(size) for picture in pixels]) / 255)
        for size in SIZES[kind]
    ]
    assert analysis.psnr(clean, restored) == pytest.approx(max(reached), abs=1e-3)
    assert level < 0.3 or analysis.psnr(clean, restored) > analysis.psnr(clean, noisy)


def test_the_median_filter_is_that_of_scipy(held_out):
    clean = held_out[:10]
    pixels = np.rint(clean * 255)
    salted = np.where(np.random.default_rng(0).random(clean.shape) < 0.1, 255, pixels)
    inner = np.s_[:, 2:-2, 2:-2]  # at the edges each has its own way
    expected = ndimage.median_filter(salted, size=(1, 3, 3))[inner] / 255
    restored = analysis.best_filter(clean, (salted / 255).astype(np.float32), "median")
    np.testing.assert_allclose(restored[inner], expected, atol=1e-6)


@EVERY_FILTER
@pytest.mark.parametrize("shade", [0.0, 1.0])
def test_a_filter_leaves_a_blank_picture_blank(kind, shade):
    blank = np.full((2, 28, 28), shade, np.float32)
    np.testing.assert_array_equal(analysis.best_filter(blank, blank, kind), blank)


def test_an_unknown_filter_is_refused(held_out):
    with pytest.raises(KeyError):
        analysis.best_filter(held_out[:1], held_out[:1], "wiener")
