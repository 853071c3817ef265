"""Networks for other programs: each gives what ours gives, where nothing of ours is."""

import os
import zlib

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.models import export, samples, training
from ae.models.architectures import REGISTRY
from ae.models.export.steps import CannotExport
from tests.conftest import START_SECONDS, tiny_config
from tests.models.exported import looked_at, needed
from tests.stand_ins import SPECS, registered

CASES = {
    **{family: {} for family in REGISTRY if family not in ("autorec", "mult_vae")},
    "pooling": {"architecture": "convolutional", "downsampling": "pooling"},
    "signal": {"architecture": "denoising", "dataset": "heartbeats"},
    "pooled-signal": {
        "architecture": "convolutional",
        "downsampling": "pooling",
        "dataset": "heartbeats",
    },
    "table": {"architecture": "deep", "dataset": "breast_cancer"},
    "autorec": {"dataset": "tastes", "train_size": 1000},
    "things": {"architecture": "autorec", "dataset": "tastes", "based_on": "things"},
    "mult_vae": {"dataset": "tastes", "train_size": 1000, "width": 20},
}
"""Each family, each kind of data, and what else has other layers."""
ODD = next(one for one in SPECS if one.shape == (20, 31))
LOOKED_AT = 20


def model_of(chosen):
    """Return a model that answers as none does by accident: weights and biases drawn anew."""
    model = training.build(chosen)
    adapt = REGISTRY[chosen.architecture.name].adapt
    adapt(model, samples.training_samples(chosen))
    rng = np.random.default_rng(3)
    for one in model.trainable_variables:
        value = np.asarray(one)
        one.assign(value + 0.05 * rng.standard_normal(value.shape).astype(np.float32))
    return model


def kept(chosen, folder, expected):
    """Export a model into a folder, and keep what it gives itself of held-out samples."""
    model = model_of(chosen)
    split = samples.held_out(chosen)
    given = datasets.to_inputs(split.samples[:LOOKED_AT])
    codes = np.asarray(model.encoder(given, training=False))
    restored = np.asarray(model.decoder(codes, training=False))
    name = folder.name
    expected |= {f"{name}/samples": given, f"{name}/codes": codes, f"{name}/restored": restored}
    folder.mkdir()
    parts = export.halves(model)
    for half, one in export.keras_models(parts).items():
        (folder / f"{half}.keras").write_bytes(export.keras_bytes(one))
    for half, steps in parts.items():
        (folder / f"{half}.onnx").write_bytes(export.onnx_bytes(steps, half))


@pytest.fixture(scope="module")
def differences(tmp_path_factory):
    """The largest difference of every exported file, seen from elsewhere."""
    needed("onnx", "onnxruntime")
    folder, expected = tmp_path_factory.mktemp("exports"), {}
    for case, flat in CASES.items():
        kept(tiny_config(**{"architecture": case} | flat), folder / case, expected)
    with registered(ODD):
        flat = {"dataset": ODD.name, "architecture": "convolutional"}
        kept(config.from_flat(flat), folder / "odd", expected)
    np.savez(folder / "expected.npz", **expected)
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return looked_at(folder, environment, START_SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("case", [*CASES, "odd"])
def test_every_file_gives_elsewhere_what_the_model_gives_here(differences, case):
    own = {path: one for path, one in differences.items() if path.startswith(f"{case}/")}
    assert {path.partition("/")[2] for path in own} == {
        *(f"{half}.keras" for half in ("autoencoder", "decoder", "encoder")),
        *(f"{half}.onnx" for half in ("decoder", "encoder")),
    }
    for path, one in own.items():
        assert one < 1e-4, path


def test_a_layer_that_no_export_knows_is_named():
    import keras

    class Other:
        encoder = keras.Sequential([keras.Input((4,)), keras.layers.GaussianNoise(0.1)])

    with pytest.raises(CannotExport, match=r"one of Flatten, .* Received: GaussianNoise"):
        export.halves(Other())


def test_an_activation_that_not_every_export_knows_is_named():
    import keras

    class Other:
        encoder = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, "gelu", name="code")])

    with pytest.raises(CannotExport, match=r"code: expected an activation .* Received: gelu"):
        export.halves(Other())


def test_without_its_package_onnx_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CannotExport, match=r"Received: none\. Run: pip install -r requirements-ex"):
        export.onnx_bytes(export.steps.Half((2,), ()), "encoder")


def packed_numbers(numbers):
    steps = (export.Step("dense", (5,), {"kernel": numbers[:-2], "bias": numbers[-2:]}),)
    return export.packed({"encoder": export.steps.Half((1,), steps)})


def test_packed_weights_are_the_halves_high_bytes_first():
    numbers = np.float32([1.0, -0.333, 6.1e-5, 0.0, 65504.0])
    form, weights = packed_numbers(numbers)
    assert form["encoder"]["steps"][0]["counts"] == [3, 2]
    planes = np.frombuffer(zlib.decompress(weights), np.uint8).reshape(2, -1)
    found = np.stack([planes[1], planes[0]], axis=1).copy().view("<f2")[:, 0]
    np.testing.assert_array_equal(found, numbers.astype(np.float16))


def test_weights_that_no_half_holds_are_refused():
    with pytest.raises(ValueError, match=r"Expected weights of at most 65504\. Received: 70000\."):
        packed_numbers(np.float32([1, -70000]))
