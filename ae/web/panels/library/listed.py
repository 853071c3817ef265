"""The list of all runs, to sort, to filter, and to choose from for a comparison."""

import streamlit as st

from ae.data import datasets
from ae.i18n import _, ngettext, sentences
from ae.models.architectures import REGISTRY
from ae.runs import shelves
from ae.web.panels.library.chosen_runs import AT_LEAST, MOST, chosen, look_at
from ae.web.panels.library.entries import ORDERS, Entry, entries, ordered, wanted
from ae.web.panels.library.row import show_row
from ae.web.server import store
from ae.web.visitor import visitor

ON_A_PAGE = 12
WIDTH = 165
"""Of a filter, in pixels: two beside each other on a phone."""


@st.fragment
def list_runs() -> None:
    """Show every run that this visitor may see, some at a time."""
    found = entries(shelves.read(store(), visitor()))
    above = st.container(horizontal=True, vertical_alignment="bottom")
    shown = _filtered(found)
    with above:
        _offer_comparison()
    if not shown:
        st.info(_("No run is like this. Take a filter away to see others."))
        return
    pages = -(-len(shown) // ON_A_PAGE)
    told = ngettext("{n} run", "{n} runs", len(shown))
    st.caption(sentences([_("{text}.").format(text=told), _what_errors_are()]))
    rows = st.container()
    page = 1
    if pages > 1:
        page = min(st.pagination(pages, key=f"library-page-{pages}"), pages)
    with rows:
        for entry in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
            show_row(entry)


def _what_errors_are() -> str:
    return _("Measured on all held-out samples; PCA with as many components.")


def _filtered(found: list[Entry]) -> list[Entry]:
    """Show the filters; return what passes, in the order that is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        data = _choose_data(found)
        order = st.selectbox(
            _("Order"),
            list(ORDERS),
            format_func=lambda name: _(ORDERS[name][0]),
            width=WIDTH,
            key="library-order",
        )
        families = st.multiselect(
            _("Families"),
            [name for name in REGISTRY if any(_family(one) == name for one in found)],
            format_func=lambda name: _(REGISTRY[name].words.label),
            placeholder=_("all"),
            width=WIDTH,
            key="library-families",
        )
        text = st.text_input(_("Name contains"), width=WIDTH, max_chars=60, key="library-text")
        mine = st.toggle(
            _("Only mine"),
            key="library-mine",
            help=_("Runs that were trained because you asked for them, in this browser."),
        )
    return ordered(wanted(found, data, families, mine, text), order)


def _choose_data(found: list[Entry]) -> str:
    names = sorted({one.run.config.dataset for one in found})
    chosen_data: str = st.selectbox(
        _("Data"),
        ["", *names],
        format_func=lambda name: _(datasets.DATASETS[name].label) if name else _("all"),
        width=WIDTH,
        key="library-data",
    )
    return chosen_data


def _family(entry: Entry) -> str:
    return entry.run.config.architecture.name


def _offer_comparison() -> None:
    """Say how many runs are chosen, and offer to lay them side by side."""
    count = len(chosen())
    if count < AT_LEAST:
        text = _("Mark {least} to {most} runs to compare them.")
        st.markdown(text.format(least=AT_LEAST, most=MOST))
        return
    label = ngettext("Compare {n} run", "Compare {n} runs", count)
    if st.button(label, icon=":material/compare_arrows:", type="primary", key="library-compare"):
        look_at("library.compare")
