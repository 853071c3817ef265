"""Inside: what only this family of autoencoders can show, and what each number of a code does."""

import streamlit as st

from ae import web
from ae.i18n import _

st.title(_("Inside"), anchor=False)
st.markdown(
    _("Every family has something of its own to look at. Choose one and see how it does its work.")
)
config = web.pick()
run = web.trained(config)
if run is not None:
    web.inside(run)
web.about(config)
