"""The cache folder's bound: which runs and views go, and when they may."""

import logging
import time
import uuid
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import Timeout

from ae.runs.store.files import key_folders, remove, size

if TYPE_CHECKING:
    from ae.runs.store.cache import Store

log = logging.getLogger(__name__)

IN_USE_SECONDS = 600
"""A run read this recently is in use, and is not evicted."""


def evict(store: "Store", keep: str) -> list[str]:
    """Do what `Store.evict` says.

    Each key is held by its lock while it goes, and passed over where another process holds it:
    who publishes holds one already, and two who waited for each other's would wait for ever.
    """
    sizes: Counter[str] = Counter()
    for folder in [*key_folders(store.runs), *key_folders(store.views)]:
        sizes[folder.name] += size(folder)
    excess, gone, now = sizes.total() - store.max_mb * 1_000_000, [], _time_there(store.locks)
    for key in sorted(sizes, key=store.last_used):
        alone = _is_without_run(store, key)
        if not alone and (excess <= 0 or key == keep):
            continue
        with suppress(Timeout), store.lock(key, patience=0):
            if alone and _is_without_run(store, key):
                remove(store.views / key, store.removed)
            elif now - store.last_used(key) < IN_USE_SECONDS:
                continue
            elif store.discard(key):
                log.info("Evicted run %s, the least recently used, to free space.", key)
                gone.append(key)
            excess -= sizes[key]
    return gone


def _is_without_run(store: "Store", key: str) -> bool:
    return not (store.runs / key).exists() and not (store.shipped / key).exists()


def _time_there(folder: Path) -> float:
    """Return what time it is for whoever keeps the files: perhaps a machine of another clock."""
    mark = folder / f".now-{uuid.uuid4().hex[:8]}"
    try:
        mark.touch()
        return mark.stat().st_mtime
    except OSError:  # a full disk, of all things
        return time.time()
    finally:
        with suppress(OSError):
            mark.unlink()
