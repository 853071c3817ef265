"""Thresholds and curves, against scikit-learn and against counting by hand."""

import numpy as np
import pytest
from sklearn import metrics

from ae import analysis

RNG = np.random.default_rng(1)
NORMAL = RNG.normal(0.0, 1.0, 300).round(1)  # rounded: many are equal
ODD = RNG.normal(1.0, 1.5, 170).round(1)
SCORES = np.concatenate([NORMAL, ODD])
IS_ODD = np.repeat([0, 1], [len(NORMAL), len(ODD)])


def test_counts_by_hand():
    found = analysis.counts(np.array([1, 2, 3, 4]), np.array([3, 4, 5]), 3.0)
    assert (found.caught, found.missed, found.false_alarms, found.passed) == (2, 1, 1, 3)
    assert found.precision == pytest.approx(2 / 3) and found.recall == pytest.approx(2 / 3)
    assert np.isnan(analysis.counts(np.array([1.0]), np.array([2.0]), 9.0).precision)


def test_the_area_is_scikit_learns_with_equal_scores_too():
    expected = metrics.roc_auc_score(IS_ODD, SCORES)
    assert analysis.auc(NORMAL, ODD) == pytest.approx(expected, abs=1e-12)
    assert analysis.auc(np.zeros(3), np.zeros(4)) == 0.5
    assert analysis.auc(np.zeros(3), np.ones(2)) == 1.0
    assert analysis.auc(np.ones(3), np.zeros(2)) == 0.0


def test_the_curve_goes_through_what_every_threshold_counts():
    curve = analysis.curve(NORMAL, ODD)
    for at in range(0, len(curve.thresholds), 7):
        counts = analysis.counts(NORMAL, ODD, curve.thresholds[at])
        assert curve.recall[at] == pytest.approx(counts.recall)
        assert curve.alarms[at] == pytest.approx(counts.false_alarms / len(NORMAL))
        if counts.caught + counts.false_alarms:
            assert curve.precision[at] == pytest.approx(counts.precision)
    assert (curve.recall[0], curve.alarms[0], curve.precision[0]) == (0.0, 0.0, 1.0)
    assert (curve.recall[-1], curve.alarms[-1]) == (1.0, 1.0)
    assert np.trapezoid(curve.recall, curve.alarms) == pytest.approx(analysis.auc(NORMAL, ODD))


def test_the_precisions_are_scikit_learns():
    precision, recall, _thresholds = metrics.precision_recall_curve(IS_ODD, SCORES)
    ours = analysis.curve(NORMAL, ODD)
    np.testing.assert_allclose(ours.precision[::-1], precision)
    np.testing.assert_allclose(ours.recall[::-1], recall)


def test_a_threshold_lets_a_share_of_the_normal_ones_through():
    normal = np.arange(1000.0)
    for share in (0.0, 0.05, 0.5, 1.0):
        threshold = analysis.threshold_at(normal, share)
        assert np.mean(normal > threshold) == pytest.approx(share, abs=0.002)
    with pytest.raises(ValueError, match="expected a share from 0 to 1"):
        analysis.threshold_at(normal, 1.5)


@pytest.mark.parametrize("empty", [(np.zeros(0), ODD), (NORMAL, np.zeros(0))])
def test_nothing_can_be_told_from_nothing(empty):
    for function in (analysis.auc, analysis.curve):
        with pytest.raises(ValueError, match="Expected scores of one normal and one odd sample"):
            function(*empty)
