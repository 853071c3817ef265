"""The explorer in real Chromium: what moves stays there, and hands, keys and fingers all do."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from ae.analysis import latent_grid
from ae.web.components.scripts import joined, packed
from tests.web.browser import (
    MARKS,
    ON_A_PHONE,
    PATIENCE,
    PHONE,
    ROOT,
    WIDE,
    WIDE_ONLY,
    download,
    fits,
    wait_for,
)

WINDOW = (-4.0, 4.0, -2.0, 6.0)
SOON = 300
"""Milliseconds in which what must not happen would have happened; nothing is awaited so."""
pytestmark = MARKS


def test_the_browser_blends_as_python_does(chromium):
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (6, 9, 28, 28), np.uint8)
    x, y = rng.uniform(-4.5, 4.5, 60), rng.uniform(-2.5, 6.5, 60)
    found = chromium.new_page().evaluate(
        f"""([pictures, window, places]) => {{
          {joined(ROOT / "ae/web/components/shared/field.js")}
          const sizes = {{ rows: 6, columns: 9, height: 28, width: 28 }};
          const field = {{ ...sizes, window, pictures: Uint8Array.from(pictures) }};
          return places.map(([x, y]) => Array.from(blend(field, x, y)));
        }}""",
        [pictures.ravel().tolist(), WINDOW, np.stack([x, y], axis=1).tolist()],
    )
    ours = latent_grid.blend(pictures / np.float32(255), WINDOW, x, y)
    theirs = np.clip(np.array(found) / 255, 0, 1).reshape(60, 28, 28)
    np.testing.assert_allclose(theirs, ours, atol=1e-5)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request, chromium, web):
    """The explorer, painted, on a wide screen and on a phone with touch."""
    size = dict(zip(("width", "height"), request.param, strict=True))
    phone = request.param == PHONE
    context = chromium.new_context(viewport=size, has_touch=phone, is_mobile=phone)
    page, page.sent, errors = context.new_page(), [], []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: page.sent.append(len(data))))
    page.goto(f"{web.url}/latent?architecture=basic")
    expect(page.locator(".nearest")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    yield page
    context.close()
    assert not errors


def at(page, across, down):
    """Return a place on the plane, as shares of its sides, in pixels of the screen."""
    page.locator(".plane").scroll_into_view_if_needed()
    box = page.locator(".plane").bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def big(page):
    """Return the large picture's pixels as the browser has them."""
    return page.locator(".large canvas").evaluate("canvas => canvas.toDataURL()")


