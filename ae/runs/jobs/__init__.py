"""Jobs on disk: one for each key, whoever asks, and never one that nobody works on.

    <cache>/jobs/<key>/status.json   what is to be done, its state, who owns it
    <cache>/jobs/<key>/asked/        who asks for it, a file each
    <cache>/jobs/<key>/cancel        there once someone asked to cancel
    <cache>/jobs/<key>/<attempt>/    progress and results of one attempt
    <cache>/owners/<owner>.lock      held by a supervisor for as long as it lives

The folder is the whole protocol: the worker writes it, any process reads it. So progress
survives a page change, a refresh and a restart. A job whose owner's lock is free, or whose
worker ended early, is interrupted, unless it is shared by all machines: then it is taken up again
(`owner`). Each attempt has a folder of its own, so a worker that outlives its owner by a moment can
write into nobody's results.
"""

from ae.runs.jobs.askers import asked, asker, forgo, had_trained
from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.claiming import claim, join, take, take_up
from ae.runs.jobs.engine import redis_url
from ae.runs.jobs.limits import Limits
from ae.runs.jobs.owner import Owner, alive, leadership
from ae.runs.jobs.protocol import (
    cancel_requested,
    drop,
    finish,
    is_current,
    is_superseded,
    leave,
    request_cancel,
    set_state,
    settle,
    specs,
    sweep,
)
from ae.runs.jobs.queue import UNBOUNDED, Refused, active, waiting
from ae.runs.jobs.spec import Spec, download, embedding, mixture, training
from ae.runs.jobs.standing import Snapshot, snapshot
from ae.runs.jobs.status import State

__all__ = [
    "UNBOUNDED",
    "Attempt",
    "Limits",
    "Owner",
    "Refused",
    "Snapshot",
    "Spec",
    "State",
    "active",
    "alive",
    "asked",
    "asker",
    "cancel_requested",
    "claim",
    "download",
    "drop",
    "embedding",
    "finish",
    "forgo",
    "had_trained",
    "is_current",
    "is_superseded",
    "join",
    "leadership",
    "leave",
    "mixture",
    "redis_url",
    "request_cancel",
    "set_state",
    "settle",
    "snapshot",
    "specs",
    "sweep",
    "take",
    "take_up",
    "training",
    "waiting",
]
