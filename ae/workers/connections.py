"""Connections to a worker process: made with a deadline, asked with one, kept while it lives."""

import threading
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from typing import Any

BACKLOG = 128
"""So many callers may be waiting to be let in: a class that opens one page together."""


def connect(address: str, authkey: bytes, seconds: float) -> Connection:
    """Return a connection to whoever listens at an address and holds the key.

    Raises:
        TimeoutError: if it says nothing for so long: it is there, and hangs.
        OSError, EOFError: if nobody is there.
    """
    connection = Client(address)  # without the key: it would wait for the challenge for ever
    try:
        _wait(connection, seconds)
        answer_challenge(connection, authkey)
        deliver_challenge(connection, authkey)
    except BaseException:
        connection.close()
        raise
    return connection


def exchange(connection: Connection, message: Any, seconds: float) -> Any:
    """Send a message and return the answer to it; see `connect` for what is raised."""
    connection.send(message)
    _wait(connection, seconds)
    return connection.recv()


def _wait(connection: Connection, seconds: float) -> None:
    if not connection.poll(seconds):
        raise TimeoutError(f"no answer within {seconds:g} s")


class IdleConnections:
    """Connections to one process that wait for the next question; after its death all go at once.

    Each belongs to a *generation*: those that were open when one of them failed are of a process
    that has died, and whoever still uses one must not put it back among those to its successor.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._generation = 0
        self._idle: list[Connection] = []

    def take(self) -> tuple[int, Connection | None]:
        """Return the generation of now, and a connection of it, or None where none is idle."""
        with self._guard:
            return self._generation, self._idle.pop() if self._idle else None

    def put(self, generation: int, connection: Connection) -> None:
        """Keep a connection that has just answered."""
        with self._guard:
            if generation == self._generation:
                self._idle.append(connection)
                return
        connection.close()

    def discard(self, generation: int | None = None) -> None:
        """Close all of a generation, of this one by default, unless that was done already."""
        with self._guard:
            if generation not in (None, self._generation):
                return
            self._generation += 1
            stale, self._idle = self._idle, []
        for connection in stale:
            connection.close()
