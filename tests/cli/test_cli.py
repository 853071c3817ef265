"""The command line, as a person or a script runs it: `python -m ae …` in a process of its own."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ae import config
from ae.cli import commands
from ae.cli.commands import asked_for
from ae.cli.main import main
from ae.cli.parser import parser
from ae.models.deadline import Ended
from ae.runs import store
from ae.workers.client import Workers
from tests.conftest import START_SECONDS
from tests.data import archives
from tests.workers.processes import hold

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = ["--dataset", "digits", "--train-size", "100", "--batch-size", "50"]
SMALL += ["--epochs", "2", "--latent-dim", "3"]
MEASURES = ("bce", "mse", "squared_error", "psnr", "ssim")


class CommandLine:
    """Runs `python -m ae` on a cache folder of its own, without MNIST."""

    def __init__(self, folder: Path):
        self.cache = folder / "cache"
        nothing = str(folder / "nothing")
        self.environment = {
            **os.environ,
            "AE_CACHE_DIR": str(self.cache),
            "AE_DATA_DIR": nothing,
            "KERAS_HOME": nothing,
            "AE_TRAINING_SLOTS": "1",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "ae", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __call__(self, *arguments: str, text: str = "") -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(text, timeout=START_SECONDS)
        assert "Traceback" not in err
        return process.returncode, out, err

    def jobs(self) -> set[str]:
        """Name the jobs on disk; the folder of one that is done may be left by its command."""
        return {path.name for path in (self.cache / "jobs").glob("*")}


@pytest.fixture(scope="module")
def ae(tmp_path_factory):
    return CommandLine(tmp_path_factory.mktemp("cli"))


@pytest.fixture
def here(ae, monkeypatch, capsys):
    """The same without a process of its own, for what starts no worker."""
    for name, value in ae.environment.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as left:  # argparse
            code = int(str(left.code))
        return (code, *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def trained(ae):
    """The result of the first training, with what was said meanwhile."""
    code, out, err = ae("train", *SMALL)
    assert code == 0, err
    return out, err


def test_train_prints_one_line_of_json(trained):
    out, _ = trained
    assert out.count("\n") == 1
    result = json.loads(out)
    assert set(result) == {"key", "cached", "seconds", "epochs", "ended", "metrics"}
    assert result["ended"] is None, "it was done"
    assert config.is_key(result["key"]) and result["cached"] is False and result["epochs"] == 2
    assert result["seconds"] > 0
    assert {f"test_{name}" for name in MEASURES} <= set(result["metrics"])
    assert all(isinstance(value, float) for value in result["metrics"].values())


def test_progress_is_a_line_an_epoch_where_stderr_is_no_terminal(trained):
    _, err = trained
    assert [f"epoch {i}, loss" in line for i, line in enumerate(err.splitlines())] == [True] * 3
    assert "\033" not in err and "\r" not in err


def test_a_finished_run_is_found_at_once_and_without_workers(ae, here, trained, monkeypatch):
    """Not a timing: what would take seconds, a supervisor with Keras, is not started."""
    code, out, err = ae("train", *SMALL)
    first, again = json.loads(trained[0]), json.loads(out)
    assert code == 0 and err == ""
    assert again == first | {"cached": True}
    monkeypatch.setattr(Workers, "start", lambda self: pytest.fail("it started workers"))
    assert here("train", *SMALL) == (0, out, "")


def test_every_option_of_every_architecture_can_be_given(here):
    _, out, _ = here("train", "--help")
    for architecture in config.choices("architecture"):
        for name in config.option_fields(architecture):
            assert f"--{name.replace('_', '-')}" in out


def test_help_states_the_ranges_of_the_configuration(here):
    _, out, _ = here("train", "--help")
    words = " ".join(out.split())
    for name in ("latent_dim", "epochs", "batch_size", "learning_rate", "seed", "loss"):
        assert config.expected(name) in words
    assert "1440" in words and "60000" in words


@pytest.mark.parametrize(
    ("arguments", "field", "allowed", "received"),
    [
        (["--latent-dim", "0"], "latent_dim", "from 1 to 128", "'0'"),
        (["--epochs", "many"], "epochs", "from 1 to 200", "'many'"),
        (["--learning-rate", "nan"], "learning_rate", "from 1e-05 to 0.1", "'nan'"),
        (["--dataset", "faces"], "dataset", "digits, mnist", "'faces'"),
        (["--architecture", "huge"], "architecture", "basic", "'huge'"),
        (["--activation", "gelu"], "activation", "relu, linear, tanh", "'gelu'"),
        (["--train-size", "1441"], "train_size", "from 100 to 1440", "'1441'"),
    ],
)
def test_bad_values_are_named_with_their_range(here, arguments, field, allowed, received):
    code, out, err = here("train", *arguments)
    assert (code, out) == (2, "")
    line = next(line for line in err.splitlines() if line.startswith(field))
    assert allowed in line and received in line


def test_every_bad_value_is_named_at_once(here):
    code, _, err = here("train", "--latent-dim", "0", "--epochs", "0", "--batch-size", "1")
    assert code == 2
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "latent_dim",
        "epochs",
        "batch_size",
    ]


@pytest.mark.parametrize("arguments", [[], ["fly"], ["train", "--latent", "3"], ["train", "x"]])
def test_unknown_words_are_refused(here, arguments):
    code, out, err = here(*arguments)
    assert (code, out) == (2, "") and "usage:" in err


def test_a_missing_dataset_is_said_before_anything_starts(ae, here):
    before = ae.jobs()
    code, out, err = here("train", "--dataset", "mnist", "--seed", "900001")  # none that ships
    assert (code, out) == (1, "")
    assert err.startswith("MNIST is not on this machine") and "AE_DATA_DIR" in err
    assert ae.jobs() == before


def test_an_unusable_cache_folder_is_a_sentence(ae, tmp_path):
    (tmp_path / "file").touch()
    other = CommandLine(tmp_path)
    other.environment["AE_CACHE_DIR"] = str(tmp_path / "file")
    code, out, err = other("runs")
    assert (code, out) == (1, "") and "AE_CACHE_DIR" in err


def test_prepare_reports_every_bad_line_and_trains_nothing(ae, here):
    before = here("runs", "--json")[1]
    lines = ['{"seed": 9}', "", '{"epochs": 0}', "nonsense", "[1]", '{"depth": 3, "loss": "x"}']
    code, out, err = ae("prepare", "-", text="\n".join(lines))
    assert (code, out) == (2, "")
    starts = [line.split(": ")[:2] for line in err.splitlines()[:-1]]
    assert [start[0] for start in starts] == ["line 3", "line 4", "line 5", "line 6", "line 6"]
    assert (starts[0][1], starts[3][1], starts[4][1]) == ("epochs", "depth", "loss")
    assert here("runs", "--json")[1] == before


def test_prepare_refuses_a_file_that_cannot_be_read(here, tmp_path):
    assert here("prepare", str(tmp_path / "absent"))[0] == 2
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff\xfe")
    assert here("prepare", str(tmp_path / "picture"))[0] == 2


@pytest.mark.parametrize("content", ["", "\n\n  \n"], ids=["empty", "blank lines"])
def test_prepare_of_nothing_is_refused(here, tmp_path, content):
    file = tmp_path / "nothing.jsonl"
    file.write_text(content)
    for path in (str(file), os.devnull):
        code, out, err = here("prepare", path)
        assert (code, out) == (2, "")
        assert err == (
            f"expected a JSON object a line. Received: none in {path}. Nothing was trained.\n"
        )


def test_prepare_trains_duplicates_once(ae, trained, tmp_path):
    known = {"dataset": "digits", "train_size": 100, "batch_size": 50, "latent_dim": 3}
    fresh = known | {"epochs": 1}
    # The same configuration three times: as it is, in another order, with numbers as text.
    lines = [fresh, dict(reversed(fresh.items())), fresh | {"epochs": "1"}, known | {"epochs": 2}]
    file = tmp_path / "runs.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    code, out, err = ae("prepare", str(file))
    assert code == 0, err
    results = [json.loads(line) for line in out.splitlines()]
    assert len(results) == 4
    assert sum(result["cached"] for result in results) == 1
    assert len({result["key"] for result in results if not result["cached"]}) == 1
    assert sum("epoch 1" in line for line in err.splitlines()) == 1, "trained once"


def test_runs_lists_what_is_there(ae, here, trained):
    key = json.loads(trained[0])["key"]
    listed = {row["key"]: row for row in json.loads(here("runs", "--json")[1])}
    assert listed[key]["dataset"] == "digits" and listed[key]["latent_dim"] == 3
    assert listed[key]["test_bce"] == json.loads(trained[0])["metrics"]["test_bce"]
    assert listed[key]["bytes"] > 1000 and listed[key]["shipped"] is False
    table = ae("runs")[1].splitlines()
    assert table[0].startswith("key") and any(row.startswith(key) for row in table)


def test_delete_removes_one_run(ae, here, trained, tmp_path, monkeypatch):
    key = json.loads(trained[0])["key"]
    shutil.copytree(ae.cache, tmp_path / "cache")
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "cache"))
    code, out, _ = here("delete", key)
    assert code == 0 and key in out
    assert key not in here("runs")[1]
    code, out, err = here("delete", key)
    assert (code, out) == (1, "") and key in err


@pytest.mark.parametrize("key", ["../../etc", "0123456789abcdeg", "0123", "", "/", "A" * 16])
def test_delete_refuses_what_is_no_key(here, key):
    code, out, err = here("delete", key)
    assert (code, out) == (2, "") and "hexadecimal" in err


def test_shipped_runs_stay(here, tmp_path, monkeypatch):
    key = "0123456789abcdef"
    run = store.Run(key, tmp_path, config.from_flat({}), shipped=True)
    monkeypatch.setattr(store.Store, "find", lambda self, key: run)
    code, out, err = here("delete", key)
    assert (code, out) == (1, "") and "ships" in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
def test_ctrl_c_cancels_and_leaves_nothing(ae, here):
    before = ae.jobs()
    process = ae.start(
        "train", "--dataset", "digits", "--epochs", "200", "--seed", "5", "--batch-size", "16"
    )
    assert process.stderr
    line = process.stderr.readline()
    assert "epoch 0" in line
    hold(process.pid, lambda: True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = process.communicate(timeout=START_SECONDS)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert ae.jobs() == before
    assert all(row["epochs"] < 200 for row in json.loads(here("runs", "--json")[1]))


def test_the_table_of_results_needs_mnist_and_says_so(here):
    code, out, err = here("results")
    assert (code, out) == (1, "") and "MNIST is not on this machine" in err


@pytest.mark.slow
def test_a_preset_is_trained_and_what_is_said_beside_it_counts(here):
    options = [*SMALL, "--architecture", "deep", "--preset", "science-2006", "--width", "40"]
    code, out, _ = here("train", *options)
    assert code == 0
    made = config.preset("digits", "deep", "science-2006") | {"width": 40, "train_size": 100}
    made |= {"batch_size": 50, "epochs": 2, "latent_dim": 3}
    assert json.loads(out)["key"] == config.from_flat(made).key()


def test_a_preset_of_a_family_that_has_none_is_refused(here):
    code, out, err = here("train", "--preset", "zzz")
    assert (code, out) == (2, "")
    assert "preset: expected nothing, since basic has no named configurations. Received" in err


def test_an_unknown_preset_is_refused(here):
    code, out, err = here("train", "--architecture", "deep", "--preset", "deeper")
    assert (code, out) == (2, "") and "preset: expected one of science-2006" in err


def test_runs_of_another_version_are_told_and_stay(here, ae):
    key = "00000000000000aa"
    folder = ae.cache / "runs" / key
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"format": 99, "files": {}}')
    code, out, err = here("runs")
    assert code == 0 and key not in out
    assert "Runs of another version of the app, kept and not listed: 1." in err
    assert folder.is_dir()
    shutil.rmtree(folder)


@pytest.mark.slow
def test_anomalies_prints_the_areas_by_what_is_odd(ae):
    """Another digit, drawn letters and a blank picture, by every score and simpler detector."""
    chosen = ("anomalies", "--normal", "1", *SMALL, "--train-size", "1440")
    code, out, _err = ae(*chosen)
    found = json.loads(out)
    assert code == 0 and found["normal"] == [1] and found["dataset"] == "digits"
    assert {"another", "letter", "hole", "blank"} <= set(found["auc"]) == set(found["competitors"])
    areas = [
        area
        for part in ("auc", "competitors")
        for of in found[part].values()
        for area in of.values()
    ]
    assert all(0.0 <= area <= 1.0 for area in areas)
    assert found["score"] in found["auc"]["another"]
    assert {"pca", "knn"} <= set(found["competitors"]["another"])
    again = json.loads(ae(*chosen)[1])
    assert again == found | {"cached": True}


def test_anomalies_refuses_what_is_no_class(here):
    code, out, err = here("anomalies", "--normal", "eleven", "--dataset", "digits")
    assert code == 2 and not out and "classes: expected class numbers from 0 to 9" in err


@pytest.mark.slow
def test_a_run_without_a_cross_entropy_is_listed(ae, here):
    flags = ["--dataset", "breast_cancer", "--train-size", "100", "--epochs", "1"]
    assert ae("train", *flags)[0] == 0
    code, out, _err = here("runs")
    assert code == 0 and "breast_cancer" in out


def parsed(line):
    """Return the configuration that a line asks for, as a shell and `train` read it."""
    start, *arguments = shlex.split(line.removeprefix("python -m ae "))
    assert start == "train"
    return asked_for(parser().parse_args([start, *arguments]))


def every_kind_of_line():
    """Yield for each family its defaults, its presets, and both ends of all that it can be told."""
    for name in config.known_architectures():
        dataset = next(d for d in config.known_data() if name in config.choices("architecture", d))
        yield config.from_flat({"dataset": dataset, "architecture": name})
        for preset in config.presets(name):
            yield config.from_flat(config.preset(dataset, name, preset))
        for option in config.option_fields(name):
            field = config.option_fields(name)[option]
            values = config.choices(option, dataset, name)
            if field.annotation is bool:
                values = (True, False)
            for value in values or config.bounds(option, dataset, name):
                flat = {"dataset": dataset, "architecture": name, option: value}
                yield config.from_flat(flat)


@pytest.mark.slow
def test_the_line_of_a_configuration_trains_that_configuration():
    lines = 0
    for chosen in every_kind_of_line():
        again = parsed(config.command(chosen))
        assert (again, again.key()) == (chosen, chosen.key()), config.command(chosen)
        lines += 1
    assert lines > 80


def test_a_line_names_what_differs_from_the_defaults_and_no_more():
    usual = config.from_flat({"dataset": "digits"})
    assert config.command(usual) == "python -m ae train --dataset digits --architecture basic"
    other = config.from_flat(
        {"dataset": "mnist", "learning_rate": 1e-5, "classes": "3,0", "seed": 4, "loss": "mse"}
    )
    line = config.command(other)
    assert line.split("basic ")[1].split(" --") == [
        "--loss mse",
        "learning-rate 1e-05",
        "seed 4",
        "classes 0,3",
    ]
    assert parsed(line) == other


def test_a_line_from_the_app_finds_its_run_in_a_terminal(here, trained):
    small = {"train_size": 100, "batch_size": 50, "epochs": 2, "latent_dim": 3}
    chosen = config.from_flat({"dataset": "digits"} | small)
    code, out, _ = here(*shlex.split(config.command(chosen))[3:])
    assert (code, json.loads(out)["key"]) == (0, chosen.key())
    assert json.loads(out)["cached"] and json.loads(trained[0])["key"] == chosen.key()


def test_data_add_keeps_pictures_that_can_be_trained_on(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    images, labels = archives.digits()
    (tmp_path / "bars.npz").write_bytes(archives.npz(images=images, labels=labels))
    assert main(["data", "add", "Bars", str(tmp_path / "bars.npz")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pictures"], told["shape"], told["classes"]) == (130, [12, 10], ["0", "1"])
    assert config.from_flat({"dataset": told["dataset"]}).data.train_size == 110


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "No such file"), (b"hello", "cannot be read: expected an .npz")],
)
def test_data_add_refuses_in_words(tmp_path, capsys, content, expected):
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    assert main(["data", "add", "Bars", str(tmp_path / "file")]) == 2
    assert expected in capsys.readouterr().err


def test_of_a_training_that_was_ended_early_no_figures_are_told(monkeypatch, capsys):
    early = SimpleNamespace(ended=Ended(minutes=20.0, done=3, of=10, kept=2))
    monkeypatch.setattr(commands, "trained", lambda wanted: [(next(iter(wanted)), early, True)])
    assert main(["anomalies", "--dataset", "digits", "--normal", "7"]) == 1
    told = capsys.readouterr()
    assert not told.out and "ended after 20 min, with 3 of 10 epochs done" in told.err
