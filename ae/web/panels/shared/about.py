"""An architecture's own words."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web.controls import view_choices
from ae.web.panels.shared.training import offer_again, summary
from ae.web.wording import named


def _in_a_sentence(label: str) -> str:
    """Return a label in small letters, but for a name that has capitals within."""
    return label if label[1:] != label[1:].lower() else label.lower()


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
        _("About the {name} autoencoder").format(name=_in_a_sentence(_(words.label))),
        icon=":material/menu_book:",
        expanded=view_choices.value("about", False),
        **view_choices.wired("about", False),
    )
    if not panel.open:
        return
    with panel:
        st.markdown(named(_(words.purpose), config))
        st.latex(words.formula)
        st.markdown(
            f"- **{_('Look for')}:** {named(_(words.look_for), config)}\n"
            f"- **{_('Strengths')}:** {named(_(words.strengths), config)}\n"
            f"- **{_('Weaknesses')}:** {named(_(words.weaknesses), config)}\n"
            f"- **{_('Take another')}:** {named(_(words.not_when), config)}\n"
            f"- **{_('Used for')}:** {named(_(words.uses), config)}\n"
            f"- **{_('Paper')}:** {words.paper}"
        )
