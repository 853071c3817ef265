"""Breast-cancer measurements: a table, as scikit-learn carries it; always here."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

from ae.config import DataSpec
from ae.data.datasets.base import Dataset, DatasetError, Split, SplitName
from ae.i18n import N_, _

MEASURED = (
    N_("radius"),
    N_("texture"),
    N_("perimeter"),
    N_("area"),
    N_("smoothness"),
    N_("compactness"),
    N_("concavity"),
    N_("concave points"),
    N_("symmetry"),
    N_("fractal dimension"),
)
"""What was measured of every cell nucleus."""
TAKEN = (N_("mean"), N_("error"), N_("worst"))
"""What was kept of it over a picture: mean, standard error, mean of the three largest."""
SPEC = DataSpec(
    name="breast_cancer",
    kind="table",
    shape=(len(MEASURED) * len(TAKEN),),
    train_size=400,
    scale="small",
    value_range=None,
    classes=(N_("malignant"), N_("benign")),
)


def _read(split: SplitName) -> Split:
    """Return standardised measurements: each column less its mean, over its spread, in training."""
    table = _table()
    # A fixed shuffle: the rows lie in the order in which patients came.
    order = np.random.default_rng(0).permutation(len(table))
    train, test = table[order[: SPEC.train_size]], table[order[SPEC.train_size :]]
    mean, spread = train[:, :-1].mean(axis=0), train[:, :-1].std(axis=0)
    rows = train if split == "train" else test
    samples = (rows[:, :-1] - mean) / spread
    return Split(samples.astype(np.float32), rows[:, -1].astype(np.uint8))


@cache
def _table() -> np.ndarray:
    """Return scikit-learn's table, (569, 31): 30 measurements, then 0 for malignant, 1 for benign.

    Read from the file inside the installed package, without importing it: see `digits`.
    """
    found = importlib.util.find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise DatasetError(
            N_("The measurements need scikit-learn. Run: pip install -r requirements.txt")
        )
    path = Path(found.submodule_search_locations[0]) / "datasets" / "data" / "breast_cancer.csv"
    return np.loadtxt(path, delimiter=",", skiprows=1)


def _columns() -> tuple[str, ...]:
    return tuple(
        _("{what} ({taken})").format(what=_(what), taken=_(taken))
        for taken in TAKEN
        for what in MEASURED
    )


BREAST_CANCER = Dataset(
    spec=SPEC,
    label=N_("Breast cancer"),
    credit=N_(
        "569 patients, 30 measurements each of the cell nuclei in a fine-needle aspirate: "
        "“Breast Cancer Wisconsin (Diagnostic)” (Wolberg, Mangasarian, Street & Street 1993, UCI, "
        "CC BY 4.0), which scikit-learn carries. Standardised by the 400 that are learnt from."
    ),
    read=_read,
    sample=N_("patient"),
    samples=N_("patients"),
    columns=_columns,
)
