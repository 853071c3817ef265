"""What pages ask the resident model: reconstruct, decode, encode; and how they wait for it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import streamlit as st

from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models import priors
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web.foreign import foreign
from ae.web.runs import run_array
from ae.web.server import workers
from ae.workers import inference
from ae.workers.client import WorkerError, WorkersNotReady

T = TypeVar("T")
Ask = Callable[..., np.ndarray]
"""A function of `inference`: of the workers, a run's identity and an array."""


def reconstruct(run: Run, samples: np.ndarray) -> np.ndarray:
    """Return a run's reconstructions of samples, float32 (n, *shape); read-only.

    Equal requests are answered once: a class that looks at the same digits asks the same thing
    over and over.

    Raises:
        WorkersNotReady: while the inference process starts.
        WorkerError: if it refuses.
    """
    given = np.ascontiguousarray(samples, np.float32)
    return reconstructed(run, given.shape, given.tobytes())


@cached(1024)
def reconstructed(run: Run, shape: tuple[int, ...], samples: bytes) -> np.ndarray:
    """Return what `reconstruct` does, of samples given as float32 bytes."""
    given = np.frombuffer(samples, np.float32).reshape(shape)
    answer = inference.reconstruct(workers(), run.identity, given)
    answer.flags.writeable = False
    return answer


def reconstruct_each(runs: Sequence[Run], samples: np.ndarray) -> np.ndarray:
    """Return what each of some runs on the same data makes of samples; see `reconstruct`.

    Returns:
        float32 (runs, n, *shape), read-only.
    """
    given = np.ascontiguousarray(samples, np.float32)
    return _reconstructed_each(tuple(runs), given.shape, given.tobytes())


@cached(256)
def _reconstructed_each(
    runs: tuple[Run, ...], shape: tuple[int, ...], samples: bytes
) -> np.ndarray:
    given = np.frombuffer(samples, np.float32).reshape(shape)
    each = inference.reconstruct_each(workers(), [one.identity for one in runs], given)
    answer = np.stack(each)
    answer.flags.writeable = False
    return answer


def when_awake(ask: Callable[[], T]) -> T | None:
    """Return what a worker answers, or None after saying that it is still waking up.

    The page then runs again by itself as soon as the worker answers.
    """
    try:
        return ask()
    except WorkersNotReady:
        st.fragment(_wait, run_every=1.0)()
    except WorkerError as error:
        st.warning(foreign(error), icon=":material/warning:")
    return None


def _wait() -> None:
    try:
        workers().ask("ping", "")
    except WorkersNotReady:
        st.info(
            _("The network is waking up. This takes some seconds after a start…"),
            icon=":material/hourglass_top:",
        )
    else:
        st.rerun()


def decode(run: Run, codes: np.ndarray) -> np.ndarray | None:
    """Decode codes (n, latent_dim), or say that the worker is still waking up; read-only."""
    return _through(inference.decode, run, codes)


@cached(16)
def aggregate(run: Run) -> np.ndarray:
    """Return the codes of all held-out samples that together should follow the run's prior.

    Where the encoder gives distributions these are draws of them, one for each sample.

    Returns:
        float32 (held-out samples, latent_dim).

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    if not REGISTRY[run.config.architecture.name].stochastic:
        return run_array(run, "latents")
    samples = datasets.to_inputs(datasets.held_out(run.config.dataset).samples)
    return priors.drawn_codes(*inference.examine(workers(), run.identity, "posterior", samples))


def encode(run: Run, samples: np.ndarray) -> np.ndarray | None:
    """Encode samples, float32 (n, *shape), or say that the worker is waking up; read-only."""
    return _through(inference.encode, run, samples)


def _through(ask: Ask, run: Run, given: np.ndarray) -> np.ndarray | None:
    given = np.ascontiguousarray(given, np.float32)
    return when_awake(lambda: _answered(ask, run, given.shape, given.tobytes()))


@cached(256)
def _answered(ask: Ask, run: Run, shape: tuple[int, ...], given: bytes) -> np.ndarray:
    answer = ask(workers(), run.identity, np.frombuffer(given, np.float32).reshape(shape))
    answer.flags.writeable = False
    return answer
