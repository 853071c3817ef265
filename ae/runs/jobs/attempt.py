"""One attempt at a job: the folder that its worker writes and pages read."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from ae.runs.store import write_atomically

FRAME_SHAPE = (10, 28, 28)


class Attempt:
    """The folder of one attempt, as the worker writes it and pages read it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.result = folder / "result"

    def start(self) -> None:
        """Make the folders."""
        self.result.mkdir(parents=True)

    def add_epoch(self, numbers: Mapping[str, Any], frame: np.ndarray) -> None:
        """Append one epoch; the film first, so that every number has its pictures."""
        with (self.folder / "film.u8").open("ab") as file:
            file.write(frame.tobytes())
        with (self.folder / "epochs.jsonl").open("a") as file:
            file.write(json.dumps(numbers) + "\n")

    def set_fraction(self, fraction: float) -> None:
        """Note how far it is between two epochs."""
        write_atomically(self.folder / "fraction", f"{fraction:.4f}")

    def discard(self) -> None:
        """Remove everything, so that nothing partial stays and its space is free."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def history(self) -> list[dict[str, Any]]:
        """Return the epochs so far; a line being written now is left for the next look."""
        try:
            lines = (self.folder / "epochs.jsonl").read_text().split("\n")[:-1]
            return [json.loads(line) for line in lines]
        except (OSError, ValueError):
            return []

    def film(self) -> np.ndarray:
        """Return the frames so far, uint8 (n, 10, 28, 28)."""
        try:
            raw = np.fromfile(self.folder / "film.u8", np.uint8)
        except OSError:
            raw = np.empty(0, np.uint8)
        size = int(np.prod(FRAME_SHAPE))
        return raw[: len(raw) // size * size].reshape(-1, *FRAME_SHAPE)

    def fraction(self) -> float:
        """Return what `set_fraction` noted last."""
        with suppress(OSError, ValueError):
            return float((self.folder / "fraction").read_text())
        return 0.0
