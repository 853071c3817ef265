"""The Draw page: a person's own digit, what the network sees of it, and what it makes of it."""

from ae.web.draw.panels import PANELS, studio

__all__ = ["PANELS", "studio"]
