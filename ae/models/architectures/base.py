"""What every architecture says of itself, and the form of what it builds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.random_source import RandomSource

if TYPE_CHECKING:
    import keras

    from ae.config import DataSpec, Options


@dataclass(frozen=True)
class Words:
    """What a page tells of an architecture. Marked with `N_`, translated when shown.

    `not_when` says when to take another family; `not_for` says why it cannot take the kinds of
    data that its options leave out.
    """

    label: str
    purpose: str
    formula: str
    look_for: str
    strengths: str
    weaknesses: str
    not_when: str
    uses: str
    paper: str
    not_for: str = ""


@dataclass(frozen=True)
class Speed:
    """How `fit` runs this architecture fastest on a CPU; measured, not guessed.

    Args:
        jit_compile: whether XLA compiles the training step, where that is worth it.
        steps_per_execution: batches between two returns to Python. A larger number is
            faster for a small model, and makes progress within an epoch coarser.
        threads: how many cores one operation may use; None for all. One leaves the others
            to the web process, and is no slower for a small model.
        optimizer: `(schedule, options) -> keras.Optimizer`, from a learning-rate schedule.
        threads_from: from how many samples a batch on `threads` are used; in smaller ones they
            wait for each other longer than they save, and one does the work.
    """

    jit_compile: bool
    steps_per_execution: int
    threads: int | None
    optimizer: "Callable[[Any, Any], keras.optimizers.Optimizer]"
    threads_from: int = 1


@dataclass(frozen=True)
class Examined:
    """What only one family measures on the held-out pictures: numbers, and arrays to keep."""

    metrics: Mapping[str, float] = field(default_factory=dict)
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)


def plain_inputs_and_targets(
    options: Any, samples: Any, rng: RandomSource, data: "DataSpec"
) -> tuple[Any, Any]:
    """Return the samples as both inputs and targets: most families learn from these."""
    return samples, samples


def examine_nothing(model: Any, options: Any, samples: np.ndarray, data: "DataSpec") -> Examined:
    """Measure nothing beyond what is measured of every family."""
    return Examined()


def no_prior(options: Any) -> str | None:
    """Name no prior: nothing tells the codes what distribution to have."""
    return None


def adapt_nothing(model: Any, samples: np.ndarray) -> None:
    """Tell a model nothing of its training samples before it learns."""


def no_operations(model: Any) -> dict[str, Any]:
    """Answer nothing beyond encode, decode and reconstruct."""
    return {}


@dataclass(frozen=True)
class Architecture:
    """One entry of the registry.

    Args:
        options: the class of its options; its `name` is the registry's key.
        build: `(options, latent_dim, data) -> keras.Model`. The model maps float32 samples
            (n, *data.shape) to reconstructions of the same shape, and has two sub-models as
            attributes: `encoder`, (n, *data.shape) → (n, latent_dim), and `decoder`,
            (n, latent_dim) → (n, *data.shape). A model with a scalar variable
            `training_progress` is told there how much of its training is done, 0 to 1.
        words: what a page tells of it.
        speed: how `fit` runs it.
        bounded: whether its reconstructions of data from 0 to 1 always lie there, too.
        inputs_and_targets: `(options, samples, rng, data) -> (inputs, targets)`: what it learns
            from, made of clean samples (n, *data.shape) anew for every batch, in NumPy or in
            tensors. A third part, of the targets' shape, weighs each number of the loss: 0 where
            a target is not known.
        prior: `options -> name`: towards which of `priors.PRIORS` the codes are trained, so that
            new ones can be drawn from it; None where they are free.
        examine: `(model, options, samples, data) -> Examined`, on the held-out samples.
        operations: `model -> {name: keras.Model}`: what else a live model can be asked; each
            maps samples (n, *data.shape) to an array or a list of arrays.
        adapt: `(model, samples) -> None`: tells a built model what it has to know of all training
            samples, as a split holds them, before it learns: their means, for instance.
        ranks: whether its reconstructions only put a sample's numbers in an order, in no unit: then
            no error is measured.
        stochastic: whether its encoder gives a normal distribution of codes, and `encode` only its
            mean; the operation `posterior` then gives mean and log variance.
    """

    options: "type[Options]"
    build: "Callable[[Any, int, DataSpec], keras.Model]"
    words: Words
    speed: Speed
    bounded: bool = True
    inputs_and_targets: "Callable[[Any, Any, RandomSource, DataSpec], tuple[Any, ...]]" = (
        plain_inputs_and_targets
    )
    prior: Callable[[Any], str | None] = no_prior
    examine: "Callable[[Any, Any, np.ndarray, DataSpec], Examined]" = examine_nothing
    operations: Callable[[Any], dict[str, Any]] = no_operations
    adapt: Callable[[Any, np.ndarray], None] = adapt_nothing
    ranks: bool = False
    stochastic: bool = False
