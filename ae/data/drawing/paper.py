"""Grey levels of a photo → ink: even light, dark or light paper, what stands out, cropped."""

import numpy as np
from PIL import Image

from ae.data.drawing import lines
from ae.data.drawing.canvas import SIDE
from ae.data.drawing.errors import DrawingError
from ae.i18n import _

COARSE = 70
"""Side of the coarse grid on which light is measured and specks are found."""
FAINTEST = 0.15
"""Ink differs from its paper by at least this share of the paper's light."""
SPECK = 0.05
"""What holds less than this share of the largest piece's ink is no part of the digit."""
HOLE = 0.12
"""A punch hole is smaller than this share of the picture's longer side."""
NEAR = 0.35
"""Parts of a digit lie nearer to each other than this share of its size."""
LARGE_PART = 0.5
"""What has more than this share of the largest piece's ink belongs to the digit, however far."""
FILLED = 200
"""Longer side of the digit on the canvas, which leaves room to draw."""


def ink_of(levels: np.ndarray) -> np.ndarray:
    """Return what stands out from its paper, white on black, in the middle of the canvas.

    Args:
        levels: grey levels, float32 (h, w) in [0, 255]; at least half of it paper.

    Returns:
        uint8 (SIDE, SIDE); all black where nothing stands out.

    Raises:
        DrawingError: if lines of the paper are left that cannot be told from the digit.
    """
    contrast = lines.without_lines(_contrast(levels))
    noise = 3 * 1.4826 * float(np.median(np.abs(contrast)))
    standing_out = np.where(contrast > noise, contrast, 0.0)
    cut = _threshold(standing_out)
    if cut < FAINTEST / 2 or not (standing_out > max(cut, FAINTEST)).any():
        return np.zeros((SIDE, SIDE), np.uint8)
    soft = np.clip((standing_out - 0.7 * cut) / (0.6 * cut), 0.0, 1.0)
    ink = _without_specks(soft)
    if lines.remain(ink):
        raise DrawingError(
            _(
                "The lines of this paper cannot be told from the digit. Write it on plain paper, "
                "or with a thicker, darker pen, and photograph it from straight above."
            )
        )
    return _cropped(ink)


def _contrast(levels: np.ndarray) -> np.ndarray:
    """Return by what share of the paper's light each pixel differs from it, ink positive."""
    light = _light(levels)
    # Ink is the smaller part: what differs lies on one side of the paper, and far from it.
    if np.mean((levels - light) ** 3) > 0:
        levels, light = 255.0 - levels, 255.0 - light
    return (light - levels) / np.maximum(light, 25.0)


def _light(levels: np.ndarray) -> np.ndarray:
    """Return the paper's light, which falls unevenly: a smooth surface through most pixels.

    A quadratic one, fitted again and again with less and less weight on what is far from it,
    as ink is.
    """
    coarse = Image.fromarray(levels).resize((COARSE, COARSE), Image.Resampling.BOX)
    target = np.asarray(coarse, np.float64).ravel()
    terms = [np.broadcast_to(term, coarse.size).ravel() for term in _terms(COARSE, COARSE)]
    surface = np.stack(terms, axis=1)
    differences = target - np.median(target)
    for scale in np.geomspace(80.0, 8.0, 12):
        weights = 1 / (1 + (differences / scale) ** 2)  # Geman & McClure's, as a root of squares
        found = np.linalg.lstsq(surface * weights[:, None], target * weights, rcond=None)[0]
        differences = target - surface @ found
    terms = [weight * term for weight, term in zip(found, _terms(*levels.shape), strict=True)]
    return np.clip(sum(terms), 1.0, 254.0).astype(np.float32)


def _terms(height: int, width: int) -> list[np.ndarray]:
    """Return the terms of a quadratic surface, each as small as broadcasting allows."""
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    return [np.ones((1, 1)), x, y, x * x, x * y, y * y]


