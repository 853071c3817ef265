"""The panels of the page The theory."""

from ae.web.panels.theory.claims import claims
from ae.web.panels.theory.families import families
from ae.web.panels.theory.formulas import formulas
from ae.web.panels.theory.squeezed import squeezed
from ae.web.panels.theory.tie import tie
from ae.web.panels.theory.timeline import timeline

__all__ = ["claims", "families", "formulas", "squeezed", "tie", "timeline"]
