"""Heartbeats: simulated ones have the waves of their class, recorded ones are found and told."""

import io

import numpy as np
import pytest

from ae.data import datasets, heartbeats
from ae.data.datasets import ecg5000, recorded_beats
from ae.data.heartbeats.detection import without_baseline

RATE, LENGTH = 200.0, 140
PEAK = round(heartbeats.BEFORE * RATE)


def beats(label, count=60, seed=0):
    rng = np.random.default_rng(seed)
    return heartbeats.simulate(np.full(count, label), LENGTH, RATE, heartbeats.BEFORE, rng)


def at(seconds):
    return PEAK + round(seconds * RATE)


def test_a_normal_beat_has_its_waves():
    mean = beats(0).mean(axis=0)
    assert abs(int(mean.argmax()) - PEAK) <= 2
    assert 0.8 < mean.max() < 1.6  # millivolts
    base = np.median(mean)
    assert mean[at(-0.2) : at(-0.08)].max() > base + 0.05  # P
    assert mean[at(0.02) : at(0.08)].min() < base  # S
    assert at(0.12) < at(0.1) + mean[at(0.1) :].argmax() < at(0.32)  # T


def test_a_ventricular_beat_is_broad_without_p_and_has_its_t_wave_turned():
    normal, early = beats(0).mean(axis=0), beats(1).mean(axis=0)
    width = [int((one > one.max() / 2).sum()) for one in (normal, early)]
    assert width[1] > 2 * width[0]
    assert early[at(0.15) :].mean() < normal[at(0.15) :].mean() - 0.3
    rise = [np.ptp(one[at(-0.22) : at(-0.1)]) for one in (normal, early)]
    assert rise[1] < rise[0]


def test_shifted_st_lies_off_the_normal_line():
    between = slice(at(0.08), at(0.14))
    normal = beats(0)[:, between].mean(axis=1)
    away = np.abs(beats(2)[:, between].mean(axis=1) - normal.mean())
    assert away.mean() > 2 * np.abs(normal - normal.mean()).mean()


def test_the_seed_decides_and_every_beat_is_its_own():
    np.testing.assert_array_equal(beats(0, seed=3), beats(0, seed=3))
    assert not np.allclose(beats(0, seed=3), beats(0, seed=4))
    assert beats(0).std(axis=0).min() > 0


def test_the_built_in_beats_are_standardised_by_their_training_split():
    train = datasets.load("heartbeats", "train")
    assert train.samples.mean() == pytest.approx(0.0, abs=1e-4)
    assert train.samples.std() == pytest.approx(1.0, abs=1e-4)
    for split in ("train", "validation", "test"):
        found = datasets.load("heartbeats", split)
        assert set(found.labels) == {0, 1, 2, 3}
        assert found.samples.dtype == np.float32
        assert np.isfinite(found.samples).all()


def test_no_beat_is_in_two_splits():
    rows = [datasets.load("heartbeats", split).samples for split in ("train", "validation", "test")]
    every = np.concatenate(rows)
    assert len(np.unique(every, axis=0)) == len(every)


def recording(seconds=90, seed=0):
    """Make a recording: simulated beats, one broad and early among eight, on a wandering base."""
    rng = np.random.default_rng(seed)
    rate = recorded_beats.RATE
    volts = 0.02 * rng.standard_normal(round(seconds * rate))
    times = np.arange(len(volts)) / rate
    volts += 0.5 * np.sin(2 * np.pi * 0.15 * times)
    places, labels, place = [], [], rate
    while place < len(volts) - rate:
        broad = len(places) % 8 == 7
        places.append(round(place))
        labels.append(int(broad))
        width = 0.045 if broad else 0.012
        volts += 1.1 * np.exp(-(((times - place / rate) / width) ** 2) / 2)
        place += rate * (0.55 if len(places) % 8 == 7 else 1.05 if broad else 0.8)
    return volts, np.array(places), np.array(labels)


def test_every_beat_of_a_recording_is_found_at_its_peak_and_told_by_shape_and_interval():
    volts, places, labels = recording()
    clean = without_baseline(volts, recorded_beats.RATE)
    found = heartbeats.find_beats(clean, recorded_beats.RATE)
    assert len(found) == len(places)
    assert np.abs(found - places).max() <= 6
    windows = heartbeats.cut(clean, found, 100, 156)
    told = heartbeats.classify(windows, found, 100, recorded_beats.RATE)
    np.testing.assert_array_equal(told, labels)


