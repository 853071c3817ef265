"""Runs the supervisor of one server: see `ae.workers.supervisor`.

Started as `python -m ae.workers`. The first line of its standard input is a JSON object
(`cache`, `shipped`, `max_mb`, `slots`, `limits`, `folder`, `authkey`); once it listens it prints
one line with its addresses. When its standard input closes it ends, and with it everything that it
started.
"""

import json
import os
import shutil
import sys
import tempfile
import threading
from multiprocessing.connection import Listener
from pathlib import Path

from ae import logs
from ae.runs import jobs
from ae.runs.store import Store
from ae.workers.answering import serve
from ae.workers.connections import BACKLOG
from ae.workers.redis_queue import RedisQueue
from ae.workers.supervisor import Supervisor


def _address(folder: str, name: str) -> str:
    if os.name == "nt":
        return rf"\\.\pipe\{Path(folder).name}-{name}"
    return str(Path(folder) / name)


def main() -> None:
    """Run the supervisor until standard input closes."""
    logs.set_up()
    reply = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a worker prints goes to the log, not into the pipe to the server
    settings = json.loads(sys.stdin.readline())
    tempfile.tempdir = settings["folder"]  # for the sockets of `multiprocessing`, to go with it
    authkey = bytes.fromhex(settings["authkey"])
    addresses = {name: _address(settings["folder"], name) for name in ("jobs", "inference")}
    store = Store(Path(settings["cache"]), Path(settings["shipped"]), max_mb=settings["max_mb"])
    limits = jobs.Limits(**settings["limits"])
    url = jobs.redis_url()
    supervisor = Supervisor(
        *(store, settings["slots"], addresses["inference"], authkey, limits),
        shared=RedisQueue(url) if url else None,
    )
    listener = Listener(addresses["jobs"], backlog=BACKLOG, authkey=authkey)
    targets = [supervisor.run, supervisor.inference.watch]
    targets += [supervisor.dispatcher.run] if supervisor.dispatcher else []
    for target in targets:
        threading.Thread(target=target, daemon=True).start()
    threading.Thread(target=serve, args=(listener, supervisor.answer), daemon=True).start()
    print(json.dumps(addresses), file=reply, flush=True)
    sys.stdin.read()  # returns when the server has closed its end, or is gone
    supervisor.end()
    shutil.rmtree(settings["folder"], ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