def _threshold(values: np.ndarray) -> float:
    """Return where values in [0, 1] part best in two (Otsu 1979: the most variance between)."""
    counts, edges = np.histogram(np.clip(values, 0.0, 1.0), 256, (0.0, 1.0))
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)
    sums = np.cumsum(counts * middles)
    above = below[-1] - below
    between = (sums[-1] * below / below[-1] - sums) ** 2 / np.maximum(below * above, 1)
    return float(edges[1 + np.argmax(between)])


def _without_specks(ink: np.ndarray) -> np.ndarray:
    """Return ink, float (h, w) in [0, 1], without what is no part of the digit.

    That is specks, punch holes, what comes in at the edge, and what is small and lies far off.
    """
    pieces = _pieces(ink)
    amount = np.bincount(pieces.ravel(), ink.ravel())
    amount[0] = 0.0  # the paper
    edge = np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]]))
    inner = amount.copy()
    inner[edge] = 0.0
    if inner.sum() > SPECK * amount.sum():  # else the digit itself reaches the edge
        amount = inner
    boxes = {
        int(one): _box(pieces == one) for one in np.flatnonzero(amount >= SPECK * amount.max())
    }
    whole = {one for one, box in boxes.items() if not _is_hole(box, amount[one], max(ink.shape))}
    whole = whole or set(boxes)
    main = max(whole, key=lambda one: amount[one])
    kept = [
        one
        for one in whole
        if one == main
        or _belongs(boxes[one], boxes[main])
        or amount[one] > LARGE_PART * amount[main]
    ]
    return np.where(np.isin(pieces, kept) & (pieces > 0), ink, 0.0)


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a mask, bool (h, w), that is not empty."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _is_hole(box: tuple[int, int, int, int], amount: float, side: int) -> bool:
    """Tell whether a piece is a small full disc, as no stroke of a pen is."""
    width, height = box[2] - box[0], box[3] - box[1]
    small = max(width, height) < HOLE * side
    return bool(
        small and max(width, height) < 1.5 * min(width, height) and amount > 0.5 * width * height
    )


def _belongs(box: tuple[int, int, int, int], main: tuple[int, int, int, int]) -> bool:
    """Tell whether a piece lies near enough to the largest."""
    gaps = (max(box[i] - main[i + 2], main[i] - box[i + 2], 0) for i in (0, 1))
    return max(gaps) < NEAR * max(main[2] - main[0], main[3] - main[1])


def _pieces(ink: np.ndarray) -> np.ndarray:
    """Number the pieces of ink that touch, to within a cell of the coarse grid: int (h, w)."""
    height, width = ink.shape
    rows = np.arange(height) * COARSE // height
    columns = np.arange(width) * COARSE // width
    numbers = np.zeros((COARSE, COARSE), int)
    np.maximum.at(numbers, (rows[:, None], columns), (ink > 0.5).astype(int))
    numbers *= np.arange(1, COARSE * COARSE + 1).reshape(COARSE, COARSE)
    inked, before = numbers > 0, None
    while before is None or (numbers != before).any():  # the largest number spreads
        before, padded = numbers, np.pad(numbers, 1)
        views = [padded[i : i + COARSE, j : j + COARSE] for i in range(3) for j in range(3)]
        numbers = np.max(views, axis=0) * inked
    return numbers[rows[:, None], columns]


def _cropped(ink: np.ndarray) -> np.ndarray:
    """Cut out the ink and lay it, FILLED along its longer side, in the middle of the canvas."""
    picture = Image.fromarray((ink * 255).astype(np.uint8))
    box = picture.getbbox()
    canvas = Image.new("L", (SIDE, SIDE))
    if box is not None:
        digit = picture.crop(box)
        scale = FILLED / max(digit.size)
        width, height = (max(1, round(side * scale)) for side in digit.size)
        digit = digit.resize((width, height), Image.Resampling.BICUBIC)
        canvas.paste(digit, ((SIDE - width) // 2, (SIDE - height) // 2))
    return np.asarray(canvas)
