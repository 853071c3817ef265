"""Draw: your own digit through every autoencoder."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.panels.shared.about import about
from ae.web.panels.shared.drawing_source import take_linked
from ae.web.panels.shared.training import trained

st.title(_("Draw"), anchor=False)
st.markdown(
    _(
        "Draw a digit, or bring a picture. After every stroke you see what the network sees of it, "
        "and what it makes of it."
    )
)
take_linked()
config = pick(
    "autoencoder", "code", "reconstruction", "held-out", "squared error", "noise", "pca", "path"
)
run = trained(config, without_data=True)
if run is not None:
    panels.show("draw.studio", run)
about(config, run)
