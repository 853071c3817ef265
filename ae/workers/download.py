"""The work of a job that downloads a dataset: fetched through Keras, checked, moved into place."""

import os
import shutil
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

from ae.data import datasets
from ae.i18n import N_
from ae.runs import jobs
from ae.runs.store import Store

DOWNLOAD_TIMEOUT = 20.0
"""Seconds without a byte after which a download has failed; `AE_DOWNLOAD_TIMEOUT` changes it."""


def fetch(store: Store, spec: jobs.Spec, attempt: jobs.Attempt) -> None:
    """Fetch a dataset's files through Keras into the attempt's folder, check and move them."""
    import keras

    socket.setdefaulttimeout(float(os.environ.get("AE_DOWNLOAD_TIMEOUT", DOWNLOAD_TIMEOUT)))
    dataset = datasets.DATASETS[spec.subject]
    source = dataset.download
    if source is None:
        raise datasets.DatasetError(
            N_("{label} is always here: there is no download."), label=dataset.label
        )
    partial = attempt.result / "datasets"
    _watch_size(partial, source.size, attempt)
    for file in source.files:
        try:
            keras.utils.get_file(
                file.name,
                _address(source, file),
                cache_dir=attempt.result,
                file_hash=file.digest,
            )
        except Exception as error:  # Keras raises a bare Exception for an unreachable address
            raise datasets.DatasetError(
                N_(
                    "{label} could not be downloaded: {reason}. Check the network and "
                    "try again, or put {name} where AE_DATA_DIR names a folder (the "
                    "README says how). The built-in digits work meanwhile."
                ),
                label=dataset.label,
                reason=str(error).rstrip("."),
                name=file.name,
            ) from error
    for file in source.files:
        _move(partial / file.name, source.folder() / file.name, dataset.label)


def _address(source: datasets.Download, file: datasets.RemoteFile) -> str:
    """Return where a file is fetched from: the mirror that the operator named, or the origin."""
    mirror = os.environ.get(source.mirror)
    if mirror and len(source.files) == 1:
        return mirror
    return f"{mirror or source.address}/{file.name}"


def _move(partial: Path, target: Path, label: str) -> None:
    """Move a whole file into place; between two file systems by way of a copy beside it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.move(partial, beside)
        beside.replace(target)
    except OSError as error:
        raise datasets.DatasetError(
            N_(
                "{label} was downloaded, but {target} cannot be written: {reason}. "
                "Make its folder writable, or set KERAS_HOME to one that is."
            ),
            label=label,
            target=target,
            reason=error.strerror or error,
        ) from error


def _watch_size(folder: Path, total: int, attempt: jobs.Attempt) -> None:
    def watch() -> None:
        while True:
            time.sleep(0.2)
            with suppress(OSError):  # files come and go
                here = sum(path.stat().st_size for path in folder.iterdir())
                attempt.set_fraction(min(here / total, 1.0))

    threading.Thread(target=watch, daemon=True, name="download-watch").start()
