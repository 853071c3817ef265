"""The route by which phones and boards ask whether anything has changed: no page runs for that."""

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ae.runs.classes import Classes, Watch
from ae.runs.store import StoreError
from ae.web import server
from ae.web.server import classes

log = logging.getLogger(__name__)

PREFIX = "classes"
SWEEP_SECONDS = 600.0


def place(code: str, room: str) -> str:
    """Return the path, below the app's own, that tells how a class is."""
    return f"{PREFIX}/{code}/{room}"


def state(request: Request) -> JSONResponse:
    """Tell the versions of a class, or that it is gone.

    Whoever asks must name its room, which only those have been told who are in it: so that no
    code can be guessed here.
    """
    try:
        found = _watch(classes().root).look(request.path_params["code"])
    except StoreError:
        return JSONResponse({}, 503)
    if found is None or found.room != request.path_params["room"]:
        return JSONResponse({"gone": True}, headers=_FRESH)
    return JSONResponse({"step": found.step, "board": found.board}, headers=_FRESH)


ROUTES = [Route(f"/{PREFIX}/{{code}}/{{room}}", state)]
_FRESH = {"Cache-Control": "no-store"}


@functools.cache
def _watch(root: Path) -> Watch:
    return Watch(Classes(root))


@contextlib.asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Do what `server.lifespan` does, and delete classes that are no longer used meanwhile."""
    async with server.lifespan(app) as state:
        sweeping = asyncio.create_task(_sweep())
        try:
            yield state
        finally:
            sweeping.cancel()


async def _sweep() -> None:
    """Delete classes that are no longer used, every ten minutes, for as long as this runs."""
    while True:
        with contextlib.suppress(StoreError, OSError):
            if gone := await asyncio.to_thread(lambda: classes().sweep()):
                log.info("Classes deleted after three idle hours: %s", len(gone))
        await asyncio.sleep(SWEEP_SECONDS)
