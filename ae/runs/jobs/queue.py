"""The order in which waiting jobs start, and how many may wait.

Visitors are served in turn. Each job has a *turn*, given when it is asked for: that of the job
which runs now, or one more than the last turn of the same visitor, whichever is later. The lowest
goes first, among equals the oldest. So whoever asks for three is served once, then the others, then
again.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from ae.i18n import N_
from ae.messages import Message, PluralMessage, WordedError, joined
from ae.runs.jobs import askers, status
from ae.runs.jobs.limits import Limits
from ae.runs.jobs.owner import lives
from ae.runs.store import Store

LOCK_SECONDS = 5.0
"""So long the lock of all queues is waited for, which is held while statuses are read."""
UNBOUNDED = ("download",)
"""Kinds of jobs that wait for nothing."""

Listed = list[tuple[Path, dict[str, Any]]]


class Refused(WordedError, RuntimeError):
    """No more may wait; the message is for whoever asked."""


def lock(store: Store) -> FileLock:
    """Return the lock under which a job joins a queue: of two, the second counts the first."""
    return FileLock(store.locks / "queue.lock", timeout=LOCK_SECONDS)


def active(store: Store) -> Listed:
    """Return folder and status of every job that waits or runs, whoever owns it."""
    found = [(folder, status.read(folder)) for folder in status.folders(store)]
    return [(f, s) for f, s in found if s is not None and s["state"] in ("queued", "running")]


def waiting(store: Store, like: Mapping[str, Any]) -> list[str]:
    """Return the keys of the jobs that wait with one of this queue and kind, the next one first.

    Each owner has a queue; what is shared by all machines waits in one.
    """
    jobs = [
        (s["turn"], s["since"], folder.name)
        for folder, s in active(store)
        if s["state"] == "queued" and _is_like(s, like)
    ]
    return [key for _turn, _since, key in sorted(jobs)]


def turn(listed: Listed, like: Mapping[str, Any], who: str) -> int:
    """Return the turn of a job that someone asks for now: see above.

    Args:
        listed: what waits and runs.
        like: its owner and kind, and whether it is shared.
        who: who asks; those without a name are one.
    """
    here = [(folder, s) for folder, s in listed if _is_like(s, like)]
    running = [s["turn"] for _folder, s in here if s["state"] == "running"]
    queued = [s["turn"] for _folder, s in here if s["state"] == "queued"]
    now = max(running) if running else min(queued, default=0)
    return max(now, *(s["turn"] + 1 for folder, s in here if _is_by(folder, who)), 0)


def admit(store: Store, listed: Listed, like: Mapping[str, Any], who: str, limits: Limits) -> None:
    """Refuse one job more where enough wait.

    Raises:
        Refused: with the reason, and what to do.
    """
    admit_for(store, listed, who, limits)
    if sum(_line(s) == _line(like) for _folder, s in _queued(listed)) >= limits.waiting:
        told = PluralMessage(
            N_("{n} training waits on this server already: as many as may."),
            {"n": limits.waiting},
            N_("{n} trainings wait on this server already: as many as may."),
        )
        advice = N_("Try again later. Finished runs are listed under “Open a run” meanwhile.")
        raise Refused(joined(told, Message(advice)))


def admit_for(store: Store, listed: Listed, who: str, limits: Limits) -> None:
    """Refuse one job more where enough wait that this visitor has asked for.

    Raises:
        Refused: with the reason, and what to do.
    """
    mine = [s for folder, s in _queued(listed) if who in askers.among(folder)]
    if sum(lives(store, s) for s in mine) >= limits.each:
        told = PluralMessage(
            N_("{n} training that you asked for is waiting already: one visitor may have no more."),
            {"n": limits.each},
            N_(
                "{n} trainings that you asked for are waiting already: one visitor may have no "
                "more."
            ),
        )
        advice = N_("Wait until one of them starts, or cancel one.")
        raise Refused(joined(told, Message(advice)))


def _queued(listed: Listed) -> Listed:
    return [(f, s) for f, s in listed if s["state"] == "queued" and s["kind"] not in UNBOUNDED]


def _is_by(folder: Path, who: str) -> bool:
    found = askers.among(folder)
    return who in found if who else not found


def _is_like(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _line(one) == _line(other) and one["kind"] == other["kind"]


def _line(one: Mapping[str, Any]) -> str:
    return "" if one.get("shared") else one["owner"]
