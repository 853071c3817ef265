"""The web: how soon a visitor sees something, and how thirty students fare on one server.

First paint: a new server with an empty cache folder and no MNIST. Chromium measures from the
start of the navigation until the page's first element is painted, and until ten original
and ten reconstructed digits are loaded and painted; beside it, an app of one title tells how
much of that is Streamlit's own page. A raw websocket measures from opening it to the first
element and to the ten digits received, which is the server's share. The first visit comes at
once, while the workers warm up; it stands apart from the later ones, which come `--settle`
seconds after it.

Classroom: raw sessions that each move the noise slider once a second, while a training that
one of them has started runs. From sending to the run's end; errors are exceptions or error
boxes in a page, runs that did not finish well, and replies that did not come.

Memory: of the process that serves the web, after the class; TensorFlow must not be in it.
"""

import asyncio
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import common
import psutil
from common import Server, machine, scratch, server, spread, table
from streamlit_client import NOISE, Visitor

TRAIN = "Train"
TRAINING = "dataset={dataset}&epochs=200&batch_size=64&seed=900001"
WATCH = """
window.seen = {};
const whole = (kind) => [...document.querySelectorAll("img.ae-" + kind)]
  .filter((image) => image.complete && image.naturalWidth > 0).length >= 10;
const marks = {
  element: () => document.querySelector(".stMain .stHeading"),
  originals: () => whole("original"),
  digits: () => whole("original") && whole("reconstruction"),
};
const found = {};
const look = () => {
  for (const [name, there] of Object.entries(marks)) {
    if (name in found) window.seen[name] ??= performance.now() / 1000;
    else if (there()) found[name] = true;
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""What was there in one frame has been painted by the next, and is noted then."""


def first_paint(given) -> None:
    """Measure new visits to a new server; the digits come from the run that ships with it."""
    with scratch() as folder:
        nothing = {name: str(folder / "nothing") for name in ("AE_DATA_DIR", "KERAS_HOME")}
        environment = {**nothing, "AE_CACHE_DIR": str(folder / "cache")}
        with server(environment, folder / "log") as web:
            visits = browser_visits(web, 1)
            time.sleep(given.settle)
            visits += browser_visits(web, given.visits)
        with server(environment, folder / "log") as web:
            sockets = [asyncio.run(socket_visit(web.port))]
            time.sleep(given.settle)
            sockets += [asyncio.run(socket_visit(web.port)) for _ in range(given.visits)]
            healthy = web.seconds_to_health
        script = folder / "bare.py"
        script.write_text("import streamlit as st\nst.title('Bare')\n")
        with server(environment, folder / "log", script) as web:
            bare = [visit["element"] for visit in browser_visits(web, given.visits, "element")]
    rows = []
    for name, words in (
        ("element", "first element painted"),
        ("originals", "ten originals painted"),
        ("digits", "ten originals and ten reconstructions painted"),
    ):
        times = [visit.get(name) for visit in visits]
        later = [value for value in times[1:] if value is not None]
        rows.append([f"browser: {words}", times[0], *spread(later, 50, 100)])
    words = "browser: an app of one title and nothing else, its title painted"
    rows.append([words, bare[0], *spread(bare[1:], 50, 100)])
    for name, words in ((0, "first element"), (1, "ten originals and ten reconstructions")):
        times = [visit[name] for visit in sockets]
        rows.append([f"websocket: {words} received", times[0], *spread(times[1:], 50, 100)])
    print(f"\n**First paint** (healthy {healthy:.2f} s after its start)\n")
    table(["seconds until", "first visit", "later, p50", "later, max"], rows)


def browser_visits(web: Server, count: int, last: str = "digits") -> list[dict[str, float]]:
    """Visit in a fresh context each, as new people do; return what was seen when, up to `last`."""
    from playwright.sync_api import TimeoutError, sync_playwright

    visits = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for _ in range(count):
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(web.url)
            try:
                page.wait_for_function(f"window.seen.{last}", timeout=20_000)
            except TimeoutError:
                print("The digits did not appear:", page.inner_text("body")[:400])
            visits.append(page.evaluate("window.seen"))
            context.close()
        chromium.close()
    return visits


