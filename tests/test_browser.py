"""The main ways of a user through the real app in real Chromium, wide and on a phone."""

import base64
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import psutil
import pytest
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from ae.architectures import REGISTRY
from tests.conftest import tiny_config, wait_until

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
expect.set_options(timeout=60_000)
WIDE, PHONE = (1280, 900), (390, 844)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SLOW = tiny_config(train_size=1440, epochs=40, batch_size=32)
"""Long enough to be watched, reloaded and cancelled; some ten seconds."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.environ.get("AE_REQUIRE_CHROMIUM") != "1",
        reason="BROWSER TESTS NOT RUN: Chromium is not on this machine",
    ),
]


class Server:
    """The app as a user starts it, on a free port, with a cache folder and without MNIST."""

    def __init__(self, root: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "AE_CACHE_DIR": str(root / "cache"),
            "AE_DATA_DIR": str(root / "no-data"),
            "KERAS_HOME": str(root / "no-keras"),
        }
        self.start()

    def start(self):
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.headless", "true", "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        wait_until(self.answers, 60, "the server's first answer")

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).status == 200
        except OSError:
            return False

    def kill(self):
        """End it as the power does; return the processes it had started."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return children

    def link(self, run_config, page=""):
        return f"{self.url}/{page}?{urlencode(run_config.flat())}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("browser"))
    yield running
    running.process.terminate()
    running.process.wait(20)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request, chromium):
    """A page that must not end with an error in its console or a traceback on it."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(foreign(request)))
    page.on("response", lambda response: complaints.extend(refused(response)))
    yield page
    expect(page.get_by_test_id("stException")).to_have_count(0)
    context.close()
    assert not complaints


def foreign(request):
    """Name a request that leaves this machine: the app works without any network."""
    local = request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
    return [] if local else [request.url]


def refused(response):
    """Name a response that is an error; below a page's path Streamlit first asks in vain."""
    expected = response.status < 400 or "/_stcore/" in response.url
    return [] if expected else [f"{response.status} {response.url}"]


def images(page: Page, kind: str):
    return page.locator(f"img.ae-{kind}")


def fits(page: Page):
    """Tell whether nothing sticks out to the right."""
    main = page.get_by_test_id("stMain")
    return main.evaluate("main => main.scrollWidth <= main.clientWidth")


def train_button(page: Page):
    return page.get_by_role("button", name=re.compile(r"\bTrain$"))


def seed_of(page: Page):
    """Give the two screens configurations of their own, so that each really trains."""
    return page.viewport_size["width"]


def test_the_first_visit_shows_ten_digits_and_their_reconstructions(server, page):
    page.goto(server.url)
    expect(images(page, "error")).to_have_count(10)
    expect(images(page, "original").first).to_be_visible()
    assert images(page, "reconstruction").count() >= 10
    assert "dataset=digits" in page.url
    assert fits(page)


def test_train_watch_reload_cancel_train_again_cached(server, page):
    chosen = SLOW.model_copy(update={"seed": seed_of(page)})
    page.goto(server.link(chosen))
    train_button(page).click()
    expect(page.get_by_text("Epoch ").first).to_be_visible()
    expect(images(page, "reconstruction")).to_have_count(10)
    page.reload()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    train_button(page).click()
    expect(page.get_by_text("Trained: 40 epochs")).to_be_visible()
    expect(images(page, "error")).to_have_count(10)
    page.reload()
    expect(page.get_by_text("found in the cache")).to_be_visible()
    assert fits(page)


def test_noise_goes_into_the_url_and_the_link_shows_it_again(server, page):
    page.goto(server.url)
    slider = page.get_by_role("slider", name="Noise level")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    expect(images(page, "corrupted")).to_have_count(10)
    page.wait_for_url("**level=0.3**")
    other = page.context.new_page()
    other.goto(page.url)
    expect(images(other, "corrupted")).to_have_count(10)
    other.close()


