"""The options of the command line, generated from the configuration and the registries."""

import argparse
from collections.abc import Callable
from typing import Any

from ae.cli.commands import anomalies, delete, prepare, runs, train
from ae.cli.data_commands import add as add_data
from ae.cli.doctor import doctor
from ae.cli.export_command import FORMATS, export
from ae.cli.fields import field_helps, preset_help
from ae.cli.job_commands import cancel, jobs
from ae.cli.results_command import remeasure, results
from ae.cli.status_command import status
from ae.cli.worker_command import ONLY, worker
from ae.i18n import _

Add = Callable[[Any, str], argparse.ArgumentParser]
"""Adds a command: its function, and what it does in words."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `command` to its function."""
    whole = argparse.ArgumentParser(prog="python -m ae", description=_("Autoencoder Lab."))
    commands = whole.add_subparsers(required=True, metavar=_("COMMAND"))

    def add(command: Any, words: str) -> argparse.ArgumentParser:
        new = commands.add_parser(
            command.__name__, help=words, description=words, allow_abbrev=False
        )
        new.set_defaults(command=command)
        return new

    _offer_trainings(add)
    _offer_results(add)
    _offer_data(commands.add_parser("data", help=_("Bring data of your own."), allow_abbrev=False))
    deleting = add(delete, _("Delete one finished run."))
    deleting.add_argument("key", metavar="KEY", help=_("the run's key, as `runs` lists it"))
    _offer_export(add(export, _("Write a run's code and network as files for other programs.")))
    _offer_operating(add)
    return whole


def _offer_trainings(add: Add) -> None:
    """Offer what trains one configuration, told by options, or those of a file."""
    training = add(train, _("Train one autoencoder, or find it trained already."))
    finding = add(
        anomalies,
        _("Train on what is normal only, and print how well that tells the odd, as JSON."),
    )
    helps = field_helps()
    for one in (training, finding):
        one.epilog = _("What is left out takes the value tuned for dataset and architecture.")
        for name, words in helps.items():
            if one is finding and name == "classes":
                continue
            flag = f"--{name.replace('_', '-')}"
            one.add_argument(flag, default=argparse.SUPPRESS, metavar="…", help=words)
        one.add_argument("--preset", metavar="…", help=preset_help())
    normal = _("class numbers with commas between them, or all")
    finding.add_argument("--normal", required=True, metavar="…", help=normal)
    preparing = add(prepare, _("Train every configuration of a file."))
    preparing.add_argument("file", metavar="FILE", help=_("one JSON object a line; - for stdin"))


def _offer_results(add: Add) -> None:
    """Offer what lists or measures finished runs."""
    listing = add(runs, _("List the finished runs."))
    listing.add_argument("--json", action="store_true", help=_("as a JSON list"))
    table = add(
        results,
        _("Print the table of results on MNIST, training what is missing; takes about an hour."),
    )
    table.add_argument(
        "--scores", metavar="FILE", help=_("write the classifier's scores of samples as JSON")
    )
    again = add(
        remeasure, _("Measure finished runs anew from their weights, after a measure has changed.")
    )
    again.add_argument("folder", metavar="FOLDER", help=_("that of the runs, one folder each"))


def _offer_operating(add: Add) -> None:
    """Offer what operators of a server need."""
    add(jobs, _("List the jobs that wait or run, and those that were interrupted or failed."))
    add(doctor, _("Look whether this machine can run the app, and say what to do where not."))
    telling = add(status, _("Tell how the servers of this cache folder are, in numbers."))
    telling.add_argument("--json", action="store_true", help=_("for programs"))
    working = add(worker, _("Train for every server that shares this cache folder and a Redis."))
    working.add_argument(
        "--only", choices=list(ONLY), help=_("keep it for these; else it does all")
    )
    ending = add(cancel, _("End a job that waits or runs, whoever asked for it."))
    ending.add_argument(
        "key", metavar="KEY", help=_("its key, as `jobs` lists it, or the beginning")
    )


def _offer_export(writing: argparse.ArgumentParser) -> None:
    """Give the command that writes files its options."""
    writing.add_argument("run", metavar="RUN", help=_("its key, or a file with its configuration"))
    writing.add_argument("--to", metavar="DIR", required=True, help=_("the folder they go to"))
    known = ",".join(FORMATS)
    writing.add_argument("--formats", default=known, metavar="…", help=_("some of") + f" {known}")


def _offer_data(data: argparse.ArgumentParser) -> None:
    """Give the command about somebody's data its own commands."""
    words = _("Keep a zip or .npz of pictures as a dataset.")
    adding = data.add_subparsers(required=True, metavar=_("COMMAND")).add_parser(
        "add", help=words, description=words, allow_abbrev=False
    )
    adding.set_defaults(command=add_data)
    adding.add_argument("name", metavar="NAME", help=_("what it is called for people"))
    adding.add_argument("file", metavar="FILE", help=_("of which folders are classes"))
