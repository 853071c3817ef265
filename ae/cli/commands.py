"""The commands of the command line: what each does and prints.

Results go to standard output as JSON, everything else to standard error. Keras stays in the
workers; what measures in this process is in `results_command.py`.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ae import config
from ae.cli.fields import field_helps
from ae.cli.progress import Failed, Line, follow
from ae.config import ConfigError, RunConfig
from ae.data import datasets
from ae.i18n import _, sentences
from ae.runs.store import Run, Store
from ae.workers.client import Workers


class Refused(Exception):
    """What was asked for makes no sense; the message says what was expected."""


def train(given: argparse.Namespace) -> int:
    """Train one configuration, or find it finished, and print its result."""
    chosen = asked_for(given)
    return _make({chosen.key(): chosen}, {chosen.key(): [""]})


def asked_for(given: argparse.Namespace) -> RunConfig:
    """Return the configuration that `train` was asked for."""
    names = field_helps()
    values = {name: value for name, value in vars(given).items() if name in names}
    if given.preset:
        usual = config.from_flat_leniently(values, datasets.default_dataset())[0]
        values = config.preset(usual.dataset, usual.architecture.name, given.preset) | values
    return datasets.identified(config.from_flat(values, dataset=datasets.default_dataset()))


def anomalies(given: argparse.Namespace) -> int:
    """Train on what is normal, or find that finished, and print how well it tells the odd."""
    chosen = datasets.identified(_one_class(given))
    for key, ended, cached in trained({chosen.key(): chosen}):
        if isinstance(ended, Failed) or ended.ended is not None:
            return complain(f"{key}: {why_not_whole(ended)}", 1)
        print(json.dumps(_told_apart(ended, cached)), flush=True)
    return 0


def _one_class(given: argparse.Namespace) -> RunConfig:
    """Return the configuration of a run that learns some classes only, as it was asked for."""
    names = field_helps()
    values = {name: value for name, value in vars(given).items() if name in names}
    values.setdefault("architecture", "deep")
    dataset = values.get("dataset", datasets.default_dataset())
    values["classes"] = "" if given.normal == "all" else given.normal
    preset = given.preset or ("one-class" if values["architecture"] == "deep" else "")
    if preset and dataset in config.known_data():
        values = config.preset(dataset, values["architecture"], preset) | values
    return config.from_flat(values, dataset)


def _told_apart(run: Run, cached: bool) -> dict[str, Any]:
    from ae.models.anomalies import scores_for
    from ae.runs import evaluation
    from ae.runs.anomalies import areas
    from ae.workers.inference_process import functions

    operations = functions(run.config, evaluation.load(run))
    found = areas(run.config, lambda name, array: operations[name](array))
    return {
        "key": run.key,
        "cached": cached,
        "seconds": round(run.seconds, 3),
        "dataset": run.config.dataset,
        "normal": list(run.config.classes) or "all",
        "score": scores_for(run.config)[0],
        "samples": {"normal": found.normal, **found.odd},
        "auc": found.scores,
        "competitors": found.competitors,
    }


def prepare(given: argparse.Namespace) -> int:
    """Train every configuration of a file; lines that say the same train once."""
    wanted: dict[str, RunConfig] = {}
    places: dict[str, list[str]] = {}
    problems = []
    for number, line in _lines(given.file):
        try:
            flat = _object(line)
            chosen = datasets.identified(config.from_flat(flat, datasets.default_dataset()))
        except (ConfigError, Refused) as error:
            where = _("line {number}: ").format(number=number)
            problems += [where + problem for problem in str(error).splitlines()]
        else:
            wanted[chosen.key()] = chosen
            places.setdefault(chosen.key(), []).append(_("line {number}").format(number=number))
    if problems:
        raise Refused("\n".join([*problems, _("Nothing was trained.")]))
    if not wanted:
        expected = _("expected a JSON object a line. Received: none in {file}.")
        told = [expected.format(file=given.file), _("Nothing was trained.")]
        raise Refused(sentences(told))
    return _make(wanted, places)


def runs(given: argparse.Namespace) -> int:
    """List the finished runs."""
    store = Store.default()
    rows = [_row(run) for run in store.all()]
    if others := store.of_other_versions():
        text = _("Runs of another version of the app, kept and not listed: {n}.")
        print(text.format(n=len(others)), file=sys.stderr)
    if given.json:
        print(json.dumps(rows, indent=1))
        return 0
    heads = [_("key"), _("dataset"), _("architecture"), _("latent size"), _("epochs")]
    heads += [_("test BCE"), _("size on disk"), _("shipped")]
    table = [heads, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        print("  ".join(padded).rstrip())
    return 0


def delete(given: argparse.Namespace) -> int:
    """Delete one finished run of the cache."""
    if not config.is_key(given.key):
        expected = _("KEY: expected 16 to 64 hexadecimal digits. Received: {received}.")
        raise Refused(expected.format(received=repr(given.key[:80])))
    store = Store.default()
    run = store.find(given.key)
    if run is not None and run.shipped:
        return complain(_("Run {key} ships with the app and stays.").format(key=given.key), 1)
    if not store.delete(given.key):
        return complain(_("There is no finished run {key}.").format(key=given.key), 1)
    print(_("Deleted run {key}.").format(key=given.key))
    return 0


def why_not_whole(ended: Run | Failed) -> str:
    """Say why there is no whole run whose figures could be told."""
    if isinstance(ended, Failed) or ended.ended is None:
        return str(ended)
    text = _(
        "its training was ended after {minutes:.3g} min, with {done} of {all} epochs done; its "
        "figures are not those of a whole one. Delete it (`python -m ae delete`), set "
        "AE_MAX_TRAINING_MINUTES higher and try again."
    )
    return text.format(minutes=ended.ended.minutes, done=ended.ended.done, all=ended.ended.of)


def _make(wanted: Mapping[str, RunConfig], places: Mapping[str, list[str]]) -> int:
    """Train what is wanted and not there yet; print one line of JSON for each place."""
    failures = 0
    for key, ended, cached in trained(wanted):
        if isinstance(ended, Failed):
            failures += 1
            complain(f"{', '.join(filter(None, [*places[key], key]))}: {ended}", 1)
        else:
            _print_result(ended, cached, len(places[key]))
    return 1 if failures else 0


def trained(wanted: Mapping[str, RunConfig]) -> Iterator[tuple[str, Run | Failed, bool]]:
    """Yield each key with its run, or why there is none, and whether it was there already."""
    store = Store.default()
    runs = {key: store.find(key) for key in wanted}
    for key, run in runs.items():
        if run is not None:
            store.touch(key)
            yield key, run, True
    missing = {key: chosen for key, chosen in wanted.items() if runs[key] is None}
    for dataset in dict.fromkeys(chosen.dataset for chosen in missing.values()):
        datasets.load(dataset, "test")  # says now what a worker would say later
    with (
        closing(Workers(store)) as workers,  # they start only if they are handed something
        Line(sum(chosen.epochs for chosen in missing.values())) as line,
        closing(follow(workers, missing, line)) as endings,
    ):
        for key, ended in endings:
            line.clear()
            yield key, ended, False


def _print_result(run: Run, cached: bool, times: int) -> None:
    result = {
        "key": run.key,
        "cached": cached,
        "seconds": round(run.seconds, 3),
        "epochs": run.epochs,
        "ended": None if run.ended is None else asdict(run.ended),
        "metrics": run.metrics,
    }
    print("\n".join([json.dumps(result)] * times), flush=True)


def _row(run: Run) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in run.folder.iterdir())
    return {
        "key": run.key,
        "dataset": run.config.dataset,
        "architecture": run.config.architecture.name,
        "latent_dim": run.config.latent_dim,
        "epochs": run.epochs,
        "ended": None if run.ended is None else asdict(run.ended),
        "test_bce": run.metrics.get("test_bce"),
        "bytes": size,
        "shipped": run.shipped,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    ended = row["ended"]
    shown = {name: value for name, value in row.items() if name != "ended"} | {
        "epochs": _("{kept} of {of}").format(**ended) if ended else row["epochs"],
        "test_bce": _("none") if row["test_bce"] is None else f"{row['test_bce']:.4f}",
        "bytes": f"{row['bytes'] / 1e6:.1f} MB",
        "shipped": _("yes") if row["shipped"] else _("no"),
    }
    return [str(value) for value in shown.values()]


def _lines(file: str) -> list[tuple[int, str]]:
    """Return the non-empty lines of a file, `-` for standard input, with their numbers."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        expected = _("FILE: expected a text file. Received: {file} ({error}).")
        raise Refused(expected.format(file=repr(file), error=error)) from None
    return [(i, line) for i, line in enumerate(text.splitlines(), 1) if line.strip()]


def _object(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        expected = _("expected a JSON object. Received: {line}.")
        raise Refused(expected.format(line=repr(line[:80])))
    return values


def complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