def test_selected_points_show_their_digits(server, page):
    page.goto(f"{server.url}/latent")
    plot = page.locator(".nsewdrag").first
    expect(plot).to_be_visible()
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    corners = [(0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95), (0.05, 0.06)]
    page.mouse.move(box["x"] + corners[0][0] * box["width"], box["y"] + 0.05 * box["height"])
    page.mouse.down()
    for across, down in corners[1:]:
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=8)
    page.mouse.up()
    expect(page.get_by_text("selected; 20 of them")).to_be_visible()
    expect(images(page, "reconstruction")).to_have_count(20)
    assert fits(page)


@pytest.mark.parametrize("name", REGISTRY)
def test_every_family_is_seen_inside(server, page, name):
    page.goto(f"{server.url}/inside?architecture={name}")
    expect(page.locator("img.ae-strip").first).to_be_visible()
    expect(page.get_by_text("ships with the app")).to_be_visible()
    assert fits(page)


def test_the_model_page_draws_the_layers(server, page):
    page.goto(f"{server.url}/model")
    expect(page.locator(".ae-bar")).to_have_count(4)
    expect(page.get_by_text("def build").first).to_be_visible()
    assert fits(page)


LEFT_TO_RIGHT = [(0.15, 0.3), (0.5, 0.35), (0.85, 0.3)]
"""A way over the canvas, in parts of its side."""


@pytest.fixture
def drawing_page(server, page):
    """The Draw page with its example, once the network has rebuilt it."""
    page.goto(f"{server.url}/draw")
    expect(images(page, "trio")).to_have_count(3)
    expect_every_family(page)
    return page


def expect_every_family(page: Page):
    """Expect one tile or more of each; runs that another test has trained are shown too."""
    expect(images(page, "tile").nth(len(REGISTRY) - 1)).to_be_visible()


def canvas(page: Page):
    return page.locator(".ae-canvas canvas")


def on_canvas(page: Page, way):
    """Return points of the screen for a way in parts of the canvas's side."""
    canvas(page).scroll_into_view_if_needed()
    box = canvas(page).bounding_box()
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in way]


def draw(page: Page, way=LEFT_TO_RIGHT):
    first, *others = on_canvas(page, way)
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point, steps=5)
    page.mouse.up()


def source(page: Page, number=1):
    """Return one of the three large pictures; number 1 is the reconstruction."""
    return images(page, "trio").nth(number).get_attribute("src")


def shows(page: Page, src: str):
    expect(images(page, "trio").nth(1)).to_have_attribute("src", src)


def shows_another(page: Page, src: str):
    expect(images(page, "trio").nth(1)).not_to_have_attribute("src", src)


def pixels(src: str):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(src.split(",")[1]))))


def test_a_stroke_is_rebuilt_and_can_be_undone_and_cleared(drawing_page):
    page = drawing_page
    empty = page.get_by_text("The canvas is empty")
    example = source(page)
    assert fits(page)
    draw(page)
    shows_another(page, example)
    page.get_by_role("button", name="Undo").click()
    shows(page, example)
    page.get_by_role("button", name="Clear").click()
    expect(empty).to_be_visible()
    draw(page)
    expect_every_family(page)
    expect(empty).to_have_count(0)
    assert fits(page)


def test_the_canvas_obeys_keys(drawing_page):
    page = drawing_page
    example = source(page)
    draw(page)
    shows_another(page, example)
    page.keyboard.press("z")
    shows(page, example)
    tools = {name: page.locator(f"[data-tool={name}]") for name in ("pen", "eraser")}
    for key, chosen, other in (("e", "eraser", "pen"), ("p", "pen", "eraser")):
        page.keyboard.press(key)
        expect(tools[chosen]).to_have_attribute("aria-pressed", "true")
        expect(tools[other]).to_have_attribute("aria-pressed", "false")
    width = page.locator(".ae-canvas input")
    before = int(width.input_value())
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("[")
    expect(width).to_have_value(str(before + 2))
    page.keyboard.press("Delete")
    expect(page.get_by_text("The canvas is empty")).to_be_visible()


def test_what_is_erased_is_filled_in_step_by_step(drawing_page):
    page = drawing_page
    page.get_by_text("Fill in what is erased").click()
    expect(page.get_by_text("wipe over a piece")).to_be_visible()
    before = source(page, 0)
    page.get_by_role("button", name="Erase a part").click()
    draw(page, [(0.35, 0.75), (0.65, 0.7)])
    expect(images(page, "strip").nth(9)).to_be_visible()
    assert np.count_nonzero(pixels(source(page, 0))) < np.count_nonzero(pixels(before))
    assert fits(page)


