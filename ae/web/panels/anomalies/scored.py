"""Normal and odd samples with their scores, as pages show them: asked of the model once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.data import datasets, oddities
from ae.i18n import _, listed
from ae.models.anomalies import Rebuilt, rebuild
from ae.runs.anomalies import scores_of
from ae.runs.store import Run
from ae.web import figures
from ae.web.components import Scored
from ae.web.samples import drawn
from ae.web.server import workers

MOST = 2000
"""How many normal and how many odd samples are scored, at most."""
PICTURED = 300
"""Of how many of each there are pictures, at most: a browser takes a second for as many."""
SPAN = {"picture": 1.0, "signal": 0.5, "table": 3.0}
"""How large a difference fills a map; along a signal many values are each a little off."""
WORST = 3
"""How many of a table's columns are named, those rebuilt worst."""
ALARMS = 0.05
"""The share of the normal samples which place the threshold that lie above it."""
FEWEST = 40
"""As many normal samples must have been kept back for them to place the threshold."""
NORMAL = "normal"
"""Beside the names of `oddities.ODDITIES`: what is not odd."""
About = tuple[str, ...] | tuple[int, ...]
"""Of a sample its names, untranslated, or the columns that are rebuilt worst."""


def ask_live(run: Run, operation: str, array: np.ndarray) -> Any:
    """Ask a run's live model, as `ae.models.anomalies.Ask` has it.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    return workers().ask(operation, run.identity, np.asarray(array, np.float32))


def rebuilt_live(run: Run, samples: np.ndarray) -> Rebuilt:
    """Return samples, float32 (n, *shape), and what a run's live model makes of them."""
    return rebuild(run.config, samples, lambda name, array: ask_live(run, name, array))


@cached(64)
def all_scores(run: Run, what: str) -> dict[str, np.ndarray]:
    """Return every score of normal held-out samples, or of odd ones of a kind: float (n,) each."""
    return _scores(run, _samples(run, what))


def scored(run: Run, what: str, score: str) -> Scored:
    """Return normal or odd samples with one score and, of some, pictures and maps."""
    found, about = _scored(run, what, score)
    columns = datasets.DATASETS[run.config.dataset].columns()
    words = [[columns[one] if isinstance(one, int) else _(one) for one in of] for of in about]
    return replace(found, texts=[listed(of) for of in words])


@cached(16)
def _scored(run: Run, what: str, score: str) -> tuple[Scored, list[About]]:
    """Return the same without words, and of each sample what is to be said about it."""
    scores = all_scores(run, what)[score]
    rows = analysis.sampled(len(scores), PICTURED)
    samples = _samples(run, what)[rows]
    restored = rebuilt_live(run, samples).restored
    data, differences = run.config.data, restored - samples
    maps = figures.one_picture_each(differences / SPAN[data.kind], data)
    about = _about(run, what, rows, differences)
    return Scored(scores, rows.astype(np.int32), drawn(run, samples), maps, []), about


@cached(64)
def usual_threshold(run: Run, score: str) -> float:
    """Return the threshold at first: above it lie `ALARMS` of some normal training samples."""
    rows, _kept_back = threshold_rows(run)
    samples = datasets.to_inputs(datasets.load(run.config.dataset, "train").samples[rows])
    return analysis.threshold_at(_scores(run, samples)[score], ALARMS)


def threshold_rows(run: Run) -> tuple[np.ndarray, bool]:
    """Return which normal training samples place the line, and whether they were kept back.

    Those that the run has learnt from only where too few were not: it knows them, so that the line
    lies too low for others.
    """
    rows = oddities.kept_back_rows(run.config, MOST)
    if len(rows) >= FEWEST:
        return rows, True
    return oddities.normal_rows(run.config, MOST, "train"), False


def _scores(run: Run, samples: np.ndarray) -> dict[str, np.ndarray]:
    return scores_of(run.config, samples, lambda name, array: ask_live(run, name, array))


def _samples(run: Run, what: str) -> np.ndarray:
    if what != NORMAL:
        return oddities.odd(what, run.config, MOST).samples
    rows = oddities.normal_rows(run.config, MOST)
    return datasets.to_inputs(datasets.held_out(run.config.dataset).samples[rows])


def _about(run: Run, what: str, rows: np.ndarray, differences: np.ndarray) -> list[About]:
    """Return of each sample what it is, or which of a table's columns are rebuilt worst."""
    if run.config.data.kind == "table":
        return [worst(one) for one in differences]
    names = _names(run, what)
    return [(names[row],) if names else () for row in rows]


def _names(run: Run, what: str) -> Sequence[str]:
    """Return what each scored sample is called, untranslated; none where all are alike."""
    if what != NORMAL:
        return oddities.odd(what, run.config, MOST).names
    classes = run.config.data.classes
    labels = datasets.held_out(run.config.dataset).labels
    return [classes[labels[row]] for row in oddities.normal_rows(run.config, MOST) if classes]


def worst(differences: np.ndarray) -> tuple[int, ...]:
    """Return the places of a row, (columns,), that are rebuilt worst, the worst first."""
    return tuple(int(place) for place in np.argsort(-np.abs(differences))[:WORST])
