"""A program for tests: owns jobs on a store, as a server's supervisor would, until its input ends.

    python tests/runs/claimer.py CACHE SPEC_JSON THREADS

It prints `ready`, waits for a line, lets that many threads claim the job at once, and prints
the attempts they received as one JSON list.
"""

import json
import sys
import threading
from pathlib import Path

from ae.runs import jobs
from ae.runs.store import Store


def main() -> None:
    root, spec_json, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    store = Store(root, shipped=root / "none")
    owner, spec = jobs.Owner(store), jobs.Spec(**json.loads(spec_json))
    received: list[str] = []
    together = threading.Barrier(count)

    def claim() -> None:
        together.wait()
        attempt = jobs.claim(store, spec, owner)
        if attempt is not None:
            received.append(attempt)

    print("ready", flush=True)
    sys.stdin.readline()
    threads = [threading.Thread(target=claim) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(received), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
