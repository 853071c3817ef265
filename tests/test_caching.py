"""What many ask for at once is computed once."""

import threading
from contextlib import suppress

import numpy as np
import pytest

from ae import caching
from ae.caching import cached
from tests.conftest import START_SECONDS, wait_until


class Asked:
    """An argument that knows how many threads have asked with it: each looks for its hash."""

    def __init__(self):
        self.by = set()

    def __hash__(self):
        self.by.add(threading.get_ident())
        return 7

    def wait_for(self, count):
        """Wait until so many have asked: all but the first then wait for the first's result."""
        wait_until(lambda: len(self.by) >= count, START_SECONDS, "all who ask")


def at_once(count, ask):
    """Have threads ask at the same moment; return what each received."""
    ready, found = threading.Barrier(count), []

    def one(number):
        ready.wait()
        found.append(ask(number))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(START_SECONDS)
    return found


def test_thirty_who_ask_the_same_at_once_have_it_computed_once():
    computed, slow = [], threading.Event()

    @cached(4)
    def square(number):
        computed.append(number)
        slow.wait(0.2)
        return number * number

    assert at_once(30, lambda _: square(7)) == [49] * 30
    assert computed == [7]


def test_who_asks_for_another_thing_does_not_wait():
    both = threading.Barrier(2)

    @cached(4)
    def meet(number):
        both.wait(10)  # breaks unless two are here at the same time
        return number

    assert sorted(at_once(2, meet)) == [0, 1]


def test_an_error_is_not_kept():
    asked = []

    @cached(4)
    def second_time(number):
        asked.append(number)
        if len(asked) == 1:
            raise ValueError("not yet")
        return number

    with pytest.raises(ValueError, match="not yet"):
        second_time(3)
    assert second_time(3) == second_time(3) == 3
    assert asked == [3, 3]


def test_those_who_wait_share_an_error_and_who_asks_later_tries_again():
    asked, computed, found = Asked(), [], []

    @cached(4)
    def fail(asked):
        computed.append(asked)
        asked.wait_for(10)
        raise ValueError(f"attempt {len(computed)}")

    def ask(_):
        with pytest.raises(ValueError, match="attempt 1") as caught:
            fail(asked)
        return caught.value

    found = at_once(10, ask)
    assert len(found) == 10 and len(set(map(id, found))) == 1
    assert computed == [asked]
    with pytest.raises(ValueError, match="attempt 2"):
        fail(asked)


def test_no_two_compute_the_same_after_an_error():
    inside, most, guard = [], [], threading.Lock()

    @cached(4)
    def fail(number):
        with guard:
            inside.append(number)
            most.append(len(inside))
        threading.Event().wait(0.0005)  # so that others come meanwhile
        with guard:
            inside.pop()
        raise ValueError("no")

    def ask(_):
        for _ in range(100):
            with suppress(ValueError):
                fail(3)

    at_once(8, ask)
    assert set(most) == {1}


def test_who_is_interrupted_does_not_interrupt_those_who_wait():
    """Streamlit stops a visit's thread by an exception that is no `Exception`."""
    asked, computed = Asked(), []

    @cached(4)
    def compute(asked):
        computed.append(asked)
        if len(computed) == 1:
            asked.wait_for(3)
            raise SystemExit
        return "whole"

    def ask(_):
        with suppress(SystemExit):
            return compute(asked)

    assert sorted(map(str, at_once(3, ask))) == ["None", "whole", "whole"]
    assert computed == [asked, asked]


def test_what_was_under_way_when_all_was_forgotten_is_not_kept():
    computing, forgotten, found = threading.Event(), threading.Event(), []

    @cached(4)
    def read(number):
        if computing.is_set():
            return "new"
        computing.set()
        forgotten.wait(START_SECONDS)
        return "old"

    thread = threading.Thread(target=lambda: found.append(read(1)), daemon=True)
    thread.start()
    computing.wait(START_SECONDS)
    read.cache_clear()
    assert at_once(1, read) == ["new"]  # nor does anyone wait for the old one
    forgotten.set()
    thread.join(START_SECONDS)
    assert found == ["old"]
    assert read(1) == "new"


