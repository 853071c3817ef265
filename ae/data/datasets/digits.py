"""The built-in digits: scikit-learn's, enlarged to 28×28 as MNIST frames its own; always here."""

import gzip
import importlib.util
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
            "The built-in digits need scikit-learn. Run: pip install -r requirements.txt"
        )
    path = Path(found.submodule_search_locations[0]) / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(path, "rt") as file:
        return np.loadtxt(file, delimiter=",", dtype=np.uint8)


def _enlarge(small: np.ndarray) -> np.ndarray:
    """Turn one 8×8 digit of 0 to 16 into uint8 (28, 28), framed as MNIST frames its own."""
    picture = Image.fromarray((small * 15.9375).astype(np.uint8))
    whole = (0, 0, *picture.size)
    placed = framing.place(picture, whole, CENTRE)
    large = Image.fromarray(placed.put(picture))
    # Enlarging blurs the strokes; steepening the grey levels restores their contrast.
    return np.asarray(large.point([_steepen(level) for level in range(256)]))


def _steepen(level: int) -> int:
    return round(min(max((level - 50) / 155, 0.0), 1.0) * 255)


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
    centre=CENTRE,
)
