"""The search for a thing to rate, by a part of its name."""

import streamlit as st

from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web.foreign import foreign
from ae.web.panels.recommend import rated

FOUND = 8
"""How many things a search shows."""


def show_search(run: Run) -> None:
    """Let a person look for things and lay one before themselves."""
    key = f"search-{run.config.dataset}"
    text = st.text_input(
        _("Look for something to rate"),
        key=key,
        max_chars=60,
        placeholder=_("a part of its name"),
        icon=":material/search:",
    )
    if not text:
        return
    found = search(run, text)
    if not found:
        st.caption(_("Nothing of that name is among what people have rated."))
        return
    names = datasets.DATASETS[run.config.dataset].columns()
    with st.container(horizontal=True, gap="small"):
        for thing in found:
            st.button(
                foreign(_(names[thing])),
                key=f"lay-{run.config.dataset}-{thing}",
                icon=":material/add:",
                on_click=_lay,
                args=(run, thing, key),
            )


def search(run: Run, text: str) -> list[int]:
    """Return the things whose names hold all words of a text, the best known first."""
    words = text.casefold().split()
    counts = rated.known_by(run.config.dataset)
    names = datasets.DATASETS[run.config.dataset].columns()
    fitting = [
        place
        for place, name in enumerate(names)
        if counts[place] and all(word in _(name).casefold() for word in words)
    ]
    return sorted(fitting, key=lambda place: -counts[place])[:FOUND]


def _lay(run: Run, thing: int, key: str) -> None:
    rated.lay(run, thing)
    st.session_state[key] = ""
