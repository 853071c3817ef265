"""Datasets of other kinds and shapes than the app has, small and made here, for contract tests."""

import contextlib

import numpy as np

from ae import config
from ae.config import DataSpec, data_spec
from ae.config.data_spec import REGISTERED
from ae.data import datasets
from ae.data.datasets import Dataset, Split
from ae.models.architectures import REGISTRY

TRAIN, TEST = 240, 60


def takers(kind):
    """Return the families that take a kind of data, in the order in which controls show them."""
    return [name for name, one in REGISTRY.items() if kind in one.options.kinds]


def spec(kind, shape, value_range, classes=("odd", "even")):
    name = f"{kind}-{'x'.join(map(str, shape))}"
    return DataSpec(name, kind, shape, TRAIN, "small", value_range, classes)


SPECS = (
    spec("picture", (28, 28), (0.0, 1.0)),
    spec("picture", (20, 31), (0.0, 1.0)),
    spec("signal", (140,), None),
    spec("table", (30,), None, ()),
    spec("ratings", (40,), (0.5, 5.0), ()),
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


def split_of(data, count, seed):
    """Make one split; of ratings some are held back, and most are unknown."""
    made, labels = samples(data, count, seed)
    if data.kind != "ratings":
        return Split(made, labels)
    part = np.random.default_rng(seed).random(made.shape)
    stars = np.clip(3.3 + 2 * made, *data.value_range)
    given, held_back = (np.where(some, stars, np.nan) for some in (part < 0.4, part > 0.8))
    return Split(given.astype(np.float32), labels, held_back.astype(np.float32) if seed else None)


def dataset(data):
    sizes = {"train": (TRAIN, 0), "test": (TEST, 1)}
    return Dataset(data, data.name, "made by a test", lambda split: split_of(data, *sizes[split]))


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
