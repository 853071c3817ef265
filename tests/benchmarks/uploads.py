"""Uploads: how long each hostile picture takes before it is read or refused.

Every file of `tests/data/hard_pictures.py` is given to `drawing.photo` `--times` times in turn;
medians are printed of the time that passed and of the processor's own, the slowest first.
"""

import sys
import time
import warnings

import common
import numpy as np
from common import machine, table
from PIL import Image


def report(given) -> None:
    """Print the slowest files and the largest median."""
    from ae.data import drawing
    from tests.data import hard_pictures

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    groups = ("showing", "blank", "refused", "heavy")
    files = {
        name: file for group in groups for name, file in getattr(hard_pictures, group)().items()
    }
    for file in list(files.values())[:3]:
        measured(drawing, file)  # what the first calls load is no picture's cost
    rows = []
    for name, file in files.items():
        every = [measured(drawing, file) for _time in range(given.times)]
        passed, own = np.median([one[:2] for one in every], axis=0)
        rows.append((name, len(file) / 1e6, float(passed), float(own), every[0][2]))
    rows.sort(key=lambda row: -row[3])
    table(["file", "MB", "seconds", "CPU seconds", "answer"], rows[: given.rows])
    print(f"{len(rows)} files, median of {given.times} each; {machine()}.")
    print(f"Slowest: {max(row[2] for row in rows):.2f} s, {rows[0][3]:.2f} s of CPU.")


def measured(drawing, content: bytes) -> tuple[float, float, str]:
    """Return the seconds that passed, those of the processor, and what became of the file."""
    began, busy = time.perf_counter(), time.process_time()
    try:
        drawing.photo(content)
        answer = "read"
    except drawing.DrawingError:
        answer = "refused"
    return time.perf_counter() - began, time.process_time() - busy, answer


def alone(**job):
    """Measure nothing: all is done in one process."""
    sys.exit("uploads.py has no part that runs alone.")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"times": 5, "rows": 20}, report, alone)
