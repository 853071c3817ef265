"""The table of measurements: scikit-learn's, split and standardised."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from ae.data import datasets

TRAIN, TEST = (datasets.load("breast_cancer", split) for split in ("train", "test"))


def test_it_is_scikit_learns_table_read_without_importing_it():
    whole = load_breast_cancer()
    mean, spread = datasets.breast_cancer._table()[:, :-1].mean(0), 1
    np.testing.assert_allclose(mean / spread, whole.data.mean(axis=0))
    np.testing.assert_array_equal(datasets.breast_cancer._table()[:, -1], whole.target)
    labels = [*TRAIN.labels, *TEST.labels]
    assert np.bincount(labels).tolist() == np.bincount(whole.target).tolist()
    names = datasets.DATASETS["breast_cancer"].spec.classes
    assert list(names) == list(whole.target_names)


def test_columns_are_named_as_they_lie():
    columns = datasets.DATASETS["breast_cancer"].columns()
    assert len(columns) == TRAIN.samples.shape[1] == len(set(columns))
    for ours, theirs in zip(columns, load_breast_cancer().feature_names, strict=True):
        assert sorted(ours.replace("(", "").replace(")", "").split()) == sorted(theirs.split())


def test_columns_are_standardised_by_what_is_learnt_from_alone():
    np.testing.assert_allclose(TRAIN.samples.mean(axis=0), 0.0, atol=1e-5)
    np.testing.assert_allclose(TRAIN.samples.std(axis=0), 1.0, rtol=1e-5)
    assert TEST.samples.mean() != pytest.approx(0.0, abs=1e-3)
    assert TRAIN.samples.dtype == TEST.samples.dtype == np.float32


def test_nobody_is_in_both_parts():
    rows = np.concatenate([TRAIN.samples, TEST.samples])
    assert len(rows) == 569 and len(np.unique(rows, axis=0)) == 569
    assert len(TRAIN.samples) == datasets.DATASETS["breast_cancer"].spec.train_size
