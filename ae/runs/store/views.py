"""What is computed about a finished run later and kept beside it: arrays of points, by name.

A view's file says by a hash which run it belongs to and what it holds, so that a file that
is cut short, altered, or of another training under the same key is never taken for it.
"""

import hashlib
from pathlib import Path

import numpy as np

from ae.runs.store.runs import Run

TSNE = "tsne-sampled"
"""The t-SNE of a run's codes. Another way of computing it needs another name."""
MIXTURE = "mixture-split"
"""The table of the mixture fitted to a run's codes; the same holds."""


class DamagedView(RuntimeError):
    """A view's file is not one that was saved about this run."""


def file_name(view: str) -> str:
    """Return the name of a view's file."""
    return f"{view}.npz"


def write(path: Path, run: Run, points: np.ndarray) -> None:
    """Write finite float32 points (n, k) about a run into a file that nobody reads yet."""
    with path.open("wb") as file:
        np.savez(file, points=points, mark=np.array(_mark(run, points)))


def read(path: Path, run: Run) -> np.ndarray:
    """Return a view's points, float32 (n, k).

    Raises:
        FileNotFoundError: if there is no such file.
        DamagedView: if it is no view of this run.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            points, mark = arrays["points"], str(arrays["mark"])
    except FileNotFoundError:
        raise
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DamagedView(f"{type(error).__name__}: {error}") from error
    if points.dtype != np.float32 or points.ndim != 2 or mark != _mark(run, points):
        raise DamagedView("it is of another run, or has changed")
    return points


def _mark(run: Run, points: np.ndarray) -> str:
    text = f"{run.digest} {points.shape} "
    found = hashlib.blake2b(text.encode() + np.ascontiguousarray(points).tobytes())
    return found.hexdigest()[:32]
