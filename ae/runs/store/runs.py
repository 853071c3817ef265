"""One finished run: its files, opened and verified."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from ae.config import FORMAT_VERSION, RunConfig, from_json
from ae.i18n import N_
from ae.messages import WordedError
from ae.models.deadline import Ended
from ae.runs.store.files import digest, last_changed, write_atomically

MANIFEST, CONFIG, WEIGHTS = "manifest.json", "config.json", "model.weights.h5"
ARRAYS, ENDED = "arrays.npz", "ended.json"
FIRST_FORMAT = 2
"""The format of runs whose manifest names none: those of the first release."""


class DamagedRun(RuntimeError):
    """A run's files are not the ones that were saved."""


class OtherVersion(RuntimeError):
    """A run of another version of the app: kept as it is, and not opened by this one."""


class UnknownRun(WordedError, RuntimeError):
    """There is no finished run of this key."""

    def __init__(self) -> None:
        super().__init__(N_("This run is not there any more. Train it again."))


@dataclass(frozen=True)
class Run:
    """A finished run, verified when it was opened.

    `digest` is that of its manifest, and so of all its files: a run that is trained again under
    the same key is another run, and nothing that was computed from the first is taken for it.
    `history` is a list of one dict an epoch, the untrained model first (`epoch`, `train_loss`,
    `test_loss`, `seconds`, `measures`); `metrics` maps `test_bce` and so on, `pca_test_bce` and
    so on, and what the family's `examine` measured.
    """

    key: str
    folder: Path
    config: RunConfig
    shipped: bool
    digest: str = ""

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        return self._json("history.json")

    @cached_property
    def metrics(self) -> dict[str, float]:
        return self._json("metrics.json")

    @cached_property
    def layers(self) -> list[dict[str, Any]]:
        return self._json("layers.json")

    @cached_property
    def ended(self) -> Ended | None:
        """How its training was ended early, at a bound; None where it was done."""
        return Ended(**self._json(ENDED)) if (self.folder / ENDED).exists() else None

    @property
    def epochs(self) -> int:
        """After how many epochs its network was kept: all of its configuration's, or fewer."""
        count: int = self.history[-1]["epoch"]
        return count

    @cached_property
    def made(self) -> float:
        """When it was trained, in seconds since 1970; 0 of one that ships."""
        return 0.0 if self.shipped else last_changed(self.folder / CONFIG)

    @property
    def identity(self) -> str:
        """Key and digest: what the inference process is asked about."""
        return f"{self.key}:{self.digest}"

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
            UnknownRun: if the run was deleted, or trained again, after it was opened.
        """
        with self._still_there(), np.load(self.folder / ARRAYS, allow_pickle=False) as arrays:
            array = arrays[name]
        return array.astype(np.float32) if array.dtype.kind == "f" else array

    def has_array(self, name: str) -> bool:
        """Tell whether the run has an array of that name: earlier versions kept fewer."""
        return name in self._array_names

    @cached_property
    def _array_names(self) -> frozenset[str]:
        with self._still_there(), np.load(self.folder / ARRAYS, allow_pickle=False) as arrays:
            return frozenset(arrays.files)

    def is_current(self) -> bool:
        """Tell whether the files are still those that were opened.

        Raises:
            FileNotFoundError: if the run was deleted.
        """
        return not self.digest or digest(self.folder / MANIFEST) == self.digest

    def _json(self, name: str) -> Any:
        with self._still_there():
            return json.loads((self.folder / name).read_text())

    @contextmanager
    def _still_there(self) -> Iterator[None]:
        """Refuse to read files of another training than the one that was opened."""
        try:
            if not self.is_current():
                raise UnknownRun()
            yield
        except FileNotFoundError as error:
            raise UnknownRun from error


def open_run(folder: Path, shipped: bool) -> Run:
    """Open and verify a run.

    Raises:
        OtherVersion: if its format is another, or it has options that this version does not know.
        DamagedRun: if its files are not the ones that were saved.
    """
    try:
        mark = digest(folder / MANIFEST)
        manifest = json.loads((folder / MANIFEST).read_text())
        if (form := manifest.get("format", FIRST_FORMAT)) != FORMAT_VERSION:
            raise OtherVersion(f"Expected a run of format {FORMAT_VERSION}. Received: {form!r}.")
        for name, saved in manifest["files"].items():
            if digest(folder / name) != saved:
                raise DamagedRun(f"{name} has changed")
        config = from_json((folder / CONFIG).read_text())
    except ValidationError as error:  # whole, as the hashes say
        raise OtherVersion(f"Expected known options. Received: {error}.") from error
    except (DamagedRun, OtherVersion):
        raise
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DamagedRun(f"{type(error).__name__}: {error}") from error
    if config.key() != folder.name:
        raise DamagedRun(f"its configuration has the key {config.key()}")
    return Run(folder.name, folder, config, shipped, mark)


def of_another_version(folder: Path) -> bool:
    """Tell whether a folder holds a run that another version of the app has written."""
    try:
        open_run(folder, shipped=False)
    except OtherVersion:
        return True
    except (DamagedRun, OSError):
        return False
    return False


def write_manifest(folder: Path) -> None:
    """List every file of a run with its hash, and the format that all are written in."""
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    digests = {path.name: digest(path) for path in files}
    listed = {"format": FORMAT_VERSION, "files": digests}
    write_atomically(folder / MANIFEST, json.dumps(listed, indent=1))


def file_stamp(path: "Path | os.DirEntry[str]") -> tuple[str, int, int, int]:
    """Identify one file of a run as it is now; the manifest's time, that of use, is left out."""
    found = path.stat()
    # The manifest's time says when the run was last used; `touch` moves it.
    changed = 0 if path.name == MANIFEST else found.st_mtime_ns
    return path.name, found.st_size, found.st_ino, changed
