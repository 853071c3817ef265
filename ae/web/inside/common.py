"""What the views of the families share: a digit to look at, and a run to compare with."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import figures
from ae.web.services import all_runs, run_array, test_split, when_awake, workers
from ae.workers import inference

NEIGHBOURS = 10


def choose_digit(run: Run, key: str, usual: int = 3, label: str = "") -> int:
    """Let a person choose one of ten held-out digits, at first `usual`; return its index."""
    labels = test_split(run.config.dataset).labels
    firsts = analysis.choose(labels, None, "each", 10)
    names = [str(label) for label in labels[firsts]]
    name = st.segmented_control(
        label or _("Held-out digit"), names, default=names[usual], required=True, key=key
    )
    return int(firsts[names.index(name)])


def picture(run: Run, index: int) -> np.ndarray:
    """Return one held-out digit as a model's input, float32 (1, 28, 28)."""
    return datasets.to_inputs(test_split(run.config.dataset).images[index : index + 1])


@cached(256)
def _decoded(key: str, shape: tuple[int, ...], codes: bytes) -> np.ndarray:
    return inference.decode(workers(), key, np.frombuffer(codes, np.float32).reshape(shape))


def decode(run: Run, codes: np.ndarray) -> np.ndarray | None:
    """Decode codes (n, latent_dim), or say that the worker is still waking up."""
    codes = np.ascontiguousarray(codes, np.float32)
    return when_awake(lambda: _decoded(run.key, codes.shape, codes.tobytes()))


@cached(16)
def atoms(run: Run) -> np.ndarray:
    """Return what each unit adds to the picture before the last bend: (latent_dim, 28, 28).

    For a decoder of one layer these are the columns of its weights: the decoder is asked for
    each unit alone, and what it answers to nothing is taken away.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    size = run.config.latent_dim
    units = np.eye(size, dtype=np.float32)
    pictures = inference.decode(workers(), run.key, np.concatenate([units, 0 * units[:1]]))
    if REGISTRY[run.config.architecture.name].bounded:  # by a sigmoid: undo it
        p = np.clip(pictures.astype(np.float64), analysis.EPSILON, 1 - analysis.EPSILON)
        pictures = np.log(p) - np.log1p(-p)
    return (pictures[:-1] - pictures[-1]).astype(np.float32)


def show_nearest(run: Run, code: np.ndarray) -> None:
    """Show the held-out digits whose codes lie nearest to a code, (d,)."""
    split = test_split(run.config.dataset)
    nearest = analysis.nearest(code, run_array(run, "latents"), NEIGHBOURS)
    names = [str(label) for label in split.labels[nearest]]
    st.markdown(_("**The held-out digits nearest to it**, by their codes:"))
    st.html(figures.gallery(split.images[nearest], names, names))


def companion(run: Run, architecture: str) -> Run | None:
    """Return a finished run of another family to compare with: same dataset, nearest code size."""
    others = [
        other
        for other in all_runs()
        if other.config.architecture.name == architecture
        and other.config.dataset == run.config.dataset
    ]
    size = run.config.latent_dim
    return min(others, key=lambda other: abs(other.config.latent_dim - size), default=None)
