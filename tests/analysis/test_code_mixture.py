"""The mixture of codes: fitted, kept as a table, drawn from."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from ae import analysis
from ae.analysis import code_mixture
from ae.analysis.code_mixture import Mixture, from_table
from ae.data import datasets
from ae.random_source import NumpyRandom

KNOWN = Mixture(
    np.array([0.5, 0.3, 0.2]),
    np.array([[0.0, 0.0, 0.0], [6.0, 0.0, 1.0], [0.0, 7.0, -2.0]]),
    np.array([np.diag([1.0, 0.5, 2.0]), [[1, 0, 0], [0.8, 0.4, 0], [0, 0.5, 1]], 0.3 * np.eye(3)]),
)


def drawn(mixture, count, seed=0, scale=1.0):
    return mixture.draw(count, NumpyRandom(np.random.default_rng(seed), scale))


def fitted(codes, seed=0):
    return code_mixture.fit(codes, seed, lambda share: None)


def log_density(mixture, points):
    """Return the log density of points, (n,), by SciPy."""
    parts = [
        np.log(weight) + multivariate_normal(mean, root @ root.T).logpdf(points)
        for weight, mean, root in zip(mixture.weights, mixture.means, mixture.roots, strict=True)
    ]
    return logsumexp(parts, axis=0)


def ring(count, seed=0):
    """Codes that no single normal distribution follows: on a circle, the third number with it."""
    rng = np.random.default_rng(seed)
    angle = rng.uniform(0, 2 * np.pi, count)
    codes = np.stack([np.cos(angle), np.sin(angle), np.sin(2 * angle)], axis=1)
    return (5 * codes + 0.1 * rng.standard_normal(codes.shape)).astype(np.float32)


# Fitting


def test_a_known_mixture_is_recovered():
    found = fitted(drawn(KNOWN, 20_000))
    fresh = drawn(KNOWN, 20_000, seed=1)
    lost = log_density(KNOWN, fresh) - log_density(found, fresh)  # on average KL, from 0
    assert abs(lost.mean()) < 0.02
    for weight, mean in zip(KNOWN.weights, KNOWN.means, strict=True):
        near = np.linalg.norm(found.means - mean, axis=1) < 3
        assert found.weights[near].sum() == pytest.approx(weight, abs=0.02)


def test_a_bend_needs_many_components_and_gets_them():
    codes, fresh = ring(6000), ring(6000, seed=1)
    found = fitted(codes)
    single = Mixture(
        np.ones(1), codes.mean(0)[None], np.linalg.cholesky(np.cov(codes.T.astype(float)))[None]
    )
    assert len(found.weights) >= 16
    gained = log_density(found, fresh).mean() - log_density(single, fresh).mean()
    assert gained > 2.5
    radius = np.linalg.norm(drawn(found, 5000)[:, :2], axis=1)
    assert np.mean(np.abs(radius - 5) < 0.7) > 0.95
    assert np.mean(np.abs(np.linalg.norm(drawn(single, 5000)[:, :2], axis=1) - 5) < 0.7) < 0.4


def test_few_codes_get_few_components():
    codes = np.random.default_rng(0).standard_normal((300, 8)).astype(np.float32)
    found = fitted(codes)
    assert len(found.weights) < 8
    fresh = np.random.default_rng(1).standard_normal((4000, 8))
    truth = multivariate_normal(np.zeros(8)).logpdf(fresh).mean()
    assert truth - log_density(found, fresh).mean() < 0.5


def test_few_codes_choose_how_much_is_added_to_their_variances(monkeypatch):
    """Principal components of the built-in digits: 1,440 of them, of 24 numbers."""
    splits = [datasets.load("digits", split).samples for split in ("train", "test")]
    train, test = map(datasets.to_inputs, splits)
    plane = analysis.fit_pca(train, 24)
    codes, fresh = plane.project(train), plane.project(test)
    chosen = log_density(fitted(codes), fresh).mean()
    monkeypatch.setattr(code_mixture, "FEW", 100)
    least = log_density(fitted(codes), fresh).mean()
    monkeypatch.setattr(code_mixture, "COMPONENTS", 1)
    single = log_density(fitted(codes), fresh).mean()
    assert chosen > least + 1 > single + 2


def test_the_codes_unit_and_place_make_no_difference():
    codes = ring(2000)
    found, moved = fitted(codes), fitted(1000 * codes + [0, 500, 0])
    assert len(found.weights) == len(moved.weights)
    np.testing.assert_allclose(
        drawn(moved, 200), 1000 * drawn(found, 200) + [0, 500, 0], atol=60, rtol=0.05
    )


def test_a_number_that_never_changes_stays_as_it_is():
    codes = ring(2000)
    codes[:, 1] = 3.25
    codes = np.concatenate([codes, np.zeros((2000, 1), np.float32)], axis=1)
    made = drawn(fitted(codes), 500, scale=2.0)
    np.testing.assert_array_equal(made[:, 1], np.float32(3.25))
    np.testing.assert_array_equal(made[:, 3], 0)
    assert made[:, 0].std() > 1


def test_equal_codes_are_drawn_again():
    codes = np.full((40, 2), 1.5, np.float32)
    np.testing.assert_array_equal(drawn(fitted(codes), 10), codes[:10])


@pytest.mark.parametrize("shape", [(3, 1), (3, 5), (30, 64), (700, 1)])
def test_any_number_of_codes_of_any_size_can_be_fitted(shape):
    codes = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    made = drawn(fitted(codes), 50)
    assert made.shape == (50, shape[1]) and made.dtype == np.float32
    assert np.isfinite(made).all()


def test_one_seed_gives_one_mixture():
    codes = ring(1500)
    first, again, other = fitted(codes), fitted(codes), fitted(codes, seed=1)
    np.testing.assert_array_equal(first.to_table(), again.to_table())
    assert not np.array_equal(first.to_table()[:4], other.to_table()[:4])


def test_progress_rises_from_nothing_to_all_of_it():
    told = []
    code_mixture.fit(ring(1500), 0, told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(set(told)) > 20


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (np.array([[0.0, 1.0], [np.nan, 2.0], [1.0, 3.0]]), "expected finite numbers"),
        (np.zeros((2, 4)), "expected 3 or more"),
        (np.zeros((0, 4)), "not empty"),
    ],
)
def test_codes_that_cannot_be_fitted_are_refused_in_words(codes, expected):
    with pytest.raises(analysis.UnusableCodes, match=expected):
        fitted(codes)


def test_of_more_codes_than_are_fitted_some_are_drawn_at_random():
    assert len(code_mixture.rows(1000)) == 1000
    rows = code_mixture.rows(70_000)
    assert len(set(rows.tolist())) == code_mixture.CODES
    assert rows.max() > 69_000
    np.testing.assert_array_equal(rows, code_mixture.rows(70_000))


# Drawing


def test_draws_have_the_mixtures_moments():
    made = drawn(KNOWN, 200_000).astype(np.float64)
    mean = KNOWN.weights @ KNOWN.means
    second = sum(
        weight * (root @ root.T + np.outer(centre, centre))
        for weight, centre, root in zip(KNOWN.weights, KNOWN.means, KNOWN.roots, strict=True)
    )
    np.testing.assert_allclose(made.mean(axis=0), mean, atol=0.03)
    np.testing.assert_allclose(np.cov(made.T), second - np.outer(mean, mean), atol=0.12)


def test_without_noise_draws_are_the_components_means_as_often_as_they_weigh():
    made = drawn(KNOWN, 20_000, scale=0.0)
    places, counts = np.unique(made, axis=0, return_counts=True)
    order = np.lexsort(KNOWN.means.T[::-1])
    np.testing.assert_allclose(places, KNOWN.means[order], atol=1e-6)
    np.testing.assert_allclose(counts / 20_000, KNOWN.weights[order], atol=0.015)


def test_a_component_without_weight_is_never_drawn():
    mixture = Mixture(np.array([0.0, 1.0, 0.0]), KNOWN.means, KNOWN.roots)
    np.testing.assert_allclose(drawn(mixture, 500, scale=0.0), np.tile(KNOWN.means[1], (500, 1)))


def test_a_seed_gives_the_same_draws_and_another_others():
    np.testing.assert_array_equal(drawn(KNOWN, 50), drawn(KNOWN, 50))
    assert not np.array_equal(drawn(KNOWN, 50), drawn(KNOWN, 50, seed=1))


# The table


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_table_reads_back(size):
    rng = np.random.default_rng(0)
    roots = np.tril(rng.standard_normal((5, size, size)))
    roots[:, range(size), range(size)] = rng.random((5, size))
    mixture = Mixture(np.full(5, 0.2), rng.standard_normal((5, size)), roots)
    table = mixture.to_table()
    assert table.dtype == np.float32
    assert table.shape == (5, 1 + size + size * (size + 1) // 2)
    back = from_table(table)
    for name in ("weights", "means", "roots"):
        np.testing.assert_allclose(getattr(back, name), getattr(mixture, name), atol=1e-6)
    np.testing.assert_array_equal(back.to_table(), table)
    np.testing.assert_allclose(drawn(back, 100), drawn(mixture, 100), atol=1e-5)


def with_value(row, column, value):
    table = KNOWN.to_table()
    table[row, column] = value
    return table


@pytest.mark.parametrize(
    "table",
    [
        KNOWN.to_table()[:, :-1],
        KNOWN.to_table()[:2],
        KNOWN.to_table()[:0],
        KNOWN.to_table()[0],
        np.zeros((3, 0), np.float32),
        np.ones((1, 1), np.float32),
        with_value(0, 0, np.nan),
        with_value(1, 2, np.inf),
        with_value(0, 0, 0.9),
        with_value(2, 4, -1.0),
        np.stack([with_value(0, 0, -0.5)[0], with_value(1, 0, 1.5)[1]]),
    ],
)
def test_a_damaged_table_is_refused(table):
    with pytest.raises(ValueError, match="table: expected"):
        from_table(table)


DRAW = """
import sys
import numpy as np
from ae.analysis.code_mixture import from_table
from ae.random_source import NumpyRandom
from_table(np.load(sys.argv[1])).draw(5, NumpyRandom(np.random.default_rng(0)))
print("sklearn" in sys.modules, "scipy" in sys.modules)
"""


def test_drawing_needs_no_scikit_learn(tmp_path):
    np.save(tmp_path / "table.npy", KNOWN.to_table())
    command = [sys.executable, "-c", DRAW, str(tmp_path / "table.npy")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "False"], done.stderr
