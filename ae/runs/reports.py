"""What each process that serves the app last told of itself, for whoever operates it.

    <cache>/reports/<16 hexadecimal digits>.json     written anew every few seconds

Numbers only: how many are there, what is at work, memory, errors. Servers that share a cache
folder are seen together.
"""

import json
import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from ae import logs
from ae.runs.store import Store, last_changed, write_atomically

EVERY_SECONDS = 5.0
"""How often a process tells."""
FRESH_SECONDS = 20.0
"""One that has told nothing for so long is gone, or hangs."""
ROLES = ("web", "supervisor", "worker")


class Reporter:
    """Tells how one process is; where the cache is read-only, nobody is told.

    Args:
        role: one of `ROLES`.
    """

    def __init__(self, store: Store, role: str):
        self._place = store.root / "reports"
        self._path = self._place / f"{uuid.uuid4().hex[:16]}.json"
        self._always: dict[str, Any] = {"role": role, "since": time.time()}
        self._told = -EVERY_SECONDS

    def due(self) -> bool:
        """Tell whether it is time to tell again."""
        return time.monotonic() - self._told >= EVERY_SECONDS

    def tell(self, **numbers: Any) -> None:
        """Write how this process is now, with its memory and what it has logged.

        The memory is with all processes below; but what serves the web has others that tell it.
        """
        self._told = time.monotonic()
        memory = memory_mb(os.getpid(), below=self._always["role"] != "web")
        mine = {"memory_mb": memory, **logs.counted(), **numbers}
        with suppress(OSError):
            self._place.mkdir(exist_ok=True)
            write_atomically(self._path, json.dumps(self._always | mine))
            for path in self._place.iterdir():
                if time.time() - last_changed(path) > 60 * FRESH_SECONDS:
                    path.unlink(missing_ok=True)

    def end(self) -> None:
        """Take the report away: this process ends."""
        with suppress(OSError):
            self._path.unlink()


def living(store: Store) -> list[dict[str, Any]]:
    """Return what the living processes told last, those that serve the web first."""
    found = []
    for path in (store.root / "reports").glob("*.json"):
        with suppress(OSError, ValueError):
            if time.time() - last_changed(path) <= FRESH_SECONDS:
                told = json.loads(path.read_text())
                if isinstance(told, dict) and told.get("role") in ROLES:
                    found.append(told)
    return sorted(found, key=lambda told: (ROLES.index(told["role"]), told.get("since", 0)))


def memory_mb(pid: int, below: bool = False) -> float:
    """Return a process' memory in MB, what it shares counted by its part; 0 where unknown.

    Args:
        below: whether to count the processes that it has started, and theirs, too.
    """
    total = 0.0
    with suppress(OSError, ValueError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total = int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1000
    if below:
        with suppress(OSError):
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                total += sum(memory_mb(int(one), True) for one in children.read_text().split())
    return round(total, 1)
