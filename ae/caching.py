"""Keep what is computed, and compute it once, however many threads ask at the same moment."""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class CacheInfo(NamedTuple):
    """How often a result was there and how often it was computed, and how many are kept."""

    hits: int
    misses: int
    maxsize: int | None
    currsize: int


CACHES: "list[Cached[Any, Any]]" = []
"""Every cache there is, to be looked through and cleared."""


class Cached(Generic[P, T]):
    """A function whose results are kept: see `cached`."""

    def __init__(self, function: Callable[P, T], maxsize: int | None):
        functools.update_wrapper(self, function)
        self._function, self._maxsize = function, maxsize
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._under_way: dict[Hashable, Future[T]] = {}
        self._hits = self._misses = 0
        CACHES.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (args, tuple(kwargs.items()))
        while True:
            with self._guard:
                if asked in self._kept:
                    self._hits += 1
                    self._kept.move_to_end(asked)
                    return self._kept[asked]
                others = self._under_way.get(asked)
                if others is None:
                    self._misses += 1
                    ours = self._under_way[asked] = Future()
            if others is None:
                return self._compute(asked, ours, *args, **kwargs)
            with suppress(CancelledError):  # whoever computed was interrupted: try ourselves
                return others.result()

    def _compute(
        self, asked: Hashable, future: "Future[T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        try:
            result = self._function(*args, **kwargs)
        except BaseException as error:
            with self._guard:
                self._end(asked, future)
            if isinstance(error, Exception):
                future.set_exception(error)
            else:  # one visit's end, which is not that of those who wait
                future.cancel()
            raise
        with self._guard:
            if self._end(asked, future):
                self._kept[asked] = result
                while self._maxsize is not None and len(self._kept) > self._maxsize:
                    self._kept.popitem(last=False)
        future.set_result(result)
        return result

    def _end(self, asked: Hashable, future: "Future[T]") -> bool:
        """Note that it is no longer under way; return False where all was forgotten meanwhile."""
        if self._under_way.get(asked) is not future:
            return False
        del self._under_way[asked]
        return True

    def cache_info(self) -> CacheInfo:
        """Return hits, misses and sizes, as `functools.lru_cache` counts them."""
        with self._guard:
            return CacheInfo(self._hits, self._misses, self._maxsize, len(self._kept))

    def cache_clear(self) -> None:
        """Forget every result, and those that are being computed: nobody else waits for them."""
        with self._guard:
            self._kept.clear()
            self._under_way.clear()
            self._hits = self._misses = 0


def cached(maxsize: int | None) -> Callable[[Callable[P, T]], Cached[P, T]]:
    """Decorate a function: like `functools.lru_cache`, but no two threads compute the same.

    Thirty people who open a page at once would otherwise all compute what the first needs, in
    each other's way. An exception reaches all who waited for it and is not kept: the next who
    asks tries again.

    Args:
        maxsize: how many results are kept, the least recently used going first; None for all.
    """

    def decorate(function: Callable[P, T]) -> Cached[P, T]:
        return Cached(function, maxsize)

    return decorate
