"""The measures against independent ones: those of Keras and TensorFlow."""

import numpy as np
import pytest

from ae import analysis


@pytest.fixture(scope="module")
def pairs(held_out):
    """Pictures beside worse and worse copies of them, some pixels at 0 and 1."""
    rng = np.random.default_rng(0)
    images = held_out[:60]
    noise = rng.standard_normal(images.shape).astype(np.float32)
    strength = np.linspace(0.02, 0.8, 60, dtype=np.float32)[:, None, None]
    return images, np.clip(images + strength * noise, 0, 1)


def test_squared_error_sums_over_the_pixels(pairs):
    images, copies = pairs
    by_hand = [np.sum((x.astype(np.float64) - y) ** 2) for x, y in zip(*pairs, strict=True)]
    np.testing.assert_allclose(analysis.squared_error(images, copies), by_hand, rtol=1e-5)
    assert analysis.squared_error(images, images).max() == 0


def test_bce_and_mse_are_those_of_keras(pairs):
    import keras

    images, copies = pairs
    bce = float(keras.losses.BinaryCrossentropy()(images, copies))
    mse = float(keras.losses.MeanSquaredError()(images, copies))
    assert analysis.bce(images, copies) == pytest.approx(bce, rel=1e-4)
    assert analysis.metrics(images, copies)["mse"] == pytest.approx(mse, rel=1e-5)


def test_the_losses_of_training_are_those_of_evaluation(pairs):
    from ae.models import losses

    images, copies = pairs
    measured = analysis.metrics(images, copies)
    for name in ("bce", "mse"):
        trained = float(losses.reconstruction(name)(images, copies))
        assert measured[name] == pytest.approx(trained, rel=1e-4)


def test_ssim_and_psnr_are_those_of_tensorflow(pairs):
    import tensorflow as tf

    images, copies = (part[..., None] for part in pairs)
    ssim = float(np.mean(tf.image.ssim(images, copies, max_val=1.0)))
    psnr = float(np.mean(tf.image.psnr(images, copies, max_val=1.0)))
    assert analysis.ssim(*pairs) == pytest.approx(ssim, abs=1e-4)
    assert analysis.psnr(*pairs) == pytest.approx(psnr, rel=1e-4)


def test_a_perfect_copy(held_out):
    perfect = analysis.metrics(held_out, held_out)
    assert perfect["ssim"] == pytest.approx(1.0, abs=1e-5)
    assert perfect["squared_error"] == perfect["mse"] == 0.0
    assert perfect["psnr"] == pytest.approx(100.0)
    assert 0 < perfect["bce"] < 0.2


def test_a_worse_copy_measures_worse(pairs):
    images, copies = pairs
    better = analysis.metrics(images, images + 0.3 * (copies - images))
    worse = analysis.metrics(images, copies)
    assert all(better[name] < worse[name] for name in ("bce", "mse", "squared_error"))
    assert all(better[name] > worse[name] for name in ("psnr", "ssim"))


def test_the_wrongest_copy_is_still_finite():
    black, white = np.zeros((2, 28, 28), np.float32), np.ones((2, 28, 28), np.float32)
    assert np.isfinite(list(analysis.metrics(black, white).values())).all()
    assert np.isfinite(list(analysis.metrics(black, black).values())).all()


def test_rounding_around_the_ends_is_not_outside():
    numbers = np.float32([[-2e-7, 0.0, 0.5, 1.0, 1 + 2e-7, -1e-5, 1.01, -0.3]])
    assert analysis.outside(numbers) == pytest.approx(3 / 8)
