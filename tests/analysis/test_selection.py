"""Choosing pictures, and the rank of one among many."""

import numpy as np
import pytest

from ae import analysis

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


def test_choosing_each_goes_round_the_classes_until_there_are_enough():
    labels = np.array([7, 7, 2, 7, 2])
    assert analysis.choose(labels, None, "each", 2).tolist() == [2, 0]
    assert analysis.choose(labels, None, "each", 3).tolist() == [2, 0, 4]
    assert analysis.choose(labels, None, "each", 10).tolist() == [2, 0, 4, 1, 3]


@pytest.mark.parametrize("how", ["best", "worst"])
def test_choosing_by_error_needs_errors(how):
    with pytest.raises(ValueError, match="errors: expected"):
        analysis.choose(LABELS, None, how, 3)


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
