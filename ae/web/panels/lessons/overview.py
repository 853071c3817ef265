"""All lessons, each with its idea and a way in."""

import streamlit as st

from ae.i18n import _
from ae.web.lessons import LESSONS
from ae.web.panels.lessons import progress
from ae.web.panels.lessons.walk import length

ACROSS = 2


def overview() -> None:
    """Show a card for each lesson."""
    names = list(LESSONS)
    for start in range(0, len(names), ACROSS):
        for column, name in zip(st.columns(ACROSS), names[start : start + ACROSS], strict=False):
            with column:
                _card(name, names.index(name) + 1)


def _card(name: str, place: int) -> None:
    lesson, left = LESSONS[name], progress.left(name)
    with st.container(border=True, height="stretch"):
        st.header(f"{place}. {_(lesson.title)}", anchor=False)
        st.markdown(_(lesson.idea))
        st.caption(length(lesson))
        words = _("Start")
        if left is not None:
            words = _("Go on at step {n}").format(n=left[0])
        st.button(
            words,
            key=f"open-{name}",
            icon=":material/school:",
            on_click=progress.open_lesson,
            args=(name,),
        )
