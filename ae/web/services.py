"""What one server has once: its store, its workers, and what it keeps loaded."""

import functools
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run, Store, StoreError, UnknownRun
from ae.web import figures
from ae.workers import inference
from ae.workers.client import WorkerError, Workers, WorkersNotReady

log = logging.getLogger(__name__)
T = TypeVar("T")


@functools.cache
def store() -> Store:
    """Return this server's store.

    Raises:
        StoreError: if the cache folder cannot be used.
    """
    return Store.default()


@functools.cache
def workers() -> Workers:
    """Return this server's workers, not yet started."""
    return Workers(store())


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up when the server starts, so that the first visitor waits for nothing.

    The fork server imports Keras in the background meanwhile. A cache folder that cannot be
    used stops nothing here: every page says so.
    """
    # Until a first visit to the start page Streamlit would take `pages/` for an app of its own,
    # and show whoever follows a link to another page a bare file without `app.py` around it.
    PagesManager.uses_pages_directory = False
    try:
        workers().start()
        for split in map(test_split, (datasets.default_dataset(), "digits")):
            figures.png(split.images[0])
    except (StoreError, WorkerError, datasets.DatasetError) as error:
        log.warning("%s", error)
    # What is loaded now stays; the collector need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        yield {}
    finally:
        if workers.cache_info().currsize:
            workers().close()


def on_script_error(error: Exception) -> bool:
    """Show one sentence in place of a traceback; the traceback goes to the server's log."""
    log.error("A page failed.", exc_info=error)
    if isinstance(error, (StoreError, UnknownRun, datasets.DatasetError, WorkerError)):
        st.error(str(error), icon=":material/warning:")
    else:
        st.error(
            _("Something went wrong on this page. Reload it; the server's log says more."),
            icon=":material/warning:",
        )
    return True


def ready() -> None:
    """Stop the page with a sentence where the cache folder cannot be used."""
    try:
        store()
    except StoreError as error:
        st.error(str(error), icon=":material/warning:")
        st.stop()


def test_split(dataset: str) -> datasets.Split:
    """Return a dataset's held-out pictures."""
    return datasets.load(dataset, "test")


def find_run(key: str) -> Run | None:
    """Return a finished run, verified once for as long as its files do not change."""
    run = _look(key)
    if run is not None:
        store().touch(key)
    return run


def all_runs() -> list[Run]:
    """Return every finished run that opens, without marking any as in use."""
    return [run for run in map(_look, store().keys()) if run is not None]


def _look(key: str) -> Run | None:
    stamp = store().stamp(key)
    if stamp is None:
        return None
    run = _verified(key, stamp)
    if run is None:
        _verified.cache_clear()  # a damaged run was set aside: look anew next time
    return run


@cached(256)
def _verified(key: str, stamp: tuple[Any, ...]) -> Run | None:
    return store().find(key)


@cached(64)
def run_array(run: Run, name: str) -> np.ndarray:
    """Return one array of a run, kept in memory: read-only."""
    array = run.array(name)
    array.flags.writeable = False
    return array


@cached(1024)
def reconstruct(key: str, pictures: bytes) -> np.ndarray:
    """Reconstruct float32 pictures, given as bytes so that equal requests are answered once.

    A class that looks at the same digits asks the same thing over and over.

    Returns:
        float32 (n, 28, 28), read-only.
    """
    images = np.frombuffer(pictures, np.float32).reshape(-1, *datasets.SHAPE)
    answer = inference.reconstruct(workers(), key, images)
    answer.flags.writeable = False
    return answer


def when_awake(ask: Callable[[], T]) -> T | None:
    """Return what a worker answers, or None after saying that it is still waking up.

    The page then runs again by itself as soon as the worker answers.
    """
    try:
        return ask()
    except WorkersNotReady:
        st.fragment(_wait, run_every=1.0)()
    except WorkerError as error:
        st.warning(str(error), icon=":material/warning:")
    return None


def _wait() -> None:
    try:
        workers().ask("ping", "")
    except WorkersNotReady:
        st.info(
            _("The network is waking up. This takes some seconds after a start…"),
            icon=":material/hourglass_top:",
        )
    else:
        st.rerun()
