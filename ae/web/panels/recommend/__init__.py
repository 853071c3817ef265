"""Recommend: a person's own ratings, what follows from them, and how good that is."""

from ae.web.panels.recommend.measures import measures
from ae.web.panels.recommend.rate import rate
from ae.web.panels.recommend.source import source
from ae.web.panels.recommend.tastes import tastes

__all__ = ["measures", "rate", "source", "tastes"]