def paint(page):
    """Have the browser paint what is due, and once more."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def test_moving_changes_the_picture_and_sends_nothing(page):
    seen, before = set(), len(page.sent)
    page.mouse.move(*at(page, 0.2, 0.2))
    page.mouse.down()
    for step in range(20):
        page.mouse.move(*at(page, 0.2 + step * 0.03, 0.3))
        paint(page)
        seen.add(big(page))
    assert len(seen) > 10
    said = r"PCA 1 = \S+, PCA 2 = \S+: nearest .* \d \(number \d+\), \S+ away"
    where = page.locator(".where").text_content()
    expect(page.locator(".live")).to_have_text(re.compile(f"^{re.escape(where)}: "))  # at leisure
    assert re.fullmatch(said, page.locator(".live").text_content())
    assert len(page.sent) == before
    page.mouse.up()
    page.wait_for_timeout(SOON)
    assert len(page.sent) == before  # a drag pins nothing


def table_of(page, pins):
    """Take the codes of the pins home, once the page knows of all of them."""

    def whole():
        lines = Path(download(page, "Their codes (CSV)")).read_text().split()
        return lines if len(lines) == 1 + pins else None

    return wait_for(page, whole, f"a table of {pins} pins")


@WIDE_ONLY
def test_keys_alone_move_pin_zoom_and_play(page):
    plane = page.locator(".plane")
    plane.focus()
    where = page.locator(".where")
    start = where.text_content()
    plane.press("ArrowLeft")
    expect(where).not_to_have_text(start)
    near = where.text_content()
    plane.press("ArrowRight")
    expect(where).to_have_text(start)
    plane.press("Shift+ArrowLeft")
    expect(where).not_to_have_text(near)
    plane.press("Enter")
    for _ in range(3):
        plane.press("Shift+ArrowRight")
    plane.press("Enter")
    expect(page.locator(".pins li")).to_have_count(2)
    head, *codes = table_of(page, 2)
    assert head.startswith("z1,z2") and codes[0] != codes[1]
    plane.focus()
    plane.press(" ")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    first = big(page)
    wait_for(page, lambda: big(page) != first, "another picture")
    plane.press(" ")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    paint(page)
    stopped = big(page)
    page.wait_for_timeout(SOON)
    assert big(page) == stopped
    sent = len(page.sent)
    for _ in range(4):
        plane.press("+")
        page.wait_for_timeout(SOON)
    wait_for(page, lambda: len(page.sent) > sent, "a finer field to be asked for")
    expect(page.locator(".wait")).to_be_hidden()
    plane.press("Delete")
    expect(page.locator(".pins li")).to_have_count(1)


@ON_A_PHONE
def test_a_path_is_drawn_played_and_removed(page):
    page.get_by_role("button", name="Draw a path").click()
    page.mouse.move(*at(page, 0.2, 0.5))
    page.mouse.down()
    for step in range(20):
        page.mouse.move(*at(page, 0.2 + step * 0.03, 0.5 + 0.1 * np.sin(step)))
    page.mouse.up()
    expect(page.get_by_role("button", name="The path (GIF)")).to_be_visible()
    before = len(page.sent)
    first = big(page)
    page.get_by_role("button", name="Play the path").click()
    wait_for(page, lambda: big(page) != first, "another picture")
    page.wait_for_timeout(SOON)
    assert len(page.sent) == before
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Remove pins and path").click()
    expect(page.get_by_role("button", name="The path (GIF)")).to_have_count(0)
    expect(page.get_by_role("button", name="Play the path")).to_be_hidden()


@ON_A_PHONE
def test_a_tap_pins_and_a_pin_can_be_visited_and_removed(page):
    page.touchscreen.tap(*at(page, 0.3, 0.4))
    expect(page.locator(".pins li")).to_have_count(1)
    where = page.locator(".where").text_content()
    page.mouse.move(*at(page, 0.7, 0.7))
    expect(page.locator(".where")).not_to_have_text(where)
    page.get_by_role("button", name="Pin 1: ").click()
    expect(page.locator(".where")).to_have_text(where)
    page.get_by_role("button", name="Remove pin 1").click()
    expect(page.locator(".pins li")).to_have_count(0)
    assert fits(page)


@ON_A_PHONE
def test_a_finger_explores_and_does_not_scroll(page):
    """A drag of real touch events: the page stays, the picture changes."""
    devtools = page.context.new_cdp_session(page)
    before, sent = big(page), len(page.sent)

    def touch(kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", *at(page, 0.5, 0.8))
    start = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    for step in range(12):
        touch("touchMove", *at(page, 0.5, 0.8 - step * 0.05))
    moved = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    touch("touchEnd")
    paint(page)
    assert moved == start and big(page) != before and len(page.sent) == sent


def fingers(devtools, kind, *places):
    """Send a real touch event of all fingers that are down, told apart by their order."""
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
    devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def inked(page):
    """Tell whether anything is drawn over the map."""
    return page.locator(".over").evaluate(
        """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
            .data.some(Boolean)"""
    )


@ON_A_PHONE
def test_a_pinch_while_a_path_is_drawn_leaves_no_ink(page):
    page.get_by_role("button", name="Draw a path").click()
    near, far = at(page, 0.3, 0.5), at(page, 0.7, 0.5)
    devtools = page.context.new_cdp_session(page)
    fingers(devtools, "touchStart", near)
    for step in range(8):
        fingers(devtools, "touchMove", (near[0] + 4 * step, near[1] + 3 * step))
    paint(page)
    assert inked(page)
    fingers(devtools, "touchStart", near, far)
    fingers(devtools, "touchMove", near, (far[0] + 20, far[1]))
    paint(page)
    assert not inked(page)
    fingers(devtools, "touchMove", near)  # the second finger has left
    fingers(devtools, "touchMove", (near[0] + 60, near[1] + 60))
    fingers(devtools, "touchEnd")
    paint(page)
    assert not inked(page)
    expect(page.get_by_role("button", name="Play the path")).to_be_hidden()


@WIDE_ONLY
def test_pins_outlast_another_plane_and_the_explorer_stays(page):
    page.locator(".plane").press("Enter")
    expect(page.locator(".pins li")).to_have_count(1)
    where = page.locator(".where").text_content()
    codes = table_of(page, 1)
    page.locator(".ae-explorer").evaluate("root => { root.mine = true; }")
    page.get_by_text("Axes of the code").click()
    expect(page.locator(".axis.across")).to_have_text(re.compile(r"z\d+"))
    expect(page.locator(".pins li")).to_have_count(0)
    expect(page.get_by_role("button", name="Their codes (CSV)")).to_have_count(0)
    page.get_by_text("PCA of the codes").click()
    expect(page.locator(".pins li")).to_have_count(1)
    expect(page.locator(".where")).to_have_text(where)
    assert table_of(page, 1) == codes
    assert page.locator(".ae-explorer").evaluate("root => root.mine")


@WIDE_ONLY
def test_more_device_pixels_are_used(page):
    devtools = page.context.new_cdp_session(page)
    # A page larger than it was: Chromium tells of other pixels with a resize only.
    size = {"width": WIDE[0] + 40, "height": WIDE[1], "mobile": False}
    sides = "canvas => [canvas.clientWidth, canvas.width]"
    side, wide = page.locator(".points").evaluate(sides)
    devtools.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 2})
    wait_for(
        page,
        lambda: page.locator(".points").evaluate(sides) == [side, 2 * wide],
        "twice as many pixels",
    )


@WIDE_ONLY
def test_no_frame_is_blank_while_the_window_is_resized(page):
    page.locator(".ae-explorer").evaluate(
        """root => {
          const canvas = root.querySelector(".points");
          const look = () => {
            const { data } = canvas.getContext("2d")
              .getImageData(0, 0, canvas.width, canvas.height);
            (root.frames ??= []).push(data.some(Boolean));
          };
          new ResizeObserver(() => queueMicrotask(look)).observe(root.querySelector(".plane"));
        }"""
    )
    for step in range(6):
        page.set_viewport_size({"width": WIDE[0] - 90 * step, "height": WIDE[1]})
        paint(page)
    frames = page.locator(".ae-explorer").evaluate("root => root.frames")
    assert len(frames) > 4 and all(frames)


MOUNT = """async ([script, html]) => {
  document.body.innerHTML = html;
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: mount } = await import(url);
  const root = document.querySelector(".ae-explorer");
  root.style.cssText = "display: block; --st-text-color: #000; --st-background-color: #fff";
  root.querySelector(".plane").style.cssText = "position: relative; width: 300px; height: 300px";
  window.told = [];
  const words = new Proxy({}, { get: (_, name) => String(name) });
  const data = {
    name: "p", axes: ["a", "b"], whole: [-1, 1, -1, 1], samples: "s",
    colours: ["#ff0000"], classes: ["one"], words: [words],
  };
  const call = () =>
    mount({ data, parentElement: document.body, setStateValue: (what) => told.push(what) });
  const bring = () => {
    const differences = new Uint8Array(16);
    differences[0] = 200;
    const header = { grid: [2, 2, 2, 2], levels: 256, window: [-1, 1, -1, 1] };
    globalThis.aeFeeds.parts.set("p/whole", { header, arrays: { differences } });
    for (const listener of globalThis.aeFeeds.listeners) listener("p");
  };
  Object.assign(window, { call, bring, root });
}"""


@pytest.fixture
def bare(chromium):
    """The explorer's script on a page of nothing else, mounted by `call` as Streamlit does."""
    folder = ROOT / "ae/web/components/explorer"
    page = chromium.new_page()
    script, html = joined(folder / "explorer.js"), (folder / "explorer.html").read_text()
    page.evaluate(MOUNT, [script, html])
    yield page
    page.close()


