"""Which run the board of a class shows the drawings through."""

from ae.data import datasets
from ae.runs.store import Run
from ae.web.runs import find_run, runs_on

FLAT = 2
"""A code of so many numbers lies on a map as it is."""
FIRST = "variational"


def shown_runs() -> dict[str, Run]:
    """Return the runs that drawings can go through, by key: on the usual digits, flat ones first.

    Those of one class only are left out: they know no other digits.
    """
    found = [run for run in runs_on(datasets.default_dataset()) if not run.config.classes]

    def rank(run: Run) -> tuple[bool, bool, int]:
        size = run.config.latent_dim
        return size != FLAT, run.config.architecture.name != FIRST, size

    return {run.key: run for run in sorted(found, key=rank)}


def first_run() -> str:
    """Return the key of the run that a board begins with, or nothing where there is none."""
    return next(iter(shown_runs()), "")


def run_of(key: str) -> Run | None:
    """Return the run of a board, or the first one where it is not here."""
    found = find_run(key) if key else None
    return found or next(iter(shown_runs().values()), None)
