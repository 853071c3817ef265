"""The explorer: how many pictures a second, how soon the first, and what the server hears of it.

A page of its own mounts the component over held-out digits of MNIST (the built-in ones where
there is none) in the plane of their two first principal components: the browser has as much to
do as with a run's map, and no worker takes time from it. Chromium then drags over the map for
`--seconds`, as fast as its moves are taken, and counts the animation frames in which the
picture was drawn anew, the longest time between two of them, and the messages sent meanwhile,
which must be none. From opening the page and from the component's arrival in it to the first
painted field is measured in the page.
"""

import math
import statistics
import sys
import time

import common
from common import ROOT, machine, scratch, server, table

PAGE = """
import functools, sys
sys.path.insert(0, {root!r})
import numpy as np, streamlit as st
from ae import datasets, field, figures
from ae.components import Field, Points, explorer
split = datasets.load(datasets.default_dataset(), "test")

@functools.cache
def plane():
    flat = datasets.to_inputs(split.images).reshape(len(split.images), -1)
    mean = flat.mean(axis=0)
    axes = np.linalg.eigh((flat - mean).T @ (flat - mean))[1][:, :-3:-1].T
    return mean, axes, (flat - mean) @ axes.T

@functools.cache
def decoded(window):
    mean, axes, _ = plane()
    pictures = np.clip(field.grid(window, {side}, {side}) @ axes + mean, 0, 1)
    return Field(datasets.to_pixels(pictures.reshape({side}, {side}, 28, 28)), window)

@functools.cache
def points():
    mean, axes, places = plane()
    numbers = np.arange(min(750, len(places)), dtype=np.int32)
    again = np.clip(places[numbers] @ axes + mean, 0, 1).reshape(-1, 28, 28)
    pictures = split.images[numbers]
    return Points(places, split.labels, numbers, pictures, datasets.to_pixels(again))

@st.fragment
def show():
    whole = decoded(field.window_of(points().positions))
    names = ("PCA 1", "PCA 2")
    explorer("pca", names, whole, points(), decoded, figures.DIGIT_COLOURS, key="explorer")

st.set_page_config(layout="wide")
show()
"""
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
    gaps = [after - first for first, after in zip(frames, frames[1:], strict=False)]
    return {
        "frames a second": 1000 * len(gaps) / (frames[-1] - frames[0]),
        "longest time between two, ms": max(gaps),
        "mouse moves a second": moves / seconds,
        "from opening to the first field, s": seen["painted"] / 1000,
        "from mounting to the first field, s": (seen["painted"] - seen["there"]) / 1000,
        "messages sent while moving": float(messages),
    }


def report(given) -> None:
    """Measure some visits and print them; fail if the server heard of any moving."""
    from playwright.sync_api import sync_playwright

    print(machine())
    with scratch() as folder, sync_playwright() as play:
        script = folder / "page.py"
        script.write_text(PAGE.format(root=str(ROOT), side=given.side))
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        with server({"AE_CACHE_DIR": str(folder / "cache")}, folder / "log", script) as web:
            visits = [visit(browser, web.url, given.seconds) for _ in range(given.visits + 1)]
        browser.close()
    first, later = visits[0], visits[1:]
    rows = [[name, first[name], statistics.median(v[name] for v in later)] for name in first]
    table(["", "first visit", f"later, median of {len(later)}"], rows)
    if any(one["messages sent while moving"] for one in visits):
        sys.exit("The server heard of moving.")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"seconds": 5.0, "visits": 3, "side": 32}, report, dict)
