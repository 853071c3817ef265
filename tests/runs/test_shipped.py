"""The runs that ship with the app: one for every family and dataset, small, and true."""

import json
from pathlib import Path

import numpy as np
import pytest

from ae import config
from ae.data import datasets, kinds
from ae.runs import evaluation
from ae.runs.store import SHIPPED, Store
from ae.web.controls.topics import TOPICS

LISTED = Path(SHIPPED).with_suffix(".jsonl").read_text().splitlines()
MEAN_MB = {"mnist": 1.5}
"""How large a dataset's runs may be on average; others half a megabyte."""
FAMILIES_ON = ("digits", "mnist")
"""On these every family is there to be compared."""
NO_RECORDING = pytest.mark.skipif(
    not datasets.present("recorded_beats"), reason="needs the recorded heartbeats"
)
MARKS = {"mnist": pytest.mark.mnist, "recorded_beats": NO_RECORDING}
MARKED = [pytest.param(one, marks=MARKS.get(json.loads(one)["dataset"], ())) for one in LISTED]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("empty"))


def found(store, line):
    run = store.find(config.from_flat(json.loads(line)).key())
    assert run is not None, f"not shipped: {line}"
    return run


def key_of(line):
    return config.from_flat(json.loads(line)).key()


@pytest.mark.parametrize("dataset", FAMILIES_ON)
def test_every_family_that_can_is_listed_with_its_defaults(dataset):
    keys = set(map(key_of, LISTED))
    for name in config.choices("architecture", dataset):
        assert config.from_flat({"dataset": dataset, "architecture": name}).key() in keys, name


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_every_topic_opens_on_a_shipped_run_without_any_file(topic):
    """What is built in, and MNIST where pictures can be shown: alive in the first second."""
    keys = set(map(key_of, LISTED))
    built_in = [name for name in topic.datasets() if not datasets.DATASETS[name].files()]
    for name in (built_in[0], *({"mnist"} & {*topic.datasets()})):
        assert config.from_flat(topic.defaults(name)).key() in keys, name


def test_nothing_else_ships(shipped):
    assert {path.name for path in SHIPPED.iterdir()} == set(map(key_of, LISTED))


@pytest.mark.parametrize("dataset", sorted({json.loads(line)["dataset"] for line in LISTED}))
def test_they_are_small(shipped, dataset):
    listed = [line for line in LISTED if json.loads(line)["dataset"] == dataset]
    folders = [found(shipped, line).folder for line in listed]
    size = sum(path.stat().st_size for folder in folders for path in folder.iterdir())
    assert size <= MEAN_MB.get(dataset, 0.5) * 1_000_000 * len(listed)


@pytest.mark.parametrize("line", MARKED)
def test_their_weights_give_their_figures(shipped, line):
    run = found(shipped, line)
    split = datasets.load(run.config.dataset, "test")
    test, wanted = (
        datasets.to_inputs(part[:1000])
        for part in (split.samples, split.samples if split.targets is None else split.targets)
    )
    restored = evaluation.load(run).predict(test, batch_size=1000, verbose=0)
    errors = kinds.errors(wanted, restored)
    np.testing.assert_allclose(errors, run.array("errors")[:1000], rtol=0.01, atol=0.01)


@pytest.mark.parametrize("line", LISTED)
def test_they_hold_no_pictures_of_mnist(shipped, line):
    """What has the shape of pictures in a run is what it has rebuilt."""
    with np.load(found(shipped, line).folder / "arrays.npz") as arrays:
        pictures = [name for name in arrays.files if arrays[name].shape[-2:] == (28, 28)]
        assert {*pictures} <= {"film", "film_within", "reconstructions"}
