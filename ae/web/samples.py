"""Samples as pages show them: drawn, named, and as a model's input."""

import numpy as np

from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.runs.store import Run
from ae.web.wording import class_names


def drawn(about: Run | RunConfig, samples: np.ndarray) -> np.ndarray:
    """Draw samples, float (n, *shape) or as a split holds them, as uint8 (n, height, width)."""
    config = about.config if isinstance(about, Run) else about
    return kinds.draw(samples, config.data)


def held_out_input(run: Run, index: int) -> np.ndarray:
    """Return one held-out sample as a model's input, float32 (1, *shape)."""
    return datasets.to_inputs(datasets.held_out(run.config.dataset).samples[index : index + 1])


def held_out_names(about: Run | RunConfig, rows: np.ndarray) -> list[str]:
    """Return what held-out samples are: their classes, or their numbers where there are none."""
    config = about.config if isinstance(about, Run) else about
    classes = class_names(about)
    if not classes:
        return [str(row) for row in rows]
    return [classes[label] for label in datasets.held_out(config.dataset).labels[rows]]
