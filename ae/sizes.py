"""How many bytes a value keeps: its arrays, texts and what holds them; maps of files keep none."""

import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from mmap import mmap
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

LARGE = 1024
"""From so many bytes on, a part is known by itself: what keeps it, too, does not count it again."""
_SHARED = (type, Enum, ModuleType, FunctionType, BuiltinFunctionType, MethodType, mmap)
"""What is there once, whoever keeps it; a map's pages are the file's own."""
_MANY = (list, tuple, set, frozenset, deque)


@dataclass(frozen=True)
class Size:
    """The bytes of a value: those of its large parts by their identity, and those of the rest."""

    large: dict[int, int]
    rest: int

    @property
    def total(self) -> int:
        return self.rest + sum(self.large.values())


def size_of(*values: Any) -> Size:
    """Return how many bytes values keep, each part of them counted once.

    Arrays, bytes, texts, data frames, containers and objects of these: dataclasses, figures. Of
    an array that shows part of another, all of the other counts: it is kept as long.
    """
    seen: set[int] = set()
    waiting, large, rest = list(values), {}, 0
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen or isinstance(one, _SHARED):
            continue
        seen.add(id(one))
        own, parts = _own(one)
        waiting.extend(parts)
        if own >= LARGE:
            large[id(one)] = own
        else:
            rest += own
    return Size(large, rest)


def _own(one: Any) -> tuple[int, Iterable[Any]]:
    """Return the bytes of an object without its parts, and its parts."""
    if isinstance(one, np.ndarray):
        if one.base is not None:
            return 0, (one.base,)
        return one.nbytes, one.ravel().tolist() if one.dtype.hasobject else ()
    if isinstance(one, memoryview):
        return 0, (one.obj,)
    if hasattr(one, "memory_usage"):  # of pandas, which is not imported for that
        return int(np.sum(one.memory_usage(deep=True))), ()
    bare = sys.getsizeof(one)
    if isinstance(one, dict):
        return bare, [*one.keys(), *one.values()]
    if isinstance(one, _MANY):
        return bare, list(one)
    slots = [getattr(one, name, None) for name in getattr(one, "__slots__", ())]
    return bare, [*slots, getattr(one, "__dict__", None)]
