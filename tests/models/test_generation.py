"""New codes: whether they come from where they say, and the laws of the ways between codes."""

import numpy as np
import pytest
from scipy import spatial, stats

from ae import analysis, config
from ae.models import priors
from ae.models.generation import (
    arithmetic,
    class_means,
    draw_normal,
    draw_prior,
    fit_normal,
    interpolate,
    prior_of,
    support,
    typical_radius,
)

EVERY_PRIOR = pytest.mark.parametrize("name", priors.PRIORS)
SIZES = pytest.mark.parametrize("dimensions", [1, 2, 8, 128])


def drawn(fitted, count=4000, temperature=1.0, seed=0):
    return draw_normal(fitted, count, temperature, np.random.default_rng(seed))


def drawn_prior(name, dimensions, count=4000, temperature=1.0, seed=0):
    return draw_prior(name, count, dimensions, temperature, np.random.default_rng(seed))


def codes_of(count=3000, dimensions=4, seed=0):
    """Codes with a mean of their own, correlated."""
    rng = np.random.default_rng(seed)
    mixed = rng.standard_normal((count, dimensions)) @ rng.standard_normal((dimensions,) * 2)
    return (mixed + 5 * rng.standard_normal(dimensions)).astype(np.float32)


@pytest.mark.parametrize(
    ("chosen", "prior"),
    [
        ({"architecture": "variational"}, "normal"),
        ({"architecture": "adversarial", "prior": "ring"}, "ring"),
        ({"architecture": "basic"}, None),
        ({"architecture": "variational", "beta": 0.0}, None),
    ],
)
def test_codes_come_from_the_runs_prior_or_look_like_its_codes(chosen, prior):
    assert prior_of(config.from_flat({**chosen, "latent_dim": 4})) == prior
    new = drawn_prior(prior, 4) if prior else drawn(fit_normal(codes_of()))
    like = priors.sample(prior, 4000, 4, np.random.default_rng(1)) if prior else codes_of()
    np.testing.assert_allclose(new.mean(axis=0), like.mean(axis=0), atol=0.2)
    np.testing.assert_allclose(np.cov(new.T), np.cov(like.T), atol=0.6)


@SIZES
@pytest.mark.parametrize("count", [0, 1, 7])
def test_samples_have_the_shape_asked_for_and_their_seed_decides(dimensions, count):
    fitted = fit_normal(codes_of(300, dimensions))
    for draw, of in ((drawn, [fitted]), (drawn_prior, ["mixture", dimensions])):
        new = draw(*of, count, 0.7)
        assert (new.shape, new.dtype) == ((count, dimensions), np.float32)
        np.testing.assert_array_equal(new, draw(*of, count, 0.7))
        assert count == 0 or not np.array_equal(new, draw(*of, count, 0.7, seed=1))


@EVERY_PRIOR
def test_temperature_one_is_the_prior_itself(name):
    expected = priors.sample(name, 500, 3, np.random.default_rng(0))
    np.testing.assert_array_equal(drawn_prior(name, 3, 500), expected)


@pytest.mark.parametrize("temperature", [0.0, 0.5, 2.0])
def test_temperature_scales_the_noise_about_a_normal_distributions_mean(temperature):
    source = fit_normal(codes_of())
    new, cold = drawn(source, temperature=temperature), drawn(source, temperature=0.0)
    expected = source.mean + temperature * (drawn(source) - source.mean)
    np.testing.assert_allclose(new, expected, atol=1e-4)
    np.testing.assert_allclose(cold, np.tile(source.mean, (4000, 1)), atol=1e-5)


def test_a_cold_shape_is_its_centre_line():
    mixture, ring, roll = (
        drawn_prior(name, 3, 500, 0.0) for name in ("mixture", "ring", "swiss_roll")
    )
    assert not np.any([mixture[:, 2], ring[:, 2], roll[:, 2]])
    assert len(np.unique(mixture.round(4), axis=0)) == 10
    for points in (mixture, ring):
        np.testing.assert_allclose(np.hypot(*points.T[:2]), 2, atol=1e-6)
    radii, angles = np.hypot(*roll.T[:2]), np.arctan2(roll[:, 1], roll[:, 0])
    turned = (np.pi * radii - angles) / (2 * np.pi)  # radius 3 after 3π: the angle is π times it
    np.testing.assert_allclose(turned, np.rint(turned), atol=1e-5)


