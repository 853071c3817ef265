"""A job's status file: what is to be done, its state, who owns it."""

import json
from pathlib import Path
from typing import Any, Literal, get_args

from ae.config import is_key
from ae.runs.store import Store

State = Literal["absent", "queued", "running", "interrupted", "failed", "done"]


def folders(store: Store) -> list[Path]:
    """Return the folders of all jobs on disk."""
    return [folder for folder in store.jobs.glob("*") if is_key(folder.name)]


def read(folder: Path) -> dict[str, Any] | None:
    """Return a job's status; one that cannot be read is no job."""
    texts = ("kind", "subject", "owner", "attempt", "message")
    try:
        status = {"turn": 0, "again": False, "shared": False, "tries": 0} | json.loads(
            (folder / "status.json").read_text()
        )
        whole = all(isinstance(status[name], str) for name in texts)
        whole = whole and status["state"] in get_args(State) and status["since"] + 0.0 > 0
        whole = whole and isinstance(status["turn"], int) and isinstance(status["tries"], int)
        whole = whole and isinstance(status["again"], bool)
    except (OSError, ValueError, TypeError, LookupError):
        return None
    return status if whole else None
