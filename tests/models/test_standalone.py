"""A run as one script: complete, ours to the letter, and training as the app does."""

import ast
import builtins
import hashlib
import inspect
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.models.standalone import optimizer_call, optimizer_name, script
from ae.models.standalone.free_names import free_names
from tests.conftest import START_SECONDS, tiny_config
from tests.stand_ins import SPECS, registered

TO_INSTALL = {"PIL", "keras", "numpy", "scipy", "tensorflow"}
CASES = {
    "basic": {},
    "deep": {},
    "convolutional": {"downsampling": "pooling", "loss": "mse"},
    "denoising": {"dataset": "heartbeats"},
    "sparse": {"dataset": "breast_cancer"},
    "variational": {"classes": "0,3", "binarise": True, "kl_warm_up": 0.5, "train_size": 1440},
    "adversarial": {"prior": "mixture"},
    "linear": {"dataset": "heartbeats", "batch_size": 16},
    "autorec": {"dataset": "tastes", "train_size": 1000},
    "mult_vae": {"dataset": "tastes", "train_size": 1000},
    "things": {
        "dataset": "tastes",
        "architecture": "autorec",
        "based_on": "things",
        "learning_rate": 0.1,
        "batch_size": 16,
    },
}
"""Each family once, each kind of data, and what changes a training in other ways."""
IMPORTS = ("import ", "from ")
FITTING = [
    (dataset, family)
    for dataset in config.known_data()
    for family in config.choices("architecture", dataset)
]


def chosen(case):
    return tiny_config(**{"architecture": case, "seed": 5, "epochs": 1} | CASES[case])


RUNNER = """
import sys
for name in sys.argv[1:]:
    print("#", name)
    with open(name + ".py") as file:
        exec(compile(file.read(), name, "exec"), {"__name__": "__main__"})
assert not [name for name in sys.modules if name.partition(".")[0] == "ae"]
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """What all scripts print, run by one process that knows nothing of ours, and the app's losses.

    Both train at the same time.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    for case in CASES:
        (folder / f"{case}.py").write_text(script(chosen(case)))
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    with (folder / "printed").open("w") as out, (folder / "errors").open("w") as errors:
        command = [sys.executable, "-I", "-c", RUNNER, *CASES]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=errors)
    try:
        ours = {case: training.train(chosen(case)).history for case in CASES}
        assert process.wait(START_SECONDS) == 0, (folder / "errors").read_text()[-3000:]
    finally:
        process.kill()
    assert (folder / "reconstructions.png").read_bytes().startswith(b"\x89PNG")
    parts = re.split(r"^# (.*)\n", (folder / "printed").read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)), ours


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_script_alone_comes_to_the_losses_of_the_apps_own_training(both, case):
    printed, ours = (found[case] for found in both)
    line = r"epoch (\d+): training loss (\S+), held-out loss (\S+)"
    found = [(int(epoch), float(a), float(b)) for epoch, a, b in re.findall(line, printed)]
    assert [epoch for epoch, *_losses in found] == [0, 1]
    for (_epoch, *losses), one in zip(found, ours, strict=True):
        assert losses == pytest.approx([one.train_loss, one.test_loss], abs=1e-4)
    assert abs(ours[1].train_loss - ours[0].train_loss) > 1e-3, "it has learnt nothing"


@pytest.mark.parametrize(("dataset", "family"), FITTING)
def test_every_script_is_complete(dataset, family):
    """All names that it uses are defined in it, and what it imports stands first and is no more."""
    text = script(config.from_flat({"dataset": dataset, "architecture": family}))
    tree = ast.parse(text)
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.Import | ast.ImportFrom)]
    assert imports == tree.body[1 : 1 + len(imports)]
    packages = {
        (one.module or "") if isinstance(one, ast.ImportFrom) else one.names[0].name
        for one in imports
    }
    outside = {name.partition(".")[0] for name in packages} - set(sys.stdlib_module_names)
    assert outside <= TO_INSTALL
    bound = {alias.asname or alias.name.partition(".")[0] for one in imports for alias in one.names}
    for one in tree.body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            bound.add(one.name)
        bound |= {node.id for node in ast.walk(one) if stored(node)}
    assert {use.name for use in free_names(tree.body)} <= bound | set(dir(builtins))


