"""What the browser's side costs: bytes over the socket, and time for a frame on a cheap phone.

Bytes: Chromium opens each page, then does one thing on it, and what it has received and sent over
the websocket meanwhile is counted, until nothing has come for a second and a half. Frames: with the
processor slowed `--slower` times, a wheel zooms into the explorer's plane and out again, and then
the pointer moves over it: how long the page's own thread works for a frame, in the mean, which
other work on the machine hardly changes, and how far apart frames come, which it does. With
`--base FOLDER`, another checkout of this project, its server is asked the same, in turn with ours.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common
from common import PAGES, ROOT, machine, scratch, server, spread, table
from streamlit_client import awake

RUN = "dataset=mnist&architecture=basic"
QUIET = 1.5
"""Seconds without a word after which all has been said."""
HELD = 26
"""How many a second a key repeats."""
FRAMES = """async (seconds) => {
  const began = performance.now(), gaps = [];
  let last = null;
  const look = (now) => {
    if (last !== null) gaps.push(now - last);
    last = now;
    if (now - began < 1000 * seconds) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  await new Promise((done) => setTimeout(done, 1000 * seconds + 500));
  return gaps;
}"""
"""The times between the frames of so many seconds."""
PAINTED = "root => Number(root.dataset.painted)"


class Socket:
    """What has gone over a page's websocket."""

    def __init__(self, page: Any):
        self.received, self.sent, self.messages, self.last = 0, 0, 0, time.monotonic()
        page.on("websocket", self._watch)

    def _watch(self, socket: Any) -> None:
        socket.on("framereceived", lambda data: self._count("received", data))
        socket.on("framesent", lambda data: self._count("sent", data))

    def _count(self, way: str, data: Any) -> None:
        setattr(self, way, getattr(self, way) + len(data))
        self.messages += way == "sent"
        self.last = time.monotonic()

    async def rest(self, page: Any) -> None:
        """Wait until nothing has come for a while."""
        self.last = time.monotonic()
        while time.monotonic() - self.last < QUIET:
            await page.wait_for_timeout(50)


async def pin(page: Any) -> None:
    """Pin a place of the plane."""
    await page.locator(".plane").press("Enter")


async def zoom(page: Any) -> None:
    """Zoom into the plane until it is decoded more finely."""
    for _ in range(2):
        await page.locator(".plane").press("+")
        await page.wait_for_timeout(250)


async def other_plane(page: Any) -> None:
    """Walk through another plane of the code."""
    await page.get_by_text("Axes of the code").click()


async def colour(page: Any) -> None:
    """Colour the map by another value."""
    await page.get_by_role("combobox", name="Coloured by").click()
    await page.get_by_role("option", name="squared error").click()


async def sixty_four(page: Any) -> None:
    """Draw as many samples as there may be."""
    await page.get_by_role("button", name="64").or_(page.get_by_role("radio", name="64")).click()


async def pick(page: Any) -> None:
    """Pick a sample."""
    await page.locator(".ae-picker button").nth(5).click()


async def hold(page: Any) -> None:
    """Hold an arrow key on a slider for a second."""
    await page.locator(".ae-sliders input").first.focus()
    end = time.monotonic() + 1
    while time.monotonic() < end:
        await page.keyboard.down("ArrowRight")
        await page.wait_for_timeout(1000 / HELD)
    await page.keyboard.up("ArrowRight")


async def noise(page: Any) -> None:
    """Move the noise slider."""
    await page.get_by_role("slider", name="Noise level").press("ArrowRight")


async def temperature(page: Any) -> None:
    """Move the temperature slider."""
    await page.get_by_role("slider", name="Temperature").press("ArrowLeft")


MOVES: dict[str, tuple[Callable, ...]] = {
    "": (noise,),
    "latent": (pin, zoom, other_plane),
    "latent?view=Map": (colour,),
    "generate": (temperature, sixty_four, pick),
    "generate?way=By+hand": (hold,),
}
"""What is done on which page, one after the other."""


def address(url: str, page: str) -> str:
    """Return the address of a page with the run that is measured."""
    return f"{url}/{page}{'&' if '?' in page else '?'}{RUN}"


async def bytes_of(browser: Any, url: str) -> dict[str, tuple[float, ...]]:
    """Return kB received, kB sent and messages sent, of first loads and of moves."""
    found = {}
    for name in dict.fromkeys((*PAGES, *MOVES)):
        page = await browser.new_page(viewport={"width": 1280, "height": 1500})
        socket = Socket(page)
        for move in (None, *MOVES.get(name, ())):
            before = socket.received, socket.sent, socket.messages
            if move is None:
                await page.goto(address(url, name))
                await page.wait_for_timeout(2000)
            else:
                await move(page)
            await socket.rest(page)
            after = socket.received, socket.sent, socket.messages
            received, sent, messages = (b - a for a, b in zip(before, after, strict=True))
            what = "first load" if move is None else (move.__doc__ or "").rstrip(".").lower()
            found[f"{name or 'reconstruct'}: {what}"] = (received / 1000, sent / 1000, messages)
        await page.close()
    return found


async def frames_of(browser: Any, url: str, slower: float, seconds: float) -> dict[str, tuple]:
    """Zoom, then move the pointer; return ms of work a painted frame, and between frames."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1500})
    await page.goto(address(url, "latent"))
    await page.locator(".nearest:not(:empty)").wait_for()
    await Socket(page).rest(page)
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    box = await page.locator(".plane").bounding_box()
    middle = {"x": box["x"] + 0.4 * box["width"], "y": box["y"] + 0.6 * box["height"]}

    async def worked() -> tuple[float, int]:
        found = (await devtools.send("Performance.getMetrics"))["metrics"]
        seconds = next(one["value"] for one in found if one["name"] == "TaskDuration")
        return seconds, await page.locator(".ae-explorer").evaluate(PAINTED)

    async def during(event: Callable) -> tuple[float, list[float]]:
        before, first = await worked()
        gaps = await count(event)
        after, last = await worked()
        return 1000 * (after - before) / max(last - first, 1), gaps

    async def count(event: Callable) -> list[float]:
        counting = asyncio.create_task(page.evaluate(FRAMES, seconds))
        began, sent = time.monotonic(), []
        for number in itertools.count():
            passed = time.monotonic() - began
            if passed > seconds:
                break
            told = devtools.send("Input.dispatchMouseEvent", event(number, passed))
            sent.append(asyncio.create_task(told))
            await asyncio.sleep(1 / 60)
        await asyncio.gather(*sent)
        return await counting

    def wheel(number: int, passed: float) -> dict[str, Any]:
        delta = -30 if passed < seconds / 2 else 30
        return {"type": "mouseWheel", "deltaX": 0, "deltaY": delta, **middle}

    def move(number: int, passed: float) -> dict[str, Any]:
        return {"type": "mouseMoved", **middle, "x": middle["x"] + number % 200}

    found = {"zooming": await during(wheel), "moving": await during(move)}
    await page.close()
    return found


async def measured(url: str, given: Any) -> dict[str, dict]:
    """Measure one server."""
    from playwright.async_api import async_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        found = {
            "bytes": {} if given.frames_only else await bytes_of(browser, url),
            "frames": await frames_of(browser, url, given.slower, given.seconds),
        }
        await browser.close()
    return found


def report(given: Any) -> None:
    """Print what was found, of the base and of this checkout side by side."""
    print(machine())
    checkouts = {"base": Path(given.base)} if given.base else {}
    checkouts["ours"] = ROOT
    found = {}
    for name, folder in checkouts.items():
        with (
            scratch() as cache,
            server({"AE_CACHE_DIR": str(cache / "cache")}, cache / "log", folder / "app.py") as web,
        ):
            awake(web.port)
            found[name] = asyncio.run(measured(web.url, given))
    _tell(found, given)


def _tell(found: dict[str, dict], given: Any) -> None:
    names = list(found)
    rows = [
        [what, *(figure for name in names for figure in found[name]["bytes"][what])]
        for what in found["ours"]["bytes"]
    ]
    heads = [f"{name}: {what}" for name in names for what in ("kB received", "kB sent", "messages")]
    table(["", *heads], rows)
    print(f"\nms, processor {given.slower:g} times slower\n")
    rows = [
        [f"{name}, {what}", work, len(gaps), statistics.median(gaps), *spread(gaps, 95, 100)]
        for name in names
        for what, (work, gaps) in found[name]["frames"].items()
    ]
    table(["", "work a frame", "frames", "apart: median", "p95", "longest"], rows)


if __name__ == "__main__":
    options = {"base": "", "slower": 6.0, "seconds": 4.0, "frames_only": False}
    common.main(__file__, __doc__, options, report, dict)
