"""Anomalies: how odd samples are to a run, one threshold over that, and what else would tell."""

from ae.web.panels.anomalies.areas import compared
from ae.web.panels.anomalies.threshold import show_threshold

__all__ = ["compared", "show_threshold"]
"""Each takes any run: of pictures, signals or tables."""
