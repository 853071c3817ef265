"""Keep what is computed, and compute it once, however many threads ask at the same moment.

Every cache knows the bytes of what it keeps; all together they keep to one bound, if it is set:
see `BUDGET`.
"""

import functools
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from ae.sizes import Size, size_of

P = ParamSpec("P")
T = TypeVar("T")


class CacheInfo(NamedTuple):
    """How often a result was there and was computed, how many are kept, and in how many bytes."""

    hits: int
    misses: int
    maxsize: int | None
    currsize: int
    bytes: int


@dataclass
class _Kept(Generic[T]):
    """A result, the bytes of it and of what was asked, and when it was asked for last."""

    result: T
    size: Size
    used: float


class Budget:
    """The bytes of all that the caches keep, a part that several results share counted once.

    Args:
        limit: how many there may be; None for any. What alone is larger is not kept.
    """

    def __init__(self, limit: int | None = None):
        self.limit = limit
        self.bytes = 0
        self._guard = threading.Lock()
        self._keepers: Counter[int] = Counter()  # of each large part

    def allows(self, size: Size) -> bool:
        """Tell whether a result of this size may be kept at all."""
        return self.limit is None or size.total <= self.limit

    def add(self, size: Size) -> None:
        """Count a result that is kept from now on."""
        with self._guard:
            self.bytes += size.rest
            for part, own in size.large.items():
                self.bytes += 0 if self._keepers[part] else own
                self._keepers[part] += 1

    def remove(self, size: Size) -> None:
        """Count a result no longer."""
        with self._guard:
            self.bytes -= size.rest
            for part, own in size.large.items():
                self._keepers[part] -= 1
                if not self._keepers[part]:
                    del self._keepers[part]
                    self.bytes -= own

    def keep_to(self, share: float = 1.0) -> None:
        """Drop the least recently used results, of whatever cache, down to a share of the bound."""
        while self.limit is not None and self.bytes > self.limit * share:
            oldest = min(CACHES, key=lambda cache: cache.oldest())
            if not oldest.drop_oldest():
                return


BUDGET = Budget()
"""That of this process. Only the web process sets a bound: `ae.web.memory`."""
CACHES: "list[Cached[Any, Any]]" = []
"""Every cache there is, to be looked through and cleared."""


class Cached(Generic[P, T]):
    """A function whose results are kept: see `cached`."""

    def __init__(self, function: Callable[P, T], maxsize: int | None):
        functools.update_wrapper(self, function)
        self._function, self._maxsize = function, maxsize
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
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
                    self._kept[asked].used = time.monotonic()
                    return self._kept[asked].result
                others = self._under_way.get(asked)
                if others is None:
                    self._misses += 1
                    ours = self._under_way[asked] = Future()
            if others is None:
                return self._compute(asked, ours, *args, **kwargs)
            with suppress(CancelledError):  # whoever computed was interrupted: try ourselves
                return others.result()

    def _compute(
        self, asked: tuple[Any, ...], future: "Future[T]", *args: P.args, **kwargs: P.kwargs
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
        future.set_result(result)  # so that nobody waits while it is measured
        self._keep(asked, future, result)
        return result

    def _keep(self, asked: tuple[Any, ...], future: "Future[T]", result: T) -> None:
        size = Size({}, 0)
        if self._maxsize != 0:
            (args, kwargs) = asked
            texts = [one for one in (*args, *dict(kwargs).values()) if isinstance(one, bytes | str)]
            size = size_of(result, *texts)  # of what was asked the rest is there anyway
        with self._guard:
            if self._end(asked, future) and self._maxsize != 0 and BUDGET.allows(size):
                self._kept[asked] = _Kept(result, size, time.monotonic())
                BUDGET.add(size)
        while self._maxsize is not None and len(self._kept) > self._maxsize:
            self.drop_oldest()
        BUDGET.keep_to()

    def oldest(self) -> float:
        """Return when the least recently used result was asked for last; never without one."""
        with self._guard:
            return next((one.used for one in self._kept.values()), float("inf"))

    def drop_oldest(self) -> bool:
        """Drop the least recently used result; return False where there is none."""
        with self._guard:
            if not self._kept:
                return False
            BUDGET.remove(self._kept.popitem(last=False)[1].size)
            return True

    def _end(self, asked: Hashable, future: "Future[T]") -> bool:
        """Note that it is no longer under way; return False where all was forgotten meanwhile."""
        if self._under_way.get(asked) is not future:
            return False
        del self._under_way[asked]
        return True

    def cache_info(self) -> CacheInfo:
        """Return hits, misses and sizes, as `functools.lru_cache` counts them, and bytes."""
        with self._guard:
            kept: dict[int, int] = {}
            for one in self._kept.values():
                kept |= one.size.large
            total = sum(kept.values()) + sum(one.size.rest for one in self._kept.values())
            return CacheInfo(self._hits, self._misses, self._maxsize, len(self._kept), total)

    def cache_clear(self) -> None:
        """Forget every result, and those that are being computed: nobody else waits for them."""
        with self._guard:
            for one in self._kept.values():
                BUDGET.remove(one.size)
            self._kept.clear()
            self._under_way.clear()
            self._hits = self._misses = 0


def cached(maxsize: int | None) -> Callable[[Callable[P, T]], Cached[P, T]]:
    """Decorate a function: like `functools.lru_cache`, but no two threads compute the same.

    Thirty people who open a page at once would otherwise all compute what the first needs, in
    each other's way. An exception reaches all who waited for it and is not kept: the next who
    asks tries again.

    Args:
        maxsize: how many results are kept, the least recently used going first; None for all that
            `BUDGET` has room for.
    """

    def decorate(function: Callable[P, T]) -> Cached[P, T]:
        return Cached(function, maxsize)

    return decorate
