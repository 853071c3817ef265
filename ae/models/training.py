"""Training: one function for every architecture, and for no screen.

Keras' own `compile` and `fit`; the schedule is a linear warm-up over the first tenth of the
steps and a cosine decay to zero over the rest. After every epoch the same few held-out
pictures are reconstructed, so that a film of the training can be replayed.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.analysis import choose
from ae.config import RunConfig
from ae.data import datasets
from ae.models import losses
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom, TensorRandom

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

WATCHED = 2000
"""How many training and how many held-out pictures the loss curves are measured on."""
FILM = 10
"""How many held-out pictures are reconstructed after every epoch: the first of each class."""
MAPPED = 500
"""Of how many held-out pictures the codes are kept after every epoch."""
WARM_UP = 0.1


class Stopped(Exception):
    """Training ended early because `should_stop` said so."""


class Diverged(RuntimeError):
    """The weights are no longer numbers; the message says what to do."""


@dataclass(frozen=True)
class Epoch:
    """What is reported after an epoch; epoch 0 is the untrained model.

    Args:
        epoch: how many epochs are done.
        train_loss: the reconstruction loss on the first `WATCHED` training pictures.
        test_loss: the same on the first `WATCHED` held-out pictures.
        seconds: since the training began.
        measures: what the family itself measured while training, mean over the epoch; empty
            for the untrained model.
        frame: reconstructions of the film's pictures, uint8 (FILM, 28, 28).
        codes: of the first `MAPPED` held-out pictures, float32 (at most MAPPED, latent_dim).
    """

    epoch: int
    train_loss: float
    test_loss: float
    seconds: float
    measures: dict[str, float]
    frame: np.ndarray
    codes: np.ndarray

    def numbers(self) -> dict[str, Any]:
        """Return everything but the arrays, as JSON takes it."""
        arrays = ("frame", "codes")
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
    return architecture.build(config.architecture, config.latent_dim)


def examples(config: RunConfig, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what a configuration learns from, made of given pictures with a fixed seed.

    Args:
        images: uint8 (n, 28, 28).

    Returns:
        Inputs and targets, float32 (n, 28, 28) in [0, 1].
    """
    make = REGISTRY[config.architecture.name].examples
    rng = NumpyRandom(np.random.default_rng(0))
    inputs, targets = make(config.architecture, datasets.to_inputs(images), rng)
    return inputs.astype(np.float32), targets.astype(np.float32)


def train(
    config: RunConfig,
    report: Callable[[Epoch], None] = lambda epoch: None,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda epochs: None,
) -> Trained:
    """Train what `config` describes on its dataset.

    Args:
        config: the run.
        report: called with every finished epoch, from 0, the untrained model.
        should_stop: asked after every execution of batches.
        progress: told how many epochs are done, as a fraction, between reports.

    Raises:
        Stopped: if `should_stop` returned True.
        ae.data.datasets.DatasetError: if the dataset cannot be read.
    """
    began = time.perf_counter()
    model = build(config)
    images = datasets.load(config.dataset, "train").images[: config.train_size]
    batches, steps = _batches(config, images)
    at_once = _steps_at_once(steps, REGISTRY[config.architecture.name].speed.steps_per_execution)
    steps -= steps % at_once
    held_out = datasets.load(config.dataset, "test")
    film = held_out.images[choose(held_out.labels, None, "each", FILM)]
    watcher = _watcher(
        watched=[examples(config, part[:WATCHED]) for part in (images, held_out.images)],
        film=examples(config, film)[0],
        mapped=datasets.to_inputs(held_out.images[:MAPPED]),
        loss=losses.reconstruction(config.loss),
        report=report,
        should_stop=should_stop,
        progress=progress,
        steps=steps,
        epochs=config.epochs,
        began=began,
    )
    _compile(model, config, steps * config.epochs, at_once)
    model.fit(
        batches,
        epochs=config.epochs,
        steps_per_epoch=steps,
        shuffle=False,  # `batches` are shuffled already
        verbose=0,
        callbacks=[watcher],
    )
    return Trained(model, watcher.history)


