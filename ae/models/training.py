"""Training: one function for every architecture, and for no screen.

Keras' own `compile` and `fit`; the schedule is a linear warm-up over the first tenth of the
steps and a cosine decay to zero over the rest. After every epoch the same few held-out
samples are reconstructed, so that the training can be gone through again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ae.config import RunConfig
from ae.models import losses
from ae.models.architectures import REGISTRY
from ae.models.epochs import (
    SNAPSHOTS,
    Diverged,
    Epoch,
    Watched,
    inputs_and_targets,
    recorder,
    snapshot_rows,
)
from ae.models.samples import training_samples
from ae.random_source import TensorRandom

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

WARM_UP = 0.1
WORTH_COMPILING = 600
"""From how many steps on XLA's compiling, which takes seconds, is made up for by faster steps."""


__all__ = [
    "SNAPSHOTS",
    "Diverged",
    "Epoch",
    "Trained",
    "build",
    "inputs_and_targets",
    "schedule",
    "snapshot_rows",
    "train",
    "training_samples",
]


@dataclass
class Trained:
    """A finished training: the model, and one `Epoch` for each, the untrained one first."""

    model: "keras.Model"
    history: list[Epoch] = field(default_factory=list)


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
) -> Trained:
    """Train what `config` describes on its dataset.

    Args:
        config: the run.
        report: called with every finished epoch, from 0, the untrained model.
        progress: told how many epochs are done, as a fraction, between reports.

    Raises:
        ae.data.datasets.DatasetError: if the dataset cannot be read, or is not the one of `config`.
        Diverged: at the first loss that is not a number; what was reported before it stands.
    """
    began = time.perf_counter()
    model = build(config)
    samples = training_samples(config)
    REGISTRY[config.architecture.name].adapt(model, samples)
    batches, steps = _batches(config, samples)
    at_once = _steps_per_execution(config, steps)
    steps -= steps % at_once
    watched = Watched.of(config, samples)
    callback = recorder(watched, report, progress, steps, config.epochs, began)
    _compile(model, config, steps * config.epochs, at_once, weighted=watched.weighted)
    model.fit(
        batches,
        epochs=config.epochs,
        steps_per_epoch=steps,
        shuffle=False,  # `batches` are shuffled already
        verbose=0,
        callbacks=[callback],
    )
    return Trained(model, callback.history)


def _batches(config: RunConfig, samples: np.ndarray) -> "tuple[tf.data.Dataset, int]":
    """Return endless batches of inputs and targets, and how many make an epoch.

    Every epoch has an order of its own, drawn from the seed. What does not fill a batch is
    left for another epoch, so that all batches have one shape and XLA compiles once. Gathering
    batches from bytes beats `fit` on float arrays: `tests/benchmarks/input_pipeline.py`.
    """
    import tensorflow as tf

    size = min(config.batch_size, len(samples))
    steps = len(samples) // size
    stored = tf.constant(samples)
    seed = tf.constant(config.seed, tf.int64)
    make = REGISTRY[config.architecture.name].inputs_and_targets

    # Nothing here for AutoGraph to convert; it would leave a file for each in the temp folder.
    @tf.autograph.experimental.do_not_convert
    def order(epoch):
        key = tf.stack([seed, epoch])
        shuffled = tf.random.experimental.stateless_shuffle(tf.range(len(samples)), seed=key)
        rows = tf.reshape(shuffled[: steps * size], (steps, size))
        return tf.data.Dataset.from_tensor_slices(rows)

    @tf.autograph.experimental.do_not_convert
    def gather(number, rows):
        batch = tf.image.convert_image_dtype(tf.gather(stored, rows), tf.float32)
        rng = TensorRandom(tf.stack([seed, number]))
        return make(config.architecture, batch, rng, config.data)

    batches = tf.data.Dataset.counter().flat_map(order).enumerate().map(gather).prefetch(8)
    return batches, steps


def _steps_per_execution(config: RunConfig, steps: int) -> int:
    """Choose how many batches to run between two returns to Python: at most the family's number.

    `fit` rounds an epoch up to whole executions. So take, from half of that number up, the one
    that divides an epoch of `steps` with the least left over; what is left over the next
    epoch begins with.
    """
    most = REGISTRY[config.architecture.name].speed.steps_per_execution
    least_left, chosen = steps, min(steps, most)
    for number in range(min(steps, most), most // 2, -1):
        if steps % number < least_left:
            least_left, chosen = steps % number, number
    return chosen


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
    model: "keras.Model", config: RunConfig, steps: int, at_once: int, weighted: bool = False
) -> None:
    speed = REGISTRY[config.architecture.name].speed
    model.compile(
        optimizer=speed.optimizer(schedule(config.learning_rate, steps), config.architecture),
        loss=losses.reconstruction(config.loss, weighted),
        jit_compile=speed.jit_compile and steps >= WORTH_COMPILING,
        steps_per_execution=at_once,
    )
