"""The resident process that answers for finished runs, in milliseconds.

It listens on a local address, for holders of the server's key only. A request is
`(operation, subject, array)`; the reply `("ok", result)` or `("error", message)`. Of a list of
subjects the result is a list, of what each makes of the same array.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Listener
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae import logs
from ae.caching import cached
from ae.config import RunConfig, from_json
from ae.data import kinds
from ae.models.architectures import REGISTRY
from ae.runs.store import Run, Store, UnknownRun
from ae.workers.answering import serve
from ae.workers.connections import BACKLOG
from ae.workers.lifeline import end_with_parent

if TYPE_CHECKING:
    import keras

log = logging.getLogger(__name__)

Functions = dict[str, Callable[[np.ndarray], Any]]
Stamp = tuple[Any, ...] | None
"""What `Store.stamp` says of a run's files."""
KEPT_BYTES = 512_000_000
"""How much the models that stay loaded may take: see `cost`."""


@dataclass(frozen=True)
class Loaded:
    """One model: the digest of its run, what it can do, and about how many bytes it takes."""

    digest: str
    functions: Functions
    size: int


class Models:
    """The models asked for most recently, loaded from their runs' weights.

    Each belongs to its run's files as they were: after a training anew, or without its run, it is
    not used any more. At least one stays.

    Args:
        max_bytes: how much they may take together.
    """

    def __init__(self, store: Store, max_bytes: int = KEPT_BYTES):
        self.store, self.max_bytes = store, max_bytes
        self._kept: OrderedDict[str, tuple[Stamp, Loaded]] = OrderedDict()
        self._lock = threading.Lock()
        self._loaded_once = cached(0)(self._loaded)  # it keeps none itself: `_kept` does

    def get(self, subject: str) -> Functions:
        """Return what the model of a finished run can do, by operation.

        Who asks for the same while it is loaded waits for it; nobody else does.

        Args:
            subject: the run's identity, or its key alone for the run of this key as it is now.

        Raises:
            UnknownRun: if there is none, its files are damaged, or it was trained again.
        """
        key, _, digest = subject.partition(":")
        stamp = self.store.stamp(key)
        kept = self._find(key, stamp) or self._loaded_once(key, stamp)
        if digest and digest != kept.digest:
            raise UnknownRun()
        return kept.functions

    def run(self, subject: str) -> Run:
        """Return a finished run itself: see `get`."""
        key, _, digest = subject.partition(":")
        run = self.store.require(key)
        if digest and digest != run.digest:
            raise UnknownRun()
        return run

    def _find(self, key: str, stamp: Stamp) -> Loaded | None:
        with self._lock:
            stamp_then, kept = self._kept.get(key, (None, None))
            if stamp is None or stamp_then != stamp:
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return kept

    def _loaded(self, key: str, stamp: Stamp) -> Loaded:
        if found := self._find(key, stamp):  # someone has loaded it since we looked
            return found
        loaded = _load(self.store, key)
        with self._lock:
            self._kept[key] = stamp, loaded
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._size() > self.max_bytes:
                self._kept.popitem(last=False)
        return loaded

    def _size(self) -> int:
        return sum(loaded.size for _, loaded in self._kept.values())


def _load(store: Store, key: str) -> Loaded:
    from ae.runs import evaluation

    run = store.require(key)
    model = evaluation.load(run)
    return Loaded(run.digest, functions(run.config, model), cost(model))


def cost(model: "keras.Model") -> int:
    """Return about how many bytes of memory a loaded model and its traced functions take.

    Measured on the shipped runs: three times its weights in single precision, from 0.2 to 4.4 MB,
    and 0.1 to 1.6 MB for the functions.
    """
    return 3 * 4 * model.count_params() + 1_000_000


def functions(config: RunConfig, model: "keras.Model") -> Functions:
    """Return what a model can do for any number of samples or codes, by operation."""
    codes, samples = (None, config.latent_dim), (None, *config.data.shape)
    more = REGISTRY[config.architecture.name].operations(model)
    decode = _compiled(model.decoder, codes)
    return {
        "encode": _compiled(model.encoder, samples),
        "decode": decode,
        "draw": lambda array: kinds.draw(decode(array), config.data),
        "reconstruct": _compiled(model, samples),
    } | {name: _compiled(part, samples) for name, part in more.items()}


def _compiled(model: "keras.Model", shape: tuple[int | None, ...]) -> Callable[[np.ndarray], Any]:
    """Trace a model once for any number of samples: several times faster than calling it."""
    import tensorflow as tf

    traced = tf.function(
        lambda batch: model(batch, training=False),
        input_signature=[tf.TensorSpec(shape, tf.float32)],
        autograph=False,  # nothing to convert; it would leave a file in the temporary folder
    )

    def call(array: np.ndarray) -> Any:
        # Checked here: a traced function that refuses its input keeps its lock, for ever.
        if array.ndim != len(shape) or array.shape[1:] != shape[1:]:
            raise ValueError(f"Expected an array of shape {shape}. Received: {array.shape}.")
        found = traced(array.astype(np.float32))
        return (
            [np.asarray(part) for part in found] if isinstance(found, list) else np.asarray(found)
        )

    return call


def answer(
    models: Models, operation: str, subject: str | list[str], array: np.ndarray | None
) -> Any:
    """Do one operation, for each subject; arrays are float32, samples (n, …), codes (n, d)."""
    if isinstance(subject, list):
        return [answer(models, operation, one, array) for one in subject]
    if operation == "ping":
        return "ready"
    if operation == "describe":
        from ae.models import layers, training

        return layers.described(training.build(from_json(subject)))
    if operation == "take_home":
        from ae.runs import take_home

        return take_home.model_files(models.run(subject))
    known = models.get(subject)
    if operation not in known:
        expected = ", ".join(known)
        raise ValueError(f"operation: expected one of {expected}. Received: {operation!r}.")
    if array is None:
        raise ValueError(f"{operation}: expected an array. Received: none.")
    return known[operation](array)


def run(store: Store, address: str, authkey: bytes) -> None:
    """Listen until the supervisor is gone."""
    import tensorflow as tf

    end_with_parent()
    logs.set_up()
    tf.get_logger().setLevel("ERROR")  # it takes several models for one traced too often
    models = Models(store)
    with suppress(FileNotFoundError):
        Path(address).unlink()
    listener = Listener(address, backlog=BACKLOG, authkey=authkey)
    serve(listener, lambda request: answer(models, *request))
