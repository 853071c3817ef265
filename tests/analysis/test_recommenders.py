"""The simple recommenders: by hand, and against formulas written out at full length."""

import numpy as np
import pytest

from ae.analysis import rating_models, recommenders
from ae.analysis.ranking import liked

NAN = np.nan
SHAPES = pytest.mark.parametrize("shape", [(60, 25), (25, 60)], ids=["tall", "wide"])


def ratings(shape, seed=0):
    """Ratings of a two-factor world, two thirds of them unknown."""
    rng = np.random.default_rng(seed)
    factors = rng.standard_normal((shape[0], 2)) @ rng.standard_normal((2, shape[1]))
    stars = np.clip(3.4 + factors + 0.3 * rng.standard_normal(shape), 0.5, 5)
    return np.where(rng.random(shape) < 0.35, stars, NAN).astype(np.float32)


def test_biases_by_hand():
    table = np.array([[4, 2], [NAN, 2]], np.float32)
    one = rating_models.Bias(things=0.0, people=0.0).fit(table)
    # The two of the second column agree, so the mean and the columns explain all.
    np.testing.assert_allclose(one.scores(table), [[4, 2], [4, 2]], atol=1e-5)
    np.testing.assert_allclose(one.left(table), 0, atol=1e-5)


def test_few_ratings_are_shrunk_towards_the_mean():
    table = np.full((40, 2), NAN, np.float32)
    table[:, 0] = 3.0
    table[0, 1] = 5.0
    one = rating_models.Bias(things=3.0, people=5.0).fit(table)
    assert 3.0 < one.scores(table)[1, 1] < 3.6


def test_somebody_who_has_rated_nothing_gets_what_is_usual():
    table = ratings((30, 12))
    nothing = np.full((1, 12), NAN, np.float32)
    for name, make in recommenders.RECOMMENDERS.items():
        scores = make().fit(table).scores(nothing)
        assert np.isfinite(scores).all(), name
    one = rating_models.Bias().fit(table)
    np.testing.assert_allclose(one.scores(nothing)[0], one.mean + one.of_things, atol=1e-6)


def test_ridge_is_that_of_the_normal_equations():
    rng = np.random.default_rng(0)
    factors = rng.standard_normal((9, 3)).astype(np.float32)
    known = rng.random((4, 9)) < 0.6
    values = np.where(known, rng.standard_normal((4, 9)), 0).astype(np.float32)
    found = rating_models.solve_ridge(factors, values, known, 0.7)
    for row, has, weights in zip(values, known, found, strict=True):
        some = factors[has]
        expected = np.linalg.solve(some.T @ some + 0.7 * np.eye(3), some.T @ row[has])
        np.testing.assert_allclose(weights, expected, rtol=1e-3, atol=1e-4)


@SHAPES
def test_a_factorisation_finds_factors(shape):
    table = ratings(shape)
    known = np.isfinite(table)
    hidden = known & (np.random.default_rng(1).random(shape) < 0.2)
    given = np.where(hidden, NAN, table)
    truth = np.where(hidden, table, NAN)
    bias = rating_models.Bias().fit(given)
    factors = rating_models.Factorisation(2, 0.5).fit(given)
    plain, better = (
        recommenders.stars_rmse(truth, one.scores(given), (0.5, 5.0)) for one in (bias, factors)
    )
    assert better < 0.8 * plain


@SHAPES
def test_ease_is_its_closed_form(shape):
    table = ratings(shape)
    likes = liked(table).astype(np.float64)
    precision = np.linalg.inv(likes.T @ likes + 7.0 * np.eye(shape[1]))
    weights = -precision / np.diag(precision)
    np.fill_diagonal(weights, 0.0)
    found = recommenders.Ease(7.0).fit(table).scores(table)
    np.testing.assert_allclose(found, likes @ weights, rtol=1e-3, atol=1e-4)


@SHAPES
def test_pure_svd_is_the_projection_onto_the_first_directions(shape):
    table = ratings(shape)
    likes = liked(table).astype(np.float64)
    left, values, right = np.linalg.svd(likes, full_matrices=False)
    expected = (left[:, :3] * values[:3]) @ right[:3]
    found = recommenders.PureSVD(3).fit(table).scores(table)
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_neighbours_by_hand():
    # Things 0 and 1 are liked by the same three; 2 by one of them and another; 3 by nobody.
    likes = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0]])
    table = np.where(likes, 5.0, NAN).astype(np.float32)
    one = recommenders.ItemNeighbours(neighbours=4, damping=0.0).fit(table)
    row = np.array([[5, NAN, NAN, NAN]], np.float32)
    np.testing.assert_allclose(one.scores(row)[0], [0, 1, 1 / np.sqrt(6), 0], atol=1e-5)
    damped = recommenders.ItemNeighbours(neighbours=4, damping=1.0).fit(table)
    np.testing.assert_allclose(damped.scores(row)[0, 1], 3 / 4, atol=1e-5)


@SHAPES
def test_only_a_things_nearest_neighbours_speak_for_it(shape):
    table = ratings(shape)
    likes = liked(table).astype(np.float64)
    lengths = np.sqrt(likes.sum(axis=0))
    alike = likes.T @ likes / (np.outer(lengths, lengths) + 10.0 + 1e-9)
    np.fill_diagonal(alike, 0.0)
    for column in range(shape[1]):  # of each thing the neighbours beyond the fifth fall silent
        least = np.sort(alike[:, column])[-5]
        alike[alike[:, column] < least, column] = 0.0
    found = recommenders.ItemNeighbours(neighbours=5).fit(table)
    np.testing.assert_allclose(found.scores(table), likes @ alike, atol=1e-4)
    again = recommenders.ItemNeighbours(neighbours=5, least=found.least).fit(table)
    np.testing.assert_array_equal(again.scores(table), found.scores(table))


def test_what_most_like_is_the_same_for_all():
    table = np.array([[5, 4, NAN], [NAN, 4.5, 2], [3, 4, NAN]], np.float32)
    scores = recommenders.Popularity().fit(table).scores(table)
    np.testing.assert_array_equal(scores, np.tile([1, 3, 0], (3, 1)))


def test_predicted_stars_are_measured_within_their_range():
    wanted = np.array([[5.0, NAN], [NAN, 0.5]])
    assert recommenders.stars_rmse(wanted, np.array([[7.0, 9], [9, -1]]), (0.5, 5.0)) == 0.0
