"""What the visitor's language costs a rerun of each page, in milliseconds of processor time.

A page reruns in English, in Chinese, and with `--base FOLDER` as another checkout of this project
has it, in English; they take turns, each time in a process of its own. Each figure is the least
median of `ROUNDS` processes, each of `--runs` reruns.
"""

import os
import statistics
import sys
import time
from typing import Any

from common import PAGES, ROOT, in_fresh_process, main, table

ROUNDS = 3


def alone(folder: str, page: str, language: str, runs: int) -> dict[str, float]:
    """Return the median of a page's reruns, in milliseconds, as a checkout in a folder has it."""
    os.chdir(folder)
    sys.path[:] = [folder, *(path for path in sys.path if path != str(ROOT))]
    os.environ["AE_LANGUAGE"] = language  # the server's: AppTest looks at options between runs
    from tests.web.visits import arrive

    app = arrive(f"pages/{page or 'reconstruct'}.py").run()
    took = []
    for _one in range(runs):
        began = time.process_time()
        app.run()
        took.append(1000 * (time.process_time() - began))
    assert not app.exception
    return {"ms": statistics.median(took)}


def report(arguments: Any) -> None:
    """Measure every page, and print a table."""
    ways = {"English": (str(ROOT), "en"), "Chinese": (str(ROOT), "zh")}
    if arguments.base:
        ways = {"base": (arguments.base, "en"), **ways}
    rows = []
    for page in PAGES:
        found: dict[str, float] = {}
        for _round in range(ROUNDS):
            for name, (folder, language) in ways.items():
                job = {"page": page, "language": language, "runs": arguments.runs}
                ms = in_fresh_process(__file__, folder=folder, **job)["ms"]
                found[name] = min(ms, found.get(name, ms))
        more = found["Chinese"] - found["base"] if "base" in found else None
        row = [f"/{page}", found.get("base"), found["English"], found["Chinese"], more]
        rows.append([*row, found["Chinese"] - found["English"]])
    table(["page", "base", "English", "Chinese", "Chinese − base", "Chinese − English"], rows)


if __name__ == "__main__":
    main(__file__, __doc__, {"runs": 15, "base": ""}, report, alone)
