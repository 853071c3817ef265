"""Hostile messages: every widget of every page is told anything, while another visitor moves on.

One session a page speaks Streamlit's protocol and tells each widget each value of
`tests/web/messages.py` (a share of them, by chance); after each the page is asked for again. An
error is a page that says that something went wrong, or a run that did not end well. Beside it
another visitor moves the noise slider, alone at first and then meanwhile.
"""

import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import common
from common import PAGES, Server, machine, scratch, server, spread, table


def report(given) -> None:
    """Tell all widgets of all pages anything, and print what came of it."""
    with scratch() as folder:
        nothing = {name: str(folder / "nothing") for name in ("AE_DATA_DIR", "KERAS_HOME")}
        log = folder / "log"
        with server({**nothing, "AE_CACHE_DIR": str(folder / "cache")}, log) as web:
            time.sleep(given.settle)
            with moving(web) as alone:
                time.sleep(given.settle)
            with moving(web) as meanwhile:
                rows = [told(web, page, given.share) for page in PAGES]
        said = log.read_text(errors="replace")
    table(["page", "widgets", "messages", "errors", "still broken", "p50", "p95", "longest"], rows)
    every = [sum(row[place] for row in rows) for place in (2, 3, 4)]
    print(f"{every[0]} messages: {every[1]} errors, {every[2]} pages still broken at the next run.")
    print(f"The log: {len(said.splitlines())} lines, {said.count('Traceback')} tracebacks.")
    names = ["another visitor's moves", "count", "p50", "p95", "longest"]
    table(
        names,
        [["alone", len(alone), *spread(alone)], ["meanwhile", len(meanwhile), *spread(meanwhile)]],
    )
    print(f"Seconds; {machine()}.")


def told(web: Server, page: str, share: float) -> list:
    """Tell the widgets of one page anything; return the page's row."""
    from tests.web.messages import STATES, Hostile

    rng, seconds, errors, broken = random.Random(page), [], 0, 0
    visitor = Hostile(web.port, page)
    visitor.run()
    for name in STATES:
        for state in visitor.states(name):
            if rng.random() > share:
                continue
            errors += bool(visitor.run([state]))
            seconds.append(visitor.seconds)
            broken += bool(visitor.run())
    count = len(visitor.widgets)
    visitor.close()
    return [page or "reconstruct", count, len(seconds), errors, broken, *spread(seconds)]


@contextmanager
def moving(web: Server) -> Iterator[list[float]]:
    """Move the noise of the start page five times a second; collect the seconds each move took."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    from tests.web.messages import Hostile

    visitor, seconds, done = Hostile(web.port), [], threading.Event()
    while "Slider" not in visitor.widgets.values():  # before the network is awake there is none
        visitor.run()
    slider = next(name for name, kind in visitor.widgets.items() if kind == "Slider")

    def move() -> None:
        value = 0
        while not done.wait(0.2):
            value = (value + 5) % 50
            state = WidgetState(id=slider)
            state.double_array_value.data.append(value / 100)
            visitor.run([state], visitor.fragments[slider])
            seconds.append(visitor.seconds)

    thread = threading.Thread(target=move)
    thread.start()
    try:
        yield seconds
    finally:
        done.set()
        thread.join()
        visitor.close()


def alone(**job):
    """Measure nothing: all is done in one process."""
    sys.exit("hostile.py has no part that runs alone.")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"share": 0.05, "settle": 10.0}, report, alone)
