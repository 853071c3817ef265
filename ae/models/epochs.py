"""What is looked at after every epoch of a training: losses, snapshots, codes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.analysis import choose, sampled
from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.i18n import N_
from ae.messages import Message, WordedError
from ae.models import losses
from ae.models import samples as samples_of
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom, RandomSource

if TYPE_CHECKING:
    import keras

EVALUATED = 2000
"""How many training and how many held-out samples the loss curves are measured on."""
SNAPSHOTS = 10
"""How many held-out samples are reconstructed after every epoch: the first of each class."""
WITHIN = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
"""After which shares of the first epoch, in which most is learnt, there are snapshots, too; at the
first return to Python from there on."""
MAPPED = 500
"""Of how many held-out samples the codes are kept after every epoch."""

Make = Callable[[Any, RandomSource], tuple[Any, ...]]
"""Makes inputs and targets of samples (n, …), float32 arrays or tensors, and may add weights."""


class Diverged(WordedError, RuntimeError):
    """Losses, codes or reconstructions are no longer numbers; the message says what to do.

    Args:
        what: what was expected and what was received instead, a clause.
        config: the run whose settings are to be changed.
    """

    def __init__(self, what: Message, config: RunConfig):
        super().__init__(
            N_(
                "The training diverged: {what}. Lower the learning rate (it was {rate:g}), or take "
                "larger batches or another loss, and train again."
            ),
            what=what,
            rate=config.learning_rate,
        )


def _require_numbers(losses_found: Iterable[float], epoch: int, config: RunConfig) -> None:
    """Raise `Diverged` unless every loss is a finite number."""
    wrong = [value for value in losses_found if not np.isfinite(value)]
    if wrong:
        text = N_("expected a loss that is a number in epoch {epoch} of {epochs}, received {loss}")
        values = {"epoch": epoch, "epochs": config.epochs, "loss": float(wrong[0])}
        raise Diverged(Message(text, values), config)


@dataclass(frozen=True)
class Epoch:
    """What is reported after an epoch; epoch 0 is the untrained model.

    Args:
        epoch: how many epochs are done.
        train_loss: the reconstruction loss on `EVALUATED` training samples, drawn at random.
        test_loss: the same on as many held-out samples.
        seconds: since the training began.
        measures: what the family itself measured while training, mean over the epoch; empty
            for the untrained model.
        snapshot: reconstructions of the same held-out samples, drawn, uint8
            (at most SNAPSHOTS, height, width).
        codes: of the held-out samples `map_rows`, float32 (at most MAPPED, latent_dim).
        within: of the first epoch, which share of it was done, and the snapshot then.
    """

    epoch: int
    train_loss: float
    test_loss: float
    seconds: float
    measures: dict[str, float]
    snapshot: np.ndarray
    codes: np.ndarray
    within: tuple[tuple[float, np.ndarray], ...] = ()

    def numbers(self) -> dict[str, Any]:
        """Return everything but the arrays, as JSON takes it."""
        arrays = ("snapshot", "codes", "within")
        return {name: value for name, value in asdict(self).items() if name not in arrays}


def inputs_and_targets(
    config: RunConfig, samples: np.ndarray, targets: np.ndarray | None = None
) -> tuple[np.ndarray, ...]:
    """Return what a configuration learns from, made of given samples with a fixed seed.

    Args:
        samples: as a split holds them, (n, *shape).
        targets: what is to be answered to them, where that is not the samples themselves.

    Returns:
        Inputs and targets, float32 (n, *shape), and weights of the targets, where there are some.
    """
    return made_once(maker(config), samples, targets)


def maker(config: RunConfig) -> Make:
    """Return what makes a configuration's inputs and targets."""
    make = REGISTRY[config.architecture.name].inputs_and_targets
    return lambda samples, rng: make(config.architecture, samples, rng, config.data)


def made_once(
    make: Make, samples: np.ndarray, targets: np.ndarray | None = None
) -> tuple[np.ndarray, ...]:
    """Make inputs and targets of samples, with a fixed seed: see `inputs_and_targets`."""

    def of(some: np.ndarray) -> tuple[np.ndarray, ...]:
        return make(datasets.to_inputs(some), NumpyRandom(np.random.default_rng(0)))

    made = of(samples) if targets is None else (of(samples)[0], *of(targets)[1:])
    return tuple(part.astype(np.float32) for part in made)


