"""For everyone: what axe finds on the pages, keys alone, what is said, and films that wait."""

import collections
import itertools
import re

import pytest
from playwright.sync_api import expect

from ae import config
from tests.web.axe import violations
from tests.web.browser import (
    MARKS,
    WATCHED,
    WIDE_ONLY,
    images,
    train_button,
)

pytestmark = [*MARKS, WIDE_ONLY]

COMPARED = ",".join(
    config.from_flat({"dataset": "digits", "architecture": name}).key()
    for name in ("basic", "variational")
)
VIEWS = {
    "?film=true&about=true&pca=true": [],
    "?seed=4711": [],
    "draw": [
        "Fill in what is hidden",
        "Its place among the codes",
        "Morph",
        "Take it home",
    ],
    "inside?architecture=adversarial": [],
    "inside?architecture=convolutional": [],
    "inside?architecture=denoising": [],
    "inside?architecture=linear": [],
    "inside?architecture=sparse": [],
    "inside?architecture=variational": [],
    "latent": ["Map", "As it formed", "What a code knows", "Two runs"],
    "generate": ["Interpolate", "Arithmetic", "By hand", "Take it home"],
    "model": [],
    "library": [],
    f"library?library=library.compare&compared={COMPARED}": [],
    "library?library=library.sweep&sweep=latent_dim:8,32": [],
    "applications": [],
    "anomalies": [],
    "signals": ["As the noise grows", "Another heart", "Odd ones"],
    "recommend": [],
    "theory": [],
    "class": ["Start a class"],
    "lessons": [],
    "lessons?lesson=squeeze&step=2": ["Half to nine tenths"],
    "lessons?lesson=noise&present=1&answers=0": [],
}
"""Pages by address, each with the panels that are then opened one after the other."""
SCREENS = {"wide": (1280, 4000), "phone": (390, 8000)}
"""So high that all of a page is on the screen: axe passes over what is not."""
LOOKS = [("wide", "light"), ("wide", "dark"), ("phone", "dark"), ("phone", "light")]
"""What a page is looked at in; one step changes one thing."""
STILL = """*, *::before, *::after { transition: none !important; animation: none !important; }
[data-stale="true"] { opacity: 1 !important; }"""
"""So that no colour is measured half-way, nor while a page runs again and Streamlit fades it."""
CHATTY = 3.5
"""Seconds: nobody is told something more often, but for a training's end."""


def settle(page):
    """Wait until a page has been at rest for a while: nothing runs, nothing on it is old."""
    page.mouse.move(0, 0)  # or what it happens to be over shows a tip
    calm = 0
    while calm < 2:
        page.wait_for_timeout(100)
        runs = page.locator('[data-test-script-state="running"], [data-stale="true"]').count()
        waits = page.get_by_text("The network is waking up").count()
        calm = 0 if runs or waits else calm + 1


def checked(page, where):
    """Return all that axe finds, in light and dark, wide and narrow; colours alone in the dark."""
    found = []
    for screen, theme in LOOKS:
        width, height = SCREENS[screen]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(60)
        rules = ["color-contrast"] if theme == "dark" else None
        now = violations(page, rules)
        if now:
            settle(page)  # on a busy machine something may just fade: no colour of its own
            now = violations(page, rules)
        found += [(where, screen, theme, one) for one in now]
    width, height = SCREENS["wide"]
    page.set_viewport_size({"width": width, "height": height})
    return found


def opened(page, web):
    """Open every page and panel in turn; yield where that is."""
    for address, panels in VIEWS.items():
        page.goto(f"{web.url}/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        yield f"/{address}"
        for panel in panels:
            page.get_by_test_id("stMain").get_by_text(panel, exact=True).first.click()
            settle(page)
            yield f"/{address}, {panel}"
    page.goto(web.url)
    for popover in ("Words", "·"):
        page.get_by_test_id("stPopover").filter(has_text=popover).get_by_role("button").click()
        settle(page)
        yield f"the popover {popover}"
        page.keyboard.press("Escape")


def test_axe_finds_nothing_on_any_page_or_panel_in_any_colours_at_any_width(web, page, axe):
    found = []
    for where in opened(page, web):
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(axe)
            page.add_style_tag(content=STILL)
        found += checked(page, where)
    table = collections.Counter((one["rule"], one["impact"]) for *_where, one in found)
    assert not found, "\n".join(map(str, [*table.items(), *found]))


def live(page):
    return page.locator("#ae-live")


def heard(page):
    """Have all that is said kept, with when; return how to read it."""
    expect(live(page)).to_be_attached()
    page.evaluate("""() => {
      window.heard = [];
      new MutationObserver(() => heard.push([performance.now() / 1000,
        document.querySelector("#ae-live").textContent]))
        .observe(document.querySelector("#ae-live"), { childList: true });
    }""")
    return lambda: page.evaluate("window.heard")


def test_one_draws_by_keys_alone_and_hears_the_result(web, page):
    page.goto(f"{web.url}/draw")
    expect(images(page, "trio")).to_have_count(3)
    settle(page)
    assert live(page).text_content() == ""  # what a page opens with is no news
    canvas = page.locator(".ae-canvas canvas")
    for _stop in range(40):
        page.keyboard.press("Tab")
        if canvas.evaluate("one => one === one.getRootNode().activeElement"):
            break
    page.keyboard.press("Delete")
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "Space", *["Shift+ArrowDown"] * 4, "Space"):
        page.keyboard.press(key)
    expect(live(page)).to_contain_text("Squared error")
    expect(live(page)).to_contain_text("By its code it lies nearest to this held-out digit: ")
    rebuilt = images(page, "trio").nth(1)
    expect(rebuilt).to_have_attribute("alt", re.compile(r"squared error \d.* held-out digit: \d"))
    page.keyboard.press("z")
    expect(page.get_by_text("The canvas is empty. Draw")).to_be_visible()
    expect(live(page)).to_have_text("The canvas is empty.")


