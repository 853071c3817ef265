"""The Latent space page: a plane to walk through, the map, the codes, and two runs beside."""

from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.latent.codes import show_codes
from ae.web.latent.explore import explore
from ae.web.latent.map import show_map
from ae.web.latent.pair import show_pair
from ae.web.panels import Panels, show_panel

PANELS: Panels = {
    "explore": (N_("Walk through it"), explore),
    "map": (N_("Map"), show_map),
    "codes": (N_("What a code knows"), show_codes),
    "pair": (N_("Two runs"), show_pair),
}


def latent_space(run: Run) -> None:
    """Show the view of the latent space that is chosen."""
    show_panel(_("Look at"), PANELS, run, "view")


__all__ = ["PANELS", "latent_space"]
