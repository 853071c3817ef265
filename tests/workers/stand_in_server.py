"""A program for tests: holds `Workers` as a server does, until its input ends.

    python -m tests.workers.stand_in_server CACHE

It prints the supervisor's process number, then answers each line, `[THREADS, [SPEC, ...]]`, by
letting that many threads submit all these jobs at once, and a line of JSON: the errors.
"""

import json
import sys
import threading
from pathlib import Path

from ae.runs import jobs
from ae.runs.store import Store
from ae.workers.client import WorkerError, Workers


def submit(workers: Workers, count: int, specs: list[jobs.Spec]) -> list[str]:
    """Submit all jobs from each of `count` threads at once; return what went wrong."""
    errors: list[str] = []
    together = threading.Barrier(count)

    def work() -> None:
        together.wait()
        try:
            for spec in specs:
                workers.submit(spec)
        except WorkerError as error:
            errors.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def main() -> None:
    root = Path(sys.argv[1])
    workers = Workers(Store(root, shipped=root / "none"), slots=1)
    workers.start()
    print(workers.pid, flush=True)
    for line in sys.stdin:
        count, given = json.loads(line)
        errors = submit(workers, count, [jobs.Spec(**spec) for spec in given])
        print(json.dumps([workers.pid, errors]), flush=True)
    workers.close()


if __name__ == "__main__":
    main()
