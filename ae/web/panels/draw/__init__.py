"""Draw: a person's own digit, what the network sees of it, and what it makes of it."""

from ae.web.panels.draw.every_run import every_run
from ae.web.panels.draw.fill import fill
from ae.web.panels.draw.morph import morph
from ae.web.panels.draw.neighbourhood import neighbourhood
from ae.web.panels.draw.studio import studio
from ae.web.panels.draw.take_home import take_home

__all__ = ["every_run", "fill", "morph", "neighbourhood", "studio", "take_home"]
