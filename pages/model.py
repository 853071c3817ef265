"""The model: its layers as a diagram and a table, its recipe, and the Keras code that trains it."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.topics import current
from ae.web.panels.shared.training import progress

st.title(_("The model"), anchor=False)
st.markdown(_("What stands between a picture and its reconstruction, layer by layer."))
config = pick("code", "bottleneck", "unit", "dense", topic=current())
progress(config)
panels.show("model.layers", config)
panels.show("model.recipe", config)
panels.show("model.take_home", config)
panels.show("model.source", config)
