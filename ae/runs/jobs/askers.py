"""Who asked for a job: one small file for each, beside the job.

    <cache>/jobs/<key>/asked/<asker>     empty; named by the hash of a secret

A visitor's secret is known to that browser alone: whoever reads this folder, or sees the hash,
can ask or leave in nobody else's name.
"""

import hashlib
import secrets
from pathlib import Path

from ae.config import checked_key, is_key
from ae.runs.store import Store

MOST = 1000
"""So many are noted for one job; whoever comes later watches it."""


def asker(secret: str = "") -> str:
    """Return the name, 32 hexadecimal digits, of whoever holds a secret, by default a new one."""
    secret = secret or secrets.token_hex(32)
    return hashlib.blake2b(secret.encode(), digest_size=16).hexdigest()


def asked(store: Store, key: str) -> frozenset[str]:
    """Return who asks for a job; nobody where there is none."""
    return among(store.jobs / checked_key(key))


def among(folder: Path) -> frozenset[str]:
    """Return who asks for the job of this folder."""
    try:
        return frozenset(path.name for path in (folder / "asked").iterdir())
    except OSError:
        return frozenset()


def note(folder: Path, who: str) -> None:
    """Note that someone asks for the job of this folder. The caller holds its lock.

    Raises:
        ValueError: if that is no name of an asker.
    """
    if not is_key(who):
        raise ValueError(f"Expected an asker's name. Received: {who[:80]!r}.")
    place = folder / "asked"
    place.mkdir(exist_ok=True)
    if len(among(folder)) < MOST:
        (place / who).touch()


def strike(folder: Path, who: str) -> bool:
    """Note that someone asks no longer; return whether they did. The caller holds the lock."""
    if not is_key(who):
        return False
    try:
        (folder / "asked" / who).unlink()
    except FileNotFoundError:
        return False
    return True
