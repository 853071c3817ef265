"""Whether this machine can run the app: a line for each thing that it needs, and what to do."""

import argparse
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from ae import system_fonts
from ae.data.datasets import DATASETS, availability
from ae.i18n import N_, _, labelled
from ae.runs.jobs import Limits, redis_url
from ae.runs.store import Store, StoreError
from ae.workers.client import WorkerError, Workers, WorkersNotReady, default_slots
from ae.workers.redis_queue import RedisQueue, Unreachable

PYTHON = (3, 11)
REQUIREMENTS = Path(__file__).parent.parent.parent / "requirements.txt"
LEAST_MB, ENOUGH_MB = 2_000, 4_000
"""The processes that hold Keras take 0.9 to 1.1 GB each: one answers, one trains, a spare waits."""
PORT = 8501
WAKING_SECONDS = 120.0
CGROUP = Path("/sys/fs/cgroup/memory.max")


class Finding(NamedTuple):
    """What was found: `fine`, `note` (it works, less well) or `wrong`, with what to do."""

    state: str
    told: str


def doctor(given: argparse.Namespace) -> int:
    """Print what was found, a line each; return 1 where anything is wrong."""
    found = []
    for name, check in CHECKS.items():
        for one in check():
            print(f"{_MARKS[one.state]} {_(name)}: {one.told}", flush=True)
            found.append(one.state)
    return int("wrong" in found)


_MARKS = {"fine": "ok   ", "note": "note ", "wrong": "WRONG"}


def _python() -> Iterator[Finding]:
    now = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] == PYTHON:
        yield Finding("fine", now)
    else:
        expected = _("{now}: tested with {expected}. Make the environment with that one.")
        yield Finding("note", expected.format(now=now, expected=".".join(map(str, PYTHON))))


def _packages() -> Iterator[Finding]:
    pins = [line.strip() for line in REQUIREMENTS.read_text().splitlines() if "==" in line]
    wrong = 0
    for pin in pins:
        name, _equals, wanted = pin.partition("==")
        try:
            here = metadata.version(name)
        except metadata.PackageNotFoundError:
            here = ""
        if here != wanted:
            wrong += 1
            told = _("{name}: expected {wanted}. Received: {here}. Install requirements.txt.")
            told = told.format(name=name, wanted=wanted, here=here or _("none"))
            yield Finding("note" if here else "wrong", told)
    if not wrong:
        yield Finding("fine", _("all {n} as pinned").format(n=len(pins)))


def _cores() -> Iterator[Finding]:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if (count or 1) < 2:
        yield Finding("note", _("1: a training slows everybody's pages. Two or more are better."))
    else:
        yield Finding("fine", str(count))


def _memory() -> Iterator[Finding]:
    most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6
    bound = CGROUP.read_text().strip() if CGROUP.exists() else "max"
    most = min(most, float(bound) / 1e6) if bound.isdecimal() else most
    told = _("{n:,.0f} MB").format(n=most)
    if most < LEAST_MB:
        less = _("expected {n:,} MB or more. Trainings would be killed.").format(n=LEAST_MB)
        yield Finding("wrong", labelled(told, less))
    elif most < ENOUGH_MB:
        less = _("enough for one person; with AE_SPARE=0 a training more fits.")
        yield Finding("note", labelled(told, less))
    else:
        yield Finding("fine", told)


def _settings() -> Iterator[Finding]:
    for read in (Limits.default, default_slots, redis_url):
        try:
            read()
        except StoreError as error:
            yield Finding("wrong", str(error))
            return
    yield Finding(
        "fine", _("{n} of AE_… are set").format(n=sum(n[:3] == "AE_" for n in os.environ))
    )


def _cache() -> Iterator[Finding]:
    try:
        store = Store.default()
        (probe := store.root / f".doctor-{os.getpid()}").touch()
        probe.unlink()
    except StoreError as error:
        yield Finding("wrong", str(error))
        return
    except OSError as error:
        told = _("{folder} cannot be written: {why}. Runs are shown, and none can be trained.")
        yield Finding("wrong", told.format(folder=store.root, why=error.strerror or error))
        return
    free = shutil.disk_usage(store.root).free / 1e6
    told = _("{folder}, {n:,.0f} MB free, at most {most:,} are used")
    told = told.format(folder=store.root, n=free, most=store.max_mb)
    yield Finding("fine" if free > store.max_mb else "note", told)


def _data() -> Iterator[Finding]:
    for name, dataset in DATASETS.items():
        found = availability(name)
        label = _(dataset.label)
        if found.state == "broken":
            yield Finding("wrong", labelled(label, str(found.message)))
        elif found.state == "missing":
            how = _("by a button in the app") if dataset.download else _("see the README")
            yield Finding("note", _("{name} is not here: {how}").format(name=label, how=how))
        else:
            yield Finding("fine", label)


def _engine() -> Iterator[Finding]:
    try:
        with closing(Workers(Store.default())) as workers:
            _wake(workers)
    except (StoreError, WorkerError) as error:
        yield Finding("wrong", str(error))
        return
    yield Finding("fine", _("the processes that hold Keras start and answer"))
    if url := redis_url():
        yield _redis(url)


def _redis(url: str) -> Finding:
    """Look whether Redis answers, and whether somebody works for it."""
    queue = RedisQueue(url)
    try:
        workers = queue.workers()
    except Unreachable:
        told = _("Redis does not answer. Look whether it runs, and at AE_ENGINE's address, port ")
        return Finding("wrong", told + _("and password."))
    if not workers:
        told = _("Redis answers, and no worker is there: start `python -m ae worker`.")
        return Finding("note", told)
    return Finding("fine", _("Redis answers, with {n} workers").format(n=len(workers)))


def _wake(workers: Workers) -> None:
    """Wait until the inference process answers.

    Raises:
        WorkersNotReady: if it does not within `WAKING_SECONDS`.
    """
    until = time.monotonic() + WAKING_SECONDS
    while True:
        try:
            workers.ask("ping", "")
            return
        except WorkersNotReady:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _port() -> Iterator[Finding]:
    port = int(os.environ.get("STREAMLIT_SERVER_PORT") or PORT)
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            told = _("{n}: {why}. The app may run already; else start it with --server.port.")
            yield Finding("note", told.format(n=port, why=error.strerror))
            return
    yield Finding("fine", _("{n} is free").format(n=port))


def _fonts() -> Iterator[Finding]:
    found = next((path for name in system_fonts.HAN for path in system_fonts.matching(name)), None)
    if found is None:
        told = _("none for Chinese: cards leave such signs out. Install Noto Sans CJK.")
        yield Finding("note", told)
    else:
        yield Finding("fine", found.name)


def _proxy() -> Iterator[Finding]:
    trusted = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    below = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    told = _("headers of {trusted} are believed; the app lies below /{path}")
    yield Finding("fine", told.format(trusted=trusted, path=below))


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "Python": _python,
    N_("packages"): _packages,
    N_("cores"): _cores,
    N_("memory"): _memory,
    N_("settings"): _settings,
    N_("cache folder"): _cache,
    N_("data"): _data,
    N_("port"): _port,
    N_("fonts"): _fonts,
    N_("proxy"): _proxy,
    N_("engine"): _engine,
}
"""What is looked at, in this order; the last takes some seconds."""
