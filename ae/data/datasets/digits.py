"""The built-in digits: scikit-learn's, enlarged to 28×28 as MNIST frames its own; always here."""

import gzip
import importlib.util
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from ae.config import DataSpec
from ae.data import framing
from ae.data.datasets.base import Dataset, DatasetError, Split, SplitName
from ae.i18n import N_

SPEC = DataSpec(
    name="digits",
    kind="picture",
    shape=framing.SHAPE,
    train_size=1440,
    scale="small",
    classes=tuple("0123456789"),
)
CENTRE = 13.5
"""Half a pixel from MNIST's; the shipped runs have learnt these pictures."""
SCAN = 32
"""Side of the square in which the digits were counted in 8×8 cells."""
DIGIT = (20, 32)
"""Width and height that a digit was scaled to in that square."""
WIDER, TALLER = 1.3, 2.0
"""So much more one of these sides was scaled than the other: a 1 stays narrow, a dash flat."""
MOST_LEAN = 0.35
STROKES = (3.4, 4.0)
"""How wide strokes of the training digits are in 28×28, in pixels: of the middle half or so."""
AFFINE = Image.Transform.AFFINE


def _read(split: SplitName) -> Split:
    table = _table()
    # A fixed shuffle, since the rows are grouped by writer; one fifth is held out.
    order = np.random.default_rng(0).permutation(len(table))
    rows = table[order[: SPEC.train_size] if split == "train" else order[SPEC.train_size :]]
    samples = np.stack([_enlarge(row[:64].reshape(8, 8)) for row in rows])
    return Split(samples, rows[:, 64].astype(np.uint8))


def _table() -> np.ndarray:
    """Return scikit-learn's digits, (1797, 65): 64 pixels of 0 to 16, then the label.

    Read from the file inside the installed package: the same data as `load_digits`, without
    the 2 s that importing scikit-learn would cost the web process (a test compares the two).
    """
    found = importlib.util.find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise DatasetError(
            N_("The built-in digits need scikit-learn. Run: pip install -r requirements.txt")
        )
    path = Path(found.submodule_search_locations[0]) / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(path, "rt") as file:
        return np.loadtxt(file, delimiter=",", dtype=np.uint8)


def _enlarge(small: np.ndarray) -> np.ndarray:
    """Turn one 8×8 digit of 0 to 16 into uint8 (28, 28), framed as MNIST frames its own."""
    picture = _grey(small)
    large = Image.fromarray(_place(picture).put(picture))
    # Enlarging blurs the strokes; steepening the grey levels restores their contrast.
    return np.asarray(large.point([_steepen(level) for level in range(256)]))


def _grey(small: np.ndarray) -> Image.Image:
    return Image.fromarray((small * 15.9375).astype(np.uint8))


def _place(small: Image.Image) -> framing.Placement:
    return framing.place(small, (0, 0, *small.size), CENTRE)


def _steepen(level: int) -> int:
    return round(min(max((level - 50) / 155, 0.0), 1.0) * 255)


@dataclass(frozen=True)
class Counted(framing.Placement):
    """Where a digit goes that is counted in cells first.

    Args:
        box: what is cut out, as always.
        size: width and height that it is scaled to in the square of `SCAN` pixels.
        corner: left and top, in the framed picture, of that whole square.
        lean: how many pixels its top lies to the right of its bottom, by pixel of its height.
    """

    lean: float = 0.0

    def put(self, picture: Image.Image) -> np.ndarray:
        """Return a mask over the ink put where the ink goes: uint8 (28, 28)."""
        square = Image.fromarray(self.square(picture))
        there = framing.Placement((0, 0, SCAN, SCAN), (framing.BOX, framing.BOX), self.corner)
        return there.put(square)

    def square(self, picture: Image.Image) -> np.ndarray:
        """Return what is cut out, scaled and in the middle of the square: uint8 (SCAN, SCAN)."""
        square = Image.new("L", (SCAN, SCAN))
        digit = picture.crop(self.box).resize(self.size, Image.Resampling.BOX)
        square.paste(digit, ((SCAN - self.size[0]) // 2, (SCAN - self.size[1]) // 2))
        shear = (1, -self.lean, self.lean * (SCAN - 1) / 2, 0, 1, 0)
        return np.asarray(square.transform(square.size, AFFINE, shear, Image.Resampling.BICUBIC))

    def cells(self, ink: Image.Image) -> np.ndarray:
        """Return how many pixels of each cell are inked, 0 to 16: uint8 (8, 8)."""
        inked = self.square(ink) > 127
        return inked.reshape(8, SCAN // 8, 8, SCAN // 8).sum(axis=(1, 3)).astype(np.uint8)


@dataclass(frozen=True)
class CountedFraming(framing.Framing):
    """How ink becomes one of the built-in digits: upright, counted in cells, enlarged again.

    NIST's form reader (Garris et al. 1994, “NIST Form-Based Handprint Recognition System”), which
    those digits are from, scaled and sheared them; Alpaydin and Kaynak counted.
    """

    centre: float = CENTRE
    strokes: tuple[float, float] = STROKES

    def placement(self, ink: Image.Image) -> Counted:
        """Find the digit in ink, light on black, and its place in the framed picture."""
        left, top, right, bottom = box = framing.ink_box(np.asarray(ink))
        wide, tall = DIGIT[0] / (right - left), DIGIT[1] / (bottom - top)
        wide, tall = min(wide, WIDER * tall), min(tall, TALLER * wide)
        size = (max(1, round(wide * (right - left))), max(1, round(tall * (bottom - top))))
        counted = Counted(box, size, (0, 0))
        counted = replace(counted, lean=_lean(counted.square(ink)))
        return replace(counted, corner=_place(_grey(counted.cells(ink))).corner)

    def picture(self, ink: Image.Image, placed: framing.Placement) -> np.ndarray:
        """Return ink at its place, as the dataset would hold it: uint8 (28, 28)."""
        assert isinstance(placed, Counted), "a placement of another framing"
        return _enlarge(placed.cells(ink))


def _lean(square: np.ndarray) -> float:
    """Return how much a digit leans by the leftmost pixels of its first and its last row."""
    inked = square > 127
    rows = np.flatnonzero(inked.any(axis=1))
    if rows.size < 2:
        return 0.0
    first, last = (int(np.flatnonzero(inked[row])[0]) for row in rows[[0, -1]])
    return float(np.clip((first - last) / (rows[-1] - rows[0]), -MOST_LEAN, MOST_LEAN))


DIGITS = Dataset(
    spec=SPEC,
    label=N_("Built-in digits"),
    credit=N_(
        "1,797 handwritten digits of 8×8 pixels, enlarged to 28×28: the UCI “Optical "
        "Recognition of Handwritten Digits” test set (Alpaydin & Kaynak 1998, CC BY 4.0), "
        "which scikit-learn carries."
    ),
    read=_read,
    sample=N_("digit"),
    samples=N_("digits"),
    framing=CountedFraming(),
)
