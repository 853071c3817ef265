"""The commands that measure finished runs in this process, and so load Keras here."""

import argparse
import sys
from pathlib import Path

from ae.cli.commands import Refused, complain, trained, why_not_whole
from ae.cli.progress import Failed
from ae.data import datasets
from ae.i18n import _
from ae.models.epochs import Diverged
from ae.runs.store import MANIFEST, DamagedRun
from ae.runs.store.runs import open_run


def results(given: argparse.Namespace) -> int:
    """Print the table of results; train first what is missing of it."""
    from ae.cli import results_rows, results_table  # which load much that others do not need

    names = results_rows.wanted()
    datasets.load(results_rows.DATASET, "test")  # says now that it is not here
    found = {}
    for key, ended, _cached in trained({chosen.key(): chosen for chosen in names.values()}):
        if isinstance(ended, Failed) or ended.ended is not None:
            return complain(f"{key}: {why_not_whole(ended)}", 1)
        found[key] = ended
    runs = {name: found[chosen.key()] for name, chosen in names.items()}
    heads = results_rows.HEADS
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)
    keep = Path(given.scores) if given.scores else None
    for line in results_table.lines(runs, lambda text: print(text, file=sys.stderr), keep):
        print(f"| {' | '.join(line.cells())} |", flush=True)
    return 0


def remeasure(given: argparse.Namespace) -> int:
    """Measure the finished runs of a folder anew, from their own weights."""
    from ae.runs import evaluation

    folders = sorted(path.parent for path in Path(given.folder).glob(f"*/{MANIFEST}"))
    if not folders:
        expected = _("FOLDER: expected a folder of finished runs. Received: {folder}.")
        raise Refused(expected.format(folder=repr(given.folder)))
    failed = 0
    for folder in folders:
        try:
            changed = evaluation.remeasure(open_run(folder, shipped=False))
        except (DamagedRun, Diverged) as error:
            failed = complain(f"{folder.name}: {error}", 1)
            continue
        print(folder.name, _("measured anew") if changed else _("as it was"), flush=True)
    return failed
