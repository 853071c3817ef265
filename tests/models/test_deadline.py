"""A training's bound in time: refused by its first steps, or ended there with its best epoch."""

import time
from types import SimpleNamespace

import numpy as np
import pytest

from ae.models import deadline, epochs, training
from ae.runs import evaluation
from ae.runs.store.runs import open_run
from tests.conftest import tiny_config

LONG = {"epochs": 200, "train_size": 1440, "batch_size": 32}

pytestmark = pytest.mark.slow


def hours_an_epoch(monkeypatch):
    """Have the bound's clock go on by an hour with each epoch, however fast this machine is."""
    began, passed, look = time.perf_counter(), [0], epochs.Watched.look

    def counted(self, model, epoch):
        passed[0] += epoch > 0
        return look(self, model, epoch)

    monkeypatch.setattr(epochs.Watched, "look", counted)
    clock = SimpleNamespace(perf_counter=lambda: began + 3600.0 * passed[0])
    monkeypatch.setattr(deadline, "time", clock)


def test_what_would_take_longer_is_refused_by_its_first_steps_with_what_to_change():
    training.train(tiny_config())  # what TensorFlow does once only
    reported = []
    with pytest.raises(deadline.TooLong) as refused:
        training.train(tiny_config(**LONG), report=reported.append, seconds=12.0)
    assert len(reported) < 100
    words = str(refused.value)
    assert "would take about" in words and "one may take 0.2 min" in words
    assert "epochs (now 200)" in words and "(now 1,440)" in words and "smaller" in words


def test_the_advised_number_of_epochs_is_one_that_fits():
    config = tiny_config(epochs=100)
    with pytest.raises(deadline.TooLong, match=r"Choose at most 40 epochs \(now 100\)"):
        deadline._judge(config, spent=20.0, steps=10, pace=1.0, per_epoch=10, seconds=410.0)
    deadline._judge(tiny_config(epochs=40), 20.0, 10, 1.0, 10, 410.0)
    with pytest.raises(deadline.TooLong, match="Choose fewer epochs,"):
        deadline._judge(config, spent=20.0, steps=5, pace=50.0, per_epoch=10, seconds=60.0)


def test_at_the_bound_it_ends_with_its_best_epoch_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(deadline, "_judge", lambda *given: None)  # its first steps were quick
    hours_an_epoch(monkeypatch)
    config, reported = tiny_config(learning_rate=0.05, **LONG), []
    trained = training.train(config, report=reported.append, seconds=6.5 * 3600)
    losses = [one.test_loss for one in reported[1:]]
    best = len(losses) - int(np.argmin(losses[::-1]))
    assert trained.ended == deadline.Ended(6.5 * 60, len(losses), 200, best)
    assert 1 <= best <= len(losses) == 7
    assert [one.epoch for one in trained.history] == list(range(best + 1))
    folder = tmp_path / config.key()
    evaluation.save(config, trained, folder)
    evaluation.write_manifest(folder)
    run = open_run(folder, shipped=False)
    assert run.ended == trained.ended and run.epochs == best == len(run.array("film")) - 1
    assert run.metrics["test_bce"] == pytest.approx(min(losses), rel=0.02)


def test_what_has_no_epoch_at_the_bound_is_kept_as_no_run(monkeypatch):
    monkeypatch.setattr(deadline, "_judge", lambda *given: None)
    config = tiny_config(epochs=1, train_size=1440, batch_size=16)
    with pytest.raises(deadline.TooLong, match="had not done one epoch after 0"):
        training.train(config, seconds=0.05)


def test_a_bound_that_is_not_reached_changes_nothing(tmp_path):
    config = tiny_config(epochs=3)
    free, bounded = training.train(config), training.train(config, seconds=600.0)
    assert bounded.ended is None
    for one, other in zip(free.model.get_weights(), bounded.model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    folder = tmp_path / config.key()
    evaluation.save(config, bounded, folder)
    evaluation.write_manifest(folder)
    run = open_run(folder, shipped=False)
    assert run.ended is None and run.epochs == 3
