"""Live answers of a finished run: encode, decode, reconstruct.

The resident inference process answers them; this is how pages ask. Samples are float32
(n, *shape), codes float32 (n, latent_dim). A run is named by its key, or by its identity, which is
refused when the run has been trained again since. Every function raises
`WorkersNotReady` while that process starts, and `WorkerError` with a sentence if it refuses.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ae.config import RunConfig
from ae.workers.client import Workers


def encode(workers: Workers, run: str, images: np.ndarray) -> np.ndarray:
    """Return the codes (n, latent_dim) of samples."""
    return workers.ask("encode", run, np.asarray(images, np.float32))


def decode(workers: Workers, run: str, codes: np.ndarray) -> np.ndarray:
    """Return the samples (n, *shape) that codes stand for."""
    return workers.ask("decode", run, np.asarray(codes, np.float32))


def draw(workers: Workers, run: str, codes: np.ndarray) -> np.ndarray:
    """Return the samples that codes stand for, drawn: uint8 (n, height, width).

    A quarter of what `decode` brings: many at once are received that much sooner.
    """
    return workers.ask("draw", run, np.asarray(codes, np.float32))


def reconstruct(workers: Workers, run: str, images: np.ndarray) -> np.ndarray:
    """Return the reconstructions (n, *shape) of samples."""
    return workers.ask("reconstruct", run, np.asarray(images, np.float32))


def reconstruct_each(workers: Workers, runs: Sequence[str], images: np.ndarray) -> list[np.ndarray]:
    """Return what each of some runs makes of the same samples, a list of (n, *shape).

    In one exchange: among thirty people each wait for a turn costs more than an answer.
    """
    return workers.ask("reconstruct", list(runs), np.asarray(images, np.float32))


def examine(workers: Workers, run: str, operation: str, images: np.ndarray) -> Any:
    """Return what only the run's family answers about samples: see its `operations`."""
    return workers.ask(operation, run, np.asarray(images, np.float32))


def describe(workers: Workers, config: RunConfig) -> list[dict[str, Any]]:
    """Return the layers of a configuration's model, trained or not, as a table's rows."""
    return workers.ask("describe", config.canonical_json())


def take_home(workers: Workers, run: str) -> dict[str, bytes]:
    """Return a finished run's network as files: see `ae.runs.take_home.model_files`."""
    return workers.ask("take_home", run)