async def socket_visit(port: int) -> tuple[float, float]:
    """Return seconds from opening the websocket until the first element, and the ten digits."""
    visitor = Visitor(port)
    began = time.perf_counter()
    await visitor.connect()
    connected = time.perf_counter() - began
    reply = await visitor.run()
    await visitor.close()
    never = float("nan")
    return connected + (reply.first_element or never), connected + (reply.digits or never)


def classroom(given) -> None:
    """Have a class at work while one training runs; then weigh the web process."""
    from ae.data import datasets

    with scratch() as folder:
        environment = {"AE_CACHE_DIR": str(folder / "cache")}
        prepare = [sys.executable, "-m", "ae", "train"]  # what the class looks at
        env = common.os.environ | environment
        subprocess.run(prepare, cwd=common.ROOT, env=env, check=True, capture_output=True)
        with server(environment, folder / "log") as web:
            query = TRAINING.format(dataset=datasets.default_dataset())
            begun = partial(epochs_so_far, folder / "cache")
            room = asyncio.run(lesson(web.port, query, begun, given.sessions, given.seconds))
            process = psutil.Process(web.process.pid)
            memory = process.memory_info().rss / 1e6
            loaded = "tensorflow" in Path(f"/proc/{process.pid}/maps").read_text()
            trained = epochs_so_far(folder / "cache") - room["before"]
    print(f"\n**Classroom** ({given.sessions} sessions, {given.seconds} s, {machine()})\n")
    table(
        ["seconds to the end of a run", "n", "p50", "p95", "max"],
        [
            ["arriving, all at once", len(room["arrivals"]), *spread(room["arrivals"])],
            ["moving the noise slider", len(room["moves"]), *spread(room["moves"])],
        ],
    )
    print(f"\nErrors: {len(room['errors'])} {sorted(set(room['errors']))[:5]}")
    print(f"Moves answered without a reconstruction: {room['unanswered']}")
    print(f"Epochs trained while the class was at work: {trained}")
    print(f"\n**Memory** web process: {memory:.0f} MB; TensorFlow loaded: {loaded}")


def epochs_so_far(cache: Path) -> int:
    """Return how many epochs the one training under way has done; -1 if none runs."""
    found = list((cache / "jobs").glob("*/*/epochs.jsonl"))
    return len(found[0].read_text().splitlines()) - 1 if found else -1


async def lesson(port: int, query: str, begun: Callable, sessions: int, seconds: float) -> dict:
    """Start a training, wait for its first epoch, then let the class work."""
    room: dict = {"arrivals": [], "moves": [], "errors": [], "unanswered": 0}
    teacher = Visitor(port, query)
    await teacher.connect()
    room["errors"] += (await teacher.run()).errors
    room["errors"] += (await teacher.press(TRAIN)).errors
    async with asyncio.timeout(90):
        while begun() < 1:
            await asyncio.sleep(0.2)
    room["before"] = begun()
    class_ = [student(port, seconds, random.Random(number), room) for number in range(sessions)]
    await asyncio.gather(*class_)
    await teacher.close()
    return room


async def student(port: int, seconds: float, rng: random.Random, room: dict) -> None:
    """Arrive, then move the noise slider once a second."""
    visitor = Visitor(port)
    try:
        await visitor.connect()
        reply = await visitor.run()
        room["arrivals"].append(reply.finished)
        room["errors"] += reply.errors
        await asyncio.sleep(rng.random())
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            next_move = time.monotonic() + 1.0
            reply = await visitor.set(NOISE, rng.randint(0, 20) / 20)
            room["moves"].append(reply.finished)
            room["unanswered"] += "ae-reconstruction" not in reply.html
            room["errors"] += reply.errors
            await asyncio.sleep(max(0.0, next_move - time.monotonic()))
        await visitor.close()
    except Exception as error:
        room["errors"].append(re.sub(r"\s+", " ", f"{type(error).__name__}: {error}"))


def report(given) -> None:
    """Run the parts that were asked for."""
    print(machine())
    if given.part in ("all", "paint"):
        first_paint(given)
    if given.part in ("all", "classroom"):
        classroom(given)


if __name__ == "__main__":
    options = {"part": "all", "visits": 5, "settle": 15, "sessions": 30, "seconds": 30}
    common.main(__file__, __doc__, options, report, dict)
