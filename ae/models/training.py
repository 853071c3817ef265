"""Training: one function for every architecture, and for no screen.

Keras' own `compile` and `fit`; the schedule is a linear warm-up over the first tenth of the
steps and a cosine decay to zero over the rest. After every epoch the same few held-out
samples are reconstructed, so that the training can be gone through again.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.analysis import choose
from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.models import losses
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom, TensorRandom

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

EVALUATED = 2000
"""How many training and how many held-out samples the loss curves are measured on."""
SNAPSHOTS = 10
"""How many held-out samples are reconstructed after every epoch: the first of each class."""
MAPPED = 500
"""Of how many held-out samples the codes are kept after every epoch."""
WARM_UP = 0.1


class Diverged(RuntimeError):
    """The weights are no longer numbers; the message says what to do."""


@dataclass(frozen=True)
class Epoch:
    """What is reported after an epoch; epoch 0 is the untrained model.

    Args:
        epoch: how many epochs are done.
        train_loss: the reconstruction loss on the first `EVALUATED` training samples.
        test_loss: the same on the first `EVALUATED` held-out samples.
        seconds: since the training began.
        measures: what the family itself measured while training, mean over the epoch; empty
            for the untrained model.
        snapshot: reconstructions of the same held-out samples, drawn, uint8
            (at most SNAPSHOTS, height, width).
        codes: of the first `MAPPED` held-out samples, float32 (at most MAPPED, latent_dim).
    """

    epoch: int
    train_loss: float
    test_loss: float
    seconds: float
    measures: dict[str, float]
    snapshot: np.ndarray
    codes: np.ndarray

    def numbers(self) -> dict[str, Any]:
        """Return everything but the arrays, as JSON takes it."""
        arrays = ("snapshot", "codes")
        return {name: value for name, value in asdict(self).items() if name not in arrays}


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


def inputs_and_targets(config: RunConfig, samples: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return what a configuration learns from, made of given samples with a fixed seed.

    Args:
        samples: as a split holds them, (n, *shape).

    Returns:
        Inputs and targets, float32 (n, *shape), and weights of the targets, where there are some.
    """
    make = REGISTRY[config.architecture.name].inputs_and_targets
    rng = NumpyRandom(np.random.default_rng(0))
    made = make(config.architecture, datasets.to_inputs(samples), rng, config.data)
    return tuple(part.astype(np.float32) for part in made)


def training_samples(config: RunConfig) -> np.ndarray:
    """Return the samples that a configuration learns from, as the training split holds them.

    Raises:
        ae.data.datasets.DatasetError: if the dataset cannot be read, or holds none of the classes.
    """
    split = datasets.load(config.dataset, "train")
    samples = split.samples[: config.train_size]
    if not config.classes:
        return samples
    chosen = samples[np.isin(split.labels[: config.train_size], config.classes)]
    if not len(chosen):
        raise datasets.DatasetError(
            f"Expected training samples of the classes {config.classes}. Received: none among the "
            f"first {config.train_size}. Take more training samples, or other classes."
        )
    return chosen


def snapshot_rows(labels: np.ndarray) -> np.ndarray:
    """Return which held-out samples are reconstructed after every epoch: indices, int."""
    return choose(labels, None, "each", SNAPSHOTS)


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
        ae.data.datasets.DatasetError: if the dataset cannot be read.
    """
    began = time.perf_counter()
    model = build(config)
    samples = training_samples(config)
    batches, steps = _batches(config, samples)
    at_once = _steps_per_execution(
        steps, REGISTRY[config.architecture.name].speed.steps_per_execution
    )
    steps -= steps % at_once
    watched = _Watched.of(config, samples)
    recorder = _recorder(watched, report, progress, steps, config.epochs, began)
    _compile(model, config, steps * config.epochs, at_once, weighted=watched.weighted)
    model.fit(
        batches,
        epochs=config.epochs,
        steps_per_epoch=steps,
        shuffle=False,  # `batches` are shuffled already
        verbose=0,
        callbacks=[recorder],
    )
    return Trained(model, recorder.history)


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


def _steps_per_execution(steps: int, most: int) -> int:
    """Choose how many batches to run between two returns to Python: at most `most`.

    `fit` rounds an epoch up to whole executions. So take, from half of `most` up, the number
    that divides an epoch of `steps` with the least left over; what is left over the next
    epoch begins with.
    """
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
    model: "keras.Model", config: RunConfig, steps: int, at_once: int, weighted: bool
) -> None:
    speed = REGISTRY[config.architecture.name].speed
    model.compile(
        optimizer=speed.optimizer(schedule(config.learning_rate, steps), config.architecture),
        loss=losses.reconstruction(config.loss, weighted),
        jit_compile=speed.jit_compile,
        steps_per_execution=at_once,
    )


@dataclass(frozen=True)
class _Watched:
    """What is looked at after every epoch.

    Args:
        config: the run.
        train, test: inputs, targets and weights, if any, that the losses are measured on.
        snapshot: inputs of the samples that are drawn.
        mapped: samples whose codes are kept.
    """

    config: RunConfig
    train: tuple[np.ndarray, ...]
    test: tuple[np.ndarray, ...]
    snapshot: np.ndarray
    mapped: np.ndarray

    @classmethod
    def of(cls, config: RunConfig, samples: np.ndarray) -> "_Watched":
        held_out = datasets.held_out(config.dataset)
        own = np.isin(held_out.labels, config.classes) if config.classes else slice(None)
        drawn = held_out.samples[snapshot_rows(held_out.labels)]
        return cls(
            config,
            inputs_and_targets(config, samples[:EVALUATED]),
            inputs_and_targets(config, held_out.samples[own][:EVALUATED]),
            inputs_and_targets(config, drawn)[0],
            datasets.to_inputs(held_out.samples[:MAPPED]),
        )

    @property
    def weighted(self) -> bool:
        """Whether the targets come with weights."""
        return len(self.train) > 2

    def look(self, model: "keras.Model") -> tuple[list[float], np.ndarray, np.ndarray]:
        """Return both losses, the snapshot and the codes, of the model as it is now."""
        loss = losses.reconstruction(self.config.loss, self.weighted)
        found = []
        for inputs, targets, *weights in (self.train, self.test):
            restored = model(inputs, training=False)
            found.append(float(loss(targets, restored, *weights)))
        pictures = np.asarray(model(self.snapshot, training=False))
        codes = np.asarray(model.encoder(self.mapped, training=False))
        return found, kinds.draw(pictures, self.config.data), codes


def _recorder(
    watched: _Watched,
    report: Callable[[Epoch], None],
    progress: Callable[[float], None],
    steps: int,
    epochs: int,
    began: float,
) -> Any:
    """Make the callback that looks at the model and reports; a function, to import Keras late."""
    import keras

    class Recorder(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.history: list[Epoch] = []
            self.done = 0

        def on_train_begin(self, logs=None):
            self._record({})

        def on_epoch_end(self, epoch, logs=None):
            self.done = epoch + 1
            self._record({name: value for name, value in (logs or {}).items() if name != "loss"})

        def on_train_batch_end(self, batch, logs=None):
            done = self.done + (batch + 1) / steps
            progress(done)
            if hasattr(self.model, "training_progress"):
                self.model.training_progress.assign(done / epochs)

        def _record(self, measures):
            (train_loss, test_loss), snapshot, codes = watched.look(self.model)
            seconds = time.perf_counter() - began
            numbers = {name: float(value) for name, value in measures.items()}
            self.history.append(
                Epoch(self.done, train_loss, test_loss, seconds, numbers, snapshot, codes)
            )
            report(self.history[-1])

    return Recorder()
