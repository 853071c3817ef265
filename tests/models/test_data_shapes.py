"""One contract for every family on every form of data, whoever adds the next of either."""

import json

import numpy as np
import pytest

from ae import config
from ae.config import ConfigError
from ae.data import datasets
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.runs import evaluation
from ae.runs.store import ARRAYS
from tests.stand_ins import SPECS, TEST, registered

pytestmark = pytest.mark.slow
EVERY = pytest.mark.parametrize("name", REGISTRY)
FORMS = pytest.mark.parametrize("form", SPECS, ids=lambda form: form.name)


@pytest.fixture
def data(form):
    with registered(form) as found:
        yield found


def chosen(name, data, **more):
    small = {"epochs": 2, "latent_dim": 4, "batch_size": 60}
    return config.from_flat({"dataset": data.name, "architecture": name} | small | more)


def takes(name, data):
    return data.kind in REGISTRY[name].options.kinds


@EVERY
@FORMS
def test_every_family_takes_a_form_of_data_or_says_why_not(name, form, data):
    assert (name in config.choices("architecture", data.name)) == takes(name, data)
    if not takes(name, data):
        assert REGISTRY[name].words.not_for
        with pytest.raises(ConfigError, match="architecture: expected one of"):
            chosen(name, data)
        return
    run = chosen(name, data)
    model = training.build(run)
    inputs = datasets.to_inputs(datasets.load(data.name, "test").samples[:5])
    codes = np.asarray(model.encoder(inputs, training=False))
    restored = np.asarray(model(inputs, training=False))
    assert codes.shape == (5, 4)
    assert restored.shape == (5, *data.shape) and restored.dtype == np.float32
    assert np.isfinite(restored).all()
    if data.value_range and REGISTRY[name].bounded:
        assert restored.min() >= 0 and restored.max() <= 1
    assert run.loss in data.losses


# Pictures of MNIST's size every other test of the families learns.
@EVERY
@pytest.mark.parametrize("form", SPECS[1:], ids=lambda form: form.name)
def test_every_family_learns_it_and_leaves_what_pages_need(name, form, data, tmp_path):
    if not takes(name, data):
        pytest.skip("not for this kind of data")
    run = chosen(name, data)
    trained = training.train(run)
    history = trained.history
    assert len(history) == 3
    assert np.isfinite([epoch.test_loss for epoch in history]).all()
    assert history[-1].train_loss < history[0].train_loss
    metrics = evaluation.save(run, trained, tmp_path / "run")
    assert json.loads((tmp_path / "run" / "metrics.json").read_text()) == pytest.approx(metrics)
    assert ("test_bce" in metrics) == ("bce" in data.losses)
    assert ("test_ssim" in metrics) == (data.kind == "picture")
    assert ("test_snr" in metrics) == (data.kind == "signal")
    assert ("test_ndcg100" in metrics) == (data.kind == "ratings")
    assert ("pca_test_mse" in metrics) == (data.kind != "ratings")
    with np.load(tmp_path / "run" / ARRAYS) as arrays:
        assert arrays["latents"].shape == (TEST, 4)
        snapshots = arrays[evaluation.SNAPSHOTS]
        assert snapshots.shape[:2] == (3, 10) and snapshots.dtype == np.uint8
        assert ("feature_errors" in arrays) == (data.kind in ("signal", "table"))
        if data.kind in ("signal", "table"):
            assert arrays["feature_errors"].shape == data.shape
    # What is written can be read back into the same model.
    model = training.build(run)
    model.load_weights(tmp_path / "run" / "model.weights.h5")
    inputs = datasets.to_inputs(datasets.load(data.name, "test").samples[:5])
    again, before = model(inputs, training=False), trained.model(inputs, training=False)
    np.testing.assert_allclose(np.asarray(again), np.asarray(before), atol=1e-5)
