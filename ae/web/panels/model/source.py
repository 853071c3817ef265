"""The Keras code of a run: a whole script, made of what runs here."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _
from ae.models import standalone
from ae.web.components import scroller

LINES = 600
"""Pixels of the code's window; the rest is scrolled to."""


def source(config: RunConfig) -> None:
    """Show the script that builds and trains a configuration's model."""
    st.header(_("The Keras code"), anchor=False)
    st.markdown(
        _(
            "A whole script: it builds this model, trains it as it is trained here, prints the "
            "losses and saves a picture. It is made of the app's own source and needs nothing else "
            "of the app; its first lines say what to install."
        )
    )
    with scroller("code-window", _("The Keras code")):
        st.code(standalone.script(config), language="python", height=LINES, wrap_lines=True)