def measured_on(
    make: Make, samples: np.ndarray, targets: np.ndarray | None = None
) -> tuple[np.ndarray, ...]:
    """Return what a loss is measured on: inputs and targets of at most `EVALUATED` samples.

    Args:
        samples: as a split holds them, (n, …).
        targets: what is to be answered to them, where that is not the samples themselves.
    """
    rows = sampled(len(samples), EVALUATED)
    return made_once(make, samples[rows], None if targets is None else targets[rows])


def loss_of(
    model: "keras.Model", loss: "keras.losses.Loss", inputs: Any, targets: Any, *weights: Any
) -> float:
    """Return a model's reconstruction loss, as it is now."""
    return float(loss(targets, model(inputs, training=False), *weights))


def snapshot_rows(labels: np.ndarray) -> np.ndarray:
    """Return which held-out samples are reconstructed after every epoch: indices, int."""
    return choose(labels, None, "each", SNAPSHOTS)


def map_rows(count: int) -> np.ndarray:
    """Return of which of `count` held-out samples the codes are kept after every epoch."""
    return sampled(count, MAPPED)


@dataclass(frozen=True)
class Watched:
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
    def of(cls, config: RunConfig, samples: np.ndarray) -> "Watched":
        held_out = samples_of.held_out(config)
        own, wanted = held_out.samples, held_out.targets
        if config.classes:
            own = own[np.isin(held_out.labels, config.classes)]
        make = maker(config)
        drawn = held_out.samples[snapshot_rows(held_out.labels)]
        return cls(
            config,
            measured_on(make, samples),
            measured_on(make, own, wanted),
            made_once(make, drawn)[0],
            datasets.to_inputs(held_out.samples[map_rows(len(held_out.samples))]),
        )

    @property
    def weighted(self) -> bool:
        """Whether the targets come with weights."""
        return len(self.train) > 2

    def look(self, model: "keras.Model", epoch: int) -> tuple[list[float], np.ndarray, np.ndarray]:
        """Return both losses, the snapshot and the codes, of the model as it is now.

        Raises:
            Diverged: if a loss is not a number after this epoch.
        """
        loss = losses.reconstruction(self.config.loss, self.weighted)
        found = [loss_of(model, loss, *parts) for parts in (self.train, self.test)]
        _require_numbers(found, epoch, self.config)
        codes = np.asarray(model.encoder(self.mapped, training=False))
        return found, self.draw(model), codes

    def draw(self, model: "keras.Model") -> np.ndarray:
        """Return the snapshot of the model as it is now."""
        return kinds.draw(np.asarray(model(self.snapshot, training=False)), self.config.data)


def recorder(
    watched: Watched,
    report: Callable[[Epoch], None],
    progress: Callable[[float], None],
    began: float,
) -> Any:
    """Make the callback that looks at the model and reports; a function, to import Keras late.

    It raises `Diverged` as soon as Keras tells a loss that is not a number.
    """
    import keras

    class Recorder(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.history: list[Epoch] = []
            self.done = 0
            self.within: list[tuple[float, np.ndarray]] = []

        def on_train_begin(self, logs=None):
            self._record({})

        def on_epoch_end(self, epoch, logs=None):
            _require_numbers((logs or {}).values(), epoch + 1, watched.config)
            self.done = epoch + 1
            self._record({name: value for name, value in (logs or {}).items() if name != "loss"})

        def on_train_batch_end(self, batch, logs=None):
            _require_numbers((logs or {}).values(), self.done + 1, watched.config)
            share = (batch + 1) / self.params["steps"]
            progress(self.done + share)
            if self.done == 0 and share < 1 and self._is_due(share):
                self.within.append((share, watched.draw(self.model)))

        def _is_due(self, share):
            """Tell whether one of the wanted shares is reached that has no snapshot yet."""
            last = self.within[-1][0] if self.within else 0.0
            return any(last < one <= share for one in WITHIN)

        def _record(self, measures):
            (train_loss, test_loss), snapshot, codes = watched.look(self.model, self.done)
            seconds = time.perf_counter() - began
            numbers = {name: float(value) for name, value in measures.items()}
            within = tuple(self.within) if self.done == 1 else ()
            self.history.append(
                Epoch(self.done, train_loss, test_loss, seconds, numbers, snapshot, codes, within)
            )
            report(self.history[-1])

    return Recorder()