def test_who_draws_dot_after_dot_is_not_talked_over(web, page):
    page.goto(f"{web.url}/draw")
    expect(images(page, "trio")).to_have_count(3)
    settle(page)
    said = heard(page)
    page.locator(".ae-canvas canvas").focus()
    while len(said()) < 3:
        for key in ("Space", "Space", "ArrowRight"):
            page.keyboard.press(key)
        page.wait_for_timeout(400)
    assert all(b[0] - a[0] > CHATTY for a, b in itertools.pairwise(said()))


def test_a_training_is_told_of_now_and_then_and_its_end_at_once(web, page):
    chosen = WATCHED.model_copy(update={"seed": 41})
    page.goto(web.link(chosen))
    with web.held_after_an_epoch(chosen):
        train_button(page).click()
        expect(live(page)).to_have_text(re.compile(r"Epoch \d+ of 10"))
        said = heard(page)
    expect(live(page)).to_contain_text("Basic, 32 is trained: held-out error 0.")
    expect(page.get_by_text("Basic, 32: 10 epochs")).to_be_visible()
    *before, last = said()
    assert "is trained" in last[1] and not any("is trained" in text for _at, text in before)


def test_the_end_of_a_training_is_told_of_on_another_page_too(web, page):
    chosen = WATCHED.model_copy(update={"seed": 42})
    page.goto(web.link(chosen))
    with web.held_after_an_epoch(chosen):
        train_button(page).click()
        expect(page.get_by_role("button", name="Cancel")).to_be_visible()
        page.get_by_role("link", name="Draw").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Draw")
        settle(page)  # or the form opens on the page that is being left
        page.get_by_test_id("stPopover").filter(has_text="·").get_by_role("button").click()
        page.get_by_role("button", name="New seed").click()
        expect(page.get_by_text("Your training")).to_be_visible()
    expect(live(page)).to_contain_text("Basic, 32 is trained: held-out error 0.")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_moving_path_waits_to_be_asked_where_less_motion_is_wanted(web, page, motion):
    page.emulate_media(reduced_motion=motion)
    page.goto(f"{web.url}/generate?way=generate.interpolate")
    moving, still = page.locator("img.ae-moving"), page.locator("img.ae-still")
    asked = page.get_by_role("checkbox", name="Play the path")
    expect(moving).to_have_attribute("alt", re.compile("The path"))
    if motion == "no-preference":
        expect(moving).to_be_visible()
        expect(still).to_be_hidden()
        return expect(asked).to_be_hidden()
    expect(still).to_be_visible()
    expect(moving).to_be_hidden()
    asked.check()
    expect(moving).to_be_visible()
    expect(still).to_be_hidden()


def test_every_stop_of_the_tab_key_is_seen_and_wide_enough(web, page):
    page.goto(web.url)
    expect(images(page, "error")).to_have_count(10)
    settle(page)
    stops = []
    for _stop in range(20):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_STOP))
    names = [name for name, *_rest in stops]
    assert {"Reconstruct", "Use", "Help for Latent size"} <= set(names)
    assert [name for name, _width, seen in stops if not seen] == []
    assert [name for name, width, _seen in stops if width < 24] == []


_STOP = """() => {
  let one = document.activeElement;
  const style = getComputedStyle(one);
  const name = one.getAttribute("aria-label") ?? one.textContent.replace(/^[a-z_]+(?=[A-Z])/, "");
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const own = one.matches("input, [contenteditable]"); // whose frame or thumb shows it
  const { width } = (one.closest("label") ?? one).getBoundingClientRect();
  return [name, width, own || outlined || style.boxShadow !== "none"];
}"""
