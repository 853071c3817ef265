"""The lines of ruled and squared paper, and of its margin, found in a photo and taken out of it."""

import numpy as np

STEEPEST = 12.0
"""Lines lie aslant by so many degrees at most."""
COARSE, FINE = 0.5, 0.1
"""Steps, in degrees, in which their slope is looked for: first on every second pixel."""
LONG = 0.6
"""A line runs straight over this share of the picture's side at least; hardly a digit does."""
WHOLE = 0.7
"""So much of that way stands out: noise interrupts a line."""
FAINTEST = 0.03
"""A line differs by this share of the paper's light."""
THICKEST = 0.02
"""A line is at most this share of the picture's longer side thick; a stroke may be thicker."""
LEAST = 50
"""In pictures with fewer pixels along a side no lines are looked for."""
DARKEST = 0.6
"""Nothing that differs by more is taken for a line's own; a pen that crosses it is darker."""
MOST_CROSSINGS = 5
"""A row or column through a digit crosses its strokes at most so often: four in the made photos."""
MARGIN = 1.3
"""So many times what a line differs by in the mean is taken out: it is not even."""


def without_lines(contrast: np.ndarray) -> np.ndarray:
    """Return a contrast, float (h, w) from 0, without what runs straight through the picture.

    What a line differs by is taken off along it, so that ink which crosses it stays.
    """
    level = contrast - _lines(contrast)
    return np.maximum(level - _lines(level.T).T, 0.0)


def remain(ink: np.ndarray) -> bool:
    """Tell whether ink, float (h, w) in [0, 1], holds lines of the paper: no digit is crossed so
    often by most ways through it."""
    inked = ink > 0.5
    return max(_crossings(inked), _crossings(inked.T)) > MOST_CROSSINGS


def _crossings(inked: np.ndarray) -> float:
    """Return how often ink begins along a row, bool (h, w): in three of four such rows, or less."""
    begins = (np.diff(inked.astype(np.int8), axis=1, prepend=0) == 1).sum(axis=1)
    return float(np.percentile(begins[begins > 0], 75)) if begins.any() else 0.0


def _lines(contrast: np.ndarray) -> np.ndarray:
    """Return by how much each pixel differs because a more or less level line lies there."""
    faint = np.clip(contrast, 0.0, DARKEST)
    if min(faint.shape) < LEAST:
        return np.zeros_like(faint)
    small = faint[: len(faint) // 2 * 2, : faint.shape[1] // 2 * 2]
    small = (small[::2, ::2] + small[1::2, ::2] + small[::2, 1::2] + small[1::2, 1::2]) / 4
    coarse = _best(small, np.arange(-STEEPEST, STEEPEST + COARSE, COARSE))
    slope = _best(faint, coarse + np.arange(-COARSE, COARSE + FINE, FINE))
    rows, columns = _way(faint.shape, slope)
    along = faint[rows, columns]
    length = round(LONG * faint.shape[1])
    share = _mean(along > FAINTEST, length)
    is_line = _reached(share >= WHOLE, length, faint.shape[1])
    is_line &= _thickness(is_line) <= THICKEST * max(faint.shape)
    size = _mean(along, faint.shape[1] // 4 * 2 + 1, same=True)
    found = np.zeros_like(faint)
    found[rows, columns] = np.where(is_line, np.minimum(MARGIN * size, along), 0.0)
    return found


def _way(shape: tuple[int, int], degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Return rows (h, w) and columns (w,) of ways of this slope, each row's one after another.

    A way that leaves the picture at its top or bottom comes in again at the other.
    """
    columns = np.arange(shape[1])
    shifts = np.round(np.tan(np.radians(degrees)) * (columns - shape[1] // 2)).astype(int)
    return (np.arange(shape[0])[:, None] + shifts) % shape[0], columns


def _best(contrast: np.ndarray, slopes: np.ndarray) -> float:
    """Return the slope, in degrees, along which rows differ most from each other."""
    spread = [contrast[_way(contrast.shape, slope)].mean(axis=1).var() for slope in slopes]
    return float(slopes[int(np.argmax(spread))])


def _mean(values: np.ndarray, length: int, same: bool = False) -> np.ndarray:
    """Return the means of so many values in a row, from each on: float (h, w - length + 1).

    Args:
        same: return (h, w), around each value as far as there are some.
    """
    sums = np.pad(np.cumsum(values, axis=1, dtype=np.float64), ((0, 0), (1, 0)))
    if not same:
        return (sums[:, length:] - sums[:, :-length]) / length
    places = np.arange(values.shape[1])
    start, end = (
        np.maximum(places - length // 2, 0),
        np.minimum(places + length // 2 + 1, len(places)),
    )
    return (sums[:, end] - sums[:, start]) / (end - start)


def _reached(starts: np.ndarray, length: int, width: int) -> np.ndarray:
    """Return which places, bool (h, width), lie on a way of this length from a marked start."""
    sums = np.cumsum(np.pad(starts, ((0, 0), (length, length - 1))), axis=1)
    return (sums[:, length:] - sums[:, :-length])[:, :width] > 0


def _thickness(mask: np.ndarray) -> np.ndarray:
    """Return how many marked pixels lie on end, downwards, through each: int (h, w)."""
    runs = mask.astype(int)
    for row in range(1, len(mask)):
        runs[row] = (runs[row - 1] + 1) * mask[row]
    for row in range(len(mask) - 2, -1, -1):
        runs[row] = np.where(mask[row] & mask[row + 1], runs[row + 1], runs[row])
    return runs
