"""The memory of the process that serves the web: bounded, and given back when people have left."""

import asyncio
import ctypes
import gc
import logging
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.runtime import Runtime
from threadpoolctl import threadpool_limits

from ae import caching

log = logging.getLogger(__name__)

DEFAULT_MB = 256
AT_REST = 1 / 32
"""The share of the bound that results keep to while nobody is there."""
LOOK_SECONDS, ALONE_SECONDS = 5.0, 60.0
"""How often it is looked whether somebody is there, and after how long without anybody they have
left: who reloads a page comes back."""
_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""Names of `mallopt`, as glibc's malloc.h has them."""
_LARGE, _FREE = 4 << 20, 8 << 20
"""From how many bytes an array has pages of its own, and how many may lie free at the end."""


def limit_bytes() -> int:
    """Return how many bytes all caches may keep together: `AE_MEMORY_MB`.

    Raises:
        ValueError: if the setting is no whole number from 1.
    """
    text = os.environ.get("AE_MEMORY_MB") or str(DEFAULT_MB)
    if not text.isdecimal() or not int(text):
        raise ValueError(
            f"AE_MEMORY_MB: expected a whole number of MB, 1 or more. Received: {text!r}. "
            f"{DEFAULT_MB} is taken; set it right and start the server again."
        )
    return int(text) * 1_000_000


@asynccontextmanager
async def kept_small() -> AsyncIterator[None]:
    """Bound what is kept from now on, and give memory back when all have left."""
    try:
        caching.BUDGET.limit = limit_bytes()
    except ValueError as error:
        log.warning("%s", error)
        caching.BUDGET.limit = DEFAULT_MB * 1_000_000
    _settle_allocator()
    # Products of matrices keep a buffer for each who multiplies at once, tens of MB where they use
    # many cores; a page's are small, and the other cores are other visitors'.
    threadpool_limits(1, user_api="blas")
    # What is loaded now stays; the collector need not look at it again.
    gc.collect()
    gc.freeze()
    looking = asyncio.create_task(_look())
    try:
        yield
    finally:
        looking.cancel()


async def _look() -> None:
    """Give back while nobody is there, as long as there is something to give."""
    before, seen = (-1, -1), time.monotonic()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        there, left = people()
        if there:
            seen = time.monotonic()
        alone = not there and time.monotonic() - seen >= ALONE_SECONDS
        if alone and (left, caching.BUDGET.bytes) != before:
            await asyncio.to_thread(give_back)
            before = left, caching.BUDGET.bytes


def people() -> tuple[int, int]:
    """Return how many sessions are connected, and how many more may yet come back.

    Asking also forgets those that may not any more: Streamlit does so only when asked.
    """
    sessions = Runtime.instance()._session_mgr
    there = sessions.num_active_sessions()
    storage = getattr(sessions, "_session_storage", None)
    return there, len(getattr(storage, "_cache", ()))


def give_back() -> None:
    """Keep fewer results, and return what is free to the system."""
    caching.BUDGET.keep_to(AT_REST)
    gc.collect()
    if libc := _glibc():
        libc.malloc_trim(0)


def _settle_allocator() -> None:
    """Have glibc return what is freed.

    By itself it makes an arena for almost every thread, and Streamlit has a new thread for every
    run: each keeps what was free in it. And after a large array was freed it takes the next ones
    of that size from an arena, too, where small things soon lie behind them.
    """
    if libc := _glibc():
        libc.mallopt(_ARENA_MAX, 2)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_TRIM_THRESHOLD, _FREE)


def _glibc() -> ctypes.CDLL | None:
    """Return the C library where it is glibc; others have no such calls."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None
