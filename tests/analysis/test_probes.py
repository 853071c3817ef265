"""What probes tell from codes, and what they must not."""

import numpy as np
import pytest

from ae import analysis
from tests.analysis.conftest import normal


def labelled(n, seed):
    """Points in ten separate heaps, by their labels."""
    labels = np.random.default_rng(seed).integers(0, 10, n)
    return 6 * np.eye(10)[labels] + normal(n, 10, seed) / 2, labels


def test_a_logistic_probe_tells_separate_heaps_apart():
    assert analysis.logistic_probe(*labelled(500, 1), *labelled(300, 2)) == 1.0


def test_a_logistic_probe_learns_nothing_from_random_labels():
    (codes, _), (test_codes, labels) = labelled(500, 1), labelled(1000, 2)
    shuffled = np.random.default_rng(3).permutation(labels)
    random = np.random.default_rng(4).integers(0, 10, 500)
    assert analysis.logistic_probe(codes, random, test_codes, shuffled) < 0.16


def test_a_logistic_probe_does_not_see_the_scale_of_a_code():
    codes, labels = normal(500, 4, 1), normal(500, 4, 2)[:, 0] > 0
    codes[:, 0] += labels
    plain = analysis.logistic_probe(codes[:300], labels[:300], codes[300:], labels[300:])
    assert 0.55 < plain < 0.95
    scaled = codes * np.array([100, 0.01, 1, 1]) + 7
    same = analysis.logistic_probe(scaled[:300], labels[:300], scaled[300:], labels[300:])
    assert same == pytest.approx(plain, abs=0.011)


def test_a_logistic_probe_bears_a_dead_unit():
    (codes, labels), (test_codes, test_labels) = labelled(500, 1), labelled(300, 2)
    codes, test_codes = (np.pad(part, ((0, 0), (0, 1))) for part in (codes, test_codes))
    assert analysis.logistic_probe(codes, labels, test_codes, test_labels) == 1.0


@pytest.mark.parametrize("count", [2, 3, 10_000])
def test_halves_share_out_everything_once(count):
    first, second = analysis.split(count)
    assert sorted([*first, *second]) == list(range(count))
    assert 0 <= len(second) - len(first) <= 1


def test_the_seed_decides_about_halves():
    first, again, other = (analysis.split(100, seed)[0].tolist() for seed in (0, 0, 1))
    assert first == again != other
    assert first == analysis.split(100)[0].tolist()


@pytest.mark.parametrize("count", [0, 1])
def test_one_cannot_be_halved(count):
    with pytest.raises(ValueError, match="expected 2 or more"):
        analysis.split(count)


def overlapping(n, seed, dimensions=6):
    """Points of ten classes that no classifier tells apart without errors."""
    labels = np.random.default_rng(seed).integers(0, 10, n)
    centres = 1.2 * normal(10, dimensions, 100)
    return (centres[labels] + normal(n, dimensions, seed)).astype(np.float32), labels


@pytest.mark.parametrize("penalty", [0.01, 1.0, 100.0])
def test_the_ridge_probe_is_that_of_scikit_learn(penalty):
    from sklearn.linear_model import RidgeClassifier
    from sklearn.preprocessing import StandardScaler

    (codes, labels), (test_codes, test_labels) = overlapping(400, 1), overlapping(300, 2)
    scaler = StandardScaler().fit(codes.astype(float))
    fitted = RidgeClassifier(alpha=penalty).fit(scaler.transform(codes), labels)
    expected = fitted.score(scaler.transform(test_codes.astype(float)), test_labels)
    assert 0.3 < expected < 0.95
    found = analysis.ridge_probe(codes, labels, test_codes, test_labels, penalty)
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("k", [1, 5, 20])
def test_knn_accuracy_is_that_of_scikit_learn(k):
    from sklearn.neighbors import KNeighborsClassifier

    (codes, labels), (test_codes, test_labels) = overlapping(400, 1), overlapping(300, 2)
    expected = KNeighborsClassifier(k).fit(codes, labels).score(test_codes, test_labels)
    assert 0.5 < expected < 0.98
    found = analysis.knn_accuracy(codes, labels, test_codes, test_labels, k)
    assert found == pytest.approx(expected, abs=1e-9)


BOTH_PROBES = pytest.mark.parametrize("probe", [analysis.ridge_probe, analysis.knn_accuracy])


@BOTH_PROBES
def test_a_cheap_probe_tells_heaps_apart_and_learns_nothing_from_random_labels(probe):
    (codes, labels), (test_codes, test_labels) = labelled(500, 1), labelled(1000, 2)
    assert probe(codes, labels, test_codes, test_labels) == 1.0
    random = np.random.default_rng(4).integers(0, 10, 500)
    shuffled = np.random.default_rng(3).permutation(test_labels)
    assert probe(codes, random, test_codes, shuffled) < 0.16


@BOTH_PROBES
def test_a_cheap_probe_bears_dead_units_and_classes_that_are_missing(probe):
    (codes, labels), (test_codes, test_labels) = labelled(500, 1), labelled(300, 2)
    codes, test_codes = (np.pad(part, ((0, 0), (0, 1))) for part in (codes, test_codes))
    few = labels < 4
    expected = np.mean(test_labels < 4)
    assert probe(codes[few], labels[few], test_codes, test_labels) == pytest.approx(expected)
    dead = np.zeros((500, 3), np.float32)
    assert probe(dead, labels, dead[:300], test_labels) < 0.2


@BOTH_PROBES
@pytest.mark.parametrize("where", [0, 2], ids=["fitted", "scored"])
def test_codes_that_are_not_numbers_get_no_score(probe, where):
    parts = [*labelled(50, 1), *labelled(30, 2)]
    parts[where][3, 1] = np.nan
    with pytest.raises(ValueError, match=r"1 of \d+ codes with NaN"):
        probe(*parts)
