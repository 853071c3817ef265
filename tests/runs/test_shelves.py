"""What a visitor has named and pinned: kept for that visitor alone, and bounded."""

import os

import pytest

from ae.runs import jobs, shelves
from ae.runs.shelves import Shelf

A, B = (jobs.asker(name) for name in "AB")
KEYS = [f"{n:016x}" for n in range(shelves.MOST + 5)]


def test_what_one_visitor_keeps_another_does_not_see(store):
    shelf = Shelf().with_name(KEYS[1], "  my\n best ").with_pin(KEYS[2], True)
    shelves.write(store, A, shelf)
    assert shelves.read(store, A) == shelf
    assert shelves.read(store, A).names == {KEYS[1]: "my best"}
    assert shelves.read(store, A).pinned == (KEYS[2],)
    assert shelves.read(store, B) == Shelf()


def test_a_name_and_a_pin_can_be_taken_away(store):
    shelf = Shelf().with_name(KEYS[1], "one").with_pin(KEYS[1], True)
    assert shelf.with_name(KEYS[1], "  ").with_pin(KEYS[1], False) == Shelf()


def test_of_too_many_the_earliest_go(store):
    shelf = Shelf()
    for key in KEYS:
        shelf = shelf.with_name(key, "n" * 99).with_pin(key, True)
    assert list(shelf.names) == list(shelf.pinned) == KEYS[5:]
    assert set(map(len, shelf.names.values())) == {shelves.LONGEST}
    shelves.write(store, A, shelf)
    assert shelves.read(store, A) == shelf


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{" * 99_999, b'{"names": {"../x": "a"}}', b'{"pinned": [7]}', b"\xff" * 200_000],
)
def test_a_file_that_is_no_shelf_is_an_empty_one(store, content):
    (store.shelves / f"{A}.json").write_bytes(content)
    assert shelves.read(store, A) == Shelf()


@pytest.mark.parametrize("who", ["", "..", "../x", "x" * 32])
def test_whoever_has_no_proper_name_is_refused(store, who):
    with pytest.raises(ValueError, match="expected 16 to 64 hexadecimal digits"):
        shelves.read(store, who)


def test_what_was_left_long_ago_is_swept_away(store):
    for who in (A, B):
        shelves.write(store, who, Shelf().with_name(KEYS[0], "kept"))
    os.utime(store.shelves / f"{A}.json", (0, 0))
    shelves.sweep(store)
    assert shelves.read(store, A) == Shelf() and shelves.read(store, B) != Shelf()


def test_there_are_no_more_than_so_many_shelves(store, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_SHELVES", 2)
    visitors = [jobs.asker(name) for name in "abc"]
    for age, who in enumerate(visitors):
        shelves.write(store, who, Shelf().with_name(KEYS[0], "kept"))
        os.utime(store.shelves / f"{who}.json", (1000 + age, 1000 + age))
    found = [shelves.read(store, who) != Shelf() for who in visitors]
    assert found == [False, True, True]
    shelves.write(store, visitors[1], Shelf().with_name(KEYS[1], "another"))
    assert shelves.read(store, visitors[2]) != Shelf(), "one that is there needs no room"
