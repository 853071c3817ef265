"""The model: its layers, its recipe, what can be taken home of it, and its Keras code."""

from ae.web.panels.model.layers import layers
from ae.web.panels.model.recipe import recipe
from ae.web.panels.model.source import source
from ae.web.panels.model.take_home import take_home

__all__ = ["layers", "recipe", "source", "take_home"]
