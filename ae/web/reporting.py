"""What the process that serves the web tells its operators of itself: see `ae.runs.reports`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ae import caching
from ae.runs.reports import EVERY_SECONDS, Reporter
from ae.runs.store import Store, StoreError
from ae.web.memory import people


@asynccontextmanager
async def reported(store: Callable[[], Store]) -> AsyncIterator[None]:
    """Tell how this server is, every few seconds; nothing where its cache cannot be used."""
    try:
        reporter = Reporter(store(), "web")
    except StoreError:
        yield
        return
    telling = asyncio.create_task(_tell(reporter))
    try:
        yield
    finally:
        telling.cancel()
        reporter.end()


async def _tell(reporter: Reporter) -> None:
    while True:
        there, left = people()
        kept = round(caching.BUDGET.bytes / 1e6, 1)
        await asyncio.to_thread(reporter.tell, sessions=there, left=left, kept_mb=kept)
        await asyncio.sleep(EVERY_SECONDS)
