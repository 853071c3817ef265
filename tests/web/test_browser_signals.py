"""Signals and the overview in real Chromium, on the runs that ship: alive without any training."""

import re

from playwright.sync_api import expect

from tests.web.browser import MARKS, fits

pytestmark = MARKS


def plot(page):
    return page.locator(".js-plotly-plot").first


def segment(page, label):
    return page.get_by_role("radio", name=label).or_(page.get_by_role("button", name=label)).first


def decibels(page, label):
    card = page.get_by_test_id("stMetric").filter(has_text=label)
    return float(card.get_by_test_id("stMetricValue").inner_text().split()[0])


def test_noise_is_taken_out_and_odd_beats_are_told_apart(web, page):
    page.goto(f"{web.url}/signals")
    plot(page).wait_for()
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    assert decibels(page, "this network") > decibels(page, "with noise") + 5
    assert fits(page)
    segment(page, "early ventricular").click()
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    segment(page, "Odd ones").click()
    painted = page.locator(".ae-threshold[data-painted]")
    painted.wait_for()
    caught = page.locator("[data-count=caught] dd").inner_text()
    assert re.fullmatch(r"\d+ of \d+", caught)
    assert fits(page)


def test_the_overview_opens_each_application(web, page):
    page.goto(f"{web.url}/applications")
    links = page.get_by_role("link", name=re.compile("^.*Open: "))
    expect(links).to_have_count(7)
    assert fits(page)
    links.filter(has_text="Signals").click()
    expect(page.get_by_role("heading", name="Signals")).to_be_visible()
    plot(page).wait_for()
