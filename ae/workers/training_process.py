"""A fresh process for one job: train, download or embed, and leave the result in the store."""

import logging
import os
import shutil
import socket
import threading
import time
from pathlib import Path

from ae.analysis import tsne
from ae.data import datasets
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.runs import jobs
from ae.runs.store import Store, StoreError, UnknownRun, plainly, views
from ae.workers.lifeline import end_with_parent

log = logging.getLogger(__name__)

NICENESS = 10
"""Training yields to the web process and to inference, so that pages stay quick."""
EMBED_NICENESS = 5
"""So much more an embedding yields, so that it takes little from a training beside it."""
PLAIN = (StoreError, UnknownRun, datasets.DatasetError, tsne.EmbeddingError, training.Diverged)
"""Errors whose message is a sentence for whoever asked."""
DOWNLOAD_TIMEOUT = 20.0
"""Seconds without a byte after which a download has failed; `AE_DOWNLOAD_TIMEOUT` changes it."""


def run(store: Store, spec: jobs.Spec, attempt: str) -> None:
    """Do one claimed job to its end: published, failed with a message, or stopped."""
    end_with_parent()
    _yield_more(NICENESS)
    place = jobs.Attempt(store.jobs / spec.key / attempt)
    try:
        with plainly(store.root):
            place.start()
            _WORK[spec.kind](store, spec, place)
            jobs.finish(store, spec.key, attempt)
    except Exception as error:
        log.exception("Job %s failed.", spec.key)
        _fail(store, spec.key, attempt, place, error)


def _yield_more(by: int) -> None:
    if hasattr(os, "nice"):
        os.nice(by)


def _fail(store: Store, key: str, attempt: str, place: jobs.Attempt, error: Exception) -> None:
    message = str(error) if isinstance(error, PLAIN) else f"{type(error).__name__}: {error}"
    place.discard()  # first, so that a full disk has room for the message
    jobs.set_state(store, key, attempt, "failed", message)


def _train(store: Store, spec: jobs.Spec, place: jobs.Attempt) -> None:
    import tensorflow as tf

    from ae.runs import evaluation

    speed = REGISTRY[spec.config.architecture.name].speed
    tf.config.threading.set_intra_op_parallelism_threads(speed.threads or 0)
    trained = training.train(
        spec.config,
        report=lambda epoch: place.add_epoch(epoch.numbers(), epoch.frame),
        progress=_seldom(place.set_fraction),
    )
    evaluation.save(spec.config, trained, place.result)


def _seldom(tell, every: float = 0.2):
    """Pass a number on at most every `every` seconds."""
    last = 0.0

    def maybe(value: float) -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            tell(value)

    return maybe


def _embed(store: Store, spec: jobs.Spec, place: jobs.Attempt) -> None:
    """Place a finished run's first held-out codes in the plane."""
    _yield_more(EMBED_NICENESS)
    run = store.require(spec.subject)
    codes = run.array("latents")[: tsne.POINTS]
    points = tsne.tsne(codes, tsne.SEED, place.set_fraction)
    views.write(place.result / views.file_name(views.TSNE), run, points)


def _download(store: Store, spec: jobs.Spec, place: jobs.Attempt) -> None:
    """Fetch MNIST through Keras into the attempt's folder, check it, move it into place."""
    import keras

    socket.setdefaulttimeout(float(os.environ.get("AE_DOWNLOAD_TIMEOUT", DOWNLOAD_TIMEOUT)))
    url = os.environ.get("AE_MNIST_URL", datasets.MNIST_URL)
    partial = place.result / "datasets" / "mnist.npz"
    _watch_size(partial, datasets.MNIST_BYTES, place)
    try:
        keras.utils.get_file(
            "mnist.npz", url, cache_dir=place.result, file_hash=datasets.MNIST_SHA256
        )
    except Exception as error:  # Keras raises a bare Exception for an unreachable address
        raise datasets.DatasetError(
            f"MNIST could not be downloaded: {str(error).rstrip('.')}. Check the network and try "
            "again, or put mnist.npz into a folder and set AE_DATA_DIR to it. The built-in digits "
            "work meanwhile."
        ) from error
    _move(partial, datasets.mnist_path())


def _move(partial: Path, target: Path) -> None:
    """Move a whole file into place; between two file systems by way of a copy beside it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.move(partial, beside)
        beside.replace(target)
    except OSError as error:
        raise datasets.DatasetError(
            f"MNIST was downloaded, but {target} cannot be written: {error.strerror or error}. "
            "Make its folder writable, or set KERAS_HOME to one that is."
        ) from error


def _watch_size(path: Path, total: int, place: jobs.Attempt) -> None:
    def watch() -> None:
        while True:
            time.sleep(0.2)
            if path.exists():
                place.set_fraction(min(path.stat().st_size / total, 1.0))

    threading.Thread(target=watch, daemon=True, name="download-watch").start()


_WORK = {"train": _train, "download": _download, "embed": _embed}
