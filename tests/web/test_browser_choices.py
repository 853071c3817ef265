"""Choices in a browser: none is lost on a slow line, and the address tells what is on screen."""

import random
import urllib.parse

import pytest
from playwright.sync_api import expect

from ae import config
from ae.web.controls.configuration import SIZES
from tests.web.browser import MARKS, WIDE_ONLY, wait_for
from tests.web.slow_line import SlowLine

pytestmark = MARKS
START = SIZES.index(32)


@pytest.fixture(params=[0.0, 0.1, 0.3, 0.8], ids=lambda seconds: f"{1000 * seconds:.0f} ms")
def line(request, web):
    """A line to the server whose round trip takes so long."""
    opened = SlowLine(web.port, request.param)
    yield opened
    opened.close()


def thumb(page):
    return page.get_by_role("slider", name="Latent size")


def shown_size(page):
    return thumb(page).get_attribute("aria-valuetext")


def address(page):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.url).query))


def form(page):
    """Return the form of the run, opened."""
    if not page.get_by_role("button", name="New seed").is_visible():
        page.get_by_test_id("stPopover").filter(has_text="·").get_by_role("button").click()
    button = page.get_by_role("button", name="New seed")
    expect(button).to_be_visible()
    return button


def settle(page):
    """Wait until nothing has moved for longer than a round trip, and the page is not running."""
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    for _look in range(200):
        before = page.url
        page.wait_for_timeout(1500)
        if page.locator(still).count() and page.url == before:
            return
    pytest.fail("the page never came to rest")


def open_page(page, url):
    page.goto(url)
    expect(thumb(page)).to_be_visible()
    wait_for(page, lambda: "latent_dim" in address(page), "the whole address")
    settle(page)


@WIDE_ONLY
def test_a_held_arrow_goes_all_the_way_and_quick_choices_are_all_kept_and_told(page, line):
    """Held, the focus stays; then at random, faster than the line: each arrow is one step,
    whatever else is clicked between."""
    open_page(page, line.url)
    thumb(page).focus()
    for _press in range(7):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(100)
    settle(page)
    at = START - 7
    assert shown_size(page) == str(SIZES[at]) == address(page)["latent_dim"]
    assert thumb(page).evaluate("thumb => thumb === document.activeElement")
    rng = random.Random(1)
    for _step in range(12):
        if rng.random() < 0.25:
            form(page).click()
        else:
            step = rng.choice(["ArrowLeft", "ArrowLeft", "ArrowRight"])
            at = min(max(at + (1 if step == "ArrowRight" else -1), 0), len(SIZES) - 1)
            thumb(page).focus()
            page.keyboard.press(step)
        page.wait_for_timeout(rng.choice([0, 60, 150, 250]))
    settle(page)
    assert shown_size(page) == str(SIZES[at]) == address(page)["latent_dim"]
    form(page)
    page.get_by_text("Training settings").click()
    seed = page.get_by_role("spinbutton", name="Seed", exact=True)
    expect(seed).to_have_value(address(page)["seed"])
    assert address(page)["seed"] != "0"


@WIDE_ONLY
def test_one_choice_is_one_entry_and_back_is_the_state_before(page, web):
    open_page(page, web.url)
    length = page.evaluate("history.length")
    for size in ("24", "16"):
        thumb(page).focus()
        page.keyboard.press("ArrowLeft")
        wait_for(page, lambda size=size: address(page)["latent_dim"] == size, "the choice")
        settle(page)
    assert page.evaluate("history.length") == length + 2
    for step, size in ((page.go_back, "24"), (page.go_back, "32"), (page.go_forward, "24")):
        step()
        wait_for(page, lambda size=size: shown_size(page) == size, f"{size} on screen")
        settle(page)
        assert address(page)["latent_dim"] == size
    page.get_by_role("link", name="Draw").click()
    expect(page.get_by_role("heading", name="Draw")).to_be_visible()
    wait_for(page, lambda: "latent_dim" in address(page), "the whole address")
    settle(page)
    assert address(page)["latent_dim"] == shown_size(page) == "24"
    page.go_back()
    wait_for(page, lambda: "/draw" not in page.url, "the page before")
    settle(page)
    assert address(page)["latent_dim"] == shown_size(page) == "24"


@WIDE_ONLY
def test_a_choice_of_the_view_is_in_the_address_and_back_undoes_it(page, web):
    open_page(page, web.url)
    length = page.evaluate("history.length")
    page.get_by_text("Beside PCA").click()
    wait_for(page, lambda: address(page).get("pca") == "true", "the choice in the address")
    assert page.evaluate("history.length") == length + 1
    page.go_back()
    wait_for(page, lambda: "pca" not in address(page), "the state before")
    expect(page.get_by_role("switch", name="Beside PCA")).not_to_be_checked()


@WIDE_ONLY
def test_a_link_of_a_mail_opens_the_page_without_complaints(page, web):
    open_page(page, f"{web.url}/?latent_dim=7&fbclid=IwAR0&utm_source=mail")
    assert shown_size(page) == "7"
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert set(address(page)) == set(config.from_flat({"dataset": "digits"}).flat()) - {"classes"}
