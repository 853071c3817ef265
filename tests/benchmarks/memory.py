"""How much memory the web process takes: fresh, with people on every page, and after they left.

`--people` sessions open every page in turn, twice, and move one slider on each; then all leave.
Afterwards `--visits` more come and go, a few at a time. Weighed is the resident set of the process
that serves the web: fresh, at most, after each page, `--wait` seconds after they left, and as long
after the visits. With `--base FOLDER`, another checkout of this project, its server does the same
first: what a change has brought.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import common
import psutil
from common import PAGES, ROOT, machine, scratch, server, table
from streamlit_client import Visitor, awake

ROUNDS = 2
AT_A_TIME = 8
"""How many of the later visitors are there at once."""
PATIENCE = 120.0
GOALS = {"at most": 350, "after they left": 220, "growth by the visits": 20}


class Scales:
    """Weighs a process, in MB: now, and the most since it was made, seen every 50 ms."""

    def __init__(self, pid: int):
        self._process = psutil.Process(pid)
        self.most = self.now()

    def now(self) -> float:
        """Return the resident set now."""
        return self._process.memory_info().rss / 1e6

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Keep the most that is seen meanwhile."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(0.05):
                self.most = max(self.most, self.now())

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


async def open_page(visitor: Visitor, name: str, level: float) -> list[str]:
    """Turn to a page and move its first slider; return what went wrong."""
    visitor.page, visitor.page_name, visitor.query = "", name, ""
    visitor.widgets.clear()
    reply = await visitor.run()
    errors = reply.errors
    for label, widget in visitor.widgets.items():
        shown = widget.element
        if shown.DESCRIPTOR.name == "Slider" and not shown.options:  # of numbers, not of words
            value = shown.min + round(level * (shown.max - shown.min) / shown.step) * shown.step
            return errors + (await visitor.set(label, value)).errors
    return errors


async def people(port: int, count: int, weigh) -> list[str]:
    """Have people open every page together, twice; return what went wrong."""
    visitors = [Visitor(port, patience=PATIENCE) for _ in range(count)]
    await asyncio.gather(*(one.connect() for one in visitors))
    errors: list[str] = []
    for turn in range(ROUNDS):
        for name in PAGES:
            asked = [
                open_page(one, name, (number + turn) / (count + ROUNDS))
                for number, one in enumerate(visitors)
            ]
            for found in await asyncio.gather(*asked, return_exceptions=True):
                errors += [repr(found)] if isinstance(found, BaseException) else found
            weigh(turn, name)
    await asyncio.gather(*(one.close() for one in visitors))
    return errors


async def visits(port: int, count: int) -> list[str]:
    """Have people come to one page each, and leave again; return what went wrong."""
    errors: list[str] = []
    numbers = iter(range(count))

    async def one_after_another() -> None:
        for number in numbers:
            visitor = Visitor(port, patience=PATIENCE)
            try:
                await visitor.connect()
                errors.extend(await open_page(visitor, PAGES[number % len(PAGES)], number % 7 / 7))
                await visitor.close()
            except Exception as error:
                errors.append(repr(error))

    await asyncio.gather(*(one_after_another() for _ in range(AT_A_TIME)))
    return errors


def weigh(root: Path, given) -> dict[str, list]:
    """Weigh the server of one checkout through everything; return rows by their names."""
    with scratch() as folder:
        environment = {"AE_CACHE_DIR": str(folder / "cache")}
        with server(environment, folder / "log", root / "app.py", given.port) as web:
            time.sleep(given.settle)
            scales = Scales(web.process.pid)
            rows = {"fresh": scales.now()}
            awake(web.port)
            after: dict[str, float] = {}

            def note(turn: int, name: str) -> None:
                after[f"after {name or 'reconstruct'}, {'first' if not turn else 'again'}"] = (
                    scales.now()
                )

            with scales.watching():
                errors = asyncio.run(people(web.port, given.people, note))
            rows |= after | {"at most": scales.most}
            time.sleep(given.wait)
            rows["after they left"] = scales.now()
            if given.visits:
                with scales.watching():
                    errors += asyncio.run(visits(web.port, given.visits))
                time.sleep(given.wait)
                rows["after the visits"] = scales.now()
                rows["growth by the visits"] = rows["after the visits"] - rows["after they left"]
            if errors:
                print(f"{root}: {len(errors)} errors {sorted(set(errors))[:5]}")
            if given.keep_log:
                Path(given.keep_log).write_bytes((folder / "log").read_bytes())
    return rows | {"errors": len(errors)}


def report(given) -> None:
    """Weigh the other checkout, if there is one, and this one."""
    found = {"before": weigh(Path(given.base).resolve(), given)} if given.base else {}
    found["now"] = weigh(ROOT, given)
    print(f"\n**Memory of the web process, MB** ({given.people} people, {machine()})\n")
    rows = []
    for name in found["now"]:
        values = [f"{one[name]:.0f}" if name in one else None for one in found.values()]
        goal = GOALS.get(name)
        met = None if goal is None else "yes" if found["now"][name] <= goal else "no"
        rows.append([name, *values, goal, met])
    table(["when", *found, "goal", "met"], rows)


if __name__ == "__main__":
    options = {"base": "", "people": 30, "wait": 125.0, "visits": 1000, "settle": 15.0}
    options |= {"port": 0, "keep_log": ""}
    common.main(__file__, __doc__, options, report, dict)
