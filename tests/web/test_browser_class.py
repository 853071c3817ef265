"""A teacher and two phones, through all phases of a class."""

import pytest
from playwright.sync_api import expect

from tests.web.browser import MARKS, PHONE, WIDE_ONLY, Server, wait_for

pytestmark = MARKS


@pytest.fixture
def phones(page):
    """Two phones, each a browser of its own beside the teacher's."""
    contexts = [
        page.context.browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True
        )
        for _one in range(2)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def step(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def draw(phone):
    """Draw an upright stroke, and say that it is a 1."""
    canvas = phone.locator(".ae-canvas canvas").first
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x = box["x"] + box["width"] / 2
    phone.mouse.move(x, box["y"] + box["height"] * 0.2)
    phone.mouse.down()
    for part in range(3, 9):
        phone.mouse.move(x, box["y"] + box["height"] * part / 10)
    phone.mouse.up()


@WIDE_ONLY
def test_a_class_goes_through_all_phases(web, page, phones):
    page.goto(f"{web.url}/class")
    step(page, "Start a class")
    expect(page.locator(".ae-class-code")).to_be_visible()
    code = page.locator(".ae-class-code").inner_text()
    one, other = phones
    one.goto(f"{web.url}/class?class={code}")
    one.get_by_role("button", name="Join").click()
    other.goto(f"{web.url}/class")
    other.get_by_role("textbox").fill(code.lower())
    other.get_by_role("button", name="Join").click()
    expect(other.get_by_role("heading", name=f"Class {code}")).to_be_visible()
    other.get_by_role("button", name="Join").click()  # now that it is known which class
    for phone in phones:
        expect(phone.get_by_text("You are in.")).to_be_visible()
    expect(page.get_by_text("2 are here")).to_be_visible()  # by itself

    step(page, "Ask")
    step(page, "Ask it")
    for phone in phones:
        phone.locator(".st-key-class-choices button").nth(1).click()
        expect(phone.get_by_text("Sent. Choose another")).to_be_visible()
    expect(page.get_by_text("Answers: 2 of 2")).to_be_visible()
    expect(page.locator(".ae-tallies")).to_have_count(0)  # nobody sees the bars yet

    step(page, "Draw")
    for phone in phones:
        draw(phone)
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_text("Sent: it is on the board.")).to_be_visible()
    expect(page.get_by_text("Drawings: 2 of 2")).to_be_visible()

    step(page, "Show")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    page.get_by_text("The wall", exact=True).click()
    expect(page.locator(".ae-picker button")).to_have_count(2)
    expect(one.get_by_text("What the network rebuilds")).to_be_visible()

    step(page, "Discuss")
    one.locator(".st-key-class-choices button").nth(0).click()
    expect(page.get_by_text("Answers: 1 of 2")).to_be_visible()
    step(page, "Show what has changed")
    expect(page.get_by_text("after talking").first).to_be_visible()

    one.get_by_role("button", name="Take back all that I have sent").click()
    expect(page.get_by_text("Answers: 0 of 2")).to_be_visible()
    assert "class=" in page.url and len(page.url.split("class=")[1]) == 4  # no secret in it
    step(page, "End the class")
    page.get_by_role("button", name="End it and delete everything").click()
    for phone in phones:
        expect(phone.get_by_text("The class has ended")).to_be_visible()


@WIDE_ONLY
def test_a_killed_server_comes_back_and_the_class_goes_on_where_it_was(tmp_path, page, phones):
    server, phone = Server(tmp_path), phones[0]
    try:
        page.goto(f"{server.url}/class")
        step(page, "Start a class")
        expect(page.locator(".ae-class-code")).to_be_visible()
        code = page.locator(".ae-class-code").inner_text()
        phone.goto(f"{server.url}/class?class={code}")
        phone.get_by_role("button", name="Join").click()
        name = phone.get_by_role("heading", level=1)
        expect(name).to_contain_text("You are the")
        called = name.inner_text()
        step(page, "Draw")
        draw(phone)
        server.kill()
        expect(phone.get_by_text("The connection to the server is lost.")).to_be_visible()
        server.start()
        expect(page.get_by_text("Drawings: 0 of 1")).to_be_visible()
        expect(phone.get_by_text("The connection to the server is lost.")).to_be_hidden()
        sent = phone.get_by_text("Sent: it is on the board.")

        def send():  # a press before the page has run again on the new server is lost
            phone.get_by_role("button", name="Send").click()
            phone.wait_for_timeout(1000)
            return sent.is_visible()

        wait_for(phone, send, "the arrival of what was drawn before")
        expect(page.get_by_text("Drawings: 1 of 1")).to_be_visible()
        assert name.inner_text() == called
        step(page, "Ask")  # still the host
        expect(phone.get_by_text("You are in.")).to_be_visible()
    finally:
        server.kill()


@WIDE_ONLY
def test_another_device_takes_over_and_the_link_that_did_it_is_worth_nothing(web, page, phones):
    page.goto(f"{web.url}/class")
    step(page, "Start a class")
    expect(page.locator(".ae-class-code")).to_be_visible()
    step(page, "Another device")
    step(page, "Make the link")
    link = page.get_by_role("dialog").locator("code").inner_text()
    first, second = phones
    first.goto(link)
    first.get_by_role("button", name="Host it from here").click()
    expect(first.get_by_role("button", name="End the class")).to_be_visible()
    assert "host=" not in first.url
    expect(page.get_by_text("Another device hosts this class now.")).to_be_visible()
    second.goto(link)
    second.get_by_role("button", name="Host it from here").click()
    expect(second.get_by_text("Only the device that opened this does that.")).to_be_visible()
    step(first, "End the class")
    first.get_by_role("button", name="End it and delete everything").click()
