"""The pages Latent space and Generate in real Chromium, wide and on a phone."""

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
