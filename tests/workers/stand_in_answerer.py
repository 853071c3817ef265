"""A process for tests: listens as the inference process does, and answers whatever it is asked."""

from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path

from ae.workers.answering import serve


def run(address: str, authkey: bytes) -> None:
    """Answer every request with its operation, until killed."""
    with suppress(FileNotFoundError):
        Path(address).unlink()
    serve(Listener(address, authkey=authkey), lambda request: request[0])
