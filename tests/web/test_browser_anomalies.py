"""The page Anomalies in real Chromium: the line is dragged there, and everything follows it."""

import numpy as np
import pytest
from playwright.sync_api import expect

from ae import analysis, config
from ae.web.components.scripts import joined
from ae.web.controls.topics import ANOMALIES
from tests.web.browser import MARKS, PATIENCE, ROOT, WIDE_ONLY, fits, train_button, wait_for

pytestmark = MARKS
NAMES = ("caught", "missed", "falseAlarms", "passed")
CHOSEN = config.from_flat(ANOMALIES.defaults("digits") | {"epochs": 4, "seed": 11})


@pytest.fixture
def anomalies(web, page):
    """The page with a run of one digit, which the first test trains; its threshold, painted."""
    page.goto(web.link(CHOSEN, "anomalies"))
    plot = page.locator(".ae-threshold[data-painted]")
    expect(plot.or_(train_button(page)).first).to_be_visible()
    if train_button(page).count():
        train_button(page).click()
    plot.wait_for(timeout=PATIENCE)
    return page


def shown(page):
    """Return the four counts as the page shows them."""
    texts = [page.locator(f"[data-count={name}] dd").inner_text() for name in NAMES]
    return [int(text.split()[0]) for text in texts]


def place_on(page, share):
    """Return a point of the plot, (x, y), a share of its width from the left."""
    box = page.locator(".ae-threshold .plot").bounding_box()
    return box["x"] + share * box["width"], box["y"] + 0.3 * box["height"]


def test_the_browser_counts_as_python_does(chromium):
    rng = np.random.default_rng(0)
    normal, odd = rng.normal(1, 1, 60).round(1), rng.normal(2, 1, 45).round(1)
    thresholds = [-9.0, 0.5, 1.3, 2.0, 99.0]
    told = chromium.new_page().evaluate(
        f"""([normal, odd, thresholds]) => {{
          {joined(ROOT / "ae/web/components/threshold/measures.js")}
          const sorted = [normal, odd].map((scores) => Float64Array.from(scores).sort());
          const axis = makeAxis([...normal, ...odd]);
          return {{
            found: thresholds.map((threshold) => measure(...sorted, threshold)),
            curves: makeCurves(...sorted),
            there: [1.5, 2.25].map((score) => axis.score(axis.share(score))),
          }};
        }}""",
        [normal.tolist(), odd.tolist(), thresholds],
    )
    for threshold, found in zip(thresholds, told["found"], strict=True):
        ours = analysis.counts(normal, odd, threshold)
        counted = [found[name] for name in NAMES]
        assert counted == [ours.caught, ours.missed, ours.false_alarms, ours.passed]
        assert found["recall"] == pytest.approx(ours.recall)
        if found["precision"] is None:
            assert np.isnan(ours.precision)
        else:
            assert found["precision"] == pytest.approx(ours.precision)
    curve = analysis.curve(normal, odd)
    assert told["curves"]["auc"] == pytest.approx(analysis.auc(normal, odd))
    np.testing.assert_allclose(told["curves"]["roc"], np.stack([curve.alarms, curve.recall], 1))
    np.testing.assert_allclose(told["curves"]["pr"], np.stack([curve.recall, curve.precision], 1))
    assert told["there"] == pytest.approx([1.5, 2.25])


def test_what_is_caught_and_seen_follows_the_line(anomalies):
    page = anomalies
    caught, missed, alarms, passed = shown(page)
    assert caught + missed == 320 + 37 - (alarms + passed)
    before = page.locator(".tiles.above").inner_text()
    page.locator(".ae-threshold .plot").scroll_into_view_if_needed()
    page.mouse.move(*place_on(page, 0.5))
    page.mouse.down()
    page.mouse.move(*place_on(page, 0.01), steps=5)
    page.mouse.up()
    wait_for(page, lambda: shown(page)[0] > caught and shown(page)[2] > alarms, "more alarms")
    expect(page.locator(".tiles.above")).not_to_have_text(before)
    assert page.locator(".tiles.above .tile canvas").count() >= 2
    assert fits(page)


def test_keys_move_the_line_too(anomalies):
    page = anomalies
    plot = page.get_by_role("slider", name="Threshold")
    plot.focus()
    page.keyboard.press("Home")
    expect(plot).to_have_attribute("aria-valuenow", "0")
    wait_for(page, lambda: shown(page)[1] <= 1, "nearly all caught")
    page.keyboard.press("PageUp")
    expect(plot).to_have_attribute("aria-valuenow", "5")
    page.keyboard.press("End")
    expect(plot).to_have_attribute("aria-valuenow", "100")
    wait_for(page, lambda: shown(page)[2] <= 1, "hardly a false alarm")


@WIDE_ONLY
def test_dragging_sends_nothing(web, page):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(len(data))))
    page.goto(web.link(CHOSEN, "anomalies"))
    page.locator(".ae-threshold[data-painted]").wait_for(timeout=PATIENCE)
    page.locator(".ae-threshold .plot").scroll_into_view_if_needed()
    first = shown(page)
    page.wait_for_load_state("networkidle")
    count = len(sent)
    page.mouse.move(*place_on(page, 0.9))
    page.mouse.down()
    for share in np.linspace(0.9, 0.1, 17):
        page.mouse.move(*place_on(page, share))
    page.mouse.up()
    wait_for(page, lambda: shown(page) != first, "other counts")
    assert len(sent) == count


@WIDE_ONLY
def test_a_drawing_lands_on_the_histogram(anomalies):
    page = anomalies
    mark = page.locator(".ae-threshold .mark span")
    before = mark.inner_text()
    assert before.startswith("yours: ")
    canvas = page.locator(".ae-canvas canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.25 * box["height"], steps=5)
    page.mouse.up()
    expect(mark).not_to_have_text(before)