def test_the_end_of_a_superseded_mount_leaves_the_living_one(bare):
    bare.evaluate("() => { const first = call(); window.end = call(); first(); bring(); }")
    bare.wait_for_function("root.dataset.painted > 0")
    bare.evaluate("() => { end(); root.dataset.painted = 0; bring(); }")
    bare.wait_for_timeout(SOON)
    assert bare.evaluate("root.dataset.painted") == "0"


def test_nothing_is_told_after_the_end(bare):
    bare.evaluate("() => { window.end = call(); bring(); }")
    bare.wait_for_function("root.dataset.painted > 0")
    for _ in range(2):
        bare.locator(".plane").press("+")
    bare.locator(".plane").press("Enter")
    assert bare.evaluate("told") == ["marks"]
    bare.evaluate("() => end()")
    bare.wait_for_timeout(3 * SOON)
    assert bare.evaluate("told") == ["marks"]
    bare.evaluate("() => { call(); }")
    for key in "0+++":
        bare.locator(".plane").press(key)
        bare.wait_for_timeout(SOON)
    bare.wait_for_function("told.includes('window')")


def test_a_packed_script_is_what_was_packed(chromium, tmp_path):
    script = tmp_path / "script.js"
    script.write_text(
        "let calls = 0;\nexport default function (size) {\n"
        "  calls += 1;\n  return () => `Größe ${size}, ${calls}`;\n}\n"
    )
    found = chromium.new_page().evaluate(
        """async (script) => {
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          const { default: mount } = await import(url);
          const ends = await Promise.all([mount(1), mount(2)]);
          return [...ends, await mount(3)].map((end) => end());
        }""",
        packed(script),
    )
    assert found == ["Größe 1, 3", "Größe 2, 3", "Größe 3, 3"]  # one module for all
