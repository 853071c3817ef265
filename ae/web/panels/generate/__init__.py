"""Generate: new digits from codes drawn at random, on a path, by arithmetic and by hand."""

from ae.web.panels.generate.arithmetic import calculate
from ae.web.panels.generate.by_hand import set_by_hand
from ae.web.panels.generate.interpolate import go_between
from ae.web.panels.generate.sample import draw_samples
from ae.web.panels.generate.take_home import take_codes_home

__all__ = ["calculate", "draw_samples", "go_between", "set_by_hand", "take_codes_home"]
