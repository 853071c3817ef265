"""The measures against independent ones: those of Keras, TensorFlow, SciPy and scikit-learn."""

import itertools

import numpy as np
import pytest
from PIL import Image, ImageFilter
from scipy import linalg, ndimage

from ae import analysis, datasets, priors


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


def normal(n, d, seed=0):
    return np.random.default_rng(seed).standard_normal((n, d), np.float32)


def two_sample_test(first, second, regroupings=200):
    return analysis.two_sample_test(first, second, np.random.default_rng(9), regroupings)


def mmd_by_loops(first, second):
    """Gretton et al. 2012, equation 3, term by term."""
    points = [*first, *second]
    n = len(first)

    def distance(x, y):
        return sum((a - b) ** 2 for a, b in zip(x, y, strict=True))

    width = np.median([distance(points[i], points[j]) for j in range(2 * n) for i in range(j)])

    def kernel(x, y):
        shares = [np.exp(-distance(x, y) / (width * share)) for share in analysis.WIDTHS]
        return np.mean(shares)

    apart = [(i, j) for i in range(n) for j in range(n) if i != j]
    within = sum(kernel(s[i], s[j]) for s in (first, second) for i, j in apart) / (n * (n - 1))
    return within - 2 * sum(kernel(x, y) for x in first for y in second) / n**2


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_mmd_is_that_of_plain_loops(shift):
    first, second = normal(15, 3, 1), normal(15, 3, 2) + np.float32(shift)
    expected = mmd_by_loops(first.astype(float), second.astype(float))
    assert two_sample_test(first, second).mmd == pytest.approx(expected, abs=1e-5)


def test_samples_of_one_distribution_are_rarely_told_apart():
    pairs = [(normal(100, 2, seed), normal(100, 2, 1000 + seed)) for seed in range(40)]
    chances = np.array([two_sample_test(*pair).p for pair in pairs])
    assert np.mean(chances < 0.05) <= 0.15
    assert 0.3 < chances.mean() < 0.7
    assert chances.max() > 0.8


@pytest.mark.parametrize(
    "change",
    [
        lambda points: points + np.float32(0.5),
        lambda points: points * np.float32(1.7),
        np.abs,
        lambda points: points[:, :1] * np.ones((1, 2), np.float32),
    ],
    ids=["shifted", "scaled", "folded", "flattened"],
)
def test_samples_of_two_distributions_are_told_apart(change):
    found = two_sample_test(normal(200, 2, 1), change(normal(200, 2, 2)))
    assert found.p == pytest.approx(1 / 201)
    assert found.mmd > 2 * found.chance > 0


def test_a_sample_is_not_told_apart_from_itself():
    points = normal(50, 2)
    found = two_sample_test(points, points)
    assert found.mmd < 0
    assert found.p > 0.9
    equal = two_sample_test(np.zeros((20, 2), np.float32), np.zeros((20, 2), np.float32))
    assert (equal.mmd, equal.p) == (pytest.approx(0, abs=1e-6), pytest.approx(1))


@pytest.mark.parametrize("shape", [(9, 2), (10, 3)])
def test_samples_of_unequal_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="two samples of one shape"):
        two_sample_test(np.zeros((10, 2), np.float32), np.zeros(shape, np.float32))


def test_a_sample_of_one_point_is_refused():
    with pytest.raises(ValueError, match="two points or more"):
        two_sample_test(np.zeros((1, 2), np.float32), np.zeros((1, 2), np.float32))


def test_the_test_does_not_depend_on_where_the_points_lie():
    first, second = normal(100, 2, 1), normal(100, 2, 2) + np.float32(0.3)
    near, far = (two_sample_test(first + at, second + at) for at in (0.0, np.float32(1e4)))
    assert far.mmd == pytest.approx(near.mmd, rel=0.02)


def prior_points(prior, count=400, dimensions=2):
    return priors.sample(prior, count, dimensions, np.random.default_rng(5))


@pytest.mark.parametrize("prior", priors.PRIORS)
def test_points_of_a_prior_pass_its_test(prior):
    assert analysis.prior_test(prior_points(prior), prior).p > 0.05


