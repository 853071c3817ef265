"""What a visitor has named and pinned among the runs: one small file for each visitor.

    <cache>/shelves/<asker>.json     by the hash of the visitor's secret: see `ae.runs.jobs.askers`

Nobody else is shown it, and it says nothing about a run itself.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ae.config import checked_key
from ae.runs.store import Store, explained, write_atomically
from ae.runs.store.files import last_changed

LONGEST = 60
"""So many characters a name may have."""
MOST = 200
"""So many runs one visitor may name, and pin; the earliest go first."""
MOST_BYTES = 100_000
MOST_SHELVES = 5_000
"""So many visitors' shelves are kept; those unchanged longest go first."""
KEPT_DAYS = 60
"""A shelf that was not changed for so long goes: the cookie that leads to it is gone, too."""

Key = Annotated[str, Field(pattern="^[0-9a-f]{16,64}$")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Shelf(BaseModel):
    """What one visitor has named, by the run's key, and pinned, the last one last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: dict[Key, Name] = Field(default={}, max_length=MOST)
    pinned: tuple[Key, ...] = Field(default=(), max_length=MOST)

    def with_name(self, key: str, name: str) -> "Shelf":
        """Return the shelf with another name of a run; without one where it is empty."""
        names = {one: text for one, text in self.names.items() if one != key}
        if name := " ".join(name.split())[:LONGEST].strip():
            names[key] = name
        return Shelf(names=_last(names), pinned=self.pinned)

    def with_pin(self, key: str, pinned: bool) -> "Shelf":
        """Return the shelf with a run pinned, or no longer."""
        others = [one for one in self.pinned if one != key]
        pins = [*others, key][-MOST:] if pinned else others
        return Shelf(names=self.names, pinned=tuple(pins))


def read(store: Store, who: str) -> Shelf:
    """Return a visitor's shelf; an empty one where there is none, or it cannot be read."""
    path = _path(store, who)
    try:
        with path.open("rb") as file:
            return Shelf.model_validate_json(file.read(MOST_BYTES))
    except (OSError, ValidationError):
        return Shelf()


def write(store: Store, who: str, shelf: Shelf) -> None:
    """Keep a visitor's shelf.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written.
    """
    path = _path(store, who)
    with explained(store.root):
        if not path.exists():
            _make_room(store)
        write_atomically(path, shelf.model_dump_json())


def _make_room(store: Store) -> None:
    """Remove the shelves unchanged longest, until one more may be kept."""
    kept = sorted(store.shelves.glob("*.json"), key=last_changed)
    for path in kept[: max(0, len(kept) + 1 - MOST_SHELVES)]:
        path.unlink(missing_ok=True)


def sweep(store: Store) -> None:
    """Remove what visitors have left long ago."""
    for path in store.shelves.glob("*.json"):
        with suppress(OSError):
            if time.time() - last_changed(path) > 86400 * KEPT_DAYS:
                path.unlink()


def _last(names: Mapping[str, str]) -> dict[str, str]:
    return dict(list(names.items())[-MOST:])


def _path(store: Store, who: str) -> Path:
    return store.shelves / f"{checked_key(who)}.json"