def test_a_warm_petal_is_wider():
    spreads = [drawn_prior("ring", 2, 4000, t) for t in (0.5, 1.0, 2.0)]
    spreads = [np.hypot(*points.T).std() for points in spreads]
    np.testing.assert_allclose(spreads, [0.075, 0.15, 0.3], rtol=0.05)


@pytest.mark.parametrize("temperature", [-0.1, np.inf, np.nan])
def test_a_temperature_that_is_none_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature: expected 0 or more"):
        drawn_prior("normal", 2, 3, temperature)


@SIZES
def test_a_fitted_source_has_the_mean_and_covariance_of_the_codes(dimensions):
    codes = codes_of(2000, dimensions)
    source = fit_normal(codes)
    covariance = np.atleast_2d(np.cov(codes.T))
    np.testing.assert_allclose(source.mean, codes.mean(axis=0), rtol=1e-4)
    np.testing.assert_allclose(source.root @ source.root.T, covariance, rtol=1e-4, atol=1e-3)
    if dimensions <= 8:
        tested = analysis.two_sample_test(drawn(source, 500), codes[:500], np.random.default_rng(0))
        assert tested.p > 0.01


def test_a_collapsed_dimension_stays_as_it_is():
    codes = codes_of()
    codes[:, 1], codes[:, 3] = 7.0, 2 * codes[:, 2]
    new = drawn(fit_normal(codes))
    np.testing.assert_allclose(new[:, 1], 7, atol=1e-4)
    np.testing.assert_allclose(new[:, 3], 2 * new[:, 2], atol=1e-2)
    assert np.isfinite(new).all()
    np.testing.assert_allclose(drawn(fit_normal(np.full((9, 2), 3, np.float32))), 3, atol=1e-6)


def test_codes_that_cannot_be_fitted_are_refused():
    with pytest.raises(ValueError, match="expected 2 or more to fit"):
        fit_normal(np.zeros((1, 3), np.float32))
    with pytest.raises(ValueError, match="1 of 5 codes with NaN"):
        fit_normal(np.float32([[1, 2]] * 4 + [[np.nan, 0]]))


BOTH_WAYS = pytest.mark.parametrize("how", ["linear", "spherical"])


@BOTH_WAYS
@SIZES
@pytest.mark.parametrize("steps", [2, 3, 11])
def test_a_way_has_its_ends_exactly_and_is_the_same_backwards(how, dimensions, steps):
    first, last = codes_of(2, dimensions)
    path = interpolate(first, last, steps, how)
    assert (path.shape, path.dtype) == ((steps, dimensions), np.float32)
    np.testing.assert_array_equal(path[[0, -1]], [first, last])
    back = interpolate(last, first, steps, how)
    np.testing.assert_allclose(back[::-1], path, rtol=1e-5, atol=1e-5)


def test_both_ends_are_exact_however_they_are_rounded():
    for first, last in zip(codes_of(300), codes_of(300, seed=1), strict=True):
        path = interpolate(first, last, 4, "spherical")
        np.testing.assert_array_equal(path[[0, -1]], [first, last])


def test_the_straight_way_has_equal_steps():
    first, last = codes_of(2)
    steps = np.diff(interpolate(first, last, 9, "linear"), axis=0)
    np.testing.assert_allclose(steps, np.tile((last - first) / 8, (8, 1)), atol=1e-5)


@pytest.mark.parametrize("dimensions", [2, 3, 32])
def test_on_the_unit_sphere_the_way_is_that_of_scipy(dimensions):
    first, last = np.random.default_rng(1).standard_normal((2, dimensions))
    first, last = first / np.linalg.norm(first), last / np.linalg.norm(last)
    expected = spatial.geometric_slerp(first, last, np.linspace(0, 1, 9))
    np.testing.assert_allclose(interpolate(first, last, 9, "spherical"), expected, atol=1e-6)


def test_the_spherical_way_changes_length_and_angle_evenly():
    first, last = np.float32([3, 0, 0]), np.float32([0, 1, 0])
    path = interpolate(first, last, 7, "spherical")
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), np.linspace(3, 1, 7), atol=1e-5)
    angles = np.arctan2(path[:, 1], path[:, 0])
    np.testing.assert_allclose(angles, np.linspace(0, np.pi / 2, 7), atol=1e-5)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([1, 2, 3], [2, 4, 6]),
        ([0, 0, 0], [1, 2, 3]),
        ([1, 2, 3], [-1, -2, -3]),
        ([1, 2, 3], [-2, -4, -6]),
        ([0, 0, 0], [0, 0, 0]),
        ([2], [-3]),
    ],
)
def test_where_there_is_no_great_circle_the_way_is_straight(first, last):
    first, last = np.float32(first), np.float32(last)
    spherical = interpolate(first, last, 5, "spherical")
    np.testing.assert_allclose(spherical, interpolate(first, last, 5, "linear"), atol=1e-6)


