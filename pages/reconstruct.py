"""Reconstruct: held-out digits above what an autoencoder rebuilds from their codes."""

import streamlit as st

from ae import ui
from ae.architectures import REGISTRY, Words
from ae.words import _


@st.fragment
def about(words: Words) -> None:
    """Offer an architecture's own words; what they need is loaded when they are opened."""
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


st.title(_("Reconstruct"), anchor=False)
st.markdown(
    _(
        "An autoencoder squeezes a digit through a narrow **code** and paints it again from the "
        "code alone. Pick one, train it, and see what it keeps and what it loses."
    )
)

config = ui.pick()
run = ui.trained(config)

if run is not None:
    ui.compare(run)
    ui.measures(run)
    ui.replay(run)
about(REGISTRY[config.architecture.name].words)
