"""The runs that a class has trained on its own drawings: they go with it."""

import time
from collections.abc import Mapping

from ae.data import datasets
from ae.data.datasets import class_drawings
from ae.runs.jobs import request_cancel, snapshot
from ae.runs.store import Store

PATIENCE = 10.0
"""Seconds for a training to end that was cancelled; it takes two at most."""


def remove_all(store: Store, trained: Mapping[str, str]) -> None:
    """Remove runs, end their trainings, and remove the drawings that they have learnt from.

    Args:
        trained: the name of the dataset, by the run's key.
    """
    for key in trained:
        if snapshot(store, key, epochs=False).active:
            request_cancel(store, key)
    until = time.monotonic() + PATIENCE
    for key, name in trained.items():
        while snapshot(store, key, epochs=False).active and time.monotonic() < until:
            time.sleep(0.05)  # else it could still finish, and leave what it has learnt
        store.delete(key)
        class_drawings.remove(name)
    if trained:
        datasets.forget()
