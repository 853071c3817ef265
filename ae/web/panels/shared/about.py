"""An architecture's own words."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _
from ae.models.architectures import REGISTRY


@st.fragment
def about(config: RunConfig) -> None:
    """Offer the words of the chosen architecture; what they need is loaded when they are opened."""
    words = REGISTRY[config.architecture.name].words
    panel = st.expander(
        _("About the {name} autoencoder").format(name=_(words.label).lower()),
        key="about",
        icon=":material/menu_book:",
        on_change="rerun",
        bind="query-params",
    )
    if not panel.open:
        return
    with panel:
        st.markdown(_(words.purpose))
        st.latex(words.formula)
        st.markdown(
            f"- **{_('Look for')}:** {_(words.look_for)}\n"
            f"- **{_('Strengths')}:** {_(words.strengths)}\n"
            f"- **{_('Weaknesses')}:** {_(words.weaknesses)}\n"
            f"- **{_('Used for')}:** {_(words.uses)}\n"
            f"- **{_('Paper')}:** {words.paper}"
        )
