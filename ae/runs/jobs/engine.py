"""Which engine does the jobs: processes of this machine, or workers that share a Redis."""

import os
from importlib.util import find_spec
from urllib.parse import urlsplit

from ae.i18n import N_
from ae.messages import Message
from ae.runs.store import StoreError


def redis_url() -> str | None:
    """Return the address of the Redis that `AE_ENGINE` names; None for this machine's processes.

    Raises:
        StoreError: if the setting is no such address or has no password, of which it tells no part,
            or if the packages that Redis needs are not installed.
    """
    text = os.environ.get("AE_ENGINE") or "local"
    if text == "local":
        return None
    expected = Message(N_("AE_ENGINE: expected `local`, or redis://:PASSWORD@HOST:6379/0"))
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("redis", "rediss") and parts.hostname and (parts.port or 1)
    except ValueError:  # a port that is none
        whole = None
    if not whole:
        raise StoreError(N_("{expected}. Received: something else."), expected=expected)
    if not parts.password:
        raise StoreError(
            N_(
                "{expected}. Received: an address without a password. Give Redis one "
                "(`requirepass`): whoever reaches it rules the queue."
            ),
            expected=expected,
        )
    if find_spec("rq") is None or find_spec("redis") is None:
        raise StoreError(
            N_(
                "AE_ENGINE names a Redis: that needs RQ and Redis' client. Install "
                "them by `pip install -r requirements-extras.txt`, or leave AE_ENGINE "
                "out."
            )
        )
    return text
