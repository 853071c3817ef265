"""What probes tell from codes, and what they must not."""

import numpy as np
import pytest

from ae import analysis
from tests.analysis.conftest import normal


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
