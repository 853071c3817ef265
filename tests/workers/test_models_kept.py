"""Which models stay loaded: those of the runs as they are now, as many as fit, each loaded once."""

import threading
from types import SimpleNamespace

import pytest

from ae.runs.store import UnknownRun
from ae.workers import inference_process
from ae.workers.inference_process import Loaded, Models
from tests.conftest import START_SECONDS
from tests.runs.test_store import published

MB = 1_000_000


class Loader:
    """Stands in for loading a model, and tells which were loaded; each answers its number."""

    def __init__(self, monkeypatch):
        self.keys, self.bytes, self.meanwhile = [], MB, lambda key: None
        monkeypatch.setattr(inference_process, "_load", self.load)

    def load(self, store, key):
        run = store.require(key)
        self.keys.append(key)
        number = len(self.keys)
        self.meanwhile(key)
        return Loaded(run.digest, {"encode": lambda array: number}, self.bytes)


@pytest.fixture
def loader(monkeypatch):
    return Loader(monkeypatch)


@pytest.fixture
def three(store, digits_config):
    """Three finished runs; their keys."""
    return [published(store, digits_config(seed=seed)) for seed in range(3)]


def number(models, key):
    return models.get(key)["encode"](None)


def together(asks):
    """Ask on a thread each; return what was answered, in the order of `asks`."""
    found = [None] * len(asks)

    def work(place, ask):
        found[place] = ask()

    threads = [threading.Thread(target=work, args=given) for given in enumerate(asks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(START_SECONDS)
    return found


def test_what_fits_stays_and_the_least_recently_used_goes_first(store, three, loader):
    first, second, third = three
    models = Models(store, max_bytes=2 * MB)
    for key in (first, second, first, third, first):
        models.get(key)
    assert loader.keys == [first, second, third]
    models.get(second)
    assert loader.keys == [first, second, third, second]


def test_models_are_counted_by_what_they_take(store, three, loader):
    models = Models(store, max_bytes=2 * MB)
    for key in (*three, *three):  # 1 MB each: two fit, so that each third pushes one out
        models.get(key)
    assert len(loader.keys) == 6
    loader.keys.clear()
    loader.bytes, models = MB // 2, Models(store, max_bytes=2 * MB)
    for key in (*three, *three):
        models.get(key)
    assert loader.keys == three


def test_a_model_that_is_larger_than_all_space_stays_alone(store, three, loader):
    first, second, _ = three
    loader.bytes = 10 * MB
    models = Models(store, max_bytes=MB)
    for key in (first, first, second, second, first):
        models.get(key)
    assert loader.keys == [first, second, first]


def test_after_retraining_the_old_model_is_not_used(store, digits_config, loader):
    key, models = published(store, digits_config()), Models(store)
    assert [number(models, key), number(models, key)] == [1, 1]
    published(store, digits_config(), size=2000)
    assert [number(models, key), number(models, key)] == [2, 2]


def test_who_asks_about_an_earlier_training_hears_that_it_has_gone(store, digits_config, loader):
    key, models = published(store, digits_config()), Models(store)
    before = store.require(key).identity
    assert number(models, before) == number(models, key) == 1
    published(store, digits_config(), size=2000)
    for _ in range(2):
        with pytest.raises(UnknownRun):
            models.get(before)
    assert number(models, store.require(key).identity) == 2


def test_after_deletion_no_model_answers(store, digits_config, loader):
    key, models = published(store, digits_config()), Models(store)
    models.get(key)
    store.delete(key)
    with pytest.raises(UnknownRun):
        models.get(key)
    published(store, digits_config())
    assert number(models, key) == 2


def test_a_run_that_is_trained_anew_while_it_is_loaded_is_loaded_anew(store, digits_config, loader):
    key, models = published(store, digits_config()), Models(store)

    def replace(key):
        loader.meanwhile = lambda key: None
        published(store, digits_config(), size=2000)

    loader.meanwhile = replace
    models.get(key)
    assert number(models, key) == 2


def test_two_who_ask_for_one_model_have_it_loaded_once(store, three, loader):
    models, entered = Models(store), threading.Event()

    def ask_for_it():
        entered.wait(START_SECONDS)
        return number(models, three[0])

    loader.meanwhile = lambda key: entered.set()
    assert together([lambda: number(models, three[0]), *[ask_for_it] * 5]) == [1] * 6
    assert loader.keys == three[:1]


def test_who_asks_for_another_model_does_not_wait(store, three, loader):
    models, both = Models(store), threading.Barrier(2)
    loader.meanwhile = lambda key: both.wait(START_SECONDS)  # until two are loading
    found = together([lambda key=key: number(models, key) for key in three[:2]])
    assert sorted(found) == [1, 2]


def test_an_error_is_not_kept(store, three, loader):
    models = Models(store)

    def fail(key):
        loader.meanwhile = lambda key: None
        raise MemoryError

    loader.meanwhile = fail
    with pytest.raises(MemoryError):
        models.get(three[0])
    assert number(models, three[0]) == 2


def test_a_model_costs_its_weights_and_the_traces():
    """Measured: three times its weights, and about a megabyte for what is traced."""
    small, large = (SimpleNamespace(count_params=lambda n=n: n) for n in (0, 10 * MB))
    assert inference_process.cost(small) == MB
    assert inference_process.cost(large) == pytest.approx(3 * 40 * MB + MB)
