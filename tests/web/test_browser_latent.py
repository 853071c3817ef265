"""The pages Latent space and Generate in real Chromium, wide and on a phone."""

import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import tiny_config
from tests.web.browser import (
    MARKS,
    ON_A_PHONE,
    WIDE_ONLY,
    download,
    fits,
    images,
    train_button,
    wait_for,
)

pytestmark = MARKS
READY = """root => root.hand?.field && root.querySelector("canvas").getContext("2d")
    .getImageData(0, 0, 28, 28).data.some(Boolean)"""
"""Whether the sliders have drawn their first picture, and have the field to draw others."""


def lasso(page: Page):
    """Draw around everything on a chart."""
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


@WIDE_ONLY
def test_selected_points_show_their_digits_and_a_picked_one_its_point(web, page):
    page.goto(f"{web.url}/latent?view=Map&architecture=basic")
    lasso(page)
    expect(page.get_by_text("selected; 24 of them")).to_be_visible()
    digits = page.locator(".ae-picker button")
    expect(digits).to_have_count(24)
    expect(digits.first.locator("img")).to_have_count(2)
    digits.nth(2).click()
    expect(digits.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".legendtext", has_text="picked")).to_be_visible()
    expect(page.get_by_text("selected; 24 of them")).to_be_visible()
    assert fits(page)


@WIDE_ONLY
def test_the_map_is_replayed_without_a_word_to_the_server(web, page):
    page.goto(f"{web.url}/latent?view=Map&architecture=basic")
    page.get_by_text("As it formed").click()
    points = page.locator(".js-plotly-plot .scatterlayer .points").first
    expect(points).to_be_visible()
    expect(page.locator(".slider-label", has_text="epoch 0")).to_be_visible()
    before = points.inner_html()
    listen(page)
    page.locator(".updatemenu-button").first.click()
    expect(page.locator(".slider-label", has_text="epoch 30")).to_be_visible()
    assert points.inner_html() != before
    assert not sent(page)
    assert fits(page)


def listen(page: Page):
    """Count from now on what the page sends."""
    page.evaluate(
        """() => {
          window.sent = 0;
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (data) {
            window.sent += 1;
            send.call(this, data);
          };
        }"""
    )


def sent(page: Page):
    return page.evaluate("window.sent")


@ON_A_PHONE
def test_sliders_of_a_short_code_move_in_the_browser(web, page):
    short, received = tiny_config(latent_dim=2, epochs=2), []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(1)))
    page.goto(web.link(short, "generate") + "&way=By+hand")
    train = train_button(page)
    expect(train.or_(page.locator(".ae-sliders")).first).to_be_visible()
    if train.is_visible():
        train.click()
    slider = page.locator(".ae-sliders input").first
    expect(slider).to_be_visible()
    wait_for(page, lambda: page.locator(".ae-sliders").evaluate(READY), "picture and field")
    picture = page.locator(".ae-sliders canvas")
    before = picture.evaluate("canvas => canvas.toDataURL()")
    slider.evaluate("s => { s.value = s.max; s.dispatchEvent(new Event('input')); }")
    assert picture.evaluate("canvas => canvas.toDataURL()") != before
    told = len(received)
    slider.evaluate("s => s.dispatchEvent(new Event('change'))")
    wait_for(page, lambda: len(received) > told, "an answer")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    assert picture.evaluate("canvas => canvas.toDataURL()") != before
    assert fits(page)


@WIDE_ONLY
def test_a_code_of_one_number_is_decoded_more_finely_wherever_one_looks(web, page):
    page.goto(web.link(tiny_config(latent_dim=1, epochs=2), "latent"))
    train = train_button(page)
    expect(train.or_(page.locator(".ae-explorer")).first).to_be_visible()
    if train.is_visible():
        train.click()
    expect(page.locator(".nearest")).not_to_be_empty()
    plane = page.locator(".plane")
    windows = []
    for keys in (["+"] * 3, ["Shift+ArrowUp"] * 12):  # up changes no picture, and the window
        for key in keys:
            plane.press(key)
            page.wait_for_timeout(250)
        page.wait_for_timeout(600)
        expect(page.locator(".wait")).to_be_hidden()
        seen = "() => [...aeFeeds.parts.entries()].find(([name]) => name.endsWith('/finer'))"
        windows.append(page.evaluate(f"({seen})()[1].header.window"))
    assert windows[0][:2] == windows[1][:2] and windows[0][2:] != windows[1][2:]


