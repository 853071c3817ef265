"""The priors: each entry's contract, and each shape's own law."""

import itertools

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from ae import analysis
from ae.models import priors
from ae.models.priors import PRIORS, draw, sample
from ae.random_source import NumpyRandom, TensorRandom

EVERY_PRIOR = pytest.mark.parametrize("name", PRIORS)
MANY = 20_000
RNG = np.random.default_rng(0)


def points(name, count=MANY, dimensions=2, seed=0):
    return sample(name, count, dimensions, np.random.default_rng(seed))


@pytest.fixture(scope="module", params=["numpy", "tensors"])
def plane(request):
    """A function that draws many points of a prior's first two dimensions."""
    if request.param == "numpy":
        return points
    return lambda name: draw(name, MANY, 2, TensorRandom((1, 2))).numpy()


def radii_and_angles(plane):
    return np.hypot(plane[:, 0], plane[:, 1]), np.arctan2(plane[:, 1], plane[:, 0])


@EVERY_PRIOR
@pytest.mark.parametrize("dimensions", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 50])
def test_points_have_the_shape_asked_for_in_float32(name, count, dimensions):
    drawn = (
        points(name, count, dimensions),
        draw(name, count, dimensions, NumpyRandom(np.random.default_rng(0))),
        draw(name, count, dimensions, TensorRandom((0, 0))).numpy(),
    )
    assert {one.shape for one in drawn} == {(count, dimensions)}
    assert {one.dtype for one in drawn} == {np.dtype(np.float32)}


