"""The drawings of a class among a dataset's training samples."""

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.data.datasets import DATASETS, class_drawings


@pytest.fixture
def drawings(tmp_path, monkeypatch, rng):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return rng.integers(0, 256, (7, 28, 28)).astype(np.uint8)


@pytest.fixture
def rng():
    return np.random.default_rng(3)


LABELS = np.arange(7, dtype=np.uint8)


def test_every_second_one_is_learnt_from_and_a_tenth_of_the_digits(drawings):
    name, digits = class_drawings.keep("digits", drawings, LABELS), datasets.load("digits", "train")
    train, count = datasets.load(name, "train"), len(digits.samples)
    added = train.samples[count:]
    np.testing.assert_array_equal(train.samples[:count], digits.samples)
    np.testing.assert_array_equal(added, np.tile(drawings[::2], (len(added) // 4, 1, 1)))
    np.testing.assert_array_equal(train.labels[count:], np.tile(LABELS[::2], len(added) // 4))
    assert abs(len(added) - 0.1 * count) < 4
    assert DATASETS[name].spec.train_size == len(train.samples)


def test_the_others_are_held_back_and_held_out_digits_stay_what_they_were(drawings):
    name = class_drawings.keep("digits", drawings, LABELS)
    np.testing.assert_array_equal(class_drawings.held_back(name), drawings[1::2])
    train = datasets.load(name, "train").samples
    for one in drawings[1::2]:
        assert not (train == one).all(axis=(1, 2)).any()
    held_out = datasets.held_out(name).samples
    np.testing.assert_array_equal(held_out, datasets.held_out("digits").samples)


def test_the_same_drawings_have_one_name_and_others_another(drawings):
    name = class_drawings.keep("digits", drawings, LABELS)
    assert class_drawings.keep("digits", drawings, LABELS) == name
    assert class_drawings.keep("digits", drawings[::-1], LABELS) != name
    assert class_drawings.keep("digits", drawings, LABELS[::-1]) != name


def test_a_configuration_may_name_them_until_they_are_removed(drawings):
    name = class_drawings.keep("digits", drawings, LABELS)
    chosen = datasets.identified(config.from_flat({"dataset": name}))
    assert chosen.dataset == name and name not in config.known_data() and name not in list(DATASETS)
    class_drawings.remove(name)
    assert not config.is_known(name) and class_drawings.find(name, DATASETS) is None
    with pytest.raises(KeyError):
        datasets.load(name, "train")
    class_drawings.remove(name)


@pytest.mark.parametrize("name", ["class-", "class-../../etc", "class-" + "0" * 16, "digits"])
def test_no_other_name_is_looked_for(drawings, name):
    assert class_drawings.find(name, DATASETS) is None


def test_what_cannot_be_kept_is_said(drawings, monkeypatch, tmp_path):
    with pytest.raises(ValueError, match=r"Expected 4 drawings or more\. Received: 3"):
        class_drawings.keep("digits", drawings[:3], LABELS[:3])
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(datasets.DatasetError, match="The drawings cannot be kept in"):
        class_drawings.keep("digits", drawings, LABELS)
