"""Generate: new digits from new codes."""

import streamlit as st

from ae import web
from ae.i18n import _

st.title(_("Generate"), anchor=False)
st.markdown(
    _(
        "A decoder does not ask where a code comes from. Draw codes at random, go from one to "
        "another, add and subtract them, or set their numbers by hand."
    )
)
config = web.pick()
run = web.trained(config)
if run is not None:
    web.generate(run)
web.about(config)
