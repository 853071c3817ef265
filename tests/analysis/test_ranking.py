"""The ranking measures against cases worked out by hand."""

import numpy as np
import pytest

from ae.analysis import ranking

NAN = np.nan


def test_the_first_are_the_highest_that_are_allowed():
    scores = np.array([[0.1, 0.9, 0.5, 0.9], [4.0, 3.0, 2.0, 1.0]])
    allowed = np.array([[True, True, True, True], [False, True, True, False]])
    np.testing.assert_array_equal(ranking.top(scores, allowed, 2), [[1, 3], [1, 2]])
    assert ranking.top(scores, allowed, 9).shape == (2, 4)


def test_recall_counts_what_could_be_found():
    hits = np.array([[True, False, True], [False, False, True], [True, True, True]])
    found = ranking.recall(hits, np.array([2, 1, 5]), at=2)
    # One of two in two places; none; two of the two that fit in two places.
    np.testing.assert_allclose(found, [0.5, 0.0, 1.0])


def test_ndcg_counts_hits_by_their_places():
    hits = np.array([[True, False, True], [False, True, False], [True, True, False]])
    found = ranking.ndcg(hits, np.array([2, 1, 2]), at=3)
    best = 1 + 1 / np.log2(3)
    np.testing.assert_allclose(found, [(1 + 1 / np.log2(4)) / best, 1 / np.log2(3), 1.0])


def test_ndcg_of_one_who_likes_more_than_the_list_holds_can_be_1():
    hits = np.ones((1, 5), bool)
    assert ranking.ndcg(hits, np.array([9]), at=3) == pytest.approx(1.0)


def test_lists_leave_out_what_is_given_and_who_likes_nothing():
    given = np.array([[5, NAN, NAN, NAN], [NAN, 2, NAN, NAN], [NAN, NAN, 3, 1]])
    wanted = np.array([[NAN, 4.5, 3.5, NAN], [4, NAN, NAN, NAN], [2, 3.5, NAN, NAN]])
    scores = np.array([[9.0, 3, 1, 2], [1, 9, 2, 3], [1, 1, 1, 1]])
    found = ranking.ranking(scores, given, wanted)
    assert found["judged"] == 2  # the third likes nothing
    # The first finds it first; the second third, after two others that are not given.
    assert found["ndcg100"] == pytest.approx((1 + 1 / np.log2(4)) / 2)
    assert found["recall20"] == 1.0


def test_what_nobody_has_rated_is_not_recommended_and_no_hit():
    given = np.array([[5, NAN, NAN]])
    wanted = np.array([[NAN, 4, NAN]])
    assert ranking.ranking(np.array([[1.0, 2, 3]]), given, wanted)["recall20"] == 0.0
    with pytest.raises(ValueError, match="expected a rating of 4 stars or more"):
        ranking.ranking(np.ones((1, 3)), given, np.array([[NAN, 3, NAN]]))


def test_stars_are_liked_from_four_on():
    np.testing.assert_array_equal(
        ranking.liked(np.array([NAN, 3.5, 4.0, 5.0])), [False, False, True, True]
    )
