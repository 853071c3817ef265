"""A browser at the real app: the server as a user starts it, Chromium, and what tests do there."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ae.runs import jobs
from ae.runs.store import Store
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.workers.processes import held

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = START_SECONDS * 1000
expect.set_options(timeout=PATIENCE)
WIDE, PHONE = (1280, 900), (390, 844)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WATCHED = tiny_config(train_size=1440, epochs=10, batch_size=32)
"""Long enough to be seen under way, and held there: see `held_after_an_epoch`."""

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.environ.get("AE_REQUIRE_CHROMIUM") != "1",
        reason="BROWSER TESTS NOT RUN: Chromium is not on this machine",
    ),
]
"""What every file of browser tests is marked with."""
ON_A_PHONE = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
WIDE_ONLY = pytest.mark.parametrize("page", [WIDE], indirect=True, ids=["wide"])
"""For what one size of screen tells enough about; each costs some seconds."""


class Server:
    """The app as a user starts it, on a free port, with a cache folder and without MNIST.

    Args:
        log: where what it says is kept, if not shown.
        more: of the environment.
    """

    def __init__(self, root: Path, log: Path | None = None, more: dict[str, str] | None = None):
        self.log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "AE_CACHE_DIR": str(root / "cache"),
            "AE_DATA_DIR": str(root / "no-data"),
            "KERAS_HOME": str(root / "no-keras"),
            **(more or {}),
        }
        self.start()

    def start(self):
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.headless", "true", "--server.port", str(self.port)]
        said = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        wait_until(self.answers, START_SECONDS, "the server's first answer")

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

    def held_after_an_epoch(self, run_config):
        """Hold the training of a configuration once it has one: see `processes.held`."""
        store = Store(Path(self.environment["AE_CACHE_DIR"]))
        begun = lambda: len(jobs.snapshot(store, run_config.key()).history) > 1  # noqa: E731
        return held(self.process.pid, begun)

    def link(self, run_config, page=""):
        return f"{self.url}/{page}?{urlencode(run_config.flat())}"


@pytest.fixture(scope="session")
def web(tmp_path_factory):
    """One server for all files of browser tests; what one has trained, another finds there.

    Nothing that a real browser has sent may have been taken for something strange.
    """
    folder = tmp_path_factory.mktemp("browser")
    running = Server(folder, log=folder / "log")
    yield running
    running.process.terminate()
    running.process.wait(START_SECONDS)
    log = (folder / "log").read_text(errors="replace")
    print(log)
    assert "left out" not in log and "could not read" not in log


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """Where Chromium keeps what it has compiled of a page's scripts: most of what a visit costs."""
    return tmp_path_factory.mktemp("chromium")


@pytest.fixture(scope="module")
def chromium(profile):
    """Chromium; its first context has the profile, more are as of somebody who comes first."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=FLAGS
        )
        yield context.browser
        context.close()


def forget(page):
    """Have the browser know nothing of who was here before; what it compiled of scripts stays."""
    page.context.clear_cookies()
    devtools = page.context.new_cdp_session(page)
    told = {"origin": "*", "storageTypes": "local_storage,indexeddb"}
    devtools.send("Storage.clearDataForOrigin", told)
    devtools.detach()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request, chromium):
    """A page that must not end with an error in its console or a traceback on it.

    Its `complaints` are what went wrong so far: a test may strike what it has brought about.
    """
    width, height = request.param
    context = chromium.contexts[0]
    page = context.new_page()
    forget(page)
    page.set_viewport_size({"width": width, "height": height})
    page.set_default_timeout(PATIENCE)
    complaints = page.complaints = []
    page.on("console", lambda message: complaints.extend(complained(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(foreign(request)))
    page.on("response", lambda response: complaints.extend(refused(response)))
    yield page
    expect(page.get_by_test_id("stException")).to_have_count(0)
    for one in context.pages[1:]:  # the blank one stays: without any, less would be kept
        one.close()
    assert not complaints


UNREACHED = (
    "Failed to load resource",
    "Cannot send rerun backMessage when disconnected",
    "TypeError: Failed to fetch dynamically imported module",
)
"""What the console tells of a server that was killed; of one that refuses, `refused` tells."""


def complained(message):
    """Name an error in the console, but for those of a server that is gone."""
    known = message.type != "error" or message.text.startswith(UNREACHED)
    return [] if known else [message.text]


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


def wait_for(page: Page, condition, what):
    """Wait until `condition()` is true while the page goes on; return what it returned."""
    deadline = time.monotonic() + START_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what}: not within {START_SECONDS} s"
        page.wait_for_timeout(20)
    return found


def train_button(page: Page):
    return page.get_by_role("button", name=re.compile(r"\bTrain$"))


def epoch_of_training(page: Page):
    """Find the line that says which epoch a training is at; "epoch" stands in other words, too."""
    return page.get_by_text(re.compile(r"^Epoch \d+ of \d+")).first


def seed_of(page: Page):
    """Give the two screens configurations of their own, so that each really trains."""
    return page.viewport_size["width"]


def download(page: Page, label: str):
    with page.expect_download() as found:
        page.get_by_role("button", name=label).click()
    return found.value.path()
