"""A fresh process for one job: train, download, or compute a view of a run, for the store."""

import logging
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from ae import logs
from ae.analysis import UnusableCodes, tsne
from ae.config import from_flat
from ae.data import datasets
from ae.i18n import N_
from ae.messages import Message, message_of
from ae.models import deadline, training
from ae.runs import jobs
from ae.runs.store import LOCK_SECONDS, Store, StoreError, UnknownRun, explained, views
from ae.workers import download
from ae.workers.lifeline import end_with_parent

log = logging.getLogger(__name__)

NICENESS = 10
"""Training yields to the web process and to inference, so that pages stay quick."""
SPARE_NICENESS = 5
"""A spare yields, too, but less: what takes a job yields as any training, and none can less."""
SPARE_THREADS = 1
"""TensorFlow's threads of a spare; they cannot be changed once it has got ready."""
VIEW_NICENESS = 5
"""So much more a view's making yields, so that it takes little from a training beside it."""
PLAIN = (
    *(StoreError, UnknownRun, datasets.DatasetError, training.Diverged, deadline.TooLong),
    *(tsne.EmbeddingError, UnusableCodes),
)
"""Errors whose message is a sentence for whoever asked."""
LATE_SECONDS = 300.0
"""So long after twice a training's bound a job is stopped: it should have ended by itself."""
READY = "ready"
"""What a spare says once it waits for a job."""
TAKEN = "taken"
"""What it says once it has one."""


def run(store: Store, spec: jobs.Spec, name: str, seconds: float | None = None) -> None:
    """Do one claimed job to its end: published, failed with a message, or stopped.

    Args:
        seconds: how long a training may take.
    """
    end_with_parent()
    logs.set_up()
    do(store, spec, name, seconds)


def suits_spare(spec: jobs.Spec) -> bool:
    """Tell whether a job may be given to a spare process: see `wait`."""
    return spec.kind == "train" and training.threads(spec.config) == SPARE_THREADS


def wait(store: Store, orders: Connection, seconds: float | None = None) -> None:
    """Get ready to train, say so, wait for one job, and do it as `run` does.

    Args:
        orders: what says `READY`, brings the job's specification and its attempt's name, and says
            `TAKEN`. When the other end is closed before, the process ends.
        seconds: how long a training may take.
    """
    end_with_parent()
    logs.set_up()
    _yield_more(SPARE_NICENESS)
    _get_ready()
    try:
        orders.send(READY)
        spec, name = orders.recv()
        orders.send(TAKEN)
    except (EOFError, OSError):
        return
    do(store, spec, name, seconds, niceness=NICENESS - SPARE_NICENESS)


def _get_ready() -> None:
    """Train something small, for Keras and TensorFlow do much only when first used."""
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(SPARE_THREADS)
    training.train(from_flat({"dataset": "digits", "train_size": 100, "epochs": 1}))
    keras.backend.clear_session()  # else layers would be numbered on


def do(
    store: Store,
    spec: jobs.Spec,
    name: str,
    seconds: float | None = None,
    niceness: int = NICENESS,
) -> None:
    """Do one claimed job as `run` does, in a process that ends with it.

    Args:
        niceness: by how much it is to yield more than this process does.
    """
    _yield_more(niceness)
    attempt = jobs.Attempt(store.jobs / spec.key / name)
    if not jobs.is_current(store, spec.key, name):
        return
    try:
        with explained(store.root):
            attempt.start()
            if spec.kind == "train":
                _train(spec, attempt, seconds)
            else:
                _WORK[spec.kind](store, spec, attempt)
            jobs.finish(store, spec.key, name)
    except Exception as error:
        if isinstance(error, PLAIN):
            log.warning("Job %s failed: %s", spec.key, error)
        else:
            log.exception("Job %s failed.", spec.key)
        _fail(store, spec.key, name, attempt, error)


def _yield_more(by: int) -> None:
    if hasattr(os, "nice"):
        os.nice(by)


def longest(seconds: float) -> float:
    """Return after how many seconds a job is stopped that should have ended by itself long ago.

    Args:
        seconds: how long a training may take.
    """
    return 2 * seconds + LATE_SECONDS


def end_late(
    store: Store, spec: jobs.Spec, name: str, seconds: float, patience: float = LOCK_SECONDS
) -> None:
    """Say of a job whose process was stopped, after so many seconds, that it took too long."""
    text = N_("It did not end within {n:.0f} min and was stopped. Try something smaller.")
    message = Message(text, {"n": seconds / 60})
    jobs.set_state(store, spec.key, name, "failed", message, patience=patience)
    jobs.Attempt(store.jobs / spec.key / name).discard()


def _fail(store: Store, key: str, name: str, attempt: jobs.Attempt, error: Exception) -> None:
    message = _words(error)
    if isinstance(error, training.Diverged):
        attempt.discard_result()  # where it went wrong is to be seen in its epochs
    else:
        attempt.discard()  # first, so that a full disk has room for the message
    jobs.set_state(store, key, name, "failed", message)


def _words(error: Exception) -> Message:
    """Return what a person is told of an error."""
    if isinstance(error, PLAIN):
        return message_of(error)
    name = type(error).__name__
    # TensorFlow's own is told by its name: this module must load without it.
    if name == "ResourceExhaustedError" or isinstance(error, MemoryError):
        return Message(
            N_(
                "There was not enough memory. Choose a smaller network, smaller batches or fewer "
                "training samples, or wait until nothing else is trained."
            )
        )
    return Message(f"{name}: {error}")


def _train(spec: jobs.Spec, attempt: jobs.Attempt, seconds: float | None) -> None:
    import tensorflow as tf

    from ae.runs import evaluation

    tf.config.threading.set_intra_op_parallelism_threads(training.threads(spec.config))
    trained = training.train(
        spec.config,
        report=lambda epoch: attempt.add_epoch(epoch.numbers(), epoch.snapshot),
        progress=_at_most_every(0.2, attempt.set_fraction),
        seconds=seconds,
    )
    evaluation.save(spec.config, trained, attempt.result)


def _at_most_every(every: float, tell: Callable[[float], None]) -> Callable[[float], None]:
    """Pass a number on at most every `every` seconds."""
    last = 0.0

    def maybe(value: float) -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            tell(value)

    return maybe


def _embed(store: Store, spec: jobs.Spec, attempt: jobs.Attempt) -> None:
    """Place some of a finished run's held-out codes in the plane."""
    _yield_more(VIEW_NICENESS)
    run = store.require(spec.subject)
    codes = run.array("latents")
    codes = codes[tsne.rows(len(codes))]
    points = tsne.tsne(codes, tsne.SEED, attempt.set_fraction)
    views.write(attempt.result / views.file_name(views.TSNE), run, points)


def _mix(store: Store, spec: jobs.Spec, attempt: jobs.Attempt) -> None:
    """Fit a mixture to the codes of the samples that a finished run has learnt from."""
    import tensorflow as tf

    from ae.runs import mixtures

    _yield_more(VIEW_NICENESS)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    run = store.require(spec.subject)
    fitted = mixtures.fit(run, attempt.set_fraction)
    views.write(attempt.result / views.file_name(views.MIXTURE), run, fitted.to_table())


_WORK = {"download": download.fetch, "embed": _embed, "mix": _mix}
