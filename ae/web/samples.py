"""Samples as pages show them: drawn, named, and as a model's input."""

from collections.abc import Callable

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.i18n import _
from ae.runs.evaluation import MAP_ROWS
from ae.runs.store import Run
from ae.web.runs import run_array
from ae.web.wording import class_names, named

PART = 1024


def drawn(about: Run | RunConfig, samples: np.ndarray) -> np.ndarray:
    """Draw samples, float (n, *shape) or as a split holds them, as uint8 (n, height, width)."""
    config = about.config if isinstance(about, Run) else about
    return kinds.draw(samples, config.data)


def in_parts(samples: np.ndarray, ask: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Return what is found out about samples as a model's inputs, asked of some at a time.

    As inputs all of them would take four times the memory that they are kept in.

    Args:
        samples: (n, *shape), as a split holds them, one or more.
        ask: of float32 (m, *shape), gives (m, …).
    """
    starts = range(0, len(samples), PART)
    return np.concatenate([ask(datasets.to_inputs(samples[at : at + PART])) for at in starts])


def held_out_input(run: Run, index: int) -> np.ndarray:
    """Return one held-out sample as a model's input, float32 (1, *shape)."""
    return datasets.to_inputs(datasets.held_out(run.config.dataset).samples[index : index + 1])


def some_held_out(about: Run | RunConfig, count: int, first: bool = False) -> str:
    """Say how many held-out samples something shows, and which: the start of a sentence.

    Args:
        count: how many at most.
        first: whether these are the first ones, and not drawn by `analysis.sampled`.
    """
    config = about.config if isinstance(about, Run) else about
    # Of a run without the dataset itself, too: some of its arrays have a row for each sample.
    every = len(
        run_array(about, "errors")
        if isinstance(about, Run)
        else datasets.held_out(config.dataset).samples
    )
    if count >= every:
        return named(_("All {all:,} held-out {samples}"), config).format(all=every)
    text = _("{n:,} of {all:,} held-out {samples}, drawn at random")
    if first:
        text = _("The first {n:,} of {all:,} held-out {samples}")
    return named(text, config).format(n=count, all=every)


def watched(about: Run | RunConfig, count: int) -> str:
    """Say the same of what was watched while training: earlier versions took the first ones."""
    return some_held_out(about, count, isinstance(about, Run) and not about.has_array(MAP_ROWS))


def held_out_names(about: Run | RunConfig, rows: np.ndarray) -> list[str]:
    """Return what held-out samples are: their classes, or their numbers where there are none."""
    config = about.config if isinstance(about, Run) else about
    classes = class_names(about)
    if not classes:
        return [str(row) for row in rows]
    return [classes[label] for label in datasets.held_out(config.dataset).labels[rows]]


def as_stored(run: Run, samples: np.ndarray) -> np.ndarray:
    """Return a model's outputs, float32 (n, *shape), in a split's own units."""
    return drawn(run, samples) if run.config.data.kind == "picture" else samples


def nearest_training(
    dataset: str, content: str, samples: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find the training sample nearest to each of some samples, by their values.

    Args:
        content: the digest of the dataset's content: it names what is kept.
        samples: (n, *shape), as a split holds them.

    Returns:
        Which training samples, int (n,), and how far away they are, float (n,): the root of the
        summed squared differences, in a model's units.
    """
    rows, distances = _training_index(dataset, content).nearest(samples)
    return rows, distances / (255.0 if samples.dtype == np.uint8 else 1.0)


@cached(4)
def _training_index(dataset: str, content: str) -> analysis.NearestIndex:
    return analysis.NearestIndex(datasets.load(dataset, "train").samples)
