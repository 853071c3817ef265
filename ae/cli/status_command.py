"""How the servers of a cache folder are now, in numbers, for whoever operates them."""

import argparse
import json
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ae.i18n import _
from ae.runs import reports
from ae.runs.jobs import redis_url, snapshot, specs
from ae.runs.store import Store
from ae.workers.redis_queue import RedisQueue, Unreachable


def status(given: argparse.Namespace) -> int:
    """Print who is there, what waits and runs, memory, disk and errors."""
    found = numbers(Store.default())
    print(json.dumps(found, indent=1) if given.json else "\n".join(lines(found)))
    return 0


def numbers(store: Store) -> dict[str, Any]:
    """Return everything that `status` tells."""
    return {
        "processes": reports.living(store),
        "jobs": _jobs(store),
        "engine": _engine(),
        "cache": _cache(store),
    }


def _jobs(store: Store) -> dict[str, Any]:
    found = [snapshot(store, key, epochs=False) for key in specs(store)]
    states: Counter[str] = Counter(job.state for job in found)
    waits = [time.time() - job.since for job in found if job.state == "queued"]
    names = ("queued", "running", "interrupted", "failed")
    return {name: states[name] for name in names} | {"longest_wait_s": round(max(waits, default=0))}


def _engine() -> dict[str, Any]:
    url = redis_url()
    if url is None:
        return {"name": "local"}
    try:
        busy = RedisQueue(url).workers()
    except Unreachable:
        return {"name": "redis", "reached": False}
    return {"name": "redis", "reached": True, "workers": len(busy), "busy": sum(busy)}


def _cache(store: Store) -> dict[str, Any]:
    parts = {place.name: _megabytes(place) for place in sorted(store.root.iterdir())}
    return {
        "folder": str(store.root),
        "mb": round(sum(parts.values()), 1),
        "parts_mb": {name: size for name, size in parts.items() if size},
        "bound_mb": store.max_mb,
        "free_mb": round(shutil.disk_usage(store.root).free / 1e6),
        "runs": sum(1 for _run in store.runs.iterdir()),
    }


def _megabytes(place: Path) -> float:
    total = 0
    for path in [place, *place.rglob("*")]:
        try:
            total += path.lstat().st_size if not path.is_dir() else 0
        except OSError:  # gone meanwhile
            continue
    return round(total / 1e6, 1)


def lines(found: dict[str, Any]) -> list[str]:
    """Return what was found in words, a line each."""
    told = [_TOLD[one["role"]](one) + _since(one) for one in found["processes"]]
    if not any(one["role"] == "web" for one in found["processes"]):
        told.insert(0, _("No server runs on this cache folder."))
    told += [_queue(found["jobs"]), _redis(found["engine"]), _disk(found["cache"])]
    return [*filter(None, told), *_errors(found["processes"])]


def _web(one: dict[str, Any]) -> str:
    text = _(
        "server: {there} sessions ({left} may come back), {mb:.0f} MB, {kept:.0f} MB of it kept"
    )
    numbers = {"there": one["sessions"], "left": one["left"], "mb": one["memory_mb"]}
    return text.format(**numbers, kept=one["kept_mb"])


def _supervisor(one: dict[str, Any]) -> str:
    text = _("workers of a server: {running} of {slots} slots taken, {mb:.0f} MB")
    return text.format(running=one["running"], slots=one["slots"], mb=one["memory_mb"])


def _since(one: dict[str, Any]) -> str:
    text = _(", {warnings} warnings and {errors} errors in {hours:.1f} h")
    hours = (time.time() - one["since"]) / 3600
    return text.format(warnings=one["warnings"], errors=one["errors"], hours=hours)


def _queue(found: dict[str, Any]) -> str:
    text = _(
        "jobs: {queued} wait (the longest for {longest_wait_s} s), {running} run, {interrupted} "
        "were interrupted, {failed} failed"
    )
    return text.format(**found)


def _worker(one: dict[str, Any]) -> str:
    return _("worker: {mb:.0f} MB").format(mb=one["memory_mb"])


def _redis(found: dict[str, Any]) -> str:
    if found["name"] == "local":
        return ""
    if not found["reached"]:
        return _("Redis: it does not answer")
    text = _("Redis: {busy} of {workers} workers at work")
    return text.format(busy=found["busy"], workers=found["workers"])


def _disk(found: dict[str, Any]) -> str:
    text = _("cache: {mb:,} MB in {folder} ({runs} runs; bound {bound_mb:,}), {free_mb:,} free")
    return text.format(**found)


def _errors(found: list[dict[str, Any]]) -> list[str]:
    return [_("last error: {line}").format(line=e) for one in found if (e := one["last_error"])]


_TOLD = {"web": _web, "supervisor": _supervisor, "worker": _worker}