def stored(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@pytest.mark.parametrize("family", REGISTRY)
def test_what_a_script_builds_with_is_the_source(family):
    """Line by line, but for imports, which stand at the top, and the modules of what is ours."""
    dataset = next(name for name, one in FITTING if one == family)
    text = script(config.from_flat({"dataset": dataset, "architecture": family}))
    lines = inspect.getsource(REGISTRY[family].build).splitlines()
    own = [line.replace("losses.", "") for line in lines if not line.strip().startswith(IMPORTS)]
    place = text.index(own[0])
    there = text[place:].splitlines()
    ours = [line for line in own if line]
    assert [line for line in there if line][: len(ours)] == ours


@pytest.mark.parametrize("family", REGISTRY)
def test_the_optimizer_is_named_as_it_is_made(family):
    dataset = next(name for name, one in FITTING if one == family)
    run = config.from_flat({"dataset": dataset, "architecture": family})
    made = training.recipe(run).optimizer(0.1)
    assert optimizer_name(run) == type(made).__name__
    assert optimizer_call(run).startswith(f"keras.optimizers.{optimizer_name(run)}(")


@pytest.mark.parametrize("dataset", config.known_data())
def test_a_script_reads_what_the_app_reads(dataset):
    if datasets.availability(dataset).state != "ready":
        pytest.skip(f"{dataset} is not here")
    family = config.choices("architecture", dataset)[0]
    found = executed(config.from_flat({"dataset": dataset, "architecture": family}))
    read = next(found[name] for name in ("read", "_read") if name in found)
    for split in ("train", datasets.DATASETS[dataset].held_out):
        theirs, ours = read(split), datasets.load(dataset, split)
        np.testing.assert_array_equal(theirs.samples, ours.samples)
        np.testing.assert_array_equal(theirs.labels, ours.labels)
        assert found["DATA"].shape == ours.samples.shape[1:]
        if ours.targets is not None:
            np.testing.assert_array_equal(theirs.targets, ours.targets)


def executed(run):
    """Return what a script defines."""
    space = {"__name__": "script"}
    exec(compile(script(run), "script", "exec"), space)
    return space


def test_samples_that_only_their_owner_has_come_from_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spec = next(one for one in SPECS if one.kind == "ratings")
    with registered(spec):
        flat = {"dataset": spec.name, "architecture": "autorec", "latent_dim": 3, "epochs": 1}
        run = config.from_flat(flat | {"batch_size": 16})
        found, ours = executed(run), training.train(run).history
        train, test = (datasets.load(spec.name, split) for split in ("train", "test"))
    with pytest.raises(FileNotFoundError, match=r"set DATA_FILE"):
        found["main"]()
    arrays = {"x_train": train.samples, "x_test": test.samples, "y_test": test.targets}
    np.savez("my-samples.npz", **arrays)
    _model, history = found["main"]()
    expected = [(one.train_loss, one.test_loss) for one in ours]
    np.testing.assert_allclose(history, expected, atol=1e-4)


def test_a_script_downloads_what_is_not_there(tmp_path, monkeypatch, capsys):
    """From a folder here, by its address; a file with another hash is refused."""
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "ecg.dat").write_bytes(b"beats")
    digest = hashlib.sha256(b"beats").hexdigest()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    found = executed(config.from_flat({"dataset": "recorded_beats", "architecture": "basic"}))
    assert found["FILES"] == {
        "ecg.dat": datasets.DATASETS["recorded_beats"].download.files[0].digest
    }
    target = found["folder"]() / "heartbeats"
    address = (tmp_path / "published").as_uri()
    found["fetch"]({"ecg.dat": digest}, address, target, found["LICENCE"])
    assert (target / "ecg.dat").read_bytes() == b"beats"
    assert "Open Data Commons Attribution License 1.0" in capsys.readouterr().out
    (tmp_path / "published" / "other").write_bytes(b"others")
    with pytest.raises(ValueError, match="hash"):
        found["fetch"]({"other": digest}, address, target, found["LICENCE"])
