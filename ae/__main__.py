"""The command line: `python -m ae train | runs | prepare | delete | results`.

Its options are generated from the configuration and the registry, so a new architecture's
options appear here by themselves. Results go to standard output as JSON, everything else to
standard error. Exit codes: 0 done, 1 it could not be done, 2 what was asked for is wrong,
130 Ctrl-C. Keras stays in the workers.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ae import config
from ae import results as tables
from ae.cli import Failed, Line, follow
from ae.config import ConfigError, RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run, Store, StoreError
from ae.workers.client import WorkerError, Workers


class Refused(Exception):
    """What was asked for makes no sense; the message says what was expected."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = _parser().parse_args(arguments)
    try:
        return given.command(given)
    except (ConfigError, Refused) as error:
        return _complain(str(error), 2)
    except (StoreError, WorkerError, datasets.DatasetError) as error:
        return _complain(str(error), 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def train(given: argparse.Namespace) -> int:
    """Train one configuration, or find it finished, and print its result."""
    names = _field_helps()
    values = {name: value for name, value in vars(given).items() if name in names}
    if given.preset:
        usual = config.from_flat_leniently(values, datasets.default_dataset())[0]
        values = config.preset(usual.dataset, usual.architecture.name, given.preset) | values
    chosen = config.from_flat(values, dataset=datasets.default_dataset())
    return _make({chosen.key(): chosen}, {chosen.key(): [""]})


def prepare(given: argparse.Namespace) -> int:
    """Train every configuration of a file; lines that say the same train once."""
    wanted: dict[str, RunConfig] = {}
    places: dict[str, list[str]] = {}
    problems = []
    for number, line in _lines(given.file):
        try:
            chosen = config.from_flat(_object(line), dataset=datasets.default_dataset())
        except (ConfigError, Refused) as error:
            where = _("line {number}: ").format(number=number)
            problems += [where + problem for problem in str(error).splitlines()]
        else:
            wanted[chosen.key()] = chosen
            places.setdefault(chosen.key(), []).append(_("line {number}").format(number=number))
    if problems:
        raise Refused("\n".join([*problems, _("Nothing was trained.")]))
    return _make(wanted, places)


def runs(given: argparse.Namespace) -> int:
    """List the finished runs."""
    rows = [_row(run) for run in Store.default().all()]
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
        return _complain(_("Run {key} ships with the app and stays.").format(key=given.key), 1)
    if not store.delete(given.key):
        return _complain(_("There is no finished run {key}.").format(key=given.key), 1)
    print(_("Deleted run {key}.").format(key=given.key))
    return 0


def results(given: argparse.Namespace) -> int:
    """Print the table of results; train first what is missing of it."""
    names = tables.wanted()
    datasets.load(tables.DATASET, "test")  # says now that it is not here
    found = {}
    for key, ended, _cached in _trained({chosen.key(): chosen for chosen in names.values()}):
        if isinstance(ended, Failed):
            return _complain(f"{key}: {ended}", 1)
        found[key] = ended
    runs = {name: found[chosen.key()] for name, chosen in names.items()}
    print(f"| {' | '.join(tables.HEADS)} |\n|{'---|' * len(tables.HEADS)}", flush=True)
    keep = Path(given.scores) if given.scores else None
    for line in tables.lines(runs, lambda text: print(text, file=sys.stderr), keep):
        print(f"| {' | '.join(line.cells())} |", flush=True)
    return 0


def _make(wanted: Mapping[str, RunConfig], places: Mapping[str, list[str]]) -> int:
    """Train what is wanted and not there yet; print one line of JSON for each place."""
    failures = 0
    for key, ended, cached in _trained(wanted):
        if isinstance(ended, Failed):
            failures += 1
            _complain(f"{', '.join(filter(None, [*places[key], key]))}: {ended}", 1)
        else:
            _print_result(ended, cached, len(places[key]))
    return 1 if failures else 0


def _trained(wanted: Mapping[str, RunConfig]) -> Iterator[tuple[str, Run | Failed, bool]]:
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
        "epochs": run.config.epochs,
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
        "epochs": run.config.epochs,
        "test_bce": run.metrics["test_bce"],
        "bytes": size,
        "shipped": run.shipped,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    shown = row | {
        "test_bce": f"{row['test_bce']:.4f}",
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


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ae", description=_("Autoencoder Lab."))
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))

    def add(command: Any, words: str) -> argparse.ArgumentParser:
        new = commands.add_parser(
            command.__name__, help=words, description=words, allow_abbrev=False
        )
        new.set_defaults(command=command)
        return new

    training = add(train, _("Train one autoencoder, or find it trained already."))
    training.epilog = _("What is left out takes the value tuned for dataset and architecture.")
    for name, words in _field_helps().items():
        flag = f"--{name.replace('_', '-')}"
        training.add_argument(flag, default=argparse.SUPPRESS, metavar="…", help=words)
    training.add_argument("--preset", metavar="…", help=_preset_help())
    listing = add(runs, _("List the finished runs."))
    listing.add_argument("--json", action="store_true", help=_("as a JSON list"))
    preparing = add(prepare, _("Train every configuration of a file."))
    preparing.add_argument("file", metavar="FILE", help=_("one JSON object a line; - for stdin"))
    table = add(
        results, _("Print the table of results on MNIST, training what is missing: an hour.")
    )
    table.add_argument(
        "--scores", metavar="FILE", help=_("write the classifier's scores of samples as JSON")
    )
    deleting = add(delete, _("Delete one finished run."))
    deleting.add_argument("key", metavar="KEY", help=_("the run's key, as `runs` lists it"))
    return parser


def _field_helps() -> dict[str, str]:
    """Return every field a training can be given, with its meaning and its range in words."""
    shared = {name: [*config.choices("architecture")] for name in RunConfig.model_fields}
    own: dict[str, list[str]] = {}
    for architecture in config.choices("architecture"):
        for name in config.option_fields(architecture):
            own.setdefault(name, []).append(architecture)
    return {name: _help(name, users) for name, users in (shared | own).items()}


def _preset_help() -> str:
    """Return which named configurations there are."""
    named = {name: config.presets(name) for name in config.choices("architecture")}
    parts = [f"{name}: {', '.join(presets)}" for name, presets in named.items() if presets]
    return _("a named configuration; {which}").format(which="; ".join(parts))


def _help(name: str, architectures: list[str]) -> str:
    """Return the ranges of one field, each with the datasets or architectures it holds for."""
    users: dict[str, list[str]] = {}
    for architecture in architectures:
        field = config.option_fields(architecture).get(name)
        for dataset in config.choices("dataset"):
            text = config.expected(name, dataset, architecture)
            if field is not None and field.description:
                text += f": {_(field.description)}"
            users.setdefault(text, []).append(dataset if name == "train_size" else architecture)
    if len(users) == 1 and name in RunConfig.model_fields:
        return next(iter(users)).replace("%", "%%")
    parts = [f"{', '.join(dict.fromkeys(who))}: {text}" for text, who in users.items()]
    return "; ".join(parts).replace("%", "%%")


if __name__ == "__main__":
    sys.exit(main())
