"""Drawing: how soon a stroke is rebuilt, and how thirty people who draw fare on one server.

Strokes: real Chromium draws with the mouse on the Draw page. The page itself measures, from
`pointerup` until the pictures in its document have changed: the large reconstruction, while
a panel is open that asks no other network, and the pictures of every shipped run. Each stroke
is drawn over the example and undone before the next, so that all cost the same.

Class: raw websocket sessions that each end a stroke every `--every` seconds, with the panel
of every run open. From sending to the run's end; errors are exceptions or error boxes, runs
that did not finish well, replies without new pictures, and replies that did not come.
"""

import asyncio
import json
import re
import time

import common
import numpy as np
from common import Server, machine, scratch, server, spread, table
from streamlit_client import Reply, Visitor

from tests.data import pen_digits

BARS = {"one": 0.2, "all": 0.4, "class": 0.5}
WATCHED = {"one": "img.ae-trio[title*='rebuilds']", "all": "img.ae-tile"}
PANELS = {"one": "Fill in what is hidden", "all": "Other finished runs"}
WORDS = {"one": "one run", "all": "all shipped runs"}
WATCH = """
(selector) => {
  window.look = () => [...document.querySelectorAll(selector)].map((one) => one.src).join();
  window.shown = window.look();
  window.addEventListener("pointerup", () => (window.ended = performance.now()), true);
  new MutationObserver(() => {
    const now = window.look();
    if (!now || now === window.shown) return;
    window.shown = now;
    window.changed = performance.now();
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}
"""


def in_browser(given) -> None:
    """Draw in Chromium, for every dataset, with one run and with all."""
    rows = []
    with scratch() as folder:
        environment = {"AE_CACHE_DIR": str(folder / "cache")}
        with server(environment, folder / "log") as web:
            for dataset in given.datasets:
                for what in WORDS:
                    found = strokes_in_browser(web, dataset, what, given.strokes, given.settle)
                    rows.append(row(f"{dataset}: {WORDS[what]}", found, BARS[what]))
    print("\n**Strokes** in Chromium, from the pen's lifting to the new pictures\n")
    table(["seconds", "n", "p50", "p95", "max", "bar for p95", "met"], rows)


def row(name: str, seconds: list[float], bar: float) -> list:
    """Return a row of a table: the spread of a sample, and whether its p95 meets the bar."""
    found = spread(seconds)
    met = found[1] is not None and found[1] <= bar
    return [name, len(seconds), *found, bar, "yes" if met else "no"]


def strokes_in_browser(
    web: Server, dataset: str, what: str, count: int, settle: float
) -> list[float]:
    """Draw and undo strokes; return the seconds until the watched pictures had changed."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 1400})  # no need to scroll
        page.goto(f"{web.url}/draw?dataset={dataset}")
        page.locator("img.ae-tile").nth(7).wait_for(timeout=60_000)
        page.wait_for_timeout(1000 * settle)
        page.get_by_text(PANELS[what]).first.click()
        if what == "one":
            page.locator("img.ae-tile").first.wait_for(state="detached")
        page.evaluate(WATCH, WATCHED[what])
        assert page.evaluate("window.shown"), "the page shows no such pictures"
        for points in ways(count):
            before = page.evaluate("window.shown")
            draw(page, points)
            page.wait_for_function("window.changed > window.ended")
            found.append(page.evaluate("window.changed - window.ended") / 1000)
            page.wait_for_timeout(300)
            page.keyboard.press("z")
            page.wait_for_function("(before) => window.look() === before", arg=before)
            page.wait_for_timeout(300)
        chromium.close()
    return found


def ways(count: int) -> list[np.ndarray]:
    """Return the ways of strokes, each another one, in canvas units."""
    drawings = pen_digits.varied(np.random.default_rng(0), count)[0]
    return [np.array(strokes[0].points)[::3] for strokes in drawings]


def draw(page, points: np.ndarray) -> None:
    """Draw one stroke with the mouse."""
    box = page.locator(".ae-canvas canvas").bounding_box()
    on_screen = np.array([box["x"], box["y"]]) + points * box["width"] / 280
    page.mouse.move(*on_screen[0])
    page.mouse.down()
    for point in on_screen[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def by_socket(given) -> None:
    """Have a class draw, for every dataset."""
    rows = []
    for dataset in given.datasets:
        with scratch() as folder:
            environment = {"AE_CACHE_DIR": str(folder / "cache")}
            with server(environment, folder / "log") as web:
                time.sleep(given.settle)
                room = asyncio.run(class_at_work(web.port, dataset, given))
        rows.append(row(f"{dataset}: ending a stroke", room["strokes"], BARS["class"]))
        print(f"\nErrors on {dataset}: {len(room['errors'])} {sorted(set(room['errors']))[:5]}")
    print(f"\n**Class** ({given.sessions} sessions, a stroke every {given.every} s)\n")
    table(["seconds to the end of a run", "n", "p50", "p95", "max", "bar for p95", "met"], rows)


async def class_at_work(port: int, dataset: str, given) -> dict:
    """Let everyone draw at once."""
    room: dict = {"strokes": [], "errors": []}
    everyone = [person(port, dataset, number, given, room) for number in range(given.sessions)]
    await asyncio.gather(*everyone)
    return room


async def person(port: int, dataset: str, number: int, given, room: dict) -> None:
    """Arrive, then draw digit after digit, a stroke at a time."""
    rng = np.random.default_rng(number)
    visitor = Visitor(port, f"dataset={dataset}", page_name="draw")
    try:
        await visitor.connect()
        reply = await visitor.run()
        room["errors"] += reply.errors
        version = json.loads(visitor.widgets["ae_canvas"].element.json)["version"]
        await asyncio.sleep(given.every * rng.random())
        end = time.monotonic() + given.seconds
        for strokes in messages(rng):
            if time.monotonic() >= end:
                break
            next_stroke = time.monotonic() + given.every
            before = reply
            message = {"version": version, "ground": 0, "strokes": strokes}
            reply = await visitor.tell("ae_canvas", {"drawing": message})
            room["strokes"].append(reply.finished)
            room["errors"] += reply.errors + complaints(before, reply)
            await asyncio.sleep(max(0.0, next_stroke - time.monotonic()))
        await visitor.close()
    except Exception as error:
        room["errors"].append(re.sub(r"\s+", " ", f"{type(error).__name__}: {error}"))


def messages(rng: np.random.Generator):
    """Yield what the canvas sends, stroke after stroke, digit after digit, without end."""
    while True:
        for drawn in pen_digits.varied(rng, 10)[0]:
            sent = []
            for stroke in drawn:
                points = [way for point in stroke.points for way in point]
                sent.append({"tool": stroke.tool, "size": stroke.size, "points": points})
                yield list(sent)


def complaints(before: Reply, reply: Reply) -> list[str]:
    """Say what is missing in a reply: the large pictures, those of every run, or news."""
    parts = ("ae-trio", "ae-tile")
    missing = [f"no {part} in a reply" for part in parts if part not in reply.html]
    return missing or ["the pictures before"] * (reply.html == before.html)


def report(given) -> None:
    """Run the parts that were asked for."""
    print(machine())
    if given.part in ("all", "browser"):
        in_browser(given)
    if given.part in ("all", "class"):
        by_socket(given)


if __name__ == "__main__":
    options = {
        **{"part": "all", "datasets": ["digits", "mnist"], "strokes": 40, "settle": 10},
        **{"sessions": 30, "seconds": 30, "every": 2.0},
    }
    common.main(__file__, __doc__, options, report, dict)
