"""ECG5000 of the UCR archive: a text file of 500 beats, and another of 4,500 where it is here."""

from itertools import islice
from pathlib import Path

import numpy as np

from ae.config import DataSpec
from ae.data.datasets import keras_cache
from ae.data.datasets.base import Dataset, DatasetError, Split, SplitName
from ae.i18n import N_
from ae.messages import Message

FOLDER = "heartbeats"
TRAIN, TEST = "ECG5000_TRAIN.txt", "ECG5000_TEST.txt"
MOST_BYTES = 50_000_000
MOST_ROWS = 5000
SPEC = DataSpec(
    name="ecg5000",
    kind="signal",
    shape=(140,),
    train_size=249,
    scale="small",
    value_range=None,
    classes=(
        N_("normal"),
        N_("R-on-T premature ventricular"),
        N_("premature ventricular"),
        N_("supraventricular"),
        N_("unclassified"),
    ),
)


def paths() -> tuple[Path, ...]:
    found = tuple(keras_cache.found(f"{FOLDER}/{name}") for name in (TRAIN, TEST))
    return found if found[1].exists() else found[:1]


def _read(split: SplitName) -> Split:
    return halved(paths(), split, seed=0)


def halved(paths: tuple[Path, ...], split: SplitName, seed: int) -> Split:
    """Split the training file in half, class by class; the test file is held out.

    Args:
        paths: of the training file, and of the test file where there is one.
        seed: which halves: the training half is the same whether the test file is here or not.
    """
    samples, labels = read_table(paths[0])
    learnt = _half(labels, np.random.default_rng(seed))
    if split == "train":
        return Split(samples[learnt], labels[learnt])
    parts = [(samples[~learnt], labels[~learnt]), *map(read_table, paths[1:])]
    found = [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]
    return Split(*found)


def _half(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which rows are of the training half, bool (n,)."""
    learnt = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        learnt[rows[: len(rows) // 2]] = True
    return learnt


def read_table(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the beats of a file, float32 (n, 140), and their labels from 0, uint8 (n,)."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DatasetError(_advice(path, f"{path.stat().st_size:,} bytes"))
        with path.open() as file:
            lines = list(islice(file, MOST_ROWS + 2))
        rows = np.loadtxt(lines or ["nothing"], dtype=np.float64, ndmin=2)
    except FileNotFoundError:
        raise DatasetError(
            N_(
                "ECG5000 is not on this machine: expected {path}. Get {train} from the "
                "UCR time series archive and put it into the folder {folder} of "
                "AE_DATA_DIR."
            ),
            path=path,
            train=TRAIN,
            folder=FOLDER,
        ) from None
    except DatasetError:
        raise
    except Exception as error:  # not text, not numbers, rows of several lengths
        raise DatasetError(_advice(path, f"{type(error).__name__}: {error}"[:200])) from error
    labels = rows[:, 0] - 1
    if rows.shape[1] != 1 + SPEC.size or len(rows) > MOST_ROWS or not np.isfinite(rows).all():
        raise DatasetError(_advice(path, f"{len(rows):,} rows of {rows.shape[1]} numbers"))
    if not np.isin(labels, range(len(SPEC.classes))).all():
        raise DatasetError(_advice(path, f"classes from {rows[:, 0].min()} to {rows[:, 0].max()}"))
    return rows[:, 1:].astype(np.float32), labels.astype(np.uint8)


def _advice(path: Path, received: str | Message) -> Message:
    text = N_(
        "ECG5000 cannot be read: expected at most {rows:,} rows of a class from 1 to {classes} and "
        "{size} numbers. Received: {received}. Replace {path} by the archive's file."
    )
    wanted = {"rows": MOST_ROWS, "classes": len(SPEC.classes), "size": SPEC.size}
    return Message(text, {**wanted, "received": received, "path": str(path)})


ECG5000 = Dataset(
    spec=SPEC,
    label=N_("ECG5000"),
    credit=N_(
        "Beats of one patient with heart failure in the course of 20 hours, each brought to 140 "
        "numbers of mean 0 and variance 1: ECG5000 of the UCR archive (Chen et al. 2015), from the "
        "BIDMC Congestive Heart Failure Database (Goldberger et al. 2000)."
    ),
    read=_read,
    files=paths,
    sample=N_("beat"),
    samples=N_("beats"),
    known=frozenset({"99cae68c2e55d6fb"}),  # the training file alone
)
