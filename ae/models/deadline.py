"""A training's bound in time: what takes longer is refused, or ended with its best epoch."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.config import RunConfig
from ae.i18n import N_
from ae.messages import Message, WordedError
from ae.models.epochs import Epoch

LOOK_SECONDS = 5.0
"""After so long, from the first return to Python on, it is known how long the rest takes. What came
before, tracing and compiling, comes once."""
LOOK_SHARE = 0.05
"""The same as a share of the bound, where that is less."""


class TooLong(WordedError, RuntimeError):
    """A training would take longer than it may, or did; the message says what to change."""


class Overtime(Exception):
    """Ends a training in the midst of an epoch; `train` keeps the best one before.

    Args:
        seconds: the bound.
        epoch: which epoch was the best by the held-out loss; 0 where none was done.
        weights: the network's after it.
    """

    def __init__(self, seconds: float, epoch: int, weights: list[np.ndarray]):
        super().__init__(seconds, epoch)
        self.seconds, self.epoch, self.weights = seconds, epoch, weights


@dataclass(frozen=True)
class Ended:
    """How a training was ended at its bound.

    Args:
        minutes: the bound.
        done: how many epochs it had done.
        of: how many it was to do.
        kept: after which of them, the best by the held-out loss, its network was kept.
    """

    minutes: float
    done: int
    of: int
    kept: int


def minutes_of(seconds: float) -> str:
    """Return a time in minutes, in as few digits as tell it."""
    return f"{seconds / 60:.3g}"


def watcher(config: RunConfig, history: Sequence[Epoch], began: float, seconds: float) -> Any:
    """Make the callback that holds a training to its bound; a function, to import Keras late.

    It raises `TooLong` as soon as it is known that the training takes longer, and `Overtime` when
    it has.

    Args:
        history: what was recorded so far; after each epoch this callback comes after the recorder.
        began: when the training began, by `time.perf_counter`.
        seconds: the bound.
    """
    import keras

    class Watcher(keras.callbacks.Callback):
        best: tuple[int, list[np.ndarray]] = (0, [])
        first: tuple[float, int] | None = None
        judged = False

        def on_train_batch_end(self, batch, logs=None):
            self._look((len(history) - 1) * self.params["steps"] + batch + 1)

        def on_epoch_end(self, epoch, logs=None):
            losses = [one.test_loss for one in history[1:]]
            if losses[-1] <= min(losses):
                self.best = len(losses), self.model.get_weights()
            if epoch + 1 < config.epochs:
                self._look((epoch + 1) * self.params["steps"])

        def _look(self, steps):
            now = time.perf_counter()
            if now - began >= seconds:
                raise Overtime(seconds, *self.best)
            if self.first is None:
                self.first = now, steps
            look = min(LOOK_SECONDS, LOOK_SHARE * seconds)
            if not self.judged and now - self.first[0] >= look and steps > self.first[1]:
                self.judged = True
                pace = (now - self.first[0]) / (steps - self.first[1])
                _judge(config, now - began, steps, pace, self.params["steps"], seconds)

    return Watcher()


def _judge(
    config: RunConfig, spent: float, steps: int, pace: float, per_epoch: int, seconds: float
) -> None:
    """Refuse a training that will take longer than it may, by the pace of its first steps."""
    takes = spent + pace * (config.epochs * per_epoch - steps)
    if takes <= seconds:
        return
    epochs = int((seconds - spent + pace * steps) / (pace * per_epoch))
    text = N_(
        "This training would take about {takes} min on this machine; one may take {most} min. "
        "{advice}, fewer training samples (now {samples}) or a smaller network. Whoever runs "
        "this server sets the bound, AE_MAX_TRAINING_MINUTES."
    )
    most = N_("Choose at most {n} epochs (now {now})") if epochs else N_("Choose fewer epochs")
    raise TooLong(
        text,
        takes=minutes_of(takes),
        most=minutes_of(seconds),
        advice=Message(most, {"n": epochs, "now": config.epochs}),
        samples=f"{config.train_size:,}",
    )


def ended(config: RunConfig, over: Overtime, done: int) -> Ended:
    """Return how a training ended that was ended at its bound.

    Args:
        done: how many epochs it had done.

    Raises:
        TooLong: if that was none.
    """
    if not over.epoch:
        text = N_(
            "This training had not done one epoch after {most} min, and one may not take longer. "
            "Choose fewer training samples (now {samples}) or a smaller network."
        )
        samples = f"{config.train_size:,}"
        raise TooLong(text, most=minutes_of(over.seconds), samples=samples)
    return Ended(over.seconds / 60, done, config.epochs, over.epoch)
