"""What a rerun costs on every page, for thirty people and for a hundred.

First visits: `--people` sessions open one page, all at once; every page in turn. Moves: as many
sessions are on one page of `--page`, and each chooses another value once a second for `--seconds`
(the noise, a stroke, the temperature, a window of the explorer). A move that takes longer than a
second delays that person's next one. Drags: as many move one slider twenty times in 0.6 s, whatever
has been answered yet: how many runs that takes each, and how soon after the last move it is shown;
what a person has overtaken is not run. CPU is that of the process that serves the web. With `--base
FOLDER`, another checkout of this project, its server does the same in turn with ours.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common
import numpy as np
import psutil
from common import PAGES, ROOT, Server, machine, scratch, server, spread, table
from drawing import messages
from memory import PATIENCE
from streamlit_client import NOISE, Reply, Visitor, awake

TEMPERATURE = "Temperature"
GOALS = {"reconstruct": (0.15, 1.0), "draw": (0.2, 1.0), "generate": (0.3, 1.0)}
GOALS["latent"] = (0.3, 1.0)
"""p95 in seconds for thirty people, and for more."""
FIRST_VISITS = 1.5


async def noise(visitor: Visitor, rng: random.Random) -> Reply:
    """Move the noise slider."""
    return await visitor.set(NOISE, rng.randint(0, 20) / 20)


async def temperature(visitor: Visitor, rng: random.Random) -> Reply:
    """Move the temperature slider."""
    return await visitor.set(TEMPERATURE, rng.randint(0, 40) / 20)


async def stroke(visitor: Visitor, rng: random.Random) -> Reply:
    """End a stroke: a digit as a pen has drawn it, another one each time."""
    strokes = next(messages(np.random.default_rng(rng.randrange(1 << 30))))
    version = json.loads(visitor.widgets["ae_canvas"].element.json)["version"]
    message = {"version": version, "ground": 0, "strokes": strokes}
    return await visitor.tell("ae_canvas", {"drawing": message})


async def window(visitor: Visitor, rng: random.Random) -> Reply:
    """Zoom into a part of the plane, as wide as a quarter of it."""
    widget = visitor.widgets["ae_explorer"]
    data: dict[str, Any] = json.loads(widget.element.json)
    left, right, bottom, top = data["whole"]
    x = left + rng.random() * 0.75 * (right - left)
    y = bottom + rng.random() * 0.75 * (top - bottom)
    seen = [x, x + (right - left) / 4, y, y + (top - bottom) / 4]
    return await visitor.tell("ae_explorer", {"window": {"name": data["name"], "window": seen}})


DRAGGED = {"reconstruct": ("", NOISE), "generate": ("generate", TEMPERATURE)}
MOVED, EVERY = 20, 0.03
"""How often a slider is moved in a drag, and after how many seconds again."""
MOVES: dict[str, Callable] = {
    "reconstruct": noise,
    "draw": stroke,
    "generate": temperature,
    "latent": window,
}


async def arrive(port: int, page: str, count: int) -> tuple[list[Visitor], list[Reply], list[str]]:
    """Have people open a page at once; return them, what each was told, and what went wrong."""
    visitors = [Visitor(port, patience=PATIENCE, page_name=page) for _ in range(count)]
    await asyncio.gather(*(one.connect() for one in visitors))
    found = await asyncio.gather(*(one.run() for one in visitors), return_exceptions=True)
    replies = [one for one in found if isinstance(one, Reply)]
    errors = [repr(one) for one in found if isinstance(one, BaseException)]
    return visitors, replies, errors + [error for one in replies for error in one.errors]


async def first_visits(port: int, page: str, count: int) -> tuple[list[float], list[str]]:
    """Return the seconds until each had the page, and what went wrong."""
    visitors, replies, errors = await arrive(port, page, count)
    await asyncio.gather(*(one.close() for one in visitors))
    return [one.finished for one in replies], errors


async def moves(web: Server, page: str, count: int, for_seconds: float) -> dict[str, Any]:
    """Have people choose another value once a second; return what was measured."""
    name = "" if page == "reconstruct" else page
    visitors, _replies, errors = await arrive(web.port, name, count)
    seconds, received = [], []
    process = psutil.Process(web.process.pid)

    async def one(visitor: Visitor, number: int, until: float) -> None:
        rng = random.Random(number)
        await asyncio.sleep(rng.random())
        while time.monotonic() < until:
            following = time.monotonic() + 1.0
            try:
                reply = await MOVES[page](visitor, rng)
            except Exception as error:
                errors.append(repr(error))
                return
            errors.extend(reply.errors)
            seconds.append(reply.finished)
            received.append(reply.received)
            await asyncio.sleep(max(0.0, following - time.monotonic()))

    before, began = process.cpu_times(), time.monotonic()
    until = began + for_seconds
    await asyncio.gather(*(one(who, number, until) for number, who in enumerate(visitors)))
    wall, after = time.monotonic() - began, process.cpu_times()
    cpu = after.user + after.system - before.user - before.system
    await asyncio.gather(*(who.close() for who in visitors))
    return {
        "seconds": seconds,
        "rate": len(seconds) / wall,
        "cpu": 1000 * cpu / max(len(seconds), 1),
        "kB": float(np.mean(received)) / 1000 if received else None,
        "errors": errors,
    }


async def drags(port: int, page: str, count: int) -> dict[str, Any]:
    """Have people drag a slider; return the runs that took each, and how late it was shown."""
    name, label = DRAGGED[page]
    visitors, _replies, errors = await arrive(port, name, count)
    values = [[random.Random(n).randint(0, 20) / 20 for _ in range(MOVED)] for n in range(count)]
    moved = zip(visitors, values, strict=True)
    found = await asyncio.gather(*(who.drag(label, given, EVERY) for who, given in moved))
    await asyncio.gather(*(who.close() for who in visitors))
    runs, late = zip(*found, strict=True)
    return {"runs": float(np.mean(runs)), "seconds": list(late), "errors": errors}


def measure(web: Server, given) -> dict[str, Any]:
    """Measure one server; return what was found by page, and by page and count."""
    found: dict[str, Any] = {}
    for page in given.pages:
        seconds, errors = asyncio.run(first_visits(web.port, page.strip("/"), given.people[0]))
        found[f"visit {page}"] = {"seconds": seconds, "errors": errors}
    for page in given.page:
        for count in given.people:
            found[f"{page} {count}"] = asyncio.run(moves(web, page, count, given.seconds))
    for page in DRAGGED:
        for count in (1, given.people[0]):
            found[f"drag {page} {count}"] = asyncio.run(drags(web.port, page, count))
    return found


def served(root: Path, given) -> dict[str, Any]:
    """Measure the server of one checkout, with the network awake."""
    with scratch() as folder:
        environment = {"AE_CACHE_DIR": str(folder / "cache")}
        with server(environment, folder / "log", root / "app.py", given.port) as web:
            awake(web.port)
            time.sleep(given.settle)
            return measure(web, given)


def report(given) -> None:
    """Measure the other checkout, if there is one, and this one."""
    found = {"before": served(Path(given.base).resolve(), given)} if given.base else {}
    found["now"] = served(ROOT, given)
    visits, moved, dragged = [], [], []
    for name in found["now"]:
        for who, one in ((who, parts[name]) for who, parts in found.items()):
            bad, times = len(one["errors"]), spread(one["seconds"])
            if name.startswith("visit "):
                visits.append([name.split()[1], who, *times, FIRST_VISITS, bad])
                continue
            if name.startswith("drag "):
                dragged.append([*name.split()[1:], who, MOVED, one["runs"], *times, bad])
                continue
            page, count = name.split()
            goal = GOALS[page][int(count) > 30]
            rest = [one["rate"], one["cpu"], one["kB"], bad]
            moved.append([page, count, who, *times, goal, *rest])
        if bad:
            print(name, sorted(set(one["errors"]))[:3])
    print(f"\n**First visits of {given.people[0]} at once, s** ({machine()})\n")
    table(["page", "", "p50", "p95", "max", "goal for p95", "errors"], visits)
    print(f"\n**A new value a second each, s** ({given.seconds} s, {machine()})\n")
    heads = ["page", "people", "", "p50", "p95", "max", "goal for p95"]
    table([*heads, "reruns/s", "ms of CPU a rerun", "kB a move", "errors"], moved)
    print(f"\n**Drags, s from the last move until it is shown** ({machine()})\n")
    table(["page", "people", "", "moves", "runs each", "p50", "p95", "max", "errors"], dragged)


if __name__ == "__main__":
    options = {"base": "", "people": [30, 100], "seconds": 20.0, "page": [*MOVES], "settle": 5.0}
    options |= {"pages": [name or "/" for name in PAGES], "port": 0}
    common.main(__file__, __doc__, options, report, dict)
