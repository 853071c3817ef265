"""The finished runs as pages see them: found, verified once, their arrays kept in memory."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs.evaluation import MAP_ROWS, MAP_SNAPSHOTS
from ae.runs.store import Run, UnknownRun
from ae.web.field_words import NAMES, VALUE_NAMES
from ae.web.server import store
from ae.web.wording import class_name, in_a_sentence, named

T = TypeVar("T")
MOMENT = 0.25
"""For how many seconds what was seen of the runs' files holds. All visitors share it, since a look
at every file of every run costs more than all else that a moved slider does."""


@dataclass
class _Seen:
    """The finished runs as they were a moment ago, as far as somebody has asked.

    Args:
        folder, changed: the cache's folder of runs, and when a run last came, went or was replaced
            in it, in nanoseconds: what was seen before holds no longer.
        until: when to look anew at files that changed within a run, by the monotonic clock.
    """

    folder: Path
    changed: int
    until: float
    keys: list[str] | None = None
    runs: dict[str, Run] = field(default_factory=dict)


_seen = _Seen(Path(), 0, 0.0)


def find_run(key: str) -> Run | None:
    """Return a finished run, verified once for as long as its files do not change."""
    run = _look(key)
    if run is not None:
        store().touch(key)
    return run


def all_runs() -> list[Run]:
    """Return every finished run; none is marked as in use."""
    seen = _look_around()
    if seen.keys is None:
        seen.keys = store().keys()
    return [run for key in seen.keys if (run := _look(key, seen)) is not None]


def runs_on(dataset: str) -> list[Run]:
    """Return every finished run on a dataset as it is here; none is marked as in use."""
    own = [run for run in all_runs() if run.config.dataset == dataset]
    return [run for run in own if run.config.content == datasets.content(dataset)]


def beside(run: Run) -> dict[str, Run]:
    """Return the other finished runs that have learnt the same data, by key."""
    classes = run.config.classes
    return {
        one.key: one
        for one in runs_on(run.config.dataset)
        if one.key != run.key and one.config.classes == classes
    }


def _look_around() -> _Seen:
    """Return what was seen a moment ago, or what is to be filled anew."""
    global _seen
    folder, now = store().runs, time.monotonic()
    changed = folder.stat().st_mtime_ns if folder.exists() else 0
    if (_seen.folder, _seen.changed) != (folder, changed) or now >= _seen.until:
        _seen = _Seen(folder, changed, now + MOMENT)
    return _seen


def _look(key: str, seen: _Seen | None = None) -> Run | None:
    seen = seen or _look_around()
    if key not in seen.runs:
        stamp = store().stamp(key)
        if stamp is None:
            return None
        try:
            seen.runs[key] = _verified(key, stamp)
        except UnknownRun:  # which is not kept: the run may have been unreadable for a moment
            return None
    return seen.runs[key]


@cached(256)
def _verified(key: str, stamp: tuple[Any, ...]) -> Run:
    return store().require(key)


@cached(64)
def run_array(run: Run, name: str) -> np.ndarray:
    """Return one array of a run, kept in memory: read-only."""
    array = run.array(name)
    array.flags.writeable = False
    return array


def watched_rows(run: Run) -> np.ndarray:
    """Return which held-out samples a run's map snapshots show, int (n,)."""
    if run.has_array(MAP_ROWS):
        return run_array(run, MAP_ROWS)
    return np.arange(run_array(run, MAP_SNAPSHOTS).shape[1])


def options_of(run: Run, kind: type[T]) -> T:
    """Return a run's own options, of the class that its family has.

    Raises:
        TypeError: if the run is of another family.
    """
    options = run.config.architecture
    if not isinstance(options, kind):
        raise TypeError(f"Expected a run with {kind.__name__}. Received: {type(options).__name__}.")
    return options


def companion(run: Run, architecture: str) -> Run | None:
    """Return a finished run of another family to compare with: same data, nearest code size."""
    others = [one for one in beside(run).values() if one.config.architecture.name == architecture]
    size = run.config.latent_dim
    return min(others, key=lambda other: abs(other.config.latent_dim - size), default=None)


def nearest_run(config: RunConfig) -> Run | None:
    """Return the finished run on the same data that is most like a configuration.

    Of the same family if there is one, with the code size nearest to its own.
    """
    runs = runs_on(config.dataset)

    def unlike(run: Run) -> tuple[bool, bool, float]:
        sizes = run.config.latent_dim / config.latent_dim
        other_family = run.config.architecture.name != config.architecture.name
        return run.config.classes != config.classes, other_family, max(sizes, 1 / sizes)

    return min(runs, key=unlike, default=None)


def pca_of(run: Run) -> analysis.Projection:
    """Return the PCA of a run's training samples, of as many components as its code has numbers."""
    return analysis.Projection(run_array(run, "pca_mean"), run_array(run, "pca_components"))


def names_of(configs: Sequence[RunConfig]) -> list[str]:
    """Return a name for each of some runs: family and code size, and what differs among equals.

    Of one whose training was ended early, that, too.
    """
    flats = [one.flat() for one in configs]
    families = [(one.dataset, _family(one)) for one in configs]
    alike: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for family, flat in zip(families, flats, strict=True):
        alike.setdefault(family, []).append(flat)
    differing = {family: _differing(group) for family, group in alike.items()}
    return [
        " · ".join([family[1], *(_told(one, n) for n in differing[family] if n in flat)])
        + ended_early(find_ended(one))
        for one, family, flat in zip(configs, families, flats, strict=True)
    ]


def find_ended(config: RunConfig) -> Run | None:
    """Return the run of a configuration where its training was ended early."""
    run = _look(config.key())
    return run if run is not None and run.ended is not None else None


def ended_early(run: Run | None) -> str:
    """Return what stands behind a run's name where its training was ended early, or nothing.

    So that it passes nowhere for what its configuration says.
    """
    if run is None or run.ended is None:
        return ""
    text = _(" · ended early, epoch {kept} of {all}")
    return text.format(kept=run.ended.kept, all=run.ended.of)


def _differing(flats: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the fields in which some configurations of one family differ."""
    fields = dict.fromkeys(name for flat in flats for name in flat)
    return [name for name in fields if len({str(flat.get(name)) for flat in flats}) > 1]


def _told(config: RunConfig, name: str) -> str:
    """Return what one field of a configuration is called, and its value."""
    value = config.flat()[name]
    label = in_a_sentence(named(_(NAMES[name]), config))
    return f"{label} {_(VALUE_NAMES.get(value, value)) if isinstance(value, str) else value}"


def family_of(about: Run | RunConfig) -> str:
    """Return a run's family, code size, and the classes it has learnt where these are not all.

    Of a run whose training was ended early, that, too.
    """
    return _family(about) + (ended_early(about) if isinstance(about, Run) else "")


def _family(about: Run | RunConfig) -> str:
    config = about.config if isinstance(about, Run) else about
    label = _(REGISTRY[config.architecture.name].words.label)
    only = "".join(f" · {class_name(about, one)}" for one in config.classes)
    return _("{family}, {n}").format(family=label, n=config.latent_dim) + only
