"""Lessons: paths through the app that ask first, and then show."""

import streamlit as st

from ae.i18n import _
from ae.web.panels import lessons
from ae.web.server import ready

ready()
if lessons.opened():
    lessons.walk()
else:
    st.title(_("Lessons"), anchor=False)
    st.markdown(
        _(
            "Each asks a question before it shows the answer, and all answers are figures of runs "
            "that you can open yourself. Start where you like."
        )
    )
    lessons.overview()
