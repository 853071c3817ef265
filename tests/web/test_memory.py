"""The web process's memory: the bound that is set, and what is given back when all have left."""

import asyncio
import logging
import sys

import numpy as np
import psutil
import pytest

from ae import caching
from ae.caching import cached
from ae.web import memory


@pytest.fixture
def budget(monkeypatch):
    """A budget without a bound, for the caches of this test alone."""
    ours = caching.Budget()
    monkeypatch.setattr(caching, "BUDGET", ours)
    monkeypatch.setattr(caching, "CACHES", [])
    return ours


def entered(before=lambda: None):
    """Enter what stands around a server's life, and leave it again."""

    async def live():
        async with memory.kept_small():
            before()

    asyncio.run(live())


@pytest.mark.parametrize(("text", "megabytes"), [("", 256), ("1", 1), ("100", 100)])
def test_the_setting_is_a_number_of_megabytes(monkeypatch, budget, text, megabytes):
    monkeypatch.setenv("AE_MEMORY_MB", text)
    entered()
    assert budget.limit == megabytes * 1_000_000


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "256 MB"])
def test_what_is_no_setting_is_named_and_the_usual_bound_taken(monkeypatch, budget, caplog, text):
    monkeypatch.setenv("AE_MEMORY_MB", text)
    with caplog.at_level(logging.WARNING):
        entered()
    assert "AE_MEMORY_MB: expected a whole number" in caplog.text
    assert f"Received: {text!r}" in caplog.text
    assert budget.limit == memory.DEFAULT_MB * 1_000_000


def test_only_the_web_process_has_a_bound():
    assert caching.Budget().limit is None


def test_at_rest_fewer_results_are_kept(budget):
    keep = cached(None)(lambda number: np.full(10_000, number, np.uint8))
    for number in range(10):
        keep(number)
    budget.limit = 800_000
    memory.give_back()
    assert 0 < budget.bytes <= memory.AT_REST * budget.limit
    assert keep.cache_info().currsize == 2


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_what_is_free_goes_back_to_the_system():
    process = psutil.Process()
    small = [bytearray(10_000) for _ in range(10_000)]  # 100 MB, none of them a map of its own
    keeper = bytearray(10_000)  # behind them all: nothing shrinks by itself
    full = process.memory_info().rss
    del small
    memory.give_back()
    assert full - process.memory_info().rss > 80_000_000
    assert keeper


def test_it_looks_until_there_is_nothing_more_to_give(monkeypatch, budget):
    """While people are there nothing is taken; what they leave is given back, once."""
    given, people = [], [(1, 0), (0, 2), (0, 2), (0, 0), (0, 0)]
    monkeypatch.setattr(memory, "LOOK_SECONDS", 0)
    monkeypatch.setattr(memory, "ALONE_SECONDS", 0)
    monkeypatch.setattr(memory, "give_back", lambda: given.append(len(people)))

    async def look():
        looking = asyncio.create_task(memory._look())
        while people:
            await asyncio.sleep(0.01)
        looking.cancel()

    monkeypatch.setattr(memory, "people", lambda: people.pop(0) if people else (1, 0))
    asyncio.run(look())
    assert given == [3, 1]
