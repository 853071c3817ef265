"""The codes of people and of things, whichever of the two a run takes for its samples."""

import numpy as np

from ae.analysis import Projection
from ae.analysis.recommenders import leading_directions
from ae.caching import cached
from ae.runs.store import Run
from ae.web.runs import run_array


def people_codes(run: Run) -> np.ndarray:
    """Return the codes of the people, float32 (people, k)."""
    return run_array(run, "column_codes" if run.config.architecture.turns() else "latents")


def thing_codes(run: Run) -> np.ndarray:
    """Return the codes of the things, float32 (things, k)."""
    return run_array(run, "latents" if run.config.architecture.turns() else "column_codes")


def plane_of_people(run: Run) -> Projection:
    """Return the plane in which the people's codes vary most."""
    return _plane(run, False)


def plane_of_things(run: Run) -> Projection:
    """Return the plane in which the things' codes vary most."""
    return _plane(run, True)


@cached(32)
def _plane(run: Run, things: bool) -> Projection:
    codes = thing_codes(run) if things else people_codes(run)
    mean = codes.mean(axis=0)
    return Projection(mean, leading_directions(codes - mean, 2).astype(np.float32))
