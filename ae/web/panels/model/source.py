"""The Keras code that builds a model, as it runs here."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _
from ae.models.architectures import REGISTRY


def source(config: RunConfig) -> None:
    """Show the functions that build a configuration's model."""
    st.subheader(_("The Keras code"), anchor=False)
    st.markdown(_("These are the functions that build the model here, unchanged."))
    st.code(REGISTRY[config.architecture.name].source(), language="python")
