"""Jobs on disk: one for each key, whoever asks, and never one that nobody works on.

    <cache>/jobs/<key>/status.json   what is to be done, its state, who owns it
    <cache>/jobs/<key>/cancel        there once someone asked to cancel
    <cache>/jobs/<key>/<attempt>/    progress and results of one attempt
    <cache>/owners/<owner>.lock      held by a supervisor for as long as it lives

The folder is the whole protocol: the worker writes it, any process reads it. So progress
survives a page change, a refresh and a restart. A job whose owner's lock is free, or whose
worker ended early, is interrupted. Each attempt has a folder of its own, so a worker that
outlives its owner by a moment can write into nobody's results.
"""

from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.owner import Owner
from ae.runs.jobs.protocol import (
    Snapshot,
    State,
    cancel_requested,
    claim,
    drop,
    finish,
    is_current,
    request_cancel,
    set_state,
    snapshot,
    specs,
    sweep,
)
from ae.runs.jobs.spec import Spec, download, embedding, mixture, training

__all__ = [
    "Attempt",
    "Owner",
    "Snapshot",
    "Spec",
    "State",
    "cancel_requested",
    "claim",
    "download",
    "drop",
    "embedding",
    "finish",
    "is_current",
    "mixture",
    "request_cancel",
    "set_state",
    "snapshot",
    "specs",
    "sweep",
    "training",
]
