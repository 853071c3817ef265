"""A worker that trains for every server that shares its cache folder and its Redis."""

import argparse
import os

from ae import logs
from ae.cli.commands import Refused
from ae.i18n import _, sentences
from ae.runs.jobs import redis_url
from ae.runs.store import Store
from ae.workers.client import QUIETLY

ONLY = {"trainings": ("train",), "views": ("embed", "mix")}
"""What a worker can be kept for, and the kinds of jobs that this is."""


def worker(given: argparse.Namespace) -> int:
    """Take jobs until this process is told to end: after the one of now, or a second time at once.

    Raises:
        Refused: if no Redis is named.
    """
    url = redis_url()
    if url is None:
        expected = _("AE_ENGINE: expected redis://:PASSWORD@HOST:6379/0. Received: none.")
        advice = _("Without Redis a server does its jobs by itself, and needs no worker.")
        raise Refused(sentences([expected, advice]))
    os.environ.update(QUIETLY)
    logs.set_up()
    from ae.workers import redis_worker

    kinds = ONLY.get(given.only, redis_worker.KINDS)
    redis_worker.run(Store.default(), url, kinds)
    return 0
