"""Own pictures in real Chromium: brought in the form of a run, trained on, found by the address."""

import numpy as np
from playwright.sync_api import expect

from tests.data import archives
from tests.web.browser import MARKS, fits, images, train_button

pytestmark = MARKS


def form(page):
    page.get_by_test_id("stPopover").filter(has_text="·").get_by_role("button").first.click()
    page.get_by_text("Bring your own pictures").click()


def bring(page, content, name):
    file = {"name": name, "mimeType": "application/zip", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def test_own_pictures_are_brought_and_trained_on(web, page):
    drawn, labels = archives.digits(seed=page.viewport_size["width"])  # each trains its own
    page.goto(web.url)
    expect(images(page, "reconstruction")).to_have_count(10)
    form(page)
    bring(page, archives.npz(images=drawn[:9]), "few.npz")
    expect(page.get_by_text("Expected 120 to 20")).to_be_visible()
    bring(page, archives.of_files(drawn, labels), "bars.zip")
    expect(page.get_by_text("Read: 130 pictures, 2 classes.")).to_be_visible()
    assert fits(page)
    large = np.random.default_rng(0).integers(0, 256, (12_000, 32, 32)).astype(np.uint8)
    bring(page, archives.npz(images=large), "large.npz")
    expect(page.get_by_text("Read: 12,000 pictures.")).to_be_visible()
    assert fits(page)
    bring(page, archives.of_files(drawn, labels), "bars.zip")
    expect(page.get_by_text("Read: 130 pictures, 2 classes.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(train_button(page)).to_be_visible()
    assert "dataset=pictures-" in page.url
    train_button(page).click()
    expect(images(page, "reconstruction")).to_have_count(10)
    expect(train_button(page)).to_have_count(0)
    page.reload()
    expect(images(page, "reconstruction")).to_have_count(10)
