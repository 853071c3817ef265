"""Five real minutes of an electrocardiogram, cut into beats: `ecg.dat` as SciPy serves it."""

from pathlib import Path

import numpy as np

from ae.config import DataSpec
from ae.data import heartbeats
from ae.data.datasets import keras_cache
from ae.data.datasets.base import (
    Dataset,
    DatasetError,
    Download,
    RemoteFile,
    Split,
    SplitName,
    standardised,
)
from ae.data.heartbeats.detection import without_baseline
from ae.i18n import N_
from ae.messages import Message

FOLDER, FILE = "heartbeats", "ecg.dat"
RATE = 360.0
ZERO, STEPS_A_MILLIVOLT = 1024, 200
"""How the recorder wrote volts down: 11 bits over 10 mV."""
MOST = 2_000_000
"""Samples that a file may hold: 90 minutes."""
BEFORE = round(heartbeats.BEFORE * RATE)
AFTER = 256 - BEFORE
TRAINED, HELD_OUT = 0.6, 0.25
"""The first and the last share of the recording; what lies between is for validation."""
SPEC = DataSpec(
    name="recorded_beats",
    kind="signal",
    shape=(BEFORE + AFTER,),
    train_size=299,
    scale="small",
    value_range=None,
    classes=(N_("narrow"), N_("broad and premature"), N_("broad, in time")),
    rate=RATE,
)


def _path() -> Path:
    return keras_cache.found(f"{FOLDER}/{FILE}")


def _read(split: SplitName) -> Split:
    volts = without_baseline(_volts(_path()), RATE)
    beats = heartbeats.find_beats(volts, RATE)
    beats = beats[(beats >= BEFORE) & (beats + AFTER <= len(volts))]
    if len(beats) < SPEC.train_size:
        raise DatasetError(_advice(_path(), f"{len(beats)} beats"))
    windows = heartbeats.cut(volts, beats, BEFORE, AFTER)
    labels = heartbeats.classify(windows, beats, BEFORE, RATE)
    first, last = round(TRAINED * len(beats)), round((1 - HELD_OUT) * len(beats))
    rows = {"train": slice(first), "validation": slice(first, last), "test": slice(last, None)}
    return Split(standardised(windows[rows[split]], windows[:first]), labels[rows[split]])


def _volts(path: Path) -> np.ndarray:
    """Return the recording in millivolts, float64 (n,)."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            ecg = _bounded(archive, path)
    except FileNotFoundError:
        raise DatasetError(
            N_(
                "The recording is not on this machine: expected {path}. Download it "
                "with the button beside the dataset, or set AE_DATA_DIR to a folder "
                "that holds {folder}/{file}."
            ),
            path=path,
            folder=FOLDER,
            file=FILE,
        ) from None
    except DatasetError:
        raise
    except Exception as error:  # a damaged archive raises anything from BadZipFile to KeyError
        raise DatasetError(_advice(path, f"{type(error).__name__}: {error}")) from error
    return (ecg.astype(np.float64) - ZERO) / STEPS_A_MILLIVOLT


def _bounded(archive: "np.lib.npyio.NpzFile", path: Path) -> np.ndarray:
    """Read the array `ecg`, after a look at how large it says it is."""
    assert archive.zip is not None
    size = archive.zip.getinfo("ecg.npy").file_size
    if size > 8 * MOST:
        raise DatasetError(_advice(path, f"{size:,} bytes"))
    ecg = archive["ecg"]
    if ecg.ndim != 1 or ecg.dtype.kind not in "iu" or not RATE * 60 <= len(ecg) <= MOST:
        raise DatasetError(_advice(path, f"{ecg.dtype} {ecg.shape}"))
    return ecg


def _advice(path: Path, received: str | Message) -> Message:
    text = N_(
        "The recording cannot be read: expected an npz with the array ecg, whole numbers (n,), one "
        "to ninety minutes of {rate:.0f} samples a second with at least {least} beats. Received: "
        "{received}. Delete {path} and download it again."
    )
    wanted = {"rate": RATE, "least": SPEC.train_size}
    return Message(text, {**wanted, "received": received, "path": str(path)})


RECORDED_BEATS = Dataset(
    spec=SPEC,
    label=N_("Heartbeats, recorded"),
    credit=N_(
        "Five minutes of one person's electrocardiogram: record 208 of the MIT-BIH Arrhythmia "
        "Database (Moody & Mark 2001, by way of PhysioNet), as SciPy serves it."
    ),
    read=_read,
    splits=("train", "validation", "test"),
    files=lambda: (_path(),),
    download=Download(
        files=(
            RemoteFile(FILE, "f20ad3365fb9b7f845d0e5c48b6fe67081377ee466c3a220b7f69f35c8958baf"),
        ),
        address="https://raw.githubusercontent.com/scipy/dataset-ecg/main",
        mirror="AE_HEARTBEATS_URL",
        size=119_035,
        licence=N_("Open Data Commons Attribution License 1.0"),
        folder=lambda: keras_cache.folder() / FOLDER,
    ),
    sample=N_("beat"),
    samples=N_("beats"),
    held_out_differs=N_("The held-out beats are the last quarter of the five minutes."),
)
