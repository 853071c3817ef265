"""A class on one link: students answer and draw over real websockets while one training runs.

A host steps through ask, draw, show and discuss, again and again. Each student has a websocket,
asks the route of the class once a second as a phone does, answers each question and sends a
drawing every eight seconds while the class draws. Measured:

Send → on the board: from pressing Send, or a choice, to the end of the run in which the host's
board shows it. Step → on every phone: from the host's press to the end of the run in which a phone
shows that step. Lost: drawings that were sent and are neither on the board nor, as last sent, on
disk. Killed: the server gets SIGKILL in the middle and is started again; from the kill until each
of those who were there, the host too, sees the class again without a click. Two servers: the same
class on two servers that share the cache folder, students on both in turn.
"""

import asyncio
import signal
import sys
import time
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import common
import numpy as np
import psutil
from class_people import Host, Room, Student
from common import free_port, machine, scratch, server, spread, table
from streamlit_client import Visitor
from web import TRAIN, TRAINING, epochs_so_far

from ae.runs.classes import Classes

GOALS = {"send": 1.5, "step": 2.5, "back": 15.0, "memory": 350.0}
LESSON = [("Ask", 1.0), ("Ask it", 6.0), ("Draw", 14.0), ("Show", 5.0), ("Discuss", 6.0)]
"""What the host presses, and for how many seconds it is left so."""
GRACE = 6.0
"""Seconds at the end for what is still under way."""


async def one_class(ports: list[int], cache: Path, count: int, seconds: float, kill) -> dict:
    """Have a class work; return what was measured.

    Args:
        kill: kills a server and starts it again, or None.
    """
    room, classes = Room(), Classes(cache / "classes")
    host = Host(ports[0], room, 0, classes)
    hosting = asyncio.create_task(host.live())
    while not room.code and not hosting.done():
        await asyncio.sleep(0.1)
    if not room.code:
        sys.exit(f"The class did not start: {room.errors}")
    students = [Student(ports[one % len(ports)], room, one + 1) for one in range(count)]
    living = [asyncio.create_task(one.live()) for one in students]
    while sum(hasattr(one, "step") for one in students) < count and not room.errors:
        await asyncio.sleep(0.2)
    killing = asyncio.create_task(kill_in_the_middle(room, seconds / 2, kill)) if kill else None
    await teach(host, seconds)
    if killing:
        await killing
    room.closing = True
    await asyncio.sleep(GRACE)
    on_disk = {one.name: classes.student(room.code, one.kept["student"]) for one in students}
    room.over = True
    await asyncio.gather(hosting, *living)
    kept = [
        one.image is None or np.array_equal(on_disk[one.name].image(), one.image)
        for one in students
    ]
    lost = len(kept) - sum(kept) + sum(map(len, room.pending.values()))
    return {"room": room, "lost": lost, "steps": step_delays(room)}


async def teach(host: Host, seconds: float) -> None:
    """Step through the lesson again and again; end while the class draws."""
    end = time.monotonic() + seconds
    while True:
        for label, pause in LESSON:
            host.presses.put_nowait(label)
            await asyncio.sleep(pause)
            if label == "Draw" and time.monotonic() > end:
                return


async def kill_in_the_middle(room: Room, after: float, kill) -> None:
    await asyncio.sleep(after)
    room.killed = time.monotonic()
    await asyncio.to_thread(kill)


def step_delays(room: Room) -> dict[str, list[float]]:
    """Return, by what the host pressed, how long each phone took; but for those around a kill.

    A phone that shows a later step has seen this one.
    """
    found: dict[str, list[float]] = {label: [] for label, _pause in LESSON}
    for label, step, began in room.stepped:
        if room.killed and -4 < began - room.killed < GOALS["back"]:
            continue
        for seen in room.seen.values():
            times = [at - began for number, at in seen if number >= step and at >= began]
            found[label].append(min(times, default=float("inf")))
    return found


def measure(given, count: int, servers: int, killed: bool) -> list:
    """Measure one class; return its rows."""
    from ae.data import datasets

    with scratch() as folder, ExitStack() as stack:
        environment, cache = {"AE_CACHE_DIR": str(folder / "cache")}, folder / "cache"
        ports = [free_port() for _server in range(servers)]

        def start(port: int):
            return stack.enter_context(server(environment, folder / f"log-{port}", port=port))

        running = [start(port) for port in ports]
        time.sleep(given.settle)
        asyncio.run(train(ports[0], TRAINING.format(dataset=datasets.default_dataset())))
        before = wait_for_an_epoch(cache)

        def kill() -> None:
            running[-1].process.send_signal(signal.SIGKILL)
            running[-1].process.wait()
            running.append(start(ports[-1]))

        found = asyncio.run(one_class(ports, cache, count, given.seconds, kill if killed else None))
        alive = [one.process.pid for one in running if one.process.poll() is None]
        memory = max(psutil.Process(pid).memory_info().rss for pid in alive) / 1e6
        trained = epochs_so_far(cache) - before
    room = found["room"]
    title = f"{count} students, {servers} server{'s' * (servers > 1)}{', one killed' * killed}"
    print(f"\n**{title}** ({given.seconds} s, {machine()})\n")
    head = ["what", "n", "p50", "p95", "max", "goal for p95", "met"]
    rows = [
        row("Send → on the board, s", room.on_board, GOALS["send"]),
        row("step → on a phone, s", [*chain(*found["steps"].values())], GOALS["step"]),
        *(row(f"… “{name}”", delays, None) for name, delays in found["steps"].items()),
        row("an answer of the route, s", room.asked, None),
    ]
    if killed:
        rows.append(row("killed → back, s", room.back, GOALS["back"]))
    table(head, rows)
    there = sum(len(seen) > 0 for seen in room.seen.values())
    print(f"\nErrors: {len(room.errors)} {sorted(set(room.errors))[:5]}. Lost: {found['lost']}.")
    print(f"Came: {there} of {count}. Steps: {len(room.stepped)}. Epochs trained: {trained}.")
    print(f"Memory of a web process: {memory:.0f} MB (goal {GOALS['memory']:.0f})", flush=True)


def row(name: str, seconds: list[float], goal: float | None) -> list:
    """Return a row of a table: a sample and whether its 95th percentile keeps to the goal."""
    found = spread(seconds)
    met = None if goal is None else "yes" if found[1] is not None and found[1] <= goal else "no"
    return [name, len(seconds), *found, goal, met]


async def train(port: int, query: str) -> None:
    """Start a long training, as somebody else on the same server does."""
    visitor = Visitor(port, query)
    await visitor.connect()
    await visitor.run()
    await visitor.press(TRAIN)
    await visitor.close()


def wait_for_an_epoch(cache: Path) -> int:
    """Wait until the training has done an epoch; return how many."""
    deadline = time.monotonic() + 90
    while epochs_so_far(cache) < 1:
        if time.monotonic() > deadline:
            sys.exit("The training did not begin.")
        time.sleep(0.2)
    return epochs_so_far(cache)


def report(given) -> None:
    """Run the parts that were asked for."""
    print(machine())
    for count in given.students:
        for part, servers, killed in (("one", 1, False), ("kill", 1, True), ("two", 2, True)):
            if given.part in ("all", part):
                measure(given, count, servers, killed)


if __name__ == "__main__":
    options = {"part": "all", "students": [30, 100], "seconds": 300.0, "settle": 10.0}
    common.main(__file__, __doc__, options, report, dict)
