"""Datasets of other kinds and shapes than the app has, small and made here, for contract tests."""

import contextlib

import numpy as np

from ae import config
from ae.config import DataSpec, data_spec
from ae.config.data_spec import REGISTERED
from ae.data import datasets
from ae.data.datasets import Dataset, Split

TRAIN, TEST = 240, 60


def spec(kind, shape, value_range, classes=("odd", "even")):
    name = f"{kind}-{'x'.join(map(str, shape))}"
    return DataSpec(name, kind, shape, TRAIN, "small", value_range, classes)


SPECS = (
    spec("picture", (28, 28), (0.0, 1.0)),
    spec("picture", (20, 31), (0.0, 1.0)),
    spec("signal", (140,), None),
    spec("table", (30,), None, ()),
)


def samples(data, count, seed):
    """Make smooth samples of some three degrees of freedom, and what class each is."""
    rng = np.random.default_rng(seed)
    patterns = np.random.default_rng(99).standard_normal((3, *data.shape))
    labels = np.arange(count) % max(len(data.classes), 1)
    mixed = np.tensordot(rng.standard_normal((count, 3)) + labels[:, None], patterns, 1)
    if data.kind == "picture":
        return np.rint(255 / (1 + np.exp(-mixed))).astype(np.uint8), labels.astype(np.uint8)
    return (mixed / 2).astype(np.float32), labels.astype(np.uint8)


def dataset(data):
    sizes = {"train": (TRAIN, 0), "test": (TEST, 1)}
    return Dataset(
        data, data.name, "made by a test", lambda split: Split(*samples(data, *sizes[split]))
    )


@contextlib.contextmanager
def registered(data):
    """Have a dataset of this form in the registry for as long as the context lasts."""
    config.register(data)
    datasets.DATASETS[data.name] = dataset(data)
    try:
        yield data_spec(data.name)
    finally:
        del datasets.DATASETS[data.name]
        del REGISTERED[data.name]
