"""Runs on disk: whole or not there.

    <cache>/runs/<key>/      finished runs; `manifest.json` lists every file with its hash
    <cache>/views/<key>/     what was computed about a run later; each file names its run's files
    <cache>/jobs/<key>/      what is being made: `jobs` and `workers` keep it
    <cache>/damaged/         runs that failed their check, set aside for a week
    <cache>/removed/         what is being removed, out of sight; a killed process leaves some here
    <cache>/asked/<key>/     who had a run trained: see `ae.runs.jobs.askers`
    <cache>/shelves/         what visitors have named and pinned: see `ae.runs.shelves`
    <cache>/locks/           one lock file a key, held while a run or job changes hands

A run is made elsewhere and renamed into place, so a reader sees all of it or nothing.
Runs that ship with the app, in `assets/pretrained`, are read-only and looked at first; their
views lie in the cache, as those of other runs do.
"""

from ae.runs.store.cache import DEFAULT_MAX_MB, LOCK_SECONDS, SHIPPED, Store
from ae.runs.store.eviction import IN_USE_SECONDS
from ae.runs.store.files import StoreError, explained, last_changed, remove, write_atomically
from ae.runs.store.runs import (
    ARRAYS,
    CONFIG,
    ENDED,
    MANIFEST,
    WEIGHTS,
    DamagedRun,
    Run,
    UnknownRun,
)

__all__ = [
    "ARRAYS",
    "CONFIG",
    "DEFAULT_MAX_MB",
    "ENDED",
    "IN_USE_SECONDS",
    "LOCK_SECONDS",
    "MANIFEST",
    "SHIPPED",
    "WEIGHTS",
    "DamagedRun",
    "Run",
    "Store",
    "StoreError",
    "UnknownRun",
    "explained",
    "last_changed",
    "remove",
    "write_atomically",
]
