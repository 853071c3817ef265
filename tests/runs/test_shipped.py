"""The runs that ship with the app: one for every family and dataset, small, and true."""

import json
from pathlib import Path

import numpy as np
import pytest

from ae import config
from ae.data import datasets, kinds
from ae.runs import evaluation
from ae.runs.store import SHIPPED, Store

LISTED = Path(SHIPPED).with_suffix(".jsonl").read_text().splitlines()
LARGEST_MB = {"digits": 4, "mnist": 12, "tastes": 1}
MARKED = [
    pytest.param(line, marks=pytest.mark.mnist if '"mnist"' in line else ()) for line in LISTED
]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("empty"))


def found(store, line):
    run = store.find(config.from_flat(json.loads(line)).key())
    assert run is not None, f"not shipped: {line}"
    return run


def test_every_family_is_listed_with_its_defaults_on_every_dataset():
    listed = {tuple(sorted(json.loads(line).items())) for line in LISTED}
    wanted = {
        (("architecture", family), ("dataset", dataset))
        for dataset in LARGEST_MB
        for family in config.choices("architecture", dataset)
    }
    assert listed == wanted


def test_nothing_else_ships(shipped):
    keys = {config.from_flat(json.loads(line)).key() for line in LISTED}
    assert {path.name for path in SHIPPED.iterdir()} == keys


@pytest.mark.parametrize("dataset", LARGEST_MB)
def test_they_are_small(shipped, dataset):
    runs = [run for run in shipped.all() if run.config.dataset == dataset]
    size = sum(path.stat().st_size for run in runs for path in run.folder.iterdir())
    assert len(runs) == len(config.choices("architecture", dataset))
    assert size <= LARGEST_MB[dataset] * 1_000_000


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
        assert {*pictures} <= {"film", "reconstructions"}