@ON_A_PHONE
def test_a_sample_is_picked_and_interpolated_from(web, page):
    page.goto(f"{web.url}/generate?architecture=basic")
    samples = page.locator(".ae-picker button")
    expect(samples).to_have_count(16)
    first = samples.first.locator("img").first.get_attribute("src")
    page.get_by_role("button", name="Show others").click()
    expect(samples.first.locator("img").first).not_to_have_attribute("src", first)
    samples.nth(3).click()
    expect(samples.nth(3)).to_have_attribute("aria-pressed", "true")
    page.get_by_text("Interpolate", exact=True).click()
    page.get_by_text("A sample").first.click()
    expect(images(page, "tile")).to_have_count(9)
    assert Path(download(page, "The path (GIF)")).read_bytes()[:3] == b"GIF"
    assert fits(page)


def told(page: Page):
    """Return what the sliders have told, message by message, from now on."""
    page.evaluate(
        """() => {
          window.told = [];
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (data) {
            const text = new TextDecoder().decode(data);
            const hand = /"values":(\\[[^\\]]*\\])/.exec(text);
            if (hand) window.told.push(JSON.parse(hand[1]));
            send.call(this, data);
          };
        }"""
    )
    return lambda: page.evaluate("window.told")


@WIDE_ONLY
def test_the_first_move_of_one_slider_leaves_all_others_as_they_are(web, page):
    page.goto(f"{web.url}/generate?architecture=basic&latent_dim=32&way=By+hand")
    sliders = page.locator(".ae-sliders input")
    expect(sliders).to_have_count(16)
    inputs = "inputs => inputs.map(input => Number(input.value))"
    shown = sliders.evaluate_all(inputs)
    moves = told(page)
    sliders.nth(2).press("ArrowRight")
    first = wait_for(page, moves, "a message")[-1]
    sliders.nth(9).press("ArrowLeft")
    second = wait_for(page, lambda: (found := moves())[1:] and found, "another message")[-1]
    changed = [a != b for a, b in zip(first, second, strict=True)]
    assert [number for number, other in enumerate(changed) if other] == [9]
    # An input holds its range's steps only: as it was set is not as it is shown.
    exact = [value for number, value in enumerate(first) if number != 2]
    rounded = [value for number, value in enumerate(shown) if number != 2]
    assert max(abs(a - b) for a, b in zip(exact, rounded, strict=True)) > 1e-4


@WIDE_ONLY
def test_a_held_arrow_tells_now_and_then_and_its_end(web, page):
    page.goto(f"{web.url}/generate?architecture=basic&latent_dim=32&way=By+hand")
    slider = page.locator(".ae-sliders input").first
    expect(slider).to_be_visible()
    moves = told(page)
    slider.focus()
    start = slider.evaluate("input => Number(input.value)")
    began = time.monotonic()
    for _ in range(30):
        page.keyboard.down("ArrowRight")
        page.wait_for_timeout(35)
    page.keyboard.up("ArrowRight")
    end = slider.evaluate("input => Number(input.value)")
    assert end > start
    wait_for(page, lambda: (found := moves()) and found[-1][0] == end, "the last place")
    seconds = time.monotonic() - began
    assert 2 <= len(moves()) <= min(seconds / 0.25 + 1, 20)


@WIDE_ONLY
def test_a_picked_sample_does_not_send_the_samples_again(web, page):
    received = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{web.url}/generate?architecture=basic")
    page.get_by_text("64", exact=True).click()
    samples = page.locator(".ae-picker button")
    expect(samples).to_have_count(64)
    page.wait_for_load_state("networkidle")
    whole = samples.evaluate_all("all => all.reduce((sum, one) => sum + one.innerHTML.length, 0)")
    first = samples.nth(3).locator("img").first.evaluate("image => image.mine = 'first'")
    wait_for(page, lambda: not page.get_by_test_id("stStatusWidget").count(), "the end of the run")
    received.clear()
    samples.nth(3).click()
    wait_for(page, lambda: len(received) > 3, "an answer")
    page.wait_for_timeout(500)
    expect(samples.nth(3)).to_have_attribute("aria-pressed", "true")
    assert sum(received) < 0.25 * whole
    assert samples.nth(3).locator("img").first.evaluate("image => image.mine") == first
