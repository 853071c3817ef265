"""The command that writes a run's code and network as files, for other programs."""

import argparse
import json
from pathlib import Path

from ae import config
from ae.cli.commands import Refused, complain
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models import standalone
from ae.models.export import missing_onnx
from ae.runs.store import Run, Store

FORMATS = ("code", "keras", "onnx")


def export(given: argparse.Namespace) -> int:
    """Write a run's files into a folder, and print their names as JSON."""
    wanted = given.formats.split(",")
    if unknown := sorted(set(wanted) - set(FORMATS)):
        expected = _("--formats: expected some of {known}. Received: {unknown}.")
        raise Refused(expected.format(known=",".join(FORMATS), unknown=",".join(unknown)))
    chosen, run = _meant(given.run)
    files: dict[str, bytes] = {}
    if "code" in wanted:
        files[standalone.notebook_name(chosen)] = standalone.notebook(chosen).encode()
        files[standalone.file_name(chosen)] = standalone.script(chosen).encode()
    if {"keras", "onnx"} & set(wanted):
        if run is None:
            key = chosen.key()
            return complain(_("There is no finished run {key}.").format(key=key), 1)
        files |= _network(run, wanted)
    folder = Path(given.to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise Refused(f"{given.to!r}: {error.strerror or error}") from error
    print(json.dumps({"key": chosen.key(), "files": list(files)}))
    return 0


def _network(run: Run, wanted: list[str]) -> dict[str, bytes]:
    from ae.runs import take_home  # which loads Keras

    if "onnx" in wanted and missing_onnx():
        complain(_("onnx is not installed: pip install -r requirements-extras.txt"), 1)
    return {
        name: data
        for name, data in take_home.model_files(run).items()
        if name.rpartition(".")[2] in wanted
    }


def _meant(text: str) -> tuple[RunConfig, Run | None]:
    """Return a configuration and, where it is trained, its run: by key, or by a file of JSON."""
    store = Store.default()
    if config.is_key(text):
        run = store.find(text)
        if run is None:
            raise Refused(_("There is no finished run {key}.").format(key=text))
        return run.config, run
    try:
        flat = json.loads(Path(text).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        expected = _("RUN: expected a run's key or a file of one JSON object. Received: {file}.")
        raise Refused(expected.format(file=repr(text))) from error
    if not isinstance(flat, dict):
        raise Refused(_("expected a JSON object. Received: {line}.").format(line=repr(flat)[:80]))
    chosen = datasets.identified(config.from_flat(flat, datasets.default_dataset()))
    return chosen, store.find(chosen.key())
