"""The explorer and its pages: pictures a second, the first field, and what a visit costs.

Explorer: Chromium opens Latent space on a shipped run and drags over the plane for `--seconds`,
with as many moves as a usual mouse sends. Counted are the animation frames in which the picture
was drawn anew, the longest time between two of them, and the messages sent meanwhile, which must
be none. From opening the page and from the component's arrival in it to the first painted field is
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
from typing import Any

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
MOVES = 125
"""How many a second a usual mouse sends."""
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
AT_REST = """
new Promise((tell) => {
  const began = performance.now();
  let frames = 0;
  const count = (now) =>
    now - began < 2000 ? (frames++, requestAnimationFrame(count)) : tell(frames / 2);
  requestAnimationFrame(count);
})
"""
"""What this machine's browser reaches at all, busy as it is."""


async def visit(browser: Any, url: str, seconds: float) -> dict[str, float]:
    """Open the page, drag over the map, and return what was counted."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1500})  # all of the plane
    sent: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(len(data))))
    await page.add_init_script(WATCH)
    await page.goto(url)
    await page.wait_for_function("window.seen.painted", timeout=60_000)
    await page.wait_for_timeout(1500)
    at_rest = await page.evaluate(AT_REST)
    box = await page.locator(".plane").bounding_box()
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    before = len(sent)
    await page.evaluate("seen.counting = true")
    moves = await drag(await page.context.new_cdp_session(page), box, seconds)
    seen = await page.evaluate("seen.counting = false, seen")
    messages = len(sent) - before
    await page.mouse.up()
    await page.close()
    frames = seen["frames"]
    gaps = [after - first for first, after in itertools.pairwise(frames)]
    return {
        "frames a second": 1000 * len(gaps) / (frames[-1] - frames[0]),
        "frames a second at rest, just before": at_rest,
        "longest time between two, ms": max(gaps),
        "95 of 100 times are below, ms": spread(gaps, 95)[0] or 0.0,
        "mouse moves a second": moves / seconds,
        "from opening to the first field, s": seen["painted"] / 1000,
        "from mounting to the first field, s": (seen["painted"] - seen["there"]) / 1000,
        "messages sent while moving": float(messages),
    }


async def drag(devtools: Any, box: dict[str, float], seconds: float) -> int:
    """Send moves as a mouse does, without waiting until each has been drawn; return how many."""
    moves: list[asyncio.Task] = []
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        x, y = 0.5 + 0.45 * math.sin(2.3 * passed), 0.5 + 0.45 * math.sin(3.1 * passed)
        place = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        event = {"type": "mouseMoved", "button": "left", "buttons": 1, **place}
        moves.append(asyncio.create_task(devtools.send("Input.dispatchMouseEvent", event)))
        await asyncio.sleep(1 / MOVES)
    await asyncio.gather(*moves)
    return len(moves)


async def measured(url: str, seconds: float, visits: int) -> list[dict[str, float]]:
    """Visit one after the other in one browser."""
    from playwright.async_api import async_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        found = [await visit(browser, url, seconds) for _ in range(visits)]
        await browser.close()
    return found


def report(given) -> None:
    """Measure some visits of each run and print them; fail if the server heard of any moving."""
    print(machine())
    moved = False
    with scratch() as folder:
        environment = {"AE_CACHE_DIR": str(folder / "cache")}
        with server(environment, folder / "log") as web:
            time.sleep(given.settle)
            for run in given.runs:
                url = f"{web.url}/latent?{run}"
                visits = asyncio.run(measured(url, given.seconds, given.visits + 1))
                first, later = visits[0], visits[1:]
                print(f"\n**{run}**\n")
                rows = [[n, first[n], statistics.median(v[n] for v in later)] for n in first]
                table(["", "first visit", f"later, median of {len(later)}"], rows)
                moved |= any(one["messages sent while moving"] for one in visits)
            asyncio.run(pages(web.port, given))
            asyncio.run(everyone(web.port, given))
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
        rng = random.Random(number)
        await asyncio.sleep(2 * rng.random())
        for _ in range(round(given.seconds)):
            reply = await visitor.set("Temperature", round(rng.uniform(0, 2) / 0.05) * 0.05)
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
