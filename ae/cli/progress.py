"""Following trainings from a terminal: hand them in, watch them end, one line of progress."""

import sys
import time
from collections.abc import Generator, Mapping
from typing import Any

from ae.config import RunConfig
from ae.i18n import _
from ae.runs import jobs
from ae.runs.jobs import Snapshot
from ae.runs.store import Run
from ae.workers.client import WorkerError, Workers

POLL_SECONDS = 0.1
CANCEL_SECONDS = 10.0
WIDTH = 24


class Failed(Exception):
    """A training ended without a result; the message says why."""


class Line:
    """The progress of one or more trainings: a bar on a terminal, else a line an epoch.

    Args:
        total: how many epochs all of them take together.
    """

    def __init__(self, total: int):
        self.total, self.terminal = total, sys.stderr.isatty()
        self._began: tuple[float, float] | None = None
        self._told: dict[str, int] = {}

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *error: Any) -> None:
        self.clear()

    def show(self, done: float, snapshots: Mapping[str, Snapshot]) -> None:
        """Show that `done` epochs are done, and how the trainings under way stand."""
        if not self.terminal:
            for key, snapshot in snapshots.items():
                self._tell_epochs(key, snapshot)
            return
        filled = round(WIDTH * min(done / self.total, 1.0)) if self.total else WIDTH
        bar = "#" * filled + "-" * (WIDTH - filled)
        losses = [s.history[-1]["test_loss"] for s in snapshots.values() if s.history]
        loss = "".join(f"  {_('loss')} {loss:.4f}" for loss in losses[:1])
        text = f"{bar} {_('epoch')} {done:.1f}/{self.total}{loss}  {self._left(done)}"
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self.clear()
        print(text, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away, so that something else can be printed."""
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _left(self, done: float) -> str:
        if done > 0 and self._began is None:
            self._began = (time.monotonic(), done)
        if self._began is None or done <= self._began[1]:
            return _("starting")
        began, before = self._began
        pace = (time.monotonic() - began) / (done - before)
        minutes, seconds = divmod(round(pace * max(self.total - done, 0)), 60)
        return _("{time} left").format(time=f"{minutes}:{seconds:02}")

    def _tell_epochs(self, key: str, snapshot: Snapshot) -> None:
        for record in snapshot.history[self._told.get(key, 0) :]:
            words = _("{key}: epoch {epoch}, loss {loss:.4f}")
            self.say(words.format(key=key, epoch=record["epoch"], loss=record["test_loss"]))
        self._told[key] = max(self._told.get(key, 0), len(snapshot.history))


def follow(
    workers: Workers, wanted: Mapping[str, RunConfig], line: Line
) -> Generator[tuple[str, Run | Failed], None, None]:
    """Have every run made and yield each as it ends; one under way elsewhere is joined.

    Left early, by Ctrl-C or otherwise, it asks for none any more: what nobody else asks for ends.
    """
    store, waiting, asked, who = workers.store, dict(wanted), [], jobs.asker()
    try:
        for key, config in wanted.items():
            asked.append(key)
            if jobs.join(store, jobs.training(config), who):
                line.say(_("{key} is being trained elsewhere already.").format(key=key))
                continue
            try:
                workers.submit(jobs.training(config), who)
            except WorkerError as error:
                yield key, Failed(str(error))
                del waiting[key]
        yield from _watch(workers, waiting, line)
        asked.clear()
    finally:
        _leave(workers, asked, who)


def _watch(
    workers: Workers, waiting: dict[str, RunConfig], line: Line
) -> Generator[tuple[str, Run | Failed], None, None]:
    ended_epochs = 0
    while waiting:
        snapshots = {key: jobs.snapshot(workers.store, key) for key in waiting}
        for key, snapshot in snapshots.items():
            if not snapshot.active:
                line.show(ended_epochs + _done(snapshots), snapshots)
                ended_epochs += waiting.pop(key).epochs
                yield key, _outcome(workers, key, snapshot)
        active = {key: snapshot for key, snapshot in snapshots.items() if snapshot.active}
        if active:
            line.show(ended_epochs + _done(active), active)
            time.sleep(POLL_SECONDS)


def _done(snapshots: Mapping[str, Snapshot]) -> float:
    """Return how many epochs of these trainings are done; counted records are the floor."""
    return sum(max(s.fraction, len(s.history) - 1, 0) for s in snapshots.values())


def _outcome(workers: Workers, key: str, snapshot: Snapshot) -> Run | Failed:
    run = workers.store.find(key) if snapshot.state == "done" else None
    if run is not None:
        return run
    words = {
        "failed": _("The training failed: {message}"),
        "interrupted": _("The training was interrupted. Run the command again."),
        "absent": _("The training was cancelled."),
    }
    words["done"] = _("The finished run was deleted meanwhile.")
    return Failed(words[snapshot.state].format(message=snapshot.message))


def _leave(workers: Workers, keys: list[str], who: str) -> None:
    """Ask for jobs no longer; wait for those to go that nobody asks for, so that nothing stays."""
    left = [key for key in keys if jobs.leave(workers.store, key, who)]
    deadline = time.monotonic() + CANCEL_SECONDS
    while any(_ends(workers, key) for key in left) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def _ends(workers: Workers, key: str) -> bool:
    """Tell whether a job is under way that is about to end."""
    job = jobs.snapshot(workers.store, key, epochs=False)
    return job.active and not job.asked
