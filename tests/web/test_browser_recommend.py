"""Rating in real Chromium, by keys, mouse and finger, wide and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import MARKS, WIDE_ONLY, download, fits, wait_for

pytestmark = MARKS


@pytest.fixture
def recommend_page(web, page):
    """The page Recommend with its example, once the network has answered."""
    page.goto(f"{web.url}/recommend")
    expect(page.get_by_role("heading", name="Recommended by this autoencoder")).to_be_visible()
    expect(lists(page)).to_have_count(4)
    return page


def lists(page: Page):
    return page.locator("ol.ae-list")


def sliders(page: Page):
    return page.locator(".ae-stars input")


def ours(page: Page):
    return lists(page).first.inner_text()


def changed(page: Page, before):
    wait_for(page, lambda: ours(page) != before, "another list")


def test_arrow_keys_rate_and_the_list_follows(recommend_page):
    page, before = recommend_page, ours(recommend_page)
    expect(sliders(page)).to_have_count(10)
    unrated = sliders(page).nth(5)
    expect(unrated).to_have_attribute("aria-valuetext", "not rated")
    unrated.focus()
    page.keyboard.press("End")
    expect(unrated).to_have_attribute("aria-valuetext", "5 of 5 stars")
    changed(page, before)
    name = unrated.get_attribute("aria-label")
    assert name not in ours(page).splitlines()
    page.keyboard.press("ArrowLeft")
    expect(unrated).to_have_attribute("aria-valuetext", "4.5 of 5 stars")
    before = ours(page)
    page.get_by_role("button", name=f"Take the rating of {name} back").click()
    expect(unrated).to_have_attribute("aria-valuetext", "not rated")
    changed(page, before)
    assert fits(page)


@WIDE_ONLY
def test_dragging_moves_the_list_before_the_hand_lets_go(recommend_page):
    page, before = recommend_page, ours(recommend_page)
    sliders(page).nth(4).scroll_into_view_if_needed()
    box = sliders(page).nth(4).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=5)
    changed(page, before)
    page.mouse.up()
    expect(sliders(page).nth(4)).not_to_have_attribute("aria-valuetext", "not rated")


@WIDE_ONLY
def test_what_is_searched_for_lies_there_to_be_rated(recommend_page):
    page = recommend_page
    page.get_by_label("Look for something to rate").fill("poet")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Poetry").click()
    expect(page.locator('.ae-stars input[aria-label="Poetry"]')).to_have_count(1)
    lines = Path(download(page, "Your ratings and this list")).read_text().splitlines()
    assert lines[0] == "kind,thing,value" and sum("recommended" in line for line in lines) == 10
