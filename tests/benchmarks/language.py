"""What the visitor's language costs a rerun of each page, in milliseconds of processor time.

Two visitors rerun a page in turn, one in English, one in Chinese, in one process; with `--base
FOLDER` one does in another checkout of this project, in a process of its own, whose figure can
differ by some milliseconds for that alone: of `--rounds` processes each the least is told. Figures
are medians of `--runs` reruns.
"""

import os
import statistics
import sys
import time
from typing import Any

from common import PAGES, ROOT, in_fresh_process, main, table


def alone(folder: str, page: str, languages: list[str], runs: int) -> dict[str, float]:
    """Return by language the median of a page's reruns, in milliseconds."""
    os.chdir(folder)
    sys.path[:] = [folder, *(path for path in sys.path if path != str(ROOT))]
    from tests.web.visits import arrive

    visitors, took = {}, {language: [] for language in languages}
    for language in languages:
        os.environ["AE_LANGUAGE"] = language  # the server's: AppTest looks at options between runs
        visitors[language] = arrive(f"pages/{page or 'reconstruct'}.py").run()
    for _one in range(runs):
        for language, app in visitors.items():
            os.environ["AE_LANGUAGE"] = language
            began = time.process_time()
            app.run()
            took[language].append(1000 * (time.process_time() - began))
            assert not app.exception
    return {language: statistics.median(each) for language, each in took.items()}


def report(arguments: Any) -> None:
    """Measure every page, and print a table."""
    ways = {str(ROOT): ["en", "zh"]} | ({arguments.base: ["en"]} if arguments.base else {})
    rows = []
    for page in PAGES:
        least: dict[tuple[str, str], float] = {}
        for _round in range(arguments.rounds):
            for folder, languages in ways.items():
                job = {"page": page, "languages": languages, "runs": arguments.runs}
                for language, ms in in_fresh_process(__file__, folder=folder, **job).items():
                    least[folder, language] = min(ms, least.get((folder, language), ms))
        english, chinese = least[str(ROOT), "en"], least[str(ROOT), "zh"]
        base = least.get((arguments.base, "en"))
        rows.append([f"/{page}", base, english, chinese, chinese - english])
    table(["page", "base, English", "English", "Chinese", "Chinese − English"], rows)


if __name__ == "__main__":
    main(__file__, __doc__, {"runs": 40, "rounds": 1, "base": ""}, report, alone)
