"""The time line: one stop at a time, with the picture of a run where one shows it."""

import streamlit as st

from ae.i18n import _, labelled
from ae.runs.store import Run
from ae.web.controls.topics import AUTOENCODERS
from ae.web.lessons.base import config_of
from ae.web.panels.registry import show
from ae.web.runs import find_run
from ae.web.theory import STOPS, Stop


@st.fragment
def timeline() -> None:
    """Let a person walk through the history, and list all of it below."""
    years = [stop.year for stop in STOPS]
    year = st.select_slider(_("Year"), years, years[0], key="theory-year")
    with st.container(border=True):
        _show(STOPS[years.index(year)])
    with st.expander(_("The whole list"), icon=":material/list:"):
        st.markdown(
            "\n".join(
                _("- **{year}** {title}. {source}").format(
                    year=one.year, title=_(one.title), source=one.source
                )
                for one in STOPS
            )
        )


def run_of(stop: Stop) -> Run | None:
    """Return the run that shows a stop, if there is one here."""
    if stop.run is None:
        return None
    return find_run(config_of(stop.run, AUTOENCODERS.default_dataset()).key())


def _show(stop: Stop) -> None:
    st.subheader(labelled(stop.year, _(stop.title)), anchor=False)
    st.markdown(_(stop.words))
    run = run_of(stop)
    if run is not None:
        show(stop.panel, run)
    st.caption(stop.source)
