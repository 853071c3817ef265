"""How long a training takes here: by the finished run that is most like it, and while it goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from ae.config import RunConfig
from ae.i18n import _
from ae.web.runs import all_runs

OTHER_FAMILY = 4.0
"""How many times as much work, or as little, counts as unlike as another family does."""


def expected_seconds(config: RunConfig) -> float | None:
    """Return how long a training should take, by the most similar finished run on such data.

    Seconds grow with the samples that are seen; None where no run on this dataset has ended yet.
    """
    runs = [run for run in all_runs() if run.config.dataset == config.dataset and run.seconds > 0]
    if not runs:
        return None
    near = min(runs, key=lambda run: _unlike(run.config, config))
    done = near.epochs / near.config.epochs  # less than all where it was ended early
    return near.seconds * _work(config) / (done * _work(near.config))


def seconds_left(config: RunConfig, history: Sequence[Mapping[str, Any]]) -> float | None:
    """Return how long a training goes on, by its epochs after the first, which also compiles."""
    if len(history) < 3:
        return None
    first, last = history[1], history[-1]
    pace = (last["seconds"] - first["seconds"]) / (last["epoch"] - first["epoch"])
    return max(float(pace * (config.epochs - last["epoch"])), 1.0)


def duration(seconds: float) -> str:
    """Return a time in the fewest words: seconds, or minutes where there are many."""
    if seconds < 120:
        return _("{n:.0f} s").format(n=seconds)
    return _("{n:.0f} min").format(n=seconds / 60)


def _work(config: RunConfig) -> float:
    return float(config.epochs * config.train_size)


def _unlike(one: RunConfig, other: RunConfig) -> tuple[float, float]:
    """Return how unlike two trainings are: in family and work, and among equals in code size."""
    ratio, sizes = _work(one) / _work(other), one.latent_dim / other.latent_dim
    family = OTHER_FAMILY if one.architecture.name != other.architecture.name else 1.0
    return family * max(ratio, 1 / ratio), max(sizes, 1 / sizes)
