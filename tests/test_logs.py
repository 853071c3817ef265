"""The log: one line for each thing, whatever is in it, and nobody's address."""

import io
import logging

import pytest

from ae import logs


@pytest.fixture
def logged(monkeypatch):
    """A function that has a logger of ours say something, and returns what the log got."""
    written, log = io.StringIO(), logging.getLogger("ae.tests")
    handler = logs._Counting(written)
    handler.setFormatter(logs.Lines())
    log.addHandler(handler)

    def say(level, *words, **more):
        written.seek(0)
        written.truncate()
        log.log(level, *words, **more)
        return written.getvalue()

    yield say
    log.removeHandler(handler)


def test_a_line_has_time_level_place_and_words(logged):
    line = logged(logging.WARNING, "Job %s failed.", "0123")
    time, clock, level, place, *words = line.split()
    assert (len(time), len(clock)) == (10, 12)
    assert (level, place, words) == ("WARNING", "ae.tests:", ["Job", "0123", "failed."])


def test_what_somebody_sent_begins_no_line_of_its_own(logged):
    text = logged(logging.WARNING, "Received: %s", "a\n2026-01-01 00:00:00.000 ERROR ae: no\x1b[2J")
    assert text.count("\n") == 1 and "\x1b" not in text
    try:
        raise ValueError("a\n2026-01-01 00:00:00.000 ERROR ae: no")
    except ValueError:
        first, *others = logged(logging.ERROR, "It failed.", exc_info=True).splitlines()
    assert first.endswith("It failed.") and others
    assert all(line.startswith("    ") for line in others)


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "192.0.2.7:50312", "2001:db8::7", "fe80::1%eth0", "::ffff:c000:207"]
)
def test_addresses_are_left_out(logged, address):
    line = logged(logging.WARNING, "('%s') said no; it was %s.", address, address)
    assert address not in line and line.count(logs.LEFT_OUT) == 2


@pytest.mark.parametrize("text", ["Keras 3.15.1", "12:30:05", "a run of 0:12", "x::y", "1.2.3.4.5"])
def test_what_is_no_address_stays(logged, text):
    assert text in logged(logging.WARNING, "%s", text)


def test_passwords_are_left_out(logged):
    line = logged(logging.ERROR, "redis://:secret@queue:6379/0 and rediss://me:secret@queue")
    assert "secret" not in line and "redis://queue:6379/0" in line


def test_warnings_and_errors_are_counted_and_the_last_is_kept(logged):
    before = logs.counted()
    logged(logging.WARNING, "one")
    logged(logging.ERROR, "two at 192.0.2.7")
    after = logs.counted()
    assert after["warnings"] == before["warnings"] + 1
    assert after["errors"] == before["errors"] + 1
    assert after["last_error"].endswith(f"two at {logs.LEFT_OUT}")
