"""The model: its layers, how it is trained again, and the Keras code that builds and trains it."""

from ae.web.panels.model.layers import layers
from ae.web.panels.model.recipe import recipe
from ae.web.panels.model.source import source

__all__ = ["layers", "recipe", "source"]
