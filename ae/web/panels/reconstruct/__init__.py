"""Reconstruct: held-out digits beside what a run makes of them, its measures, its training."""

from ae.web.panels.reconstruct.compare import compare
from ae.web.panels.reconstruct.measures import measures
from ae.web.panels.reconstruct.replay import replay

__all__ = ["compare", "measures", "replay"]
