"""What one server has once: its store, its workers; how it starts, and what it says of errors."""

import functools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from ae import logs
from ae.data import datasets
from ae.i18n import _
from ae.runs.classes import Classes
from ae.runs.classes.trained import remove_all
from ae.runs.store import Store, StoreError, UnknownRun
from ae.web import figures, memory, reporting, widget_values
from ae.web.foreign import foreign
from ae.web.seldom import Seldom
from ae.workers.client import WorkerError, Workers

log = logging.getLogger(__name__)
seldom = Seldom(log)


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


def classes() -> Classes:
    """Return the classes that this server, and all that share its cache folder, serve."""
    return Classes(store().root / "classes", lambda trained: remove_all(store(), trained))


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up when the server starts, so that the first visitor waits for nothing.

    The fork server imports Keras in the background meanwhile. A cache folder that cannot be
    used stops nothing here: every page says so.
    """
    # Until a first visit to the start page Streamlit would take `pages/` for an app of its own,
    # and show whoever follows a link to another page a bare file without `app.py` around it.
    PagesManager.uses_pages_directory = False
    logs.set_up()
    # `on_script_error` writes each error to the log, with its traceback where that says anything.
    logging.getLogger("streamlit.error_util").addFilter(lambda record: not record.exc_info)
    try:
        workers().start()
        if others := store().of_other_versions():
            log.info("Runs of another version of the app are kept and not shown: %s", len(others))
        for split in (
            datasets.load(name, "test") for name in (datasets.default_dataset(), "digits")
        ):
            figures.png(split.samples[0])
    except (StoreError, WorkerError, datasets.DatasetError) as error:
        log.warning("%s", error)
    try:
        async with memory.kept_small(), reporting.reported(store):
            yield {}
    finally:
        if workers.cache_info().currsize:
            workers().close()


def on_script_error(error: Exception) -> bool:
    """Show one sentence in place of a traceback; the traceback goes to the server's log."""
    if widget_values.forget():
        seldom.warning("A page could not read what a browser sent for it; its widgets start anew.")
        st.warning(
            _("Something that your browser sent could not be read, and was left out. Go on."),
            icon=":material/warning:",
        )
        return True
    log.error("A page failed.", exc_info=error)
    if isinstance(error, (StoreError, UnknownRun, datasets.DatasetError, WorkerError)):
        st.error(foreign(error), icon=":material/warning:")
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
        st.error(foreign(error), icon=":material/warning:")
        st.stop()
