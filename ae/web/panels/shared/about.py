"""An architecture's own words."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _, bullet
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web.controls import view_choices
from ae.web.panels.shared.training import offer_again, summary
from ae.web.wording import in_a_sentence, named


def about(config: RunConfig, run: Run | None) -> None:
    """Say where the run on screen comes from, if there is one, and offer its family's words."""
    if run is not None:
        st.caption(summary(run))
        offer_again(run)
    _words(config)


@st.fragment
def _words(config: RunConfig) -> None:
    """Offer the words of an architecture; what they need is loaded when they are opened."""
    words = REGISTRY[config.architecture.name].words
    panel = st.expander(
        _("About the {name} autoencoder").format(name=in_a_sentence(_(words.label))),
        icon=":material/menu_book:",
        expanded=view_choices.value("about", False),
        **view_choices.wired("about", False),
    )
    if not panel.open:
        return
    with panel:
        st.markdown(named(_(words.purpose), config))
        st.latex(_(words.formula))
        parts = {
            _("Look for"): words.look_for,
            _("Strengths"): words.strengths,
            _("Weaknesses"): words.weaknesses,
            _("Take another"): words.not_when,
            _("Used for"): words.uses,
            _("Paper"): words.paper,
        }
        lines = [bullet(label, named(_(text), config)) for label, text in parts.items()]
        st.markdown("\n".join(lines))
