"""How well scores tell odd samples from normal ones, at one threshold and at all of them.

What scores above a threshold is called odd. Scores of normal samples are float (n,), of odd ones
(m,), n and m one or more; equal scores cannot be told apart, whatever the threshold.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """What comes of one threshold: odd samples caught and missed, normal ones alarmed and passed.

    Precision is the share of the alarms that are right, recall that of the odd samples caught;
    precision is NaN where there is no alarm.
    """

    caught: int
    missed: int
    false_alarms: int
    passed: int

    @property
    def precision(self) -> float:
        alarms = self.caught + self.false_alarms
        return self.caught / alarms if alarms else float("nan")

    @property
    def recall(self) -> float:
        return self.caught / (self.caught + self.missed)


@dataclass(frozen=True)
class Curve:
    """What comes of every threshold that makes a difference, from the highest on: (k,) each.

    Args:
        thresholds: the first is so high that nothing is called odd, the last so low that all is.
        recall: share of the odd samples caught, the ROC's height (true positive rate).
        alarms: share of the normal samples alarmed, the ROC's breadth (false positive rate).
        precision: share of the alarms that are right; 1 where there is none.
    """

    thresholds: np.ndarray
    recall: np.ndarray
    alarms: np.ndarray
    precision: np.ndarray


def counts(normal: np.ndarray, odd: np.ndarray, threshold: float) -> Counts:
    """Count what a threshold catches and misses."""
    caught, alarmed = int(np.sum(odd > threshold)), int(np.sum(normal > threshold))
    return Counts(caught, len(odd) - caught, alarmed, len(normal) - alarmed)


def curve(normal: np.ndarray, odd: np.ndarray) -> Curve:
    """Return what every threshold gives: the ROC curve and the precision–recall curve.

    Raises:
        ValueError: if there are no normal samples, or no odd ones.
    """
    _check(normal, odd)
    each = np.unique(np.concatenate([normal, odd]).astype(np.float64))[::-1]
    thresholds = np.append(each, -np.inf)
    caught, alarmed = (
        len(scores) - np.searchsorted(np.sort(scores.astype(np.float64)), thresholds, "right")
        for scores in (odd, normal)
    )
    called = caught + alarmed
    precision = np.divide(caught, called, np.ones(len(called)), where=called > 0)
    return Curve(thresholds, caught / len(odd), alarmed / len(normal), precision)


def auc(normal: np.ndarray, odd: np.ndarray) -> float:
    """Return the area under the ROC curve: how often an odd sample scores above a normal one.

    Of all pairs of the two, equal scores counting as half (Mann & Whitney's U over n·m).

    Raises:
        ValueError: if there are no normal samples, or no odd ones.
    """
    _check(normal, odd)
    ranked = np.sort(normal)
    below = np.searchsorted(ranked, odd, "left") + np.searchsorted(ranked, odd, "right")
    return float(below.sum() / (2 * len(normal) * len(odd)))


def threshold_at(normal: np.ndarray, alarms: float) -> float:
    """Return the threshold above which a share of normal scores lies: 0 to 1.

    Raises:
        ValueError: for a share outside 0 to 1.
    """
    if not 0.0 <= alarms <= 1.0:
        raise ValueError(f"alarms: expected a share from 0 to 1. Received: {alarms!r}.")
    return float(np.quantile(normal, 1.0 - alarms))


def _check(normal: np.ndarray, odd: np.ndarray) -> None:
    if not len(normal) or not len(odd):
        raise ValueError(
            "Expected scores of one normal and one odd sample or more. "
            f"Received: {len(normal)} and {len(odd)}."
        )
