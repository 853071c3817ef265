"""Electrocardiograms: beats simulated, found in a recording, cut and told apart."""

from ae.data.heartbeats.detection import classify, cut, find_beats
from ae.data.heartbeats.simulation import FORMS, simulate
from ae.data.heartbeats.stranger import stranger_beats

BEFORE = 0.28
"""Seconds of a window before the beat's main wave, in all datasets of ours."""

__all__ = ["BEFORE", "FORMS", "classify", "cut", "find_beats", "simulate", "stranger_beats"]
