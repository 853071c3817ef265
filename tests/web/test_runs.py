"""The runs as pages see them: each verified once for as long as its files do not change."""

import json
import time
from collections import Counter

import pytest

from ae import config
from ae.runs.store import MANIFEST, Store
from ae.web import runs
from tests.runs.test_store import flip, published


@pytest.fixture
def house(tmp_path, digits_config, monkeypatch):
    """A store of one shipped run and two own, and how often each was opened in full."""
    shipped = published(Store(tmp_path / "made"), digits_config(seed=1))
    store = Store(tmp_path / "cache", shipped=tmp_path / "made" / "runs")
    own = [published(store, digits_config(seed=seed)) for seed in (2, 3)]
    opened, find = Counter(), store.find
    monkeypatch.setattr(store, "find", lambda key: opened.update([key]) or find(key))
    monkeypatch.setattr(runs, "store", lambda: store)
    runs._verified.cache_clear()
    yield store, shipped, own, opened
    runs._verified.cache_clear()


def keys():
    return sorted(run.key for run in runs.runs_on("digits"))


def test_runs_are_verified_once(house):
    _, shipped, own, opened = house
    for _ in range(3):
        assert keys() == sorted([shipped, *own])
    assert set(opened.values()) == {1}


def test_a_damaged_shipped_run_has_no_other_verified_anew(house):
    store, shipped, own, opened = house
    flip(store.shipped / shipped / "arrays.npz", 0.5)
    for _ in range(3):
        assert keys() == sorted(own)
        assert runs.find_run(shipped) is None
    assert [opened[key] for key in own] == [1, 1]


def test_a_run_of_another_version_has_no_other_verified_anew(house, digits_config):
    store, shipped, own, opened = house
    manifest = store.runs / published(store, digits_config(seed=4)) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 999}))
    for _ in range(3):
        assert keys() == sorted([shipped, *own])
    assert [opened[key] for key in (shipped, *own)] == [1, 1, 1]


def test_a_run_that_could_not_be_read_for_a_moment_is_there_again(house, monkeypatch):
    """Its files have not changed, so that nothing but another look tells."""
    store, shipped, own, _ = house
    with monkeypatch.context() as patch:
        patch.setattr(store, "find", lambda key: None)  # as without open files left
        assert keys() == []
    assert keys() == sorted([shipped, *own])


def test_a_damaged_run_of_the_cache_is_set_aside_and_the_others_stay(house):
    store, shipped, own, opened = house
    assert keys() == sorted([shipped, *own])
    flip(store.runs / own[0] / "arrays.npz", 0.5)
    time.sleep(runs.MOMENT)
    for _ in range(3):
        assert keys() == sorted([shipped, own[1]])
    assert (opened[shipped], opened[own[1]]) == (1, 1)
    assert len(list(store.damaged.iterdir())) == 1


def test_beside_a_run_stand_those_that_have_learnt_the_same(house, digits_config):
    store, shipped, own, _opened = house
    published(store, digits_config(seed=5, classes="7"))
    run = runs.find_run(own[0])
    assert sorted(runs.beside(run)) == sorted([shipped, own[1]])


def test_runs_of_one_family_and_size_are_told_apart_by_what_differs():
    flats = [{}, {"seed": 3}, {"seed": 3, "epochs": 5}, {"latent_dim": 8}]
    several = [config.from_flat({"dataset": "digits", **flat}) for flat in flats]
    assert runs.names_of(several) == [
        "Basic, 32 · epochs 30 · seed 0",
        "Basic, 32 · epochs 30 · seed 3",
        "Basic, 32 · epochs 5 · seed 3",
        "Basic, 8",
    ]
    assert runs.names_of(several[:1]) == ["Basic, 32"]


def test_all_share_one_look_at_each_runs_files(house, digits_config, monkeypatch):
    """What comes, goes or is replaced meanwhile is seen at once all the same."""
    store, shipped, own, _ = house
    monkeypatch.setattr(runs, "MOMENT", 3600.0)
    looked, stamp = Counter(), store.stamp
    monkeypatch.setattr(store, "stamp", lambda key: looked.update([key]) or stamp(key))
    assert keys() == keys() == sorted([shipped, *own])
    assert set(looked.values()) == {1}
    new = published(store, digits_config(seed=9))
    assert new in keys()
    published(store, digits_config(seed=2), size=2_000)
    assert runs.find_run(own[0]).weights.stat().st_size == 2_000
    store.delete(new)
    assert runs.find_run(new) is None and new not in keys()
