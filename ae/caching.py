"""Keep what is computed, and compute it once, however many threads ask at the same moment."""

import functools
import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Cached(Generic[P, T]):
    """A function whose results are kept: see `cached`."""

    def __init__(self, function: Callable[P, T], maxsize: int | None):
        functools.update_wrapper(self, function)
        self._cached = functools.lru_cache(maxsize)(function)
        self._guard = threading.Lock()
        self._locks: dict[Hashable, threading.Lock] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (args, tuple(kwargs.items()))
        with self._guard:
            lock = self._locks.setdefault(asked, threading.Lock())
        with lock:  # whoever comes second finds the result kept
            try:
                return self._cached(*args, **kwargs)  # type: ignore[arg-type]
            finally:
                with self._guard:
                    self._locks.pop(asked, None)

    def cache_info(self) -> Any:
        """Return hits, misses and sizes, as `functools.lru_cache` counts them."""
        return self._cached.cache_info()

    def cache_clear(self) -> None:
        """Forget every result."""
        self._cached.cache_clear()


def cached(maxsize: int | None) -> Callable[[Callable[P, T]], Cached[P, T]]:
    """Decorate a function: like `functools.lru_cache`, but no two threads compute the same.

    Thirty people who open a page at once would otherwise all compute what the first needs, in
    each other's way. An exception is not kept: the next who asks tries again.

    Args:
        maxsize: how many results are kept, the least recently used going first; None for all.
    """

    def decorate(function: Callable[P, T]) -> Cached[P, T]:
        return Cached(function, maxsize)

    return decorate
