"""The app below a path, on two servers behind real nginx, in real Chromium."""

import itertools
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.conftest import wait_until
from tests.data import archives
from tests.deploy.nginx_parts import PROGRAM, Nginx
from tests.web.browser import (
    MARKS,
    WATCHED,
    WIDE_ONLY,
    Server,
    epoch_of_training,
    fits,
    images,
    train_button,
    wait_for,
)
from tests.web.test_browser_draw import draw, shows_another, source
from tests.web.test_browser_own import bring, form
from tests.workers.redis_parts import required

pytestmark = MARKS
ASKED = itertools.count()
ICON = re.compile(r"404 http://[^ ]+/lab/media/[0-9a-f]+\.png")
PAGES = ("", "latent", "applications", "lessons", "class")


class Below(Server):
    """One of the servers behind nginx: it serves below /lab."""

    def start(self):
        self.environment["STREAMLIT_SERVER_BASE_URL_PATH"] = "lab"
        self.environment["STREAMLIT_SERVER_COOKIE_SECRET"] = "the same on all servers"
        self.url = f"http://127.0.0.1:{self.port}/lab"
        super().start()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """nginx before two servers on one cache folder; its `servers` are those."""
    required(PROGRAM, "AE_REQUIRE_NGINX")
    folder = tmp_path_factory.mktemp("nginx")
    servers = [Below(folder, folder / f"log-{number}") for number in range(2)]
    nginx = Nginx(folder, [server.port for server in servers])
    nginx.servers = servers
    yield nginx
    nginx.end()
    for server in servers:
        server.process.terminate()
        server.process.wait()


@WIDE_ONLY
def test_every_page_answers_below_the_path(site, page):
    page.goto(site.url)
    expect(images(page, "error")).to_have_count(10)
    assert page.url.startswith(f"{site.url}/lab/")
    for name in PAGES[1:]:
        page.goto(f"{site.url}/lab/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert fits(page)


@WIDE_ONLY
def test_what_is_drawn_brought_and_trained_goes_through(site, page):
    page.goto(f"{site.url}/lab/draw")
    expect(images(page, "trio")).to_have_count(3)
    before = source(page)
    draw(page)
    shows_another(page, before)
    page.goto(f"{site.url}/lab/")
    expect(images(page, "reconstruction")).to_have_count(10)
    form(page)
    bring(page, archives.of_files(*archives.digits(seed=1)), "bars.zip")
    expect(page.get_by_text("Read: 130 pictures, 2 classes.")).to_be_visible()
    chosen = WATCHED.model_copy(update={"seed": 600})
    page.goto(site.servers[0].link(chosen).replace(site.servers[0].url, f"{site.url}/lab"))
    with site.servers[0].held_after_an_epoch(chosen), site.servers[1].held_after_an_epoch(chosen):
        train_button(page).click()
        expect(epoch_of_training(page)).to_be_visible()
        expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(re.compile("10 epochs")).first).to_be_visible()


@WIDE_ONLY
def test_a_visitor_stays_on_one_server_and_goes_to_the_other_when_it_dies(site, page):
    served = {ask(site, f"{number:064x}") for number in range(20)}
    assert len(served) == 2, "visitors are spread"
    assert len({ask(site, "a" * 64) for _ in range(10)}) == 1
    page.goto(f"{site.url}/lab/")
    expect(images(page, "error")).to_have_count(10)
    secret = next(c["value"] for c in page.context.cookies() if c["name"] == "ae-visitor")
    port = int(ask(site, secret).rpartition(":")[2])
    first = next(server for server in site.servers if server.port == port)
    first.kill()
    assert ask(site, secret) == ask(site, secret) != f"127.0.0.1:{port}"
    slider = page.get_by_role("slider", name="Noise level")

    def answered():  # by the other, once the page has found it by itself
        slider.press("ArrowRight")
        page.wait_for_timeout(500)
        return images(page, "corrupted").count() == 10

    wait_for(page, answered, "the other server's answer")
    # Once more the tab has asked for its icon, which only the first server had; it keeps the old.
    page.complaints[:] = [one for one in page.complaints if not ICON.fullmatch(one)]
    assert all("127.0.0.1" not in " ".join(row[:5]) for row in site.log())


def ask(site, secret):
    """Ask as the browser that holds a secret; return which server answered."""
    path = f"/lab/asked-{next(ASKED)}"  # in the log, the browser's own lines stand between ours
    request = urllib.request.Request(site.url + path)
    request.add_header("Cookie", f"other=1; ae-visitor={secret}; more=2")
    with urllib.request.urlopen(request, timeout=30) as reply:
        assert reply.status == 200
    (row,) = wait_until(lambda: [row for row in site.log() if path in row], 30, f"{path} logged")
    return row[-1]
