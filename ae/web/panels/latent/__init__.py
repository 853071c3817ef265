"""Latent space: a plane to walk through, the map, what codes know, and two runs side by side."""

from ae.web.panels.latent.codes import show_codes
from ae.web.panels.latent.explore import explore
from ae.web.panels.latent.map import show_map
from ae.web.panels.latent.pair import show_pair

__all__ = ["explore", "show_codes", "show_map", "show_pair"]
