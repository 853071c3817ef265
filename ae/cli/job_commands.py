"""What an operator does about the jobs of a cache folder: list them, end any of them."""

import argparse
import time

from ae import config
from ae.cli.commands import Refused, complain
from ae.i18n import _
from ae.runs.jobs import Snapshot, Spec, request_cancel, snapshot, specs
from ae.runs.store import Store


def jobs(given: argparse.Namespace) -> int:
    """List what waits, runs, was interrupted or has failed."""
    store = Store.default()
    found = [(snapshot(store, key, epochs=False), key, spec) for key, spec in specs(store).items()]
    heads = [_("key"), _("state"), _("what"), _("since"), _("asked by")]
    rows = [_cells(*one) for one in sorted(found, key=lambda one: (one[0].since, one[1]))]
    table = [heads, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        print("  ".join(padded).rstrip())
    return 0


def cancel(given: argparse.Namespace) -> int:
    """End a job, whoever asked for it."""
    store = Store.default()
    if not given.key or set(given.key) - set("0123456789abcdef"):
        expected = _("KEY: expected the first hexadecimal digits of a key. Received: {received}.")
        raise Refused(expected.format(received=repr(given.key[:80])))
    keys = sorted(key for key in specs(store) if key.startswith(given.key))
    if len(keys) > 1:
        expected = _("KEY: expected the beginning of one key. Received that of {keys}.")
        raise Refused(expected.format(keys=", ".join(keys)))
    if not keys or not snapshot(store, keys[0], epochs=False).active:
        told = _("No job {key} waits or runs. `python -m ae jobs` lists those that do.")
        return complain(told.format(key=given.key), 1)
    request_cancel(store, keys[0])
    print(_("Job {key} ends.").format(key=keys[0]))
    return 0


def _cells(job: Snapshot, key: str, spec: Spec) -> list[str]:
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(job.since)) if job.since else ""
    return [key, _state(job), _what(spec), since, str(len(job.asked))]


def _state(job: Snapshot) -> str:
    words = {
        "queued": _("waits, place {place}"),
        "running": _("runs"),
        "interrupted": _("interrupted"),
        "failed": _("failed"),
        "done": _("done"),
    }
    return words.get(job.state, job.state).format(place=job.place)


def _what(spec: Spec) -> str:
    """Return what a job does, in one line; of a training of another version, that it is one."""
    if spec.kind == "download":
        return _("download of {name}").format(name=spec.subject)
    if spec.kind == "embed":
        return _("t-SNE of {key}").format(key=spec.subject)
    if spec.kind == "mix":
        return _("mixture of {key}").format(key=spec.subject)
    try:
        chosen = spec.config
    except (config.ConfigError, ValueError):
        return _("training")
    text = _("training: {family}, {size}, {dataset}, {epochs} epochs")
    return text.format(
        family=chosen.architecture.name,
        size=chosen.latent_dim,
        dataset=chosen.dataset,
        epochs=chosen.epochs,
    )
