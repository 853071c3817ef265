"""Electrocardiograms: beats simulated, found in a recording, cut and told apart."""

from ae.data.heartbeats.detection import classify, cut, find_beats
from ae.data.heartbeats.simulation import FORMS, simulate

__all__ = ["FORMS", "classify", "cut", "find_beats", "simulate"]
