"""What the program puts into controls, and which messages of the browser do not know of it yet."""

import pytest

from ae.web.controls import given


@pytest.fixture
def state(monkeypatch):
    """A session whose one control `size` shows 32."""
    state = {}
    monkeypatch.setattr(given.st, "session_state", state)
    given.put("size", 32)
    return state


def receive(state, value, seen=0):
    """Have a message arrive, as Streamlit does: the control's value, and the last receipt."""
    state["size"] = value
    if seen:
        state["receipt"] = {"seen": seen}
    return given.is_late("size")


def test_what_nobody_was_given_is_never_late(state):
    assert not receive(state, 24)
    given.put("size", 24)
    assert state["size"] == 24 and not receive(state, 32)


def test_the_value_before_is_late_until_the_receipt_and_a_choice_after_it(state):
    given.put("size", 8)
    assert state["size"] == 8
    assert receive(state, 32)
    given.put("size", 8)  # the choice stands, so the control is given it again
    assert state["size"] == 8 and state["given-number"] == 1
    assert not receive(state, 32, seen=1)


def test_a_new_choice_is_taken_before_the_receipt(state):
    given.put("size", 8)
    assert not receive(state, 24)


def test_of_two_values_in_a_row_both_before_are_late(state):
    given.put("size", 8)
    given.put("size", 16)
    for value in (32, 8):
        assert receive(state, value)
        given.put("size", 16)
    assert receive(state, 8, seen=1)  # the browser has seen the first of the two
    given.put("size", 16)
    assert not receive(state, 8, seen=2)


def test_a_receipt_is_asked_for_where_something_was_given(state, monkeypatch):
    asked = []
    monkeypatch.setattr(given, "receipt", lambda number, key: asked.append(number))
    given.ask_for_receipt()
    given.put("size", 8)
    given.ask_for_receipt()
    assert asked == [1]


@pytest.mark.parametrize("told", [None, 0, -3])
def test_a_number_of_nothing_given_is_no_receipt(state, told):
    given.put("size", 8)
    state["receipt"] = {"seen": told}
    assert receive(state, 32)


def test_a_page_opened_anew_knows_of_nothing(state):
    given.put("size", 8)
    given.forget()
    assert not receive(state, 32)