def test_it_counts_what_it_found_and_what_it_computed():
    @cached(2)
    def keep(number):
        return number

    for number in (1, 2, 2, 3):
        keep(number)
    assert keep.cache_info()[:4] == (1, 3, 2, 2)


def test_without_a_bound_all_is_kept_and_with_none_to_keep_nothing():
    computed = []
    for maxsize in (None, 0):
        keep = cached(maxsize)(computed.append)
        for number in (*range(200), 0):
            keep(number)
    assert computed == [*range(200), *range(200), 0]


def test_the_least_recently_used_goes_first_and_all_can_be_forgotten():
    computed = []

    @cached(2)
    def keep(number, *, more=0):
        computed.append(number + more)

    for number in (1, 2, 1, 3, 1):
        keep(number)
    assert computed == [1, 2, 3]
    keep(2)
    keep(1, more=10)
    assert computed == [1, 2, 3, 2, 11]
    keep.cache_clear()
    keep(1, more=10)
    assert computed[-2:] == [11, 11]


def test_it_keeps_its_name_and_words():
    @cached(1)
    def named():
        """Say something."""

    assert named.__name__ == "named" and named.__doc__ == "Say something."


@pytest.fixture
def budget(monkeypatch):
    """A bound of 100 kB for the caches that a test makes, and for no other."""
    ours = caching.Budget(100_000)
    monkeypatch.setattr(caching, "BUDGET", ours)
    monkeypatch.setattr(caching, "CACHES", [])
    return ours


def zeros(kilobytes):
    return np.zeros(1000 * kilobytes, np.uint8)


def test_all_caches_together_keep_to_the_bound_and_the_least_recently_used_goes_first(budget):
    computed = []

    def keep(name, kilobytes):
        computed.append(name)
        return zeros(kilobytes)

    one, other = cached(None)(keep), cached(None)(keep)
    one("a", 40), other("b", 40), one("a", 40), other("c", 40)
    assert computed == ["a", "b", "c"] and 80_000 <= budget.bytes <= 100_000
    one("a", 40), other("c", 40)
    assert computed == ["a", "b", "c"]  # "b", of another cache than what came last, has gone
    other("b", 40)
    assert computed == ["a", "b", "c", "b"] and one.cache_info().currsize == 0
    assert one.cache_info().bytes + other.cache_info().bytes == budget.bytes <= 100_000


def test_what_alone_is_larger_than_the_bound_is_not_kept_and_drives_nothing_out(budget):
    computed = []

    @cached(4)
    def keep(kilobytes):
        computed.append(kilobytes)
        return zeros(kilobytes)

    for kilobytes in (50, 101, 101, 50):
        keep(kilobytes)
    assert computed == [50, 101, 101] and keep.cache_info().currsize == 1


def test_what_was_asked_counts_as_it_is_kept_too(budget):
    @cached(None)
    def length(text):
        return len(text)

    for number in range(30):
        length(f"{number:05}".encode() * 2000)  # 10 kB
    assert 1 < length.cache_info().currsize < 11 and budget.bytes <= 100_000


def test_an_array_that_two_results_share_counts_once(budget):
    array = zeros(60)
    one, other = cached(4)(lambda: array), cached(4)(lambda: [array[:10], array])
    one(), other()
    assert 60_000 <= budget.bytes < 61_000 and other.cache_info().bytes >= 60_000
    one.cache_clear()
    assert 60_000 <= budget.bytes < 61_000
    other.cache_clear()
    assert budget.bytes == 0


def test_a_cache_says_how_many_bytes_it_keeps_and_forgets_them(budget):
    keep = cached(2)(zeros)
    for kilobytes in (10, 20, 30):
        keep(kilobytes)
    assert 50_000 <= keep.cache_info().bytes < 51_000 and keep.cache_info().bytes == budget.bytes
    budget.keep_to(0.35)
    assert 30_000 <= budget.bytes < 31_000 and keep.cache_info().currsize == 1
    keep.cache_clear()
    assert budget.bytes == keep.cache_info().bytes == 0


def test_many_threads_leave_the_count_right(budget):
    keep = cached(8)(zeros)

    def ask(number):
        for turn in range(50):
            keep((number * 7 + turn) % 20)

    at_once(8, ask)
    assert budget.bytes == keep.cache_info().bytes <= 100_000
    keep.cache_clear()
    assert budget.bytes == 0
