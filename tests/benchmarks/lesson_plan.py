"""Walks through `docs/lesson-plan.md` as written: a teacher's two tabs and some phones in Chromium.

Every part of the plan is done by its words on the screen. Printed is, for each, how many minutes
the plan gives it and how many seconds of these the app took: from the teacher's first press until
all phones and the projector show what the part is about, each phone's own clicks included. With
`--pace` the rest of the time is waited for, in shares of the plan's minutes: what is left for talk.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import common
from common import ROOT, machine, scratch, server, table

PLAN = ROOT / "docs" / "lesson-plan.md"
ROW = re.compile(r"^\| (\d+)–(\d+) \|", re.MULTILINE)
QUESTION = "What gets lost first?"
PATIENCE = 60_000
"""Milliseconds that anything may take to be seen."""
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}


@dataclass
class Room:
    """The teacher's tab with the class, the projector's with the lesson, and the phones."""

    url: str
    board: Any
    projector: Any
    phones: list[Any]


def press(page: Any, name: str) -> None:
    """Press a button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def join(room: Room) -> None:
    """Everybody joins, half of them by the four letters, and the projector shows the lesson."""
    code = room.board.locator(".ae-class-code").inner_text()
    for number, phone in enumerate(room.phones):
        phone.goto(f"{room.url}/class" + (f"?class={code}" if number % 2 else ""))
        if not number % 2:
            phone.get_by_role("textbox").fill(code.lower())
            press(phone, "Join")
            phone.get_by_role("heading", name=f"Class {code}").wait_for()
        press(phone, "Join")
        phone.get_by_text("You are in.").wait_for()
    room.board.get_by_text(f"{len(room.phones)} are here").wait_for()


def ask(room: Room) -> None:
    """The plan's question; each phone answers, and nobody sees the bars."""
    press(room.board, "Ask")
    room.board.get_by_role("combobox", name="Question").click()
    room.board.get_by_role("option").filter(has_text=QUESTION).first.click()
    press(room.board, "Ask it")
    answer(room)


def answer(room: Room) -> None:
    """Each phone answers."""
    for number, phone in enumerate(room.phones):
        phone.locator(".st-key-class-choices button").nth(number % 2).click()
    count = len(room.phones)
    room.board.get_by_text(f"Answers: {count} of {count}").wait_for()


def squeeze(room: Room) -> None:
    """The lesson's steps one to four, each question answered."""
    room.projector.goto(f"{room.url}/lessons?lesson=squeeze&present=1")
    for number in range(1, 5):
        room.projector.get_by_text(re.compile(f"Step {number} of")).first.wait_for()
        room.projector.wait_for_timeout(500)  # until what the last step showed has gone
        choice = room.projector.locator(f".st-key-choice-{number}-0 button")
        if choice.count():
            choice.click()
            room.projector.get_by_text("Why", exact=True).wait_for()
        if number < 4:
            room.projector.keyboard.press("ArrowRight")


def draw(room: Room) -> None:
    """Each phone draws a stroke and sends it."""
    press(room.board, "Draw")
    for phone in room.phones:
        canvas = phone.locator(".ae-canvas canvas").first
        canvas.wait_for()
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        x = box["x"] + box["width"] / 2
        phone.mouse.move(x, box["y"] + box["height"] * 0.2)
        phone.mouse.down()
        phone.mouse.move(x, box["y"] + box["height"] * 0.8, steps=8)
        phone.mouse.up()
        press(phone, "Send")
        phone.get_by_text("Sent: it is on the board.").wait_for()
    count = len(room.phones)
    room.board.get_by_text(f"Drawings: {count} of {count}").wait_for()


def show(room: Room) -> None:
    """The map, the wall, and one drawing through every family."""
    press(room.board, "Show")
    room.board.get_by_text("On the map", exact=True).click()
    room.board.locator(".js-plotly-plot").wait_for()
    room.board.get_by_text("The wall", exact=True).click()
    room.board.locator(".ae-picker button").nth(len(room.phones) - 1).wait_for()
    room.board.get_by_text("Every family", exact=True).click()
    room.board.locator(".ae-gallery img").first.wait_for()


def discuss(room: Room) -> None:
    """The same question again, and both bars."""
    press(room.board, "Discuss")
    answer(room)
    press(room.board, "Show what has changed")
    room.board.get_by_text("after talking").first.wait_for()


def close_lesson(room: Room) -> None:
    """The lesson's last step, and the link to the one for home."""
    room.projector.goto(f"{room.url}/lessons?lesson=squeeze&present=1&step=6")
    room.projector.get_by_text(re.compile("Step 6 of")).first.wait_for()
    room.projector.goto(f"{room.url}/lessons?lesson=few-numbers")
    room.projector.get_by_text(re.compile("Step 1 of")).first.wait_for()


def end(room: Room) -> None:
    """Take home the wall and the answers; end the class."""
    for name in ("Wall (PNG)", "Answers (CSV)"):
        with room.board.expect_download() as saved:
            press(room.board, name)
        assert saved.value.path().stat().st_size > 0, name
    press(room.board, "End the class")
    press(room.board, "End it and delete everything")
    for phone in room.phones:
        phone.get_by_text("The class has ended").wait_for()


PARTS: list[Callable[[Room], None]] = [
    *(join, ask, squeeze, draw, show, discuss, close_lesson, end),
]
"""One for each row of the plan, in its order."""


def minutes() -> list[tuple[int, int]]:
    """Return from when until when each part of the plan goes.

    Raises:
        SystemExit: if the plan has other parts than are walked through here.
    """
    found = [(int(a), int(b)) for a, b in ROW.findall(PLAN.read_text())]
    if len(found) != len(PARTS):
        raise SystemExit(f"Expected {len(PARTS)} parts in {PLAN.name}. Received: {len(found)}.")
    return found


@contextmanager
def opened(url: str, phones: int) -> Iterator[Room]:
    """Yield the room with a class that was just started."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        board = browser.new_context(viewport=WIDE, accept_downloads=True).new_page()
        projector = browser.new_context(viewport=WIDE).new_page()
        people = [browser.new_context(viewport=PHONE).new_page() for _one in range(phones)]
        for page in (board, projector, *people):
            page.set_default_timeout(PATIENCE)
        board.goto(f"{url}/class")
        press(board, "Start a class")
        board.locator(".ae-class-code").wait_for()
        yield Room(url, board, projector, people)
        browser.close()


def report(given: Any) -> None:
    """Walk through the plan and print what each part took."""
    rows, total = [], 0.0
    with (
        scratch() as folder,
        server({"AE_CACHE_DIR": str(folder / "cache")}, folder / "log") as running,
    ):
        time.sleep(given.settle)
        with opened(running.url, given.phones) as room:
            for (begins, ends), part in zip(minutes(), PARTS, strict=True):
                began = time.monotonic()
                part(room)
                took = time.monotonic() - began
                total += took
                told = (part.__doc__ or "").strip()
                rows.append([f"{begins}–{ends}", told, ends - begins, took])
                time.sleep(max(0.0, 60.0 * given.pace * (ends - begins) - took))
    print(f"\n**The plan walked through with {given.phones} phones** ({machine()})\n")
    table(["minutes", "part", "planned, min", "of these the app, s"], rows)
    print(f"\nIn all {total:.0f} s of {minutes()[-1][1]} min.")


if __name__ == "__main__":
    options = {"phones": 6, "pace": 0.0, "settle": 10.0}
    common.main(__file__, __doc__, options, report, dict)
