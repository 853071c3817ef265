"""How a worker process answers its callers: every message, whatever is wrong with it."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Listener
from multiprocessing.reduction import ForkingPickler
from typing import Any, NoReturn

from ae.messages import message_of, packed

log = logging.getLogger("ae.workers")

REFUSED_SECONDS = 0.05
"""The pause after a caller that could not be let in: too many open files keep out all."""
PLAIN = (ValueError, RuntimeError)
"""Errors whose message is a sentence for whoever asked: ours are all of these."""


def serve(listener: Listener, answer: Callable[[Any], Any]) -> NoReturn:
    """Let every caller in, and answer each on a thread of its own, until this process ends."""
    while True:
        try:
            connection = listener.accept()
        except Exception as error:  # a stranger without the key, or a caller already gone
            log.warning("Refused a connection: %s", error)
            time.sleep(REFUSED_SECONDS)
            continue
        threading.Thread(target=answer_all, args=(connection, answer), daemon=True).start()


def answer_all(connection: Connection, answer: Callable[[Any], Any]) -> None:
    """Answer one caller until it hangs up: `("ok", result)` or `("error", packed message)`.

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
        return ForkingPickler.dumps(("error", packed(message_of(error))))
    except Exception as error:
        log.exception("A request failed.")
        return ForkingPickler.dumps(("error", f"{type(error).__name__}: {error}"))
