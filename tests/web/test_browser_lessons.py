"""Lessons in a browser: a class's phones, a presenter's keys, and paper."""

import re

from playwright.sync_api import expect

from tests.web.browser import MARKS, ON_A_PHONE, WIDE_ONLY, images

pytestmark = MARKS
STEP = re.compile(r"Step \d of 6")


def at(page, number):
    expect(page.get_by_text(f"Step {number} of 6").first).to_be_visible()


@ON_A_PHONE
def test_a_student_answers_sees_why_and_comes_back_to_it(web, page):
    page.goto(f"{web.url}/lessons")
    page.get_by_role("button", name="Start").first.click()
    at(page, 1)
    page.get_by_role("button", name="Next").first.click()
    at(page, 2)
    page.get_by_role("button", name="Half to nine tenths").click()
    expect(page.get_by_text("Why", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("(your answer)")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Choose first.")).to_be_visible()
    page.go_back()
    at(page, 1)


@WIDE_ONLY
def test_a_presenters_keys_turn_steps_and_pages_and_leave_fields_alone(web, page):
    page.goto(f"{web.url}/lessons?lesson=squeeze&present=1")
    at(page, 1)
    expect(page.locator("[data-listens=keys]")).to_be_attached()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    at(page, 2)
    page.keyboard.press("PageUp")
    at(page, 1)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    page.goto(f"{web.url}/?present=1&hide=run")
    expect(images(page, "error")).to_have_count(10)
    expect(page.locator("[data-listens=keys]")).to_be_attached()
    expect(page.get_by_test_id("stPopover").filter(has_text="Basic")).to_be_hidden()
    slider = page.get_by_role("slider", name="Latent size")
    slider.focus()
    page.keyboard.press("ArrowLeft")  # which the slider takes
    expect(slider).to_have_attribute("aria-valuetext", "24")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Draw")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Autoencoder Lab")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()


@WIDE_ONLY
def test_paper_shows_the_questions_and_no_controls(web, page):
    page.goto(f"{web.url}/lessons?lesson=squeeze&step=2")
    at(page, 2)
    expect(page.get_by_role("button", name="Print a worksheet")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".ae-worksheet h2")).to_have_count(6)
    expect(page.locator(".ae-worksheet")).to_be_visible()
    for element in page.get_by_role("button").all():
        expect(element).to_be_hidden()
    expect(page.get_by_text(STEP).first).to_be_hidden()
