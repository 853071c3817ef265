"""The resident process that answers for finished runs, in milliseconds.

It listens on a local address, for holders of the server's key only. A request is
`(operation, subject, array)`; the reply `("ok", result)` or `("error", message)`.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.config import RunConfig, from_json
from ae.models.architectures import REGISTRY
from ae.runs.store import Store
from ae.workers.answering import serve
from ae.workers.connections import BACKLOG
from ae.workers.lifeline import end_with_parent

if TYPE_CHECKING:
    import keras

log = logging.getLogger(__name__)

Functions = dict[str, Callable[[np.ndarray], Any]]

KEPT = 16
"""How many models stay loaded."""


class Models:
    """The last few models asked for, loaded from their runs' weights."""

    def __init__(self, store: Store):
        self.store = store
        self._kept: OrderedDict[str, Functions] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Functions:
        """Return what the model of a finished run can do, by operation.

        Raises:
            UnknownRun: if there is none, or its files are damaged.
        """
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._load(key)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _load(self, key: str) -> Functions:
        from ae.runs import evaluation

        run = self.store.require(key)
        return functions(run.config, evaluation.load(run))


def functions(config: RunConfig, model: "keras.Model") -> Functions:
    """Return what a model can do for any number of samples or codes, by operation."""
    codes, samples = (None, config.latent_dim), (None, *config.data.shape)
    more = REGISTRY[config.architecture.name].operations(model)
    return {
        "encode": _compiled(model.encoder, samples),
        "decode": _compiled(model.decoder, codes),
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


def answer(models: Models, operation: str, subject: str, array: np.ndarray | None) -> Any:
    """Do one operation; arrays are float32, samples (n, …), codes (n, d)."""
    if operation == "ping":
        return "ready"
    if operation == "describe":
        from ae.models import training
        from ae.runs import evaluation

        return evaluation.layers(training.build(from_json(subject)))
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
    tf.get_logger().setLevel("ERROR")  # it takes several models for one traced too often
    models = Models(store)
    with suppress(FileNotFoundError):
        Path(address).unlink()
    listener = Listener(address, backlog=BACKLOG, authkey=authkey)
    serve(listener, lambda request: answer(models, *request))
