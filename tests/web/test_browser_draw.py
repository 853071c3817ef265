"""Drawing in real Chromium, by mouse, keys and finger, wide and on a phone."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ae.data import drawing
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
    empty = page.get_by_text("The canvas is empty. Draw")
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
    tools = {name: page.locator(f"[data-tool={name}]") for name in ("pen", "eraser", "mask")}
    for key, chosen in (("e", "eraser"), ("h", "mask"), ("p", "pen")):
        page.keyboard.press(key)
        for name, button in tools.items():
            expect(button).to_have_attribute("aria-pressed", str(name == chosen).lower())
    width = page.locator(".ae-canvas input")
    before = int(width.input_value())
    for key in ("+", "]", "-"):
        page.keyboard.press(key)
    expect(width).to_have_value(str(before + 2))
    # As a German keyboard tells of AltGr and 8, a Mac of Option and 6, a Russian one of its P.
    press(canvas(page), key="[", code="Digit8", ctrlKey=True, altKey=True, modifierAltGraph=True)
    press(canvas(page), key="]", code="Digit6", altKey=True)
    press(canvas(page), key="]", code="Digit6", altKey=True)
    expect(width).to_have_value(str(before + 4))
    press(canvas(page), key="у", code="KeyE")
    expect(tools["eraser"]).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Delete")
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()


@ON_A_PHONE
def test_what_is_erased_is_filled_in_step_by_step(drawing_page):
    page = drawing_page
    page.get_by_text("Fill in what is hidden").click()
    expect(page.get_by_text("wipe over")).to_be_visible()
    before = source(page, 0)
    page.get_by_role("button", name="Hide a part").click()
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


def press(target, **key):
    way = {"bubbles": True, "composed": True, "cancelable": True}
    send = "(one, key) => one.dispatchEvent(new KeyboardEvent('keydown', key))"
    target.evaluate(send, way | key)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def on_screen(page: Page):
    """Return what the canvas shows, uint8 (280, 280, 3)."""
    fine = pixels(canvas(page).evaluate("one => one.toDataURL()"))[..., :3]
    return fine.reshape(280, 2, 280, 2, 3).mean(axis=(1, 3))


@WIDE_ONLY
def test_what_the_network_sees_is_what_the_canvas_shows(drawing_page):
    """Taps, lines, bends, a way off the canvas, every tool over every other."""
    page = drawing_page
    button(page, "Clear").click()
    ways = [
        [(0.2, 0.2)],
        LEFT_TO_RIGHT,
        [(0.3, 0.9), (0.35, 0.5), (0.4, 0.9), (0.45, 0.5)],
        [(0.6, 0.6), (2.5, 0.9)],
        [(0.7, 0.7), (0.7, 0.7)],
    ]
    for tool, size in (("Pen", "22"), ("Hide a part", "48"), ("Eraser", "8"), ("Pen", "12")):
        button(page, tool).click()
        page.locator(".ae-canvas input").fill(size)
        for number, way in enumerate(ways):
            draw(page, [(x + 0.03 * number, y) for x, y in way])
    shown = on_screen(page)
    strokes = drawing.strokes(page.evaluate("globalThis.aeDrawing.now.strokes"))
    assert len(strokes) == 20
    ink, mask = (drawing.paint(strokes, layer)[..., None] / 255 for layer in ("pen", "mask"))
    ours = 255 * ink * (1 - 0.75 * mask) + 0.75 * mask * np.array([70, 150, 255])
    differing = np.abs(shown - ours).max(axis=2) > 128  # by more than half a pixel
    assert 0.1 < ink.mean() < 0.9 and mask.mean() > 0.05
    assert differing.mean() < 0.002


@WIDE_ONLY
def test_a_tap_is_a_dot_to_person_and_network(drawing_page):
    page = drawing_page
    button(page, "Clear").click()
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()
    draw(page, [(0.5, 0.5)])
    expect(page.get_by_text("The canvas is empty. Draw")).to_have_count(0)
    assert on_screen(page)[140, 140].min() == 255


@WIDE_ONLY
def test_one_history_goes_over_all_that_changes_a_drawing(drawing_page):
    page = drawing_page
    example = source(page)
    draw(page)
    shows_another(page, example)
    drawn = source(page)
    button(page, "Clear").click()
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()
    page.get_by_role("radio", name="Held-out digit").click()
    button(page, "Use this digit").click()
    expect(images(page, "trio")).to_have_count(3)
    shows_another(page, drawn)
    taken = source(page)
    for _step in range(2):
        button(page, "Undo").click()
    shows(page, drawn)
    button(page, "Undo").click()
    shows(page, example)
    for _step in range(3):
        button(page, "Redo").click()
    shows(page, taken)
    expect(button(page, "Redo")).to_be_disabled()


@ON_A_PHONE
def test_a_reload_keeps_drawing_brush_and_tool(drawing_page):
    page = drawing_page
    example = source(page)
    page.get_by_role("radio", name="Held-out digit").click()
    button(page, "Use this digit").click()
    shows_another(page, example)
    taken = source(page)
    draw(page)
    shows_another(page, taken)
    before = source(page, 0)
    button(page, "Eraser").click()
    page.locator(".ae-canvas input").fill("32")
    page.reload()
    expect_every_family(page)
    expect(images(page, "trio").first).to_have_attribute("src", before)
    expect(button(page, "Eraser")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ae-canvas input")).to_have_value("32")


@WIDE_ONLY
def test_a_stroke_costs_as_little_after_a_hundred_as_after_none(web, page):
    sizes, received = [], []

    def listen(line):
        line.on("framesent", lambda text: sizes.append(len(text)))
        line.on("framereceived", lambda text: received.append(as_bytes(text)))

    page.on("websocket", listen)

    def cost():
        sizes.clear()
        received.clear()
        before = source(page, 0)
        draw(page, [(0.3, 0.95), (0.5, 0.96), (0.7, 0.95)])
        expect(images(page, "trio").first).not_to_have_attribute("src", before)
        told = [text for text in received if b"ae_canvas" in text]
        button(page, "Undo").click()
        expect(images(page, "trio").first).to_have_attribute("src", before)
        return max(sizes), max(map(len, told), default=0)

    def after(count):
        strokes = [
            drawing.Stroke("pen", 12.0, ((28.0 + 2 * number, 28.0), (42.0 + number, 140.0)))
            for number in range(count)
        ]
        address = drawing.packed(strokes)
        page.goto(f"{web.url}/draw?drawn={address}")
        expect_every_family(page)
        there = "globalThis.aeDrawing?.now.strokes.length"
        wait_for(page, lambda: page.evaluate(there) == count, "the strokes")
        cost()  # what is told of the drawing first
        up, down = cost()
        return up - len(address), down  # each message carries the address

    few, many = after(1), after(100)
    assert many[0] < few[0] + 200, (few, many)
    assert many[1] < few[1] + 200, (few, many)


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


@WIDE_ONLY
def test_words_that_a_translator_has_wrapped_work_as_before(drawing_page):
    page = drawing_page
    clear = page.locator("[data-do=clear]")
    clear.evaluate("one => { one.innerHTML = '<font><font>Leeren</font></font>'; }")
    page.get_by_text("Leeren").click()
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()


POINTERS = """
(canvas, events) => {
  const box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {}; // of pointers that only these events know
  for (const [kind, id, type, x, y, button = 0] of events) {
    const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
    canvas.dispatchEvent(new PointerEvent("pointer" + kind, {
      bubbles: true, pointerId: id, pointerType: type, isPrimary: id < 3, button, ...place,
    }));
  }
}
"""


def drawn(page: Page):
    """Return tool and number of points of each stroke."""
    return page.evaluate(
        "globalThis.aeDrawing.now.strokes.map(({tool, points}) => [tool, points.length / 2])"
    )


@WIDE_ONLY
def test_a_pen_outranks_the_hand_that_holds_it(drawing_page):
    page = drawing_page
    button(page, "Clear").click()
    palm, pen = (1, "touch"), (2, "pen")
    way = [["down", *palm, 0.8, 0.9], ["down", *pen, 0.2, 0.2], ["move", *pen, 0.3, 0.3]]
    way += [["move", *palm, 0.8, 0.8], ["move", *pen, 0.4, 0.4], ["up", *pen, 0.4, 0.4]]
    canvas(page).evaluate(POINTERS, [*way, ["up", *palm, 0.8, 0.9]])
    assert drawn(page) == [["pen", 3]]
    again = [["down", *palm, 0.8, 0.9], ["up", *palm, 0.8, 0.9]]  # the hand comes down first
    canvas(page).evaluate(POINTERS, [*again, *way[1:], ["up", *palm, 0.8, 0.9]])
    assert drawn(page) == [["pen", 3]] * 2
    end = [["down", *pen, 0.2, 0.2, 5], ["move", *pen, 0.3, 0.3], ["up", *pen, 0.3, 0.3]]
    canvas(page).evaluate(POINTERS, end)
    assert drawn(page)[2:] == [["eraser", 2]]


@WIDE_ONLY
def test_a_second_finger_never_draws(drawing_page):
    page = drawing_page
    button(page, "Clear").click()
    first, second = (1, "touch"), (3, "touch")
    canvas(page).evaluate(
        POINTERS,
        [["down", *first, 0.2, 0.2], ["down", *second, 0.8, 0.8], ["move", *second, 0.6, 0.6],
         ["move", *first, 0.3, 0.3], ["up", *first, 0.3, 0.3], ["move", *second, 0.5, 0.5],
         ["up", *second, 0.5, 0.5]],
    )  # fmt: skip
    assert drawn(page) == [["pen", 2]]
    canvas(page).evaluate(POINTERS, [["down", *second, 0.8, 0.8], ["up", *second, 0.8, 0.8]])
    assert len(drawn(page)) == 1


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
    box = canvas(page).bounding_box()
    assert box["x"] + box["width"] < width - 56  # beside it there is room for a finger
    where, x = scrolled(page), width - 36
    swipe(page, (x, box["y"] + 200), (x, box["y"]))
    wait_for(page, lambda: scrolled(page) != where, "a swipe in the gutter to scroll")
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


@WIDE_ONLY
def test_a_link_carries_a_drawing_and_a_reload_keeps_what_was_made_of_it(web, page):
    text = drawing.packed([drawing.Stroke("pen", 22.0, ((60.0, 60.0), (220.0, 60.0)))])
    page.goto(f"{web.url}/draw?drawn={text}")
    expect_every_family(page)
    wait_for(page, lambda: page.evaluate("Boolean(globalThis.aeDrawing)"), "the canvas")
    wait_for(page, lambda: drawn(page) == [["pen", 2]], "the link's drawing on the canvas")
    wait_for(page, lambda: "drawn=" not in page.url, "the address without the drawing")
    before = source(page)
    draw(page)
    shows_another(page, before)
    after = source(page, 0)
    page.reload()
    expect_every_family(page)
    expect(images(page, "trio").first).to_have_attribute("src", after)


@WIDE_ONLY
def test_a_card_goes_to_what_the_system_shares_with(drawing_page):
    page = drawing_page
    page.evaluate(
        """() => {
          navigator.canShare = () => true;
          navigator.share = async (what) => { window.shared = what; };
        }"""
    )
    page.get_by_text("Take it home").click()
    share = button(page, "Share")
    expect(share).to_be_visible()
    share.click()
    wait_for(page, lambda: page.evaluate("Boolean(window.shared)"), "what was shared")
    name, size = page.evaluate("[window.shared.files[0].name, window.shared.files[0].size]")
    assert (name, size > 5_000) == ("my-digit.png", True)
    assert "drawn=" in page.evaluate("window.shared.url")
