"""The Generate page: new digits by chance, on a way, by arithmetic and by hand."""

from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.generate.arithmetic import calculate
from ae.web.generate.home import take_codes_home
from ae.web.generate.interpolate import go_between
from ae.web.generate.sample import draw_samples
from ae.web.generate.sliders import set_by_hand
from ae.web.panels import Panels, show_panel

PANELS: Panels = {
    "sample": (N_("Sample"), draw_samples),
    "between": (N_("Interpolate"), go_between),
    "arithmetic": (N_("Arithmetic"), calculate),
    "sliders": (N_("By hand"), set_by_hand),
    "home": (N_("Take it home"), take_codes_home),
}


def generate(run: Run) -> None:
    """Show the way of generating that is chosen."""
    show_panel(_("Generate by"), PANELS, run, "way")


__all__ = ["PANELS", "generate"]
