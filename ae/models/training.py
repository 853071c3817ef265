"""Training: one function for every architecture, and for no screen.

Keras' own `compile` and `fit`; the schedule is a linear warm-up over the first tenth of the
steps and a cosine decay to zero over the rest. After every epoch the same few held-out
samples are reconstructed, so that the training can be gone through again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.config import RunConfig
from ae.models import batches, deadline, losses
from ae.models.architectures import REGISTRY
from ae.models.epochs import (
    SNAPSHOTS,
    Diverged,
    Epoch,
    Make,
    Watched,
    inputs_and_targets,
    maker,
    recorder,
    snapshot_rows,
)
from ae.models.samples import training_samples

if TYPE_CHECKING:
    import keras

WARM_UP = 0.1
WORTH_COMPILING = 3e9
"""From how much work on XLA's compiling, which takes seconds, is made up for by faster steps.

In samples × weights, for each tensor of weights: what a step saves grows with the former, and the
time to compile it with the number of tensors. Measured by `tests/benchmarks/first_epoch.py`."""

RETURNS = 4
"""So often at least Python is returned to in an epoch: the first one is looked at within."""

__all__ = [
    "SNAPSHOTS",
    "Diverged",
    "Epoch",
    "Recipe",
    "Trained",
    "build",
    "fit",
    "inputs_and_targets",
    "maker",
    "recipe",
    "schedule",
    "snapshot_rows",
    "threads",
    "train",
    "training_samples",
]


@dataclass(frozen=True)
class Recipe:
    """How a model learns.

    Args:
        loss: a name in `LOSSES`.
        epochs: how often it sees all samples.
        batch_size: of how many samples a step learns.
        learning_rate: the peak of the schedule: see `schedule`.
        seed: orders the samples, anew for every epoch, and draws what damages them.
        optimizer: `schedule -> keras.Optimizer`.
        jit_compile: whether XLA compiles the training step, where that is worth it.
        steps_per_execution: batches between two returns to Python, at most.
    """

    loss: str
    epochs: int
    batch_size: int
    learning_rate: float
    seed: int
    optimizer: Callable[[Any], Any]
    jit_compile: bool
    steps_per_execution: int


@dataclass
class Trained:
    """A finished training: the model, and one `Epoch` for each, the untrained one first.

    One that was `ended` early has those up to the epoch that was kept.
    """

    model: "keras.Model"
    history: list[Epoch] = field(default_factory=list)
    ended: deadline.Ended | None = None


def build(config: RunConfig) -> "keras.Model":
    """Build the untrained model of a configuration, its weights drawn from the seed."""
    import keras

    keras.utils.set_random_seed(config.seed)
    architecture = REGISTRY[config.architecture.name]
    return architecture.build(config.architecture, config.latent_dim, config.data)


def train(
    config: RunConfig,
    report: Callable[[Epoch], None] = lambda epoch: None,
    progress: Callable[[float], None] = lambda epochs: None,
    seconds: float | None = None,
) -> Trained:
    """Train what `config` describes on its dataset.

    Args:
        config: the run.
        report: called with every finished epoch, from 0, the untrained model.
        progress: told how many epochs are done, as a fraction, between reports.
        seconds: how long it may take, if there is a bound: there it ends with its best epoch.

    Raises:
        ae.data.datasets.DatasetError: if the dataset cannot be read, or is not the one of `config`.
        Diverged: at the first loss that is not a number; what was reported before it stands.
        deadline.TooLong: if it would take longer than it may, or has not one epoch to keep.
    """
    began = time.perf_counter()
    model = build(config)
    samples = training_samples(config)
    REGISTRY[config.architecture.name].adapt(model, samples)
    callback = recorder(Watched.of(config, samples), report, progress, began)
    callbacks, found = [callback], callback.history
    if seconds is not None:
        callbacks.append(deadline.watcher(config, found, began, seconds))
    try:
        fit(model, samples, maker(config), recipe(config), callbacks)
    except deadline.Overtime as over:
        ended = deadline.ended(config, over, len(found) - 1)
        model.set_weights(over.weights)
        return Trained(model, found[: ended.kept + 1], ended)
    return Trained(model, found)


def recipe(config: RunConfig) -> Recipe:
    """Return how a configuration's model learns."""
    speed = REGISTRY[config.architecture.name].speed
    return Recipe(
        loss=config.loss,
        epochs=config.epochs,
        batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        seed=config.seed,
        optimizer=lambda schedule: speed.optimizer(schedule, config.architecture),
        jit_compile=speed.jit_compile,
        steps_per_execution=speed.steps_per_execution,
    )


def threads(config: RunConfig) -> int:
    """Return how many cores one operation of a training may use; 0 for all."""
    speed = REGISTRY[config.architecture.name].speed
    return 1 if config.batch_size < speed.threads_from else speed.threads or 0


def fit(
    model: "keras.Model", samples: np.ndarray, make: Make, recipe: Recipe, callbacks: list[Any]
) -> None:
    """Train a built model on samples, as a split holds them, (n, …).

    Args:
        make: makes inputs and targets of each batch of them.
        callbacks: of Keras'.
    """
    endless, steps = batches.endless(samples, make, recipe.batch_size, recipe.seed)
    most = min(recipe.steps_per_execution, max(1, steps // RETURNS))
    at_once = batches.steps_per_execution(steps, most)
    steps -= steps % at_once
    _compile(model, recipe, steps, at_once, weighted=len(endless.element_spec) > 2)
    model.fit(
        endless,
        epochs=recipe.epochs,
        steps_per_epoch=steps,
        shuffle=False,  # the batches are shuffled already
        verbose=0,
        callbacks=[progress_teller(), *callbacks],
    )


def schedule(peak: float, steps: int) -> "keras.optimizers.schedules.LearningRateSchedule":
    """Return the learning rate over `steps`: a linear warm-up to `peak`, a cosine to zero."""
    import keras

    warm_up = max(1, int(WARM_UP * steps))
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=peak / 20,
        warmup_target=peak,
        warmup_steps=warm_up,
        decay_steps=max(1, steps - warm_up),
    )


def _compile(
    model: "keras.Model", recipe: Recipe, steps: int, at_once: int, weighted: bool = False
) -> None:
    """Compile a model for epochs of `steps`."""
    steps *= recipe.epochs
    work = steps * recipe.batch_size * model.count_params() / len(model.trainable_variables)
    model.compile(
        optimizer=recipe.optimizer(schedule(recipe.learning_rate, steps)),
        loss=losses.reconstruction(recipe.loss, weighted),
        jit_compile=recipe.jit_compile and work >= WORTH_COMPILING,
        steps_per_execution=at_once,
    )
    # A step that makes variables is traced twice: so they are made before.
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def progress_teller() -> Any:
    """Make the callback that tells a model how much of its training is done, if it asks for it.

    It asks by a scalar variable `training_progress`, 0 to 1.
    """
    import keras

    class ProgressTeller(keras.callbacks.Callback):
        done = 0

        def on_epoch_end(self, epoch, logs=None):
            self.done = epoch + 1

        def on_train_batch_end(self, batch, logs=None):
            if hasattr(self.model, "training_progress"):
                done = self.done + (batch + 1) / self.params["steps"]
                self.model.training_progress.assign(done / self.params["epochs"])

    return ProgressTeller()
