"""Which run the board of a class shows the drawings through."""

from collections.abc import Iterable

from ae import config as configs
from ae.data import datasets
from ae.runs.store import Run
from ae.web.runs import find_run, runs_on

FLAT = 2
"""A code of so many numbers lies on a map as it is."""
FIRST = "variational"


def shown_runs(own: Iterable[str] = ()) -> dict[str, Run]:
    """Return the runs that drawings can go through, by key: on the usual digits, flat ones first.

    Those of one class only are left out: they know no other digits.

    Args:
        own: the keys of those that a class has trained on its own drawings; they come last.
    """
    found = [
        run
        for run in runs_on(datasets.default_dataset())
        if not run.config.classes and run.config.latent_dim >= FLAT
    ]

    def rank(run: Run) -> tuple[bool, bool, int]:
        size = run.config.latent_dim
        return size != FLAT, run.config.architecture.name != FIRST, size

    trained = [run for key in own if (run := find_run(key)) is not None]
    return {run.key: run for run in [*sorted(found, key=rank), *trained]}


def first_run() -> str:
    """Return the key of the run that a board begins with, or nothing where there is none."""
    return next(iter(shown_runs()), "")


def run_of(key: str) -> Run | None:
    """Return the run of a board, or the first one where it is not here."""
    found = find_run(key) if key else None
    return found or next(iter(shown_runs().values()), None)


def one_of_each_family() -> list[Run]:
    """Return one run of each family: of its usual code size where there is one."""
    found: dict[str, Run] = {}
    for run in shown_runs().values():
        name = run.config.architecture.name
        usual = configs.defaults(run.config.dataset, name)["latent_dim"]
        if name not in found or run.config.latent_dim == usual:
            found[name] = run
    return list(found.values())