@pytest.mark.parametrize(("codes", "prior"), itertools.permutations(priors.PRIORS, 2))
def test_points_of_another_prior_do_not_pass(codes, prior):
    assert analysis.prior_test(prior_points(codes, count=600), prior).p < 0.01


def test_the_test_of_a_prior_is_the_same_each_time():
    points = prior_points("ring")
    before = points.copy()
    assert analysis.prior_test(points, "normal") == analysis.prior_test(points, "normal")
    np.testing.assert_array_equal(points, before)


def test_the_test_of_a_prior_takes_codes_from_everywhere():
    half_wrong = np.concatenate([prior_points("normal"), prior_points("normal") + np.float32(4)])
    assert analysis.prior_test(half_wrong[:400], "normal", tested=200).p > 0.05
    assert analysis.prior_test(half_wrong, "normal", tested=200).p < 0.01


def test_equal_spans_have_cosines_of_one():
    rows = normal(3, 10)
    mixed = normal(3, 3, seed=1) @ rows
    np.testing.assert_allclose(analysis.principal_cosines(rows, mixed), np.ones(3), atol=1e-6)


def test_orthogonal_spans_have_cosines_of_zero():
    axes = np.eye(6)
    np.testing.assert_allclose(analysis.principal_cosines(axes[:2], axes[2:5]), 0, atol=1e-12)


@pytest.mark.parametrize("degrees", [0, 10, 45, 90])
def test_a_rotated_plane_has_the_cosine_of_its_angle(degrees):
    angle = np.radians(degrees)
    axes = np.eye(5)
    turned = np.stack([2 * axes[0], np.cos(angle) * axes[1] + np.sin(angle) * axes[2]])
    cosines = analysis.principal_cosines(axes[:2], turned)
    np.testing.assert_allclose(cosines, [1, np.cos(angle)], atol=1e-12)


def test_principal_cosines_are_those_of_scipy():
    first, second = normal(4, 30, 1), normal(3, 30, 2)
    angles = linalg.subspace_angles(first.T, second.T)
    cosines = analysis.principal_cosines(first, second)
    np.testing.assert_allclose(cosines, np.cos(angles)[::-1], atol=1e-6)
    assert np.all(np.diff(cosines) <= 0)


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


def test_the_frechet_distance_of_a_sample_to_itself_is_zero():
    features = normal(200, 10)
    assert analysis.frechet_distance(features, features) == pytest.approx(0, abs=1e-6)
    assert analysis.frechet_distance(features, features[::-1]) == pytest.approx(0, abs=1e-6)


def test_the_frechet_distance_of_a_stretched_and_shifted_copy():
    """tr(C + s² C − 2 s C) = (1 − s)² tr C, and the squared shift."""
    features = normal(300, 5) @ normal(5, 5, seed=1)
    expected = 0.25 * np.trace(np.cov(features.T)) + 5 * 2.0**2
    around = features.mean(axis=0)
    copy = around + 1.5 * (features - around) + np.float32(2)
    assert analysis.frechet_distance(features, copy) == pytest.approx(expected, rel=1e-4)


def test_the_frechet_distance_of_two_normal_distributions():
    deviations, others = np.array([[1.0, 2.0, 0.5], [2.0, 0.5, 0.5]])
    shift = np.array([1.0, 0.0, -2.0])
    first, second = normal(20_000, 3, 1) * deviations, normal(20_000, 3, 2) * others + shift
    expected = np.sum(shift**2) + np.sum((deviations - others) ** 2)
    assert analysis.frechet_distance(first, second) == pytest.approx(expected, rel=0.03)


def test_the_frechet_distance_is_that_of_scipy_and_symmetric():
    first = normal(100, 6, 1) @ normal(6, 6, 2)
    second = normal(80, 6, 3) @ normal(6, 6, 4) + np.float32(0.3)
    ours, swapped = (
        analysis.frechet_distance(*pair) for pair in ((first, second), (second, first))
    )
    c1, c2 = np.cov(first.T), np.cov(second.T)
    shift = first.mean(axis=0, dtype=float) - second.mean(axis=0, dtype=float)
    expected = shift @ shift + np.trace(c1 + c2 - 2 * np.real(linalg.sqrtm(c1 @ c2)))
    assert ours == pytest.approx(expected, rel=1e-4)
    assert swapped == pytest.approx(ours, rel=1e-6)


