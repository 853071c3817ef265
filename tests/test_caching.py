"""What many ask for at once is computed once."""

import threading

import pytest

from ae.caching import cached


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
        thread.join(20)
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
