"""The page of a run, opened as a file without any network: drawn on, and walked over."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from ae import config
from ae.models.samples import held_out
from ae.runs import take_home
from ae.runs.store import Store
from ae.web.take_home.page import page_of
from tests.web.axe import violations
from tests.web.browser import MARKS, PHONE, WIDE

pytestmark = MARKS


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the page of a shipped run with a map lies."""
    run = Store.default().require(
        config.from_flat({"dataset": "digits", "architecture": "basic", "latent_dim": 2}).key()
    )
    path = tmp_path_factory.mktemp("page") / "draw.html"
    path.write_bytes(page_of(run, take_home.model_files(run), held_out(run.config).labels))
    return path.as_uri()


@pytest.fixture(params=[(WIDE, "light"), (PHONE, "dark")], ids=["wide-light", "phone-dark"])
def opened(request, chromium, address):
    (width, height), scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.locator("html[data-ready]")).to_have_count(1)
    yield page
    context.close()
    assert not complaints


class Utf8(SimpleHTTPRequestHandler):
    """A server that says of every page that it is UTF-8, as many do."""

    extensions_map: ClassVar = {".html": "text/html; charset=utf-8"}

    def log_message(self, *args):
        pass


def test_a_server_that_takes_the_page_for_another_encoding_does_no_harm(chromium, address):
    folder = Path(unquote(urlsplit(address).path)).parent
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Utf8, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/draw.html")
        assert page.evaluate("document.characterSet") == "UTF-8"
        expect(page.locator("#told")).to_contain_text("Squared error")
        served = page.locator("#told").inner_text().partition(";")[0]
        page.goto(address)
        expect(page.locator("#told")).to_contain_text(served)
        page.close()
        server.shutdown()


def pixels(page, canvas):
    return page.locator(canvas).evaluate("canvas => canvas.toDataURL()")


def test_what_is_drawn_is_rebuilt_at_once_and_the_map_is_walked(opened, axe):
    page = opened
    told = page.locator("#told")
    expect(told).to_contain_text(re.compile(r"Squared error [\d.]+; computed in [\d.]+ ms"))
    before = pixels(page, "#made")
    page.get_by_role("button", name="Clear").click()
    expect(told).to_be_empty()
    box = page.locator("#paper").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + box["height"] / 2, steps=5)
    expect(told).to_contain_text("Squared error")  # while the pen is still down
    page.mouse.up()
    assert pixels(page, "#made") != before
    page.get_by_role("button", name="Undo").click()
    expect(told).to_be_empty()

    page.locator("#map").focus()
    there, place = pixels(page, "#here"), page.locator("#where").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#where")).not_to_have_text(place)
    assert pixels(page, "#here") != there
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(axe)
    assert not violations(page)