def _batches(config: RunConfig, images: np.ndarray) -> "tuple[tf.data.Dataset, int]":
    """Return endless batches (inputs, targets) of uint8 pictures, and how many make an epoch.

    Every epoch has an order of its own, drawn from the seed. What does not fill a batch is
    left for another epoch, so that all batches have one shape and XLA compiles once. Gathering
    batches from bytes beats `fit` on float arrays: `tests/benchmarks/input_pipeline.py`.
    """
    import tensorflow as tf

    size = min(config.batch_size, len(images))
    steps = len(images) // size
    pixels = tf.constant(images)
    seed = tf.constant(config.seed, tf.int64)
    make = REGISTRY[config.architecture.name].examples

    # Nothing here for AutoGraph to convert; it would leave a file for each in the temp folder.
    @tf.autograph.experimental.do_not_convert
    def order(epoch):
        key = tf.stack([seed, epoch])
        shuffled = tf.random.experimental.stateless_shuffle(tf.range(len(images)), seed=key)
        rows = tf.reshape(shuffled[: steps * size], (steps, size))
        return tf.data.Dataset.from_tensor_slices(rows)

    @tf.autograph.experimental.do_not_convert
    def gather(number, rows):
        batch = tf.image.convert_image_dtype(tf.gather(pixels, rows), tf.float32)
        return make(config.architecture, batch, TensorRandom(tf.stack([seed, number])))

    batches = tf.data.Dataset.counter().flat_map(order).enumerate().map(gather).prefetch(8)
    return batches, steps


def _steps_at_once(steps: int, most: int) -> int:
    """Choose how many batches to run between two returns to Python: at most `most`.

    `fit` rounds an epoch up to whole executions. So take the number from half of `most` up
    that divides an epoch of `steps` with the least left over; what is left over the next
    epoch begins with.
    """
    return min(range(min(steps, most), most // 2, -1) or [steps], key=lambda n: steps % n)


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


def _compile(model: "keras.Model", config: RunConfig, steps: int, at_once: int) -> None:
    speed = REGISTRY[config.architecture.name].speed
    model.compile(
        optimizer=speed.optimizer(schedule(config.learning_rate, steps), config.architecture),
        loss=losses.reconstruction(config.loss),
        jit_compile=speed.jit_compile,
        steps_per_execution=at_once,
    )


def _watcher(**given: Any) -> Any:
    """Make the callback that measures, films and reports; a function, to import Keras late."""
    import keras

    class Watcher(keras.callbacks.Callback):
        def __init__(
            self, watched, film, mapped, loss, report, should_stop, progress, steps, epochs, began
        ):
            super().__init__()
            self.watched, self.film, self.mapped, self.loss = watched, film, mapped, loss
            self.steps, self.epochs, self.began = steps, epochs, began
            self.report, self.should_stop, self.progress = report, should_stop, progress
            self.history: list[Epoch] = []
            self.done = 0

        def on_train_begin(self, logs=None):
            self._record({})

        def on_epoch_end(self, epoch, logs=None):
            self.done = epoch + 1
            self._record({name: value for name, value in (logs or {}).items() if name != "loss"})

        def on_train_batch_end(self, batch, logs=None):
            if self.should_stop():
                raise Stopped
            done = self.done + (batch + 1) / self.steps
            self.progress(done)
            if hasattr(self.model, "training_progress"):
                self.model.training_progress.assign(done / self.epochs)

        def _record(self, measures):
            train_loss, test_loss = (self._loss(*examples) for examples in self.watched)
            seconds = time.perf_counter() - self.began
            frame = datasets.to_pixels(np.asarray(self.model(self.film, training=False)))
            codes = np.asarray(self.model.encoder(self.mapped, training=False))
            measures = {name: float(value) for name, value in measures.items()}
            self.history.append(
                Epoch(self.done, train_loss, test_loss, seconds, measures, frame, codes)
            )
            self.report(self.history[-1])

        def _loss(self, inputs, targets):
            return float(self.loss(targets, self.model(inputs, training=False)))

    return Watcher(**given)
