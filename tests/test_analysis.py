"""The measures against independent ones: those of Keras, TensorFlow and scikit-learn."""

import numpy as np
import pytest

from ae import analysis, datasets


@pytest.fixture(scope="module")
def held_out():
    return datasets.to_inputs(datasets.load("digits", "test").images)


@pytest.fixture(scope="module")
def train_images():
    return datasets.to_inputs(datasets.load("digits", "train").images)


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
    from ae import losses

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


@pytest.fixture(scope="module")
def oracle(train_images):
    """All components of the training pictures, by scikit-learn in double precision."""
    from sklearn.decomposition import PCA

    return PCA(svd_solver="full").fit(train_images.reshape(-1, 784).astype(np.float64))


@pytest.mark.parametrize("dimensions", [1, 2, 32, 128])
def test_pca_is_that_of_scikit_learn(oracle, train_images, held_out, dimensions):
    ours = analysis.fit_pca(train_images, dimensions)
    codes = oracle.transform(held_out.reshape(-1, 784))[:, :dimensions]
    linear = codes @ oracle.components_[:dimensions] + oracle.mean_
    np.testing.assert_allclose(ours.restore(ours.project(held_out)), linear, atol=2e-3)
    np.testing.assert_allclose(np.abs(ours.project(held_out)), np.abs(codes), atol=2e-2)


@pytest.mark.parametrize("dimensions", [1, 32, 128])
def test_components_are_orthonormal(train_images, dimensions):
    projection = analysis.fit_pca(train_images, dimensions)
    assert projection.components.shape == (dimensions, 784)
    assert projection.components.dtype == projection.mean.dtype == np.float32
    products = projection.components @ projection.components.T
    np.testing.assert_allclose(products, np.eye(dimensions), atol=1e-4)


def test_more_components_err_less(train_images, held_out):
    def error(dimensions):
        pca = analysis.fit_pca(train_images, dimensions)
        linear = pca.restore(pca.project(held_out)).reshape(held_out.shape)
        return analysis.squared_error(held_out, linear).mean()

    errors = [error(dimensions) for dimensions in (1, 4, 32, 128)]
    assert np.all(np.diff(errors) < 0)


@pytest.mark.parametrize(("shape", "kept"), [((5, 28, 28), 5), ((500, 2), 2), ((500, 1), 1)])
def test_pca_of_few_points_or_numbers_has_fewer_dimensions(shape, kept):
    points = np.random.default_rng(0).random(shape, np.float32)
    projection = analysis.fit_pca(points, 32)
    assert len(projection.components) == kept
    restored = projection.restore(projection.project(points))
    np.testing.assert_allclose(restored, points.reshape(len(points), -1), atol=1e-4)


def test_pca_of_equal_points_is_finite():
    projection = analysis.fit_pca(np.full((200, 32), 0.5, np.float32), 3)
    assert np.isfinite(projection.components).all()
    assert np.isfinite(projection.project(np.zeros((2, 32), np.float32))).all()


LABELS = np.array([3, 3, 0, 1, 2, 4, 5, 6, 7, 8, 9, 0, 3], np.uint8)
ERRORS = np.array([5, 1, 9, 2, 8, 3, 7, 4, 6, 0, 10, 11, 12], np.float32)


@pytest.mark.parametrize(
    ("how", "count", "chosen"),
    [
        ("each", 10, [2, 3, 4, 0, 5, 6, 7, 8, 9, 10]),
        ("each", 3, [2, 3, 4]),
        ("3", 10, [0, 1, 12]),
        ("3", 2, [0, 1]),
        ("0", 1, [2]),
        ("best", 3, [9, 1, 3]),
        ("worst", 3, [12, 11, 10]),
        ("best", 99, np.argsort(ERRORS).tolist()),
    ],
)
def test_choosing(how, count, chosen):
    assert analysis.choose(LABELS, ERRORS, how, count).tolist() == chosen


def test_choosing_at_random():
    first, again, other = (analysis.choose(LABELS, None, "random", 5, seed) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()
    assert len(set(first.tolist())) == 5
    everything = analysis.choose(LABELS, None, "random", 99)
    assert sorted(everything.tolist()) == list(range(len(LABELS)))


def test_choosing_each_where_a_digit_is_missing():
    assert analysis.choose(np.array([7, 7, 2]), None, "each", 10).tolist() == [2, 0]


@pytest.mark.parametrize("how", ["best", "worst"])
def test_choosing_by_error_needs_errors(how):
    with pytest.raises(ValueError, match="errors: expected"):
        analysis.choose(LABELS, None, how, 3)


@pytest.mark.mnist
def test_pca_of_mnist_gives_the_known_error():
    """13.19 for 32 components; Hinton & Salakhutdinov's published 13.87 is for 30."""
    train, test = (
        datasets.to_inputs(datasets.load("mnist", split).images) for split in ("train", "test")
    )
    pca = analysis.fit_pca(train, 32)
    linear = pca.restore(pca.project(test)).reshape(test.shape)
    assert analysis.squared_error(test, linear).mean() == pytest.approx(13.19, abs=0.05)
