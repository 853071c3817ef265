"""The page of runs in a real browser: a sweep draws itself, and leads to a comparison."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.conftest import tiny_config
from tests.web.browser import MARKS, WIDE_ONLY, images

pytestmark = [*MARKS, WIDE_ONLY]
PLACE = """chart => {
  const axes = chart._fullLayout, trace = chart._fullData[0], box = chart.getBoundingClientRect();
  return [
    box.x + axes._size.l + axes.xaxis.l2p(trace.x[0]),
    box.y + axes._size.t + axes.yaxis.l2p(trace.y[0]),
  ];
}"""
"""Where on the screen a map's first point lies."""


def test_a_sweep_draws_itself_and_what_it_made_is_compared(web, page):
    width = page.viewport_size["width"]
    chosen = tiny_config(latent_dim=2).flat()
    sweep = {"library": "library.sweep", "sweep": f"seed:{width},{width + 1}"}
    page.goto(f"{web.url}/library?{urlencode(chosen | sweep)}")
    page.get_by_role("button", name="Train 2 runs").click()
    for seed in (width, width + 1):
        told = page.get_by_role("listitem").filter(has_text=re.compile(rf"^{seed}: \d+\.\d\d$"))
        expect(told).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    page.get_by_role("button", name="Compare").click()
    expect(images(page, "reconstruction")).to_have_count(20)
    maps = page.locator(".js-plotly-plot")
    expect(maps).to_have_count(3)
    maps.nth(1).scroll_into_view_if_needed()
    expect(maps.nth(1).locator(".gl-canvas").first).to_be_attached()
    page.mouse.click(*maps.nth(1).evaluate(PLACE))
    expect(images(page, "tile")).to_have_count(3)
    page.get_by_text("All runs", exact=True).click()
    expect(page.get_by_text("yours, 20").first).to_be_visible()
    page.go_back()
    expect(images(page, "reconstruction")).to_have_count(20)
