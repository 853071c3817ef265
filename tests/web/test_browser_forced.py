"""Where a person has chosen all colours: what colours tell elsewhere is told there, too."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.web.browser import MARKS, PATIENCE, WIDE

pytestmark = MARKS


@pytest.fixture
def page(chromium):
    """A page in a browser that has colours of its own for everything."""
    size = dict(zip(("width", "height"), WIDE, strict=True))
    context = chromium.new_context(viewport=size, forced_colors="active")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def seen(locator):
    """Return an element as it is on the screen, (height, width, 3)."""
    return np.array(Image.open(io.BytesIO(locator.screenshot())).convert("RGB"))


def ground(locator):
    """Return the colour inside a button, at its lower left, where nothing is written."""
    return tuple(seen(locator)[-7, 7].tolist())


def test_the_explorer_tells_what_is_pressed_and_which_colour_is_which(web, page):
    page.goto(f"{web.url}/latent?architecture=basic")
    expect(page.locator(".nearest")).not_to_be_empty()
    pressed = page.get_by_role("button", name="Points", exact=True)
    assert ground(pressed) != ground(page.get_by_role("button", name="Draw a path"))
    key = page.locator(".key button")
    assert len({tuple(seen(one)[-2, 12].tolist()) for one in key.all()}) == 10
    before = ground(key.nth(3))
    key.nth(3).click()
    assert ground(key.nth(3)) != before


def test_a_picked_picture_is_filled_and_the_others_are_not(web, page):
    page.goto(f"{web.url}/generate?architecture=basic")
    samples = page.locator(".ae-picker button")
    samples.nth(2).click()
    expect(samples.nth(2)).to_have_attribute("aria-pressed", "true")
    page.mouse.move(0, 0)
    first, second, picked = (ground(samples.nth(number)) for number in range(3))
    assert picked != first == second


def test_bars_are_there_and_both_halves_of_a_model_differ(web, page):
    page.goto(f"{web.url}/model?architecture=deep")
    expect(page.locator(".ae-decoder").first).to_be_visible()
    paper = ground(page.locator(".ae-layer b").first)
    encoder, decoder = (
        np.mean(np.any(seen(page.locator(f".ae-{half}").first) != paper, axis=2))
        for half in ("encoder", "decoder")
    )
    assert encoder > 0.9 and 0.2 < decoder < 0.8  # one is filled, the other hatched


def test_which_segment_is_chosen_is_seen(web, page):
    page.goto(f"{web.url}/latent?architecture=basic")
    chosen = page.locator('button[role="radio"][aria-checked="true"]').first
    expect(chosen).to_be_visible()
    other = page.locator('button[role="radio"][aria-checked="false"]').first
    assert ground(chosen) != ground(other)
