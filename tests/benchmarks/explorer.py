"""The explorer and its pages: pictures a second, the first field, and what a visit costs.

Explorer: Chromium opens Latent space on a shipped run and drags over the plane for `--seconds`,
as fast as its moves are taken. Counted are the animation frames in which the picture was drawn
anew, the longest time between two of them, and the messages sent meanwhile, which must be none.
From opening the page and from the component's arrival in it to the first painted field is
measured in the page.

Pages: a raw websocket opens each page on each run; how long until the script has ended, and how
many bytes were sent. Class: thirty sessions on Generate that change the temperature every two
seconds.
"""

import asyncio
import itertools
import math
import random
import statistics
import sys
import time

import common
from common import machine, scratch, server, spread, table
from streamlit_client import Visitor

PAGES = ("latent", "generate")
RUNS = [
    "dataset=mnist&architecture=basic",
    "dataset=mnist&architecture=convolutional",
    "dataset=digits&architecture=basic",
]
"""What is opened: runs that ship with the app."""
WATCH = """
const inside = () => [...document.querySelectorAll("*")]
  .map((one) => one.shadowRoot?.querySelector(".ae-explorer")).find(Boolean);
const seen = (window.seen = { frames: [], counting: false });
let root = null, last = null;
const look = (now) => {
  root = root?.isConnected ? root : inside();
  if (root) seen.there ??= performance.now();
  const painted = root?.dataset.painted;
  if (painted) seen.painted ??= performance.now();
  if (seen.counting && painted !== last) seen.frames.push(now);
  last = painted;
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def visit(browser, url: str, seconds: float) -> dict[str, float]:
    """Open the page, drag over the map, and return what was counted."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sent: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(len(data))))
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_function("window.seen.painted", timeout=60_000)
    page.wait_for_timeout(1500)
    box = page.locator(".plane").bounding_box()
    middle, reach = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), box["width"] * 0.45
    page.mouse.move(*middle)
    page.mouse.down()
    before, moves, began = len(sent), 0, time.perf_counter()
    page.evaluate("seen.counting = true")
    while (passed := time.perf_counter() - began) < seconds:
        x, y = math.sin(2.3 * passed), math.sin(3.1 * passed)
        page.mouse.move(middle[0] + reach * x, middle[1] + reach * y)
        moves += 1
    seen = page.evaluate("seen.counting = false, seen")
    messages = len(sent) - before
    page.mouse.up()
    page.close()
    frames = seen["frames"]
    gaps = [after - first for first, after in itertools.pairwise(frames)]
    return {
        "frames a second": 1000 * len(gaps) / (frames[-1] - frames[0]),
        "longest time between two, ms": max(gaps),
        "mouse moves a second": moves / seconds,
        "from opening to the first field, s": seen["painted"] / 1000,
        "from mounting to the first field, s": (seen["painted"] - seen["there"]) / 1000,
        "messages sent while moving": float(messages),
    }


def report(given) -> None:
    """Measure some visits of each run and print them; fail if the server heard of any moving."""
    from playwright.sync_api import sync_playwright

    print(machine())
    moved = False
    with scratch() as folder, sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        with server({"AE_CACHE_DIR": str(folder / "cache")}, folder / "log") as web:
            time.sleep(given.settle)
            for run in given.runs:
                url = f"{web.url}/latent?{run}"
                visits = [visit(browser, url, given.seconds) for _ in range(given.visits + 1)]
                first, later = visits[0], visits[1:]
                print(f"\n**{run}**\n")
                names = [[n, first[n], statistics.median(v[n] for v in later)] for n in first]
                table(["", "first visit", f"later, median of {len(later)}"], names)
                moved |= any(one["messages sent while moving"] for one in visits)
            asyncio.run(pages(web.port, given))
            asyncio.run(everyone(web.port, given))
        browser.close()
    if moved:
        sys.exit("The server heard of moving.")


async def pages(port: int, given) -> None:
    """Measure what the server sends to a visitor of each page, and how soon all of it."""
    rows = []
    for page in PAGES:
        for run in given.runs:
            visitor = Visitor(port, run, page_name=page)
            began = time.perf_counter()
            await visitor.connect()
            reply = await visitor.run()
            seconds = time.perf_counter() - began
            await visitor.close()
            errors = "; ".join(reply.errors) or "none"
            rows.append([page, run, seconds, reply.received / 1000, errors])
    print("\n**What a visit costs** (websocket)\n")
    table(["page", "run", "seconds to the end", "kB received", "errors"], rows)


async def everyone(port: int, given) -> None:
    """Have thirty people draw other samples, each every two seconds, and print how they fare."""
    waits: list[float] = []
    errors: list[str] = []

    async def person(number: int) -> None:
        visitor = Visitor(port, given.runs[number % len(given.runs)], page_name="generate")
        await visitor.connect()
        errors.extend((await visitor.run()).errors)
        chance = random.Random(number)
        await asyncio.sleep(2 * chance.random())
        for _ in range(round(given.seconds)):
            reply = await visitor.set("Temperature", round(chance.uniform(0, 2) / 0.05) * 0.05)
            waits.append(reply.finished)
            errors.extend(reply.errors)
            await asyncio.sleep(max(0.0, 2 - reply.finished))
        await visitor.close()

    await asyncio.gather(*(person(number) for number in range(given.sessions)))
    print(f"\n**{given.sessions} people who draw samples**, each every 2 s; errors: {errors}\n")
    table(["seconds", "n", "p50", "p95", "max"], [["", len(waits), *spread(waits)]])


if __name__ == "__main__":
    options = {"seconds": 5.0, "visits": 3, "runs": RUNS, "sessions": 30, "settle": 10}
    common.main(__file__, __doc__, options, report, dict)
