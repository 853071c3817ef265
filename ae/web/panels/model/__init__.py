"""The model: its layers, and the Keras code that builds it."""

from ae.web.panels.model.layers import layers
from ae.web.panels.model.source import source

__all__ = ["layers", "source"]
