"""What every architecture says of itself, and the form of what it builds."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

    from ae.config import Options


@dataclass(frozen=True)
class Words:
    """What a page tells of an architecture. Marked with `N_`, translated when shown."""

    label: str
    purpose: str
    formula: str
    look_for: str
    strengths: str
    weaknesses: str
    uses: str
    paper: str


@dataclass(frozen=True)
class Speed:
    """How `fit` runs this architecture fastest on a CPU; measured, not guessed.

    Args:
        jit_compile: whether XLA compiles the training step.
        steps_per_execution: batches between two returns to Python. A larger number is
            faster for a small model, and makes progress within an epoch coarser.
        threads: how many cores one operation may use; None for all. One leaves the others
            to the web process, and is no slower for a small model.
        optimizer: makes the Keras optimizer from a learning-rate schedule.
    """

    jit_compile: bool
    steps_per_execution: int
    threads: int | None
    optimizer: "Callable[[Any], keras.optimizers.Optimizer]"


@dataclass(frozen=True)
class Architecture:
    """One entry of the registry.

    Args:
        options: the class of its options; its `name` is the registry's key.
        build: `(options, latent_dim) -> keras.Model`. The model maps float32 images
            (n, 28, 28) in [0, 1] to reconstructions of the same shape, and has two
            sub-models as attributes: `encoder`, (n, 28, 28) → (n, latent_dim), and
            `decoder`, (n, latent_dim) → (n, 28, 28).
        words: what a page tells of it.
        speed: how `fit` runs it.
    """

    options: "type[Options]"
    build: "Callable[[Any, int], keras.Model]"
    words: Words
    speed: Speed

    def source(self) -> str:
        """Return the builder's Python source, as it runs."""
        return inspect.getsource(self.build)
