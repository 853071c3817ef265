"""One attempt at a job: the folder that its worker writes and pages read."""

import json
import math
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from ae.runs.store import write_atomically


class Attempt:
    """The folder of one attempt, as the worker writes it and pages read it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.result = folder / "result"

    def start(self) -> None:
        """Make the folders."""
        self.result.mkdir(parents=True)

    def add_epoch(self, numbers: Mapping[str, Any], snapshot: np.ndarray) -> None:
        """Append one epoch; its snapshot first, so that every number has its pictures.

        Args:
            snapshot: uint8, of one shape in all epochs.
        """
        shape = self.folder / "snapshot_shape.json"
        if not shape.exists():
            write_atomically(shape, json.dumps(snapshot.shape))
        with (self.folder / "snapshots.u8").open("ab") as file:
            file.write(snapshot.tobytes())
        with (self.folder / "epochs.jsonl").open("a") as file:
            file.write(json.dumps(numbers) + "\n")

    def set_fraction(self, fraction: float) -> None:
        """Note how far it is between two epochs."""
        write_atomically(self.folder / "fraction", f"{fraction:.4f}")

    def discard(self) -> None:
        """Remove everything, so that nothing partial stays and its space is free."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def discard_result(self) -> None:
        """Remove what there is of a result; the epochs stay."""
        shutil.rmtree(self.result, ignore_errors=True)

    def history(self) -> list[dict[str, Any]]:
        """Return the epochs so far; a line being written now is left for the next look."""
        try:
            lines = (self.folder / "epochs.jsonl").read_text().split("\n")[:-1]
            return [json.loads(line) for line in lines]
        except (OSError, ValueError):
            return []

    def snapshots(self) -> np.ndarray:
        """Return the snapshots so far, uint8 (n, *a snapshot's shape); (0,) before the first."""
        try:
            shape = json.loads((self.folder / "snapshot_shape.json").read_text())
            raw = np.fromfile(self.folder / "snapshots.u8", np.uint8)
        except (OSError, ValueError):
            return np.empty(0, np.uint8)
        size = math.prod(shape)
        return raw[: len(raw) // size * size].reshape(-1, *shape)

    def fraction(self) -> float:
        """Return what `set_fraction` noted last."""
        with suppress(OSError, ValueError):
            return float((self.folder / "fraction").read_text())
        return 0.0
