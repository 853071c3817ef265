"""The panels of Signals: a beat restored, how far noise can be taken out, and another heart's."""

from ae.web.panels.signals.gain import gain
from ae.web.panels.signals.restore import restore
from ae.web.panels.signals.stranger import stranger

__all__ = ["gain", "restore", "stranger"]