def test_features_that_never_change_have_a_finite_frechet_distance():
    flat = np.ones((50, 4), np.float32)
    assert analysis.frechet_distance(flat, flat) == pytest.approx(0, abs=1e-9)
    moving = normal(50, 4)
    expected = np.trace(np.cov(moving.T)) + np.sum((moving.mean(axis=0) - 1) ** 2)
    assert analysis.frechet_distance(flat, moving) == pytest.approx(expected, rel=1e-4)


def labelled(n, seed):
    """Points in ten separate heaps, by their labels."""
    labels = np.random.default_rng(seed).integers(0, 10, n)
    return 6 * np.eye(10)[labels] + normal(n, 10, seed) / 2, labels


def test_a_linear_probe_tells_separate_heaps_apart():
    assert analysis.linear_probe(*labelled(500, 1), *labelled(300, 2)) == 1.0


def test_a_linear_probe_learns_nothing_from_random_labels():
    (codes, _), (test_codes, labels) = labelled(500, 1), labelled(1000, 2)
    shuffled = np.random.default_rng(3).permutation(labels)
    random = np.random.default_rng(4).integers(0, 10, 500)
    assert analysis.linear_probe(codes, random, test_codes, shuffled) < 0.16


def test_a_linear_probe_does_not_see_the_scale_of_a_code():
    codes, labels = normal(500, 4, 1), normal(500, 4, 2)[:, 0] > 0
    codes[:, 0] += labels
    plain = analysis.linear_probe(codes[:300], labels[:300], codes[300:], labels[300:])
    assert 0.55 < plain < 0.95
    scaled = codes * np.array([100, 0.01, 1, 1]) + 7
    same = analysis.linear_probe(scaled[:300], labels[:300], scaled[300:], labels[300:])
    assert same == pytest.approx(plain, abs=0.011)


def test_a_linear_probe_bears_a_dead_unit():
    (codes, labels), (test_codes, test_labels) = labelled(500, 1), labelled(300, 2)
    codes, test_codes = (np.pad(part, ((0, 0), (0, 1))) for part in (codes, test_codes))
    assert analysis.linear_probe(codes, labels, test_codes, test_labels) == 1.0


@pytest.mark.mnist
def test_pca_of_mnist_gives_the_known_error():
    """13.19 for 32 components; Hinton & Salakhutdinov's published 13.87 is for 30."""
    train, test = (
        datasets.to_inputs(datasets.load("mnist", split).images) for split in ("train", "test")
    )
    pca = analysis.fit_pca(train, 32)
    linear = pca.restore(pca.project(test)).reshape(test.shape)
    assert analysis.squared_error(test, linear).mean() == pytest.approx(13.19, abs=0.05)


def test_rank_is_the_share_below():
    population = np.array([1.0, 2.0, 2.0, 3.0])
    assert [analysis.rank(value, population) for value in (0.5, 2.0, 2.5, 9.0)] == [
        0,
        0.25,
        0.75,
        1,
    ]
    uniform = np.random.default_rng(0).random(10_000)
    assert analysis.rank(0.97, uniform) == pytest.approx(0.97, abs=0.01)


def test_rank_needs_a_population():
    with pytest.raises(ValueError, match="expected one number or more"):
        analysis.rank(1.0, np.array([]))


def test_nearest_are_those_of_scikit_learn():
    from sklearn.neighbors import NearestNeighbors

    rng = np.random.default_rng(0)
    codes, code = rng.standard_normal((500, 32)), rng.standard_normal(32)
    expected = NearestNeighbors(n_neighbors=7).fit(codes).kneighbors(code[None])[1][0]
    np.testing.assert_array_equal(analysis.nearest(code, codes, 7), expected)


def test_nearest_to_a_code_is_that_code_and_there_are_no_more_than_there_are():
    codes = np.eye(4, dtype=np.float32)
    assert analysis.nearest(codes[2], codes, 1).tolist() == [2]
    assert analysis.nearest(codes[2], codes, 9).tolist() == [2, 0, 1, 3]