def put(folder, name, content):
    (folder / "heartbeats").mkdir(exist_ok=True)
    (folder / "heartbeats" / name).write_bytes(content)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "nothing"))
    return tmp_path


def npz(**arrays):
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def written(seconds):
    volts, _places, _labels = recording(seconds)
    return np.round(volts * 200 + 1024).astype(np.int16)


def test_a_recording_is_split_in_time(folder):
    put(folder, "ecg.dat", npz(ecg=written(420)))
    splits = [datasets.load("recorded_beats", one) for one in ("train", "validation", "test")]
    counts = [len(one.samples) for one in splits]
    assert counts[0] == round(0.6 * sum(counts))
    assert counts[2] == pytest.approx(0.25 * sum(counts), abs=1)
    assert splits[0].samples.shape[1:] == (256,)
    assert splits[0].samples.std() == pytest.approx(1.0, abs=1e-3)
    assert datasets.content("recorded_beats")  # not the known recording: part of the key


BAD = {
    "nothing": b"",
    "text": b"not an archive",
    "pickle": npz(ecg=np.array([{"a": 1}], dtype=object)),
    "another array": npz(volts=np.zeros(50_000, np.int16)),
    "two dimensions": npz(ecg=np.zeros((300, 300), np.int16)),
    "real numbers": npz(ecg=np.zeros(108_000)),
    "words": npz(ecg=np.array(["a"] * 50_000)),
    "too short": npz(ecg=np.zeros(100, np.int16)),
    "too long": npz(ecg=np.zeros(2_100_000, np.int16)),
    "a bomb": npz(ecg=np.zeros(40_000_000, np.int16)),
    "no beat": npz(ecg=np.zeros(108_000, np.int16)),
    "few beats": npz(ecg=written(90)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_recording_is_refused_in_a_sentence(folder, name):
    put(folder, "ecg.dat", BAD[name])
    found = datasets.availability("recorded_beats")
    assert found.state == "broken"
    assert str(found.message).startswith("The recording cannot be read: expected")
    assert "Received: " in str(found.message)
    assert len(str(found.message)) < 600


def rows(count=500, length=140, label=None):
    rng = np.random.default_rng(0)
    labels = rng.integers(1, 6, count) if label is None else np.full(count, label)
    return np.column_stack([labels, rng.standard_normal((count, length))])


def table(values):
    file = io.BytesIO()
    np.savetxt(file, values)
    return file.getvalue()


def test_ecg5000_is_halved_class_by_class_and_the_test_file_is_held_out(folder):
    put(folder, ecg5000.TRAIN, table(rows()))
    train, test = (datasets.load("ecg5000", one) for one in ("train", "test"))
    counts = [np.bincount(one.labels, minlength=5) for one in (train, test)]
    assert np.abs(counts[0] - counts[1]).max() <= 1
    assert counts[0].sum() + counts[1].sum() == 500
    put(folder, ecg5000.TEST, table(rows(40)))
    again, more = (datasets.load("ecg5000", one) for one in ("train", "test"))
    np.testing.assert_array_equal(again.samples, train.samples)
    assert len(more.samples) == len(test.samples) + 40


BAD_TABLES = {
    "words": b"one two three\n",
    "nothing": b"",
    "a class too many": table(rows(label=6)),
    "class 0": table(rows(label=0)),
    "half a class": table(rows(label=1.5)),
    "another length": table(rows(length=139)),
    "not a number": table(np.full((500, 141), np.nan)),
    "rows of two lengths": b"1 2 3\n1 2\n",
    "bytes": bytes(range(256)) * 50,
    "too many rows": table(rows(5001)),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_bad_table_of_beats_is_refused_in_a_sentence(folder, name):
    put(folder, ecg5000.TRAIN, BAD_TABLES[name])
    found = datasets.availability("ecg5000")
    assert found.state == "broken"
    assert str(found.message).startswith("ECG5000 cannot be read: expected at most 5,000 rows")


def test_another_hearts_beats_are_cut_as_the_datasets_are():
    for length, rate in ((140, 200.0), (256, 360.0)):
        found = heartbeats.stranger_beats(length, rate, heartbeats.BEFORE)
        assert found.shape[1] == length
        assert len(found) >= 3
        assert np.abs(found.argmax(axis=1) - heartbeats.BEFORE * rate).max() <= 2
        np.testing.assert_allclose(found.mean(axis=1), 0.0, atol=1e-5)
        np.testing.assert_allclose(found.std(axis=1), 1.0, atol=1e-5)