@pytest.mark.parametrize("nudge", [1e-7, 1e-5, 1e-3])
def test_ends_in_nearly_opposite_directions_make_no_huge_codes(nudge):
    path = interpolate(np.float64([1, 0]), np.float64([-3, nudge]), 21, "spherical")
    assert np.linalg.norm(path, axis=1).max() <= 3.001


@pytest.mark.parametrize(
    ("steps", "how", "width"),
    [(1, "linear", 2), (0, "spherical", 2), (5, "curved", 2), (5, "linear", 3)],
)
def test_a_way_that_is_none_is_refused(steps, how, width):
    with pytest.raises(ValueError, match="2 steps or more, linear or spherical"):
        interpolate(np.zeros(2), np.zeros(width), steps, how)


@SIZES
def test_the_typical_radius_is_that_of_all_pairs(dimensions):
    codes = codes_of(400, dimensions)
    apart = spatial.distance.cdist(codes, codes)
    expected = np.median(np.sort(apart, axis=1)[:, 10])
    assert typical_radius(codes) == pytest.approx(expected, rel=1e-4)


def test_a_typical_code_has_ten_others_near_it():
    codes = codes_of(7000)
    near = support(codes, codes)
    assert np.median(near) == pytest.approx(11, abs=1)  # itself, too
    assert np.count_nonzero(near == 0) == 0


def test_support_counts_codes_within_the_radius():
    codes, path = codes_of(500), codes_of(30, seed=1)
    expected = (spatial.distance.cdist(path, codes) <= 4).sum(axis=1)
    found = support(path, codes, 4.0)
    assert found.tolist() == expected.tolist()
    assert found.min() < 20 < found.max()
    line = np.float32([[0], [1], [2], [5]])
    assert support(np.float32([[1], [3]]), line, 1.0).tolist() == [3, 1]


def test_a_way_between_two_heaps_leads_through_a_gap():
    rng = np.random.default_rng(0)
    heaps = [rng.standard_normal((1000, 2)).astype(np.float32) + at for at in (-8, 8)]
    path = interpolate(*(heap.mean(axis=0) for heap in heaps), 9, "linear")
    found = support(path, np.concatenate(heaps))
    assert found[4] == 0
    assert min(found[0], found[-1]) > 10


def test_equal_codes_all_lie_near_each_other():
    codes = np.ones((30, 2), np.float32)
    assert typical_radius(codes) == 0
    assert support(np.float32([[1, 1], [1, 2]]), codes).tolist() == [30, 0]
    assert typical_radius(codes[:1]) == 0


def test_a_path_of_other_dimensions_is_refused():
    with pytest.raises(ValueError, match="equally many dimensions"):
        support(np.zeros((4, 1)), np.zeros((4, 3)), 1.0)


def test_arithmetic_closes_a_parallelogram():
    a, b, c = codes_of(3)
    result = arithmetic(a, b, c)
    np.testing.assert_allclose(result - c, a - b, atol=1e-5)
    np.testing.assert_array_equal(arithmetic(a, a, c), c)
    assert result.dtype == np.float32
    assert stats.pearsonr(result - c, a - b).statistic > 0.999


def test_class_means_are_those_of_plain_loops():
    codes = codes_of(500)
    labels = np.random.default_rng(1).integers(0, 10, 500).astype(np.uint8)
    means = class_means(codes, labels, 10)
    assert (means.shape, means.dtype) == ((10, 4), np.float32)
    for digit in range(10):
        own = [code for code, label in zip(codes, labels, strict=True) if label == digit]
        np.testing.assert_allclose(means[digit], np.mean(own, axis=0), rtol=1e-4)


def test_a_digit_without_codes_has_no_mean():
    with pytest.raises(ValueError, match=r"none of \[0, 7\]"):
        class_means(np.zeros((8, 2), np.float32), np.array([1, 2, 3, 4, 5, 6, 8, 9]), 10)
