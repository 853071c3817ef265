"""Runs of other versions: an upgrade opens them or lets them be, as they are no damage."""

import json
import os
import shutil
from pathlib import Path
from typing import ClassVar, Literal

import pytest

from ae import config
from ae.config import added_later, options
from ae.config import run as run_config
from ae.runs.store import MANIFEST, Store, runs
from tests.runs.test_store import keys, published

RELEASED = Path(__file__).parent / "released"
"""A run that the first release wrote: one epoch, a code of two, the built-in digits."""
KEY = "d52139aeb5d2762c"


@pytest.fixture
def kept(tmp_path):
    """A cache folder with the released run in it."""
    store = Store(tmp_path / "cache", shipped=tmp_path / "none")
    shutil.copytree(RELEASED / KEY, store.runs / KEY)
    return store


def upgrade(monkeypatch):
    """Be the version after the next change of the format."""
    for module in (run_config, runs):
        monkeypatch.setattr(module, "FORMAT_VERSION", run_config.FORMAT_VERSION + 1)


def test_the_released_run_opens(kept):
    run = kept.find(KEY)
    assert run is not None and run.config.epochs == 1
    assert run.array("latents").shape == (357, 2)
    assert run.metrics["test_bce"] == pytest.approx(0.6930, abs=1e-4)
    assert not kept.of_other_versions()


def test_a_run_of_another_format_stays_where_it_is(kept, monkeypatch):
    upgrade(monkeypatch)
    assert kept.find(KEY) is None and keys(kept) == []
    assert (kept.runs / KEY / MANIFEST).exists() and not list(kept.damaged.iterdir())
    assert kept.of_other_versions() == [KEY]


def test_a_run_of_another_format_counts_in_the_space_that_runs_may_take(kept, monkeypatch):
    upgrade(monkeypatch)
    os.utime(kept.runs / KEY / MANIFEST, (1, 1))  # in use a long time ago
    kept.max_mb = 0
    assert kept.evict() == [KEY]


def test_what_a_later_version_writes_stays_too(store, digits_config, monkeypatch):
    with monkeypatch.context() as later:
        upgrade(later)
        key = published(store, digits_config())
        assert keys(store) == [key]
    assert store.find(key) is None and store.of_other_versions() == [key]
    assert (store.runs / key).exists() and not list(store.damaged.iterdir())


@pytest.fixture
def more_options(monkeypatch):
    """The basic architecture with an option that came later."""
    before = options.options_class("basic")
    monkeypatch.setitem(options._REGISTERED, "basic", before)  # restored at the end

    class BasicOptions(before):
        name: Literal["basic"] = "basic"
        dropout: float = added_later(0.0, ge=0.0, le=0.9)
        losses: ClassVar = before.losses

    return BasicOptions


def test_an_option_added_later_leaves_the_keys_of_old_runs(kept, more_options):
    assert config.from_flat(kept.find(KEY).config.flat()).key() == KEY
    assert kept.find(KEY).config.architecture.dropout == 0.0


def test_an_option_added_later_is_part_of_the_key_where_it_is_chosen(more_options):
    plain, changed = config.from_flat({}), config.from_flat({"dropout": 0.5})
    assert changed.key() != plain.key()
    assert config.from_json(changed.canonical_json()) == changed


def test_a_run_with_an_option_that_this_version_does_not_know_stays(
    store, digits_config, more_options, monkeypatch
):
    key = published(store, digits_config(dropout=0.5))
    monkeypatch.setitem(options._REGISTERED, "basic", more_options.__base__)
    assert store.find(key) is None and store.of_other_versions() == [key]
    assert (store.runs / key).exists() and not list(store.damaged.iterdir())


def test_a_changed_file_is_still_damage(kept):
    (kept.runs / KEY / "history.json").write_text("[]")
    assert kept.find(KEY) is None and not (kept.runs / KEY).exists()


def test_a_published_manifest_names_the_format(store, digits_config):
    key = published(store, digits_config())
    listed = json.loads((store.runs / key / MANIFEST).read_text())
    assert listed["format"] == config.FORMAT_VERSION
