"""What many ask for at once is computed once."""

import threading
from contextlib import suppress

import pytest

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
