"""Drawing in real Chromium, by mouse, keys and finger, wide and on a phone."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.stand_ins import takers
from tests.web.browser import (
    MARKS,
    ON_A_PHONE,
    PATIENCE,
    PHONE,
    WIDE_ONLY,
    download,
    fits,
    images,
    wait_for,
)

pytestmark = MARKS


LEFT_TO_RIGHT = [(0.15, 0.3), (0.5, 0.35), (0.85, 0.3)]
"""A way over the canvas, in parts of its side."""


@pytest.fixture
def drawing_page(web, page):
    """The Draw page with its example, once the network has rebuilt it."""
    page.goto(f"{web.url}/draw")
    expect(images(page, "trio")).to_have_count(3)
    expect_every_family(page)
    return page


def expect_every_family(page: Page):
    """Expect one tile or more of each; runs that another test has trained are shown too."""
    expect(images(page, "tile").nth(len(takers("picture")) - 1)).to_be_visible()


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
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(empty).to_be_visible()
    draw(page)
    expect_every_family(page)
    expect(empty).to_have_count(0)
    assert fits(page)


@WIDE_ONLY
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


@ON_A_PHONE
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


@ON_A_PHONE
def test_neighbours_and_map_are_linked_by_what_is_picked(drawing_page):
    page = drawing_page
    page.get_by_text("Its place among the codes").click()
    neighbours = page.locator(".ae-picker button")
    expect(neighbours).to_have_count(10)
    expect(neighbours.nth(0)).to_have_attribute("aria-pressed", "true")
    number = neighbours.nth(3).inner_text().split(" · ")[1]
    neighbours.nth(3).click()
    expect(neighbours.nth(3)).to_have_attribute("aria-pressed", "true")
    expect(neighbours.nth(0)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".legendtext", has_text=f"digit {number}")).to_be_visible()
    assert fits(page)


@WIDE_ONLY
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


def holds(picture, small, times):
    """Tell whether a picture holds a small one, enlarged, anywhere."""
    size = [side * times for side in small.shape]
    windows = np.lib.stride_tricks.sliding_window_view(picture, size)[..., ::times, ::times]
    return bool((windows == small).all(axis=(2, 3)).any())


def test_a_finger_draws_on_the_canvas_and_scrolls_beside_it(web, chromium):
    width, height = PHONE
    context = chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{web.url}/draw")
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
    wait_for(page, lambda: scrolled(page) != where, "a swipe beside the canvas to scroll")
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
