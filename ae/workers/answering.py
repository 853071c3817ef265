"""How a worker process answers its callers: every message, whatever is wrong with it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

log = logging.getLogger("ae.workers")

PLAIN = (ValueError, RuntimeError)
"""Errors whose message is a sentence for whoever asked: ours are all of these."""


def answer_all(connection: Connection, answer: Callable[[Any], Any]) -> None:
    """Answer one caller until it hangs up: `("ok", result)` or `("error", message)`.

    An error, be it in reading a message, in its answer or in writing that down, is told to whoever
    sent it, and the next message is heard.
    """
    with connection, suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_reply(connection.recv_bytes(), answer))


def _reply(message: bytes, answer: Callable[[Any], Any]) -> memoryview:
    try:
        return ForkingPickler.dumps(("ok", answer(ForkingPickler.loads(message))))
    except PLAIN as error:
        log.warning("A request was refused: %s", error)
        return ForkingPickler.dumps(("error", str(error)))
    except Exception as error:
        log.exception("A request failed.")
        return ForkingPickler.dumps(("error", f"{type(error).__name__}: {error}"))
