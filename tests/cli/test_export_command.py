"""A run written as files: `python -m ae export RUN --to DIR`."""

import json

import pytest

from ae import config
from ae.cli.main import main
from ae.models import standalone
from ae.models.export import missing_onnx

SHIPPED = config.from_flat({"dataset": "digits"})


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "cache"))


def test_a_finished_runs_code_and_network_are_written(tmp_path, capsys):
    folder = tmp_path / "here" / "there"
    assert main(["export", SHIPPED.key(), "--to", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    code = {standalone.notebook_name(SHIPPED), standalone.file_name(SHIPPED)}
    kinds = ("keras",) if missing_onnx() else ("keras", "onnx")
    models = {"autoencoder.keras", *(f"{half}.{kind}" for half in HALVES for kind in kinds)}
    assert told["key"] == SHIPPED.key() and set(told["files"]) == code | models
    assert {path.name for path in folder.iterdir()} == code | models
    assert (folder / standalone.file_name(SHIPPED)).read_text() == standalone.script(SHIPPED)
    assert (folder / "encoder.keras").read_bytes().startswith(b"PK")


HALVES = ("encoder", "decoder")


def test_of_what_is_not_trained_there_is_the_code(tmp_path, capsys):
    line = tmp_path / "run.json"
    line.write_text('{"dataset": "digits", "latent_dim": 7}')
    assert main(["export", str(line), "--to", str(tmp_path), "--formats", "code"]) == 0
    chosen = config.from_flat({"dataset": "digits", "latent_dim": 7})
    assert (tmp_path / standalone.notebook_name(chosen)).exists()
    assert main(["export", str(line), "--to", str(tmp_path)]) == 1
    assert f"There is no finished run {chosen.key()}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["0" * 16, "--to", "x"], "There is no finished run 0000"),
        (["no-such-file", "--to", "x"], "RUN: expected a run's key or a file of one JSON object"),
        (
            [SHIPPED.key(), "--to", "x", "--formats", "keras,pdf"],
            "expected some of code,keras,onnx",
        ),
        ([SHIPPED.key(), "--to", "/dev/null/x", "--formats", "code"], "'/dev/null/x': "),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(given, message, capsys):
    assert main(["export", *given]) == 2
    assert message in capsys.readouterr().err
