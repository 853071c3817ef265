"""Where a person has chosen all colours: what colours tell elsewhere is told there, too."""

import pytest
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


def looks(locator):
    """Return how each of some elements is filled, and what is drawn below it."""
    return locator.evaluate_all(
        """all => all.map((one) => {
          const { backgroundColor, backgroundImage, borderBottomColor } = getComputedStyle(one);
          return [backgroundColor, backgroundImage, borderBottomColor];
        })"""
    )


def test_the_explorer_tells_what_is_pressed_and_which_colour_is_which(web, page):
    page.goto(f"{web.url}/latent?architecture=basic")
    expect(page.locator(".nearest")).not_to_be_empty()
    (pressed,) = looks(page.get_by_role("button", name="Points", exact=True))
    (other,) = looks(page.get_by_role("button", name="Draw a path"))
    assert pressed[0] != other[0]
    key = page.locator(".key button")
    assert len({below for _, _, below in looks(key)}) == 10
    before = looks(key)[3]
    key.nth(3).click()
    assert looks(key)[3][0] != before[0]


def test_a_picked_picture_is_filled_and_the_others_are_not(web, page):
    page.goto(f"{web.url}/generate?architecture=basic")
    samples = page.locator(".ae-picker button")
    samples.nth(2).click()
    expect(samples.nth(2)).to_have_attribute("aria-pressed", "true")
    found = looks(samples)
    assert found[2][0] != found[1][0] == found[0][0]


def test_bars_are_there_and_both_halves_of_a_model_differ(web, page):
    page.goto(f"{web.url}/model?architecture=deep")
    expect(page.locator(".ae-decoder").first).to_be_visible()
    (canvas, *_), *_ = looks(page.locator("body"))
    encoder, decoder = (looks(page.locator(f".ae-{half}"))[0] for half in ("encoder", "decoder"))
    assert encoder[0] != canvas and decoder[1] != "none"
    assert encoder[:2] != decoder[:2]


def test_which_segment_is_chosen_is_seen(web, page):
    page.goto(f"{web.url}/latent?architecture=basic")
    chosen = page.locator('button[role="radio"][aria-checked="true"]')
    expect(chosen.first).to_be_visible()
    others = looks(page.locator('button[role="radio"][aria-checked="false"]'))
    assert looks(chosen)[0][0] not in {background for background, *_ in others}
