"""What is done to a drawing before the network sees it, and how held-out samples fare with it."""

from dataclasses import dataclass

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.runs.store import Run
from ae.web.runs import run_array
from ae.web.server import workers
from ae.workers import inference

COMPARED = 500
"""How many held-out samples are damaged as the drawing is, to compare errors with."""


@dataclass(frozen=True, eq=False)
class Damage:
    """Parts erased, bool (height, width), then noise of a kind and level."""

    erased: np.ndarray
    kind: str
    level: float

    def any(self) -> bool:
        """Tell whether it changes anything."""
        return bool(self.level or self.erased.any())

    def done_to(self, run: Run, clean: np.ndarray) -> np.ndarray:
        """Return the network's input, float32 (n, height, width): black where erased."""
        given = np.where(self.erased, np.float32(0), clean)
        rng, within = np.random.default_rng(0), run.config.data.value_range
        return corrupt(given, self.kind, self.level, rng, within) if self.level else given


def errors_at(run: Run, damage: Damage) -> np.ndarray | None:
    """Return squared errors of held-out samples with the same damage, float (n,).

    Without damage they are those of all held-out samples, that the run has kept; with some they
    are of `COMPARED` samples, against these as they were before, or None where the dataset is not
    on this machine.
    """
    if not damage.any():
        return run_array(run, "errors")
    if datasets.availability(run.config.dataset).state != "ready":
        return None
    return _errors(run, damage.erased.tobytes(), damage.kind, damage.level)


@cached(64)
def _errors(run: Run, erased: bytes, kind: str, level: float) -> np.ndarray:
    samples = datasets.held_out(run.config.dataset).samples
    clean = datasets.to_inputs(samples[analysis.sampled(len(samples), COMPARED)])
    mask = np.frombuffer(erased, bool).reshape(clean.shape[1:])
    given = Damage(mask, kind, level).done_to(run, clean)
    return analysis.squared_error(clean, inference.reconstruct(workers(), run.identity, given))
