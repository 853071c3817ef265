"""A visitor's own table of ratings, as a dataset to train on."""

import streamlit as st

from ae.data.datasets import DatasetError, own_ratings
from ae.data.ratings_file import Limits, RatingsError
from ae.i18n import _
from ae.web.controls.chosen import bring
from ae.web.controls.upload import upload
from ae.web.foreign import foreign
from ae.web.uploads import content


def bring_ratings() -> None:
    """Offer to bring a table; say in a sentence what is wrong with it, or choose it."""
    most = Limits()
    with st.expander(_("Bring your own ratings"), icon=":material/upload:", key="own-ratings"):
        text = _(
            "A CSV table with the columns userId, movieId and rating, and maybe title: one rating "
            "of {least:g} to {most:g} stars a line, at most {ratings:,} ratings, {people:,} people "
            "and {things:,} things, {size:g} MB. It stays on this server until others need the "
            "room. Only who has the page's address sees it."
        )
        st.markdown(
            text.format(
                least=0.5,
                most=5,
                ratings=most.ratings,
                people=most.people,
                things=most.things,
                size=most.bytes / 1e6,
            )
        )
        upload(_("Your table"), ["csv", "tsv", "txt"], 4, key="own-table", on_change=_take)
        if problem := st.session_state.get("own-problem"):
            st.warning(foreign(problem), icon=":material/warning:")


def _take() -> None:
    """Read what was brought; before the page runs again, so that its controls show it."""
    table = content(st.session_state["own-table"])
    st.session_state["own-problem"] = ""
    if table is None:
        return
    try:
        bring(own_ratings.keep(table))
    except (RatingsError, DatasetError) as error:
        st.session_state["own-problem"] = str(error)
