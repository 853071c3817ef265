"""The samples that a configuration learns from and is judged by, as its family takes them."""

import numpy as np

from ae.config import RunConfig, data_spec
from ae.data import datasets
from ae.data.datasets import Split
from ae.i18n import N_
from ae.messages import Message


def training_samples(config: RunConfig) -> np.ndarray:
    """Return the samples that a configuration learns from, as the training split holds them.

    Raises:
        ae.data.datasets.DatasetError: if the dataset cannot be read, or holds none of the classes.
    """
    _check_content(config)
    split = datasets.load(config.dataset, "train")
    if config.architecture.turns():
        return turned(split.samples[: config.train_size], data_spec(config.dataset).train_size)
    chosen = of_classes(split, config.classes, config.train_size)
    if not len(chosen):
        raise datasets.DatasetError(
            N_(
                "Expected training samples of the classes {classes}. Received: none "
                "among the first {train_size}. Take more training samples, or other "
                "classes."
            ),
            classes=config.classes,
            train_size=config.train_size,
        )
    return chosen


def held_out(config: RunConfig) -> Split:
    """Return the split that judges a configuration."""
    split = datasets.held_out(config.dataset)
    if not config.architecture.turns():
        return split
    count = data_spec(config.dataset).train_size
    samples = turned(split.samples, count)
    targets = None if split.targets is None else turned(split.targets, count)
    return Split(samples, np.zeros(len(samples), np.uint8), targets)


def of_classes(split: Split, classes: tuple[int, ...], most: int | None = None) -> np.ndarray:
    """Return the first `most` samples of a split, and of these those of `classes`, if any."""
    samples, labels = split.samples[:most], split.labels[:most]
    return samples[np.isin(labels, classes)] if classes else samples


def turned(rows: np.ndarray, count: int) -> np.ndarray:
    """Return the columns of some rows as samples; what others of `count` would hold is unknown.

    Args:
        rows: float32 (n, d), NaN where unknown.

    Returns:
        float32 (d, count).
    """
    whole = np.full((count, rows.shape[1]), np.nan, np.float32)
    whole[: len(rows)] = rows
    return whole.T


def _check_content(config: RunConfig) -> None:
    """Refuse to learn from other samples than those that a configuration's key speaks of."""
    here = datasets.content(config.dataset)
    if here != config.content:
        raise datasets.DatasetError(
            N_(
                "{dataset}: expected the content {known}. Received: {here}; its files "
                "have changed. Choose it again."
            ),
            dataset=config.dataset,
            known=config.content or Message(N_("it is known for")),
            here=here or Message(N_("the known one")),
        )
