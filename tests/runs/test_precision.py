"""What half precision does to a run's numbers: at most half a percent, and never infinity."""

import json
import shutil

import numpy as np
import pytest

from ae import config
from ae.cli.main import main
from ae.models import training
from ae.runs import evaluation
from ae.runs.precision import LARGEST_HALF, alike, halved, shortened, write_arrays
from ae.runs.store import ARRAYS, SHIPPED, WEIGHTS
from ae.runs.store.runs import open_run
from tests.conftest import tiny_config

LINEAR = config.from_flat({"dataset": "digits", "architecture": "linear"}).key()
"""A shipped run."""


@pytest.mark.parametrize("sign", [1, -1])
def test_what_half_precision_can_hold_is_kept_within_half_a_percent(sign):
    numbers = sign * np.float32([0, 1e-3, 1, np.pi, 65_280, 65_407, 65_480, 65_503, LARGEST_HALF])
    kept = shortened(numbers)
    assert kept.dtype == np.float16
    np.testing.assert_allclose(kept.astype(np.float64), numbers, rtol=0.005)


@pytest.mark.parametrize("largest", [65_505, 65_520, 1e6, -3e38])
def test_what_half_precision_cannot_hold_stays_as_it_is(largest):
    numbers = np.float32([1.2345, largest])
    for keep in (halved, shortened):
        np.testing.assert_array_equal(keep(numbers), numbers)


def test_a_weight_beyond_half_precision_is_kept_measured_and_read_back(tmp_path):
    chosen = tiny_config(latent_dim=2)
    model = training.build(chosen)
    kernel, _bias = model.encoder.layers[-1].weights
    kernel.assign(np.full(kernel.shape, 70_000.0))
    evaluation.round_weights(model)
    evaluation.write(chosen, training.Trained(model, [epoch()]), tmp_path, {}, {})
    again = training.build(chosen)
    again.load_weights(tmp_path / WEIGHTS)
    for first, second in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(first, second)
    assert again.encoder.layers[-1].weights[0].numpy().max() == 70_000.0


def epoch():
    return training.Epoch(0, 0.7, 0.7, 0.0, {}, np.zeros((10, 28, 28), np.uint8), np.zeros((5, 2)))


def test_rounding_is_told_from_a_change():
    numbers = shortened(np.linspace(-3, 3, 100, dtype=np.float32))
    other = numbers.copy()
    other[50] = np.nextafter(numbers[50], np.float16(9))
    assert alike(numbers, other)
    other[50] += 0.1
    assert not alike(numbers, other)
    assert not alike(numbers, numbers[:50])
    assert not alike(None, numbers)


@pytest.fixture
def kept(tmp_path):
    """A copy of a shipped run whose figures were measured in another way."""
    folder = shutil.copytree(SHIPPED / LINEAR, tmp_path / LINEAR)
    run = open_run(folder, shipped=False)
    with np.load(folder / ARRAYS) as arrays:
        changed = {name: arrays[name] for name in arrays.files}
    changed["errors"] = np.ones_like(changed["errors"])
    np.savez_compressed(folder / ARRAYS, **changed)
    (folder / "metrics.json").write_text(json.dumps(run.metrics | {"test_bce": 1.0}))
    evaluation.write_manifest(folder)
    return open_run(folder, shipped=False)


@pytest.mark.slow
def test_a_run_is_measured_anew_from_its_weights_and_nothing_else_of_it_changes(kept):
    shipped = open_run(SHIPPED / LINEAR, shipped=True)
    before = {path.name: path.read_bytes() for path in kept.folder.iterdir()}
    assert evaluation.remeasure(kept)
    found = open_run(kept.folder, shipped=False)
    assert found.metrics == pytest.approx(shipped.metrics, rel=1e-4)
    for name in np.load(kept.folder / ARRAYS).files:
        np.testing.assert_allclose(found.array(name), shipped.array(name), rtol=0.01, atol=1e-3)
    after = {path.name: path.read_bytes() for path in kept.folder.iterdir()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"metrics.json", ARRAYS, "manifest.json"}
    assert not evaluation.remeasure(found)


@pytest.mark.slow
def test_the_command_measures_the_runs_of_a_folder_anew(kept, capsys):
    assert main(["remeasure", str(kept.folder.parent)]) == 0
    assert capsys.readouterr().out == f"{LINEAR} measured anew\n"
    assert open_run(kept.folder, shipped=False).metrics["test_bce"] < 1.0
    (kept.folder / WEIGHTS).write_bytes(b"broken")
    assert main(["remeasure", str(kept.folder.parent)]) == 1
    assert "has changed" in capsys.readouterr().err
    assert main(["remeasure", str(kept.folder / "nothing")]) == 2
    assert "expected a folder of finished runs" in capsys.readouterr().err


def test_arrays_are_written_as_numpy_reads_them_and_smaller_than_by_its_own(tmp_path):
    rng = np.random.default_rng(0)
    given = {
        "film": rng.integers(0, 9, (20, 10, 28, 28)).astype(np.uint8),
        "errors": rng.normal(size=500).astype(np.float16),
        "one": np.array(3.0),
    }
    write_arrays(tmp_path / "ours.npz", given)
    np.savez_compressed(tmp_path / "numpys.npz", **given)
    with np.load(tmp_path / "ours.npz", allow_pickle=False) as read:
        assert set(read.files) == set(given)
        for name, array in given.items():
            np.testing.assert_array_equal(read[name], array)
            assert read[name].dtype == array.dtype
    sizes = [(tmp_path / name).stat().st_size for name in ("ours.npz", "numpys.npz")]
    assert sizes[0] < sizes[1]