@EVERY_PRIOR
def test_the_seed_decides(name):
    first, again, other = (points(name, 100, 3, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@EVERY_PRIOR
def test_one_dimension_is_the_first_of_two(name):
    np.testing.assert_array_equal(points(name, 100, 1), points(name, 100, 2)[:, :1])


@EVERY_PRIOR
def test_further_dimensions_are_standard_normal_and_independent(name):
    drawn = points(name, dimensions=5)
    for further in drawn.T[2:]:
        assert stats.kstest(further, "norm").pvalue > 0.01
    related = np.corrcoef(drawn, rowvar=False) - np.eye(5)
    assert np.abs(related[2:]).max() < 0.04


@EVERY_PRIOR
@pytest.mark.parametrize("xla", [False, True])
def test_tensors_have_the_distribution_of_arrays(name, xla):
    compiled = tf.function(lambda seed: draw(name, MANY, 3, TensorRandom(seed)), jit_compile=xla)
    tensors, arrays = compiled(tf.constant([0, 1])).numpy(), points(name, dimensions=3)
    np.testing.assert_allclose(tensors.mean(axis=0), arrays.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.cov(tensors.T), np.cov(arrays.T), atol=0.08)
    tested = analysis.two_sample_test(tensors[:500], arrays[:500], np.random.default_rng(0), 200)
    assert tested.p > 0.01


@EVERY_PRIOR
def test_every_prior_has_words(name):
    assert PRIORS[name].label


def test_an_unknown_prior_is_refused():
    with pytest.raises(KeyError):
        points("doughnut")


def test_normal_is_standard_normal(plane):
    drawn = plane("normal")
    np.testing.assert_allclose(drawn.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(drawn.T), np.eye(2), atol=0.05)
    assert stats.kstest(drawn[:, 0], "norm").pvalue > 0.01


def test_the_mixture_has_ten_petals_of_equal_size(plane):
    _, angles = radii_and_angles(plane("mixture"))
    in_petals = angles / (2 * np.pi / 10)
    off_the_axis = in_petals - np.rint(in_petals)
    assert np.mean(np.abs(off_the_axis) < 0.25) > 0.9  # half of them if there were no petals
    shares = np.bincount(np.rint(in_petals).astype(int) % 10, minlength=10) / MANY
    np.testing.assert_allclose(shares, 0.1, atol=0.01)


def test_petals_are_long_outwards_and_narrow_across(plane):
    drawn = plane("mixture")
    radii, angles = radii_and_angles(drawn)
    off_the_axis = angles - np.rint(angles / (2 * np.pi / 10)) * (2 * np.pi / 10)
    along, across = radii * np.cos(off_the_axis), radii * np.sin(off_the_axis)
    assert along.mean() == pytest.approx(2, abs=0.05)
    assert along.std() == pytest.approx(0.5, abs=0.03)
    assert across.std() == pytest.approx(0.15, abs=0.02)
    assert abs(np.corrcoef(along, across)[0, 1]) < 0.05


def test_the_ring_has_its_radius_and_no_gap(plane):
    radii, angles = radii_and_angles(plane("ring"))
    assert radii.mean() == pytest.approx(2, abs=0.01)
    assert radii.std() == pytest.approx(0.15, abs=0.01)
    assert stats.kstest(angles, stats.uniform(-np.pi, 2 * np.pi).cdf).pvalue > 0.01


def test_the_swiss_roll_follows_its_curve_evenly(plane):
    drawn = plane("swiss_roll")[:4000]
    turned = np.linspace(0, 3 * np.pi, 800)
    radius = 3 * turned / (3 * np.pi)
    curve = np.stack([radius * np.cos(turned), radius * np.sin(turned)], axis=1)
    distances = np.linalg.norm(drawn[:, None] - curve, axis=2)
    assert np.median(distances.min(axis=1)) == pytest.approx(0.6745 * 0.08, abs=0.006)
    way = turned[distances.argmin(axis=1)] / (3 * np.pi)
    np.testing.assert_allclose(np.histogram(way**2, 5, (0, 1))[0] / 4000, 0.2, atol=0.03)


def prior_points(prior, count=400, dimensions=2):
    return priors.sample(prior, count, dimensions, np.random.default_rng(5))


@pytest.mark.parametrize("prior", priors.PRIORS)
def test_points_of_a_prior_pass_its_test(prior):
    assert priors.compare(prior_points(prior), prior).p > 0.05


@pytest.mark.parametrize(("codes", "prior"), list(itertools.permutations(priors.PRIORS, 2)))
def test_points_of_another_prior_do_not_pass(codes, prior):
    assert priors.compare(prior_points(codes, count=600), prior).p < 0.01


def test_the_test_of_a_prior_is_the_same_each_time():
    points = prior_points("ring")
    before = points.copy()
    assert priors.compare(points, "normal") == priors.compare(points, "normal")
    np.testing.assert_array_equal(points, before)


def test_the_test_of_a_prior_takes_codes_from_everywhere():
    half_wrong = np.concatenate([prior_points("normal"), prior_points("normal") + np.float32(4)])
    assert priors.compare(half_wrong[:400], "normal", count=200).p > 0.05
    assert priors.compare(half_wrong, "normal", count=200).p < 0.01


def test_drawn_codes_have_their_posteriors_mean_and_deviation():
    mean = np.tile(np.array([3.0, -1.0], np.float32), (MANY, 1))
    log_variance = np.tile(np.array([0.0, 2.0], np.float32), (MANY, 1))
    codes = priors.drawn_codes(mean, log_variance)
    assert codes.shape == mean.shape and codes.dtype == np.float32
    np.testing.assert_allclose(codes.mean(axis=0), [3, -1], atol=0.08)
    np.testing.assert_allclose(codes.std(axis=0), [1, np.e], rtol=0.02)
    np.testing.assert_array_equal(priors.drawn_codes(mean, log_variance, 0), codes)
    assert np.abs(priors.drawn_codes(mean, log_variance, 1) - codes).max() > 1
    certain = np.full_like(mean, -np.inf)
    np.testing.assert_array_equal(priors.drawn_codes(mean, certain), mean)


class Part:
    """A part of a model: what it is given, in the way that it is to be asked."""

    def __init__(self, answer):
        self.answer = answer

    def predict(self, inputs, batch_size, verbose):
        assert batch_size >= 100 and not verbose
        return self.answer(inputs)


class Model:
    def __init__(self, **parts):
        self.__dict__.update(parts)


def test_codes_are_drawn_where_an_encoder_gives_distributions_and_else_are_themselves():
    inputs = RNG.normal(size=(7, 3)).astype(np.float32)
    draw_again = priors.code_draws(Model(encoder=Part(lambda given: 2 * given)), inputs)
    for seed in (0, 1):
        np.testing.assert_array_equal(draw_again(seed), 2 * inputs)
    spread = Model(posterior=Part(lambda given: (given, given - 1)), encoder=Part(np.zeros_like))
    draw_again = priors.code_draws(spread, inputs)
    for seed in (0, 1):
        expected = priors.drawn_codes(inputs, inputs - 1, seed)
        np.testing.assert_array_equal(draw_again(seed), expected)
