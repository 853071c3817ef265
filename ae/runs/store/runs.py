"""One finished run: its files, opened and verified."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ae.config import RunConfig, from_json
from ae.runs.store.files import digest, write_atomically

MANIFEST, CONFIG, WEIGHTS = "manifest.json", "config.json", "model.weights.h5"
ARRAYS = "arrays.npz"


class DamagedRun(RuntimeError):
    """A run's files are not the ones that were saved."""


class UnknownRun(RuntimeError):
    """There is no finished run of this key."""

    def __init__(self) -> None:
        super().__init__("This run is not there any more. Train it again.")


@dataclass(frozen=True)
class Run:
    """A finished run, verified when it was opened.

    `history` is a list of one dict an epoch, the untrained model first (`epoch`, `train_loss`,
    `test_loss`, `seconds`, `measures`); `metrics` maps `test_bce` and so on, `pca_test_bce` and
    so on, and what the family's `examine` measured.
    """

    key: str
    folder: Path
    config: RunConfig
    shipped: bool

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        return self._json("history.json")

    @cached_property
    def metrics(self) -> dict[str, float]:
        return self._json("metrics.json")

    @cached_property
    def layers(self) -> list[dict[str, Any]]:
        return self._json("layers.json")

    @property
    def weights(self) -> Path:
        return self.folder / WEIGHTS

    @property
    def seconds(self) -> float:
        """How long the training took."""
        return self.history[-1]["seconds"]

    def array(self, name: str) -> np.ndarray:
        """Return one of the run's arrays: see `evaluation` for their names.

        Real numbers are kept in half precision and come as float32.

        Raises:
            KeyError: if the run has no array of that name.
            UnknownRun: if the run was deleted after it was opened.
        """
        with _still_there(), np.load(self.folder / ARRAYS, allow_pickle=False) as arrays:
            array = arrays[name]
        return array.astype(np.float32) if array.dtype.kind == "f" else array

    def _json(self, name: str) -> Any:
        with _still_there():
            return json.loads((self.folder / name).read_text())


@contextmanager
def _still_there() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise UnknownRun from error


def open_run(folder: Path, shipped: bool) -> Run:
    """Open and verify a run; anything but the files that were saved is damage."""
    try:
        listed = json.loads((folder / MANIFEST).read_text())["files"]
        for name, saved in listed.items():
            if digest(folder / name) != saved:
                raise DamagedRun(f"{name} has changed")
        config = from_json((folder / CONFIG).read_text())
    except DamagedRun:
        raise
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DamagedRun(f"{type(error).__name__}: {error}") from error
    if config.key() != folder.name:
        raise DamagedRun(f"its configuration has the key {config.key()}")
    return Run(folder.name, folder, config, shipped)


def write_manifest(folder: Path) -> None:
    """List every file of a run with its hash."""
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    digests = {path.name: digest(path) for path in files}
    write_atomically(folder / MANIFEST, json.dumps({"files": digests}, indent=1))


def file_stamp(path: Path) -> tuple[str, int, int, int]:
    """Identify one file of a run as it is now; the manifest's time, that of use, is left out."""
    found = path.stat()
    # The manifest's time says when the run was last used; `touch` moves it.
    changed = 0 if path.name == MANIFEST else found.st_mtime_ns
    return path.name, found.st_size, found.st_ino, changed
