"""Who visits: a secret that the browser keeps, so that what a visitor asked for stays their own.

The secret comes as a cookie with the first page. No script of a page can read it, and on disk there
is only its hash: see `ae.runs.jobs.askers`. A browser that keeps no cookies is another visitor each
time a page is loaded.
"""

import re
import secrets
from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ae.runs import jobs

COOKIE = "ae-visitor"
DAYS = 30
_SECRET = re.compile("[0-9a-f]{64}")


def visitor() -> str:
    """Return this visitor's name among those who ask for jobs."""
    state = st.session_state
    if "visitor" not in state:
        told = st.context.cookies.get(COOKIE)
        if not isinstance(told, str) or not _SECRET.fullmatch(told):
            told = ""
        state["visitor"] = jobs.asker(told)
    name: str = state["visitor"]
    return name


class GiveSecret:
    """Gives each browser that loads a page and has no secret one of its own."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as the app does, with a cookie where it is a page."""
        if scope["type"] != "http" or not _wants_secret(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return

        async def give(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = _cookie(scope["scheme"] == "https")
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, give)


MIDDLEWARE = [Middleware(GiveSecret)]


def _wants_secret(headers: Headers) -> bool:
    """Tell whether a page is asked for by a browser that has no secret.

    Asked for, not received: of a page that the browser still has, it gets the headers only.
    """
    if "text/html" not in headers.get("accept", ""):
        return False
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return True
    return found is None or _SECRET.fullmatch(found.value) is None


def _cookie(secure: bool) -> str:
    cookie = f"{COOKIE}={secrets.token_hex(32)}; Path=/; Max-Age={DAYS * 86400}"
    return f"{cookie}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"
