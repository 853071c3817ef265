"""Who asked for a job: one small file for each, beside the job; and who had a run trained.

    <cache>/jobs/<key>/asked/<asker>     empty; named by the hash of a secret
    <cache>/asked/<key>/<asker>          the same, once the run is there

A visitor's secret is known to that browser alone: whoever reads this folder, or sees the hash,
can ask or leave in nobody else's name.
"""

import hashlib
import secrets
from pathlib import Path

from ae.config import checked_key, is_key
from ae.runs.store import Store, explained

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
    return _names(folder / "asked")


def _names(place: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in place.iterdir())
    except OSError:
        return frozenset()


def had_trained(store: Store, key: str) -> frozenset[str]:
    """Return who had a finished run trained; nobody of one that ships."""
    return _names(store.asked / checked_key(key))


def keep(store: Store, key: str, folder: Path) -> None:
    """Keep who asked for the job of this folder beside the run it has made, and who did before.

    The caller holds the key's lock.
    """
    place = store.asked / checked_key(key)
    for who in sorted(among(folder) | had_trained(store, key))[:MOST]:
        place.mkdir(exist_ok=True)
        (place / who).touch()


def forgo(store: Store, key: str, who: str) -> bool:
    """Give up a finished run that someone had trained; the last one's is deleted.

    Returns:
        whether the run is deleted: not where others had it trained, too, or `who` had not.
    """
    with explained(store.root), store.lock(key):
        mine = had_trained(store, key)
        if who not in mine:
            return False
        (store.asked / key / who).unlink()
        return len(mine) == 1 and store.discard(key)


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
