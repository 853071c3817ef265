"""A visitor's secret: given with the first page, kept by the browser, read by no script."""

import asyncio
import re

import pytest

from ae.web.visitor import COOKIE, GiveSecret

PAGE = [(b"accept", b"text/html,*/*")]
KNOWN = f"{COOKIE}={'a' * 64}".encode()


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"x=1")]})
    await send({"type": "http.response.body", "body": b""})


def cookies(headers, scheme="http", kind="http"):
    """Return the cookies that an answer to a request with these headers sets."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "scheme": scheme, "path": "/", "headers": headers}
    asyncio.run(GiveSecret(app)(scope, None, send))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_a_page_gives_a_secret_that_no_script_can_read():
    first, given = cookies(PAGE)
    assert first == "x=1", "the app's own stay"
    assert re.fullmatch(
        rf"{COOKIE}=[0-9a-f]{{64}}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax", given
    )
    assert cookies(PAGE)[1] != given, "each browser has its own"
    assert cookies(PAGE, scheme="https")[1].endswith("; Secure")


@pytest.mark.parametrize(
    "headers",
    [[], [(b"accept", b"image/png")], [*PAGE, (b"cookie", KNOWN)]],
    ids=["no page", "a picture", "a browser that has one"],
)
def test_nothing_is_given_where_none_is_wanted(headers):
    assert cookies(headers) == ["x=1"]
    assert cookies(PAGE, kind="websocket") == ["x=1"]


@pytest.mark.parametrize(
    "kept", [b"", b"ae-visitor=", b"ae-visitor=<b>", b"\xff\xfe=;;;", b"ae-visitor=A"]
)
def test_what_is_no_secret_is_replaced(kept):
    assert len(cookies([*PAGE, (b"cookie", kept)])) == 2