def test_neighbours_and_map_are_linked_by_what_is_picked(drawing_page):
    page = drawing_page
    page.get_by_text("Where it lands").click()
    neighbours = page.locator(".ae-picker button")
    expect(neighbours).to_have_count(10)
    expect(neighbours.nth(0)).to_have_attribute("aria-pressed", "true")
    number = neighbours.nth(3).inner_text().split(" · ")[1]
    neighbours.nth(3).click()
    expect(neighbours.nth(3)).to_have_attribute("aria-pressed", "true")
    expect(neighbours.nth(0)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".legendtext", has_text=f"digit {number}")).to_be_visible()
    assert fits(page)


def test_what_was_seen_can_be_taken_home(drawing_page):
    page = drawing_page
    seen = pixels(source(page, 0))[..., 0]
    page.get_by_text("Take it home").click()
    array = np.load(download(page, "28×28 array (NumPy)"))
    assert array.dtype == np.uint8
    np.testing.assert_array_equal(array, seen)
    card = np.asarray(Image.open(download(page, "Card (PNG)")))
    assert any(holds(card[:600, :640, 0], seen, times) for times in range(3, 13))
    assert fits(page)


def download(page: Page, label: str):
    with page.expect_download() as found:
        page.get_by_role("button", name=label).click()
    return found.value.path()


def holds(picture, small, times):
    """Tell whether a picture holds a small one, enlarged, anywhere."""
    size = [side * times for side in small.shape]
    windows = np.lib.stride_tricks.sliding_window_view(picture, size)[..., ::times, ::times]
    return bool((windows == small).all(axis=(2, 3)).any())


def test_a_finger_draws_on_the_canvas_and_scrolls_beside_it(server, chromium):
    width, height = PHONE
    context = chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/draw")
    expect_every_family(page)
    before = source(page)
    start, end = on_canvas(page, [(0.3, 0.8), (0.4, 0.2)])
    where = scrolled(page)
    swipe(page, start, end)
    shows_another(page, before)
    assert scrolled(page) == where
    beside = images(page, "trio").first
    beside.scroll_into_view_if_needed()
    where, box = scrolled(page), beside.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    swipe(page, (x, y), (x, y + 300 if y < height / 2 else y - 300))
    wait_until(lambda: scrolled(page) != where, 10, "a swipe beside the canvas to scroll")
    context.close()


def swipe(page: Page, start, end, steps=12):
    """Move a finger over the screen."""
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        at = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    send("touchStart", start)
    for part in np.linspace(0, 1, steps)[1:]:
        x, y = (a + float(part) * (b - a) for a, b in zip(start, end, strict=True))
        send("touchMove", (x, y))
    send("touchEnd")


def scrolled(page: Page):
    """Return how far anything on the page is scrolled down, in all."""
    return page.evaluate(
        "[...document.querySelectorAll('*')].reduce((sum, one) => sum + one.scrollTop, 0)"
    )


def test_a_killed_server_leaves_an_interrupted_job_and_no_orphans(tmp_path, chromium):
    server = Server(tmp_path)
    page = chromium.new_page()
    page.set_default_timeout(60_000)
    try:
        page.goto(server.link(SLOW))
        train_button(page).click()
        expect(page.get_by_text("Epoch ").first).to_be_visible()
        orphans = server.kill()
        assert orphans
        wait_until(lambda: not any(map(is_alive, orphans)), 10, "the workers' end")
        server.start()
        page.goto(server.link(SLOW, "model"))  # the first visit to this server, by a deep link
        expect(page.get_by_text("Show the Keras code")).to_be_visible()
        expect(page.get_by_test_id("stSidebar")).to_have_count(0)
        page.goto(server.link(SLOW))
        expect(page.get_by_text("interrupted")).to_be_visible()
        page.get_by_role("button", name="Train again").click()
        expect(page.get_by_text("Trained: 40 epochs")).to_be_visible()
    finally:
        page.close()
        server.kill()


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
