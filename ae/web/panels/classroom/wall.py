"""The wall: all drawings, over what a run makes of them; one can be picked, marked and hidden."""

from math import ceil, sqrt

import numpy as np
import streamlit as st

from ae.i18n import N_, _
from ae.runs.classes import Board
from ae.runs.store import Run
from ae.web.components import item, picker
from ae.web.controls import given
from ae.web.panels.classroom.acting import change
from ae.web.panels.classroom.runs import one_of_each_family
from ae.web.panels.classroom.sent import Sent, inputs, ordered
from ae.web.panels.shared.through import best_first
from ae.web.samples import drawn

PICKED = "class-picked"
ORDERS = {
    "came": N_("as they came"),
    "digit": N_("by digit"),
    "error": N_("by how well they are rebuilt"),
}
WIDE = 2.2
"""How much wider than high the room is that a wall has on a projector."""


def wall(code: str, secret: str, board: Board, run: Run | None, drawings: list[Sent]) -> None:
    """Show all drawings, with a run over its reconstructions."""
    if not drawings:
        st.markdown(_("No drawing has come yet."))
        return
    texts = [one.name for one in drawings]
    rows = [np.stack([one.image for one in drawings])]
    if run is not None:
        _choose_order(code, secret, board)
        found = ordered(board, drawings, run)
        if found is None:
            return
        drawings, restored, errors = found
        texts = [f"{one.name} · {error:.0f}" for one, error in zip(drawings, errors, strict=True)]
        rows = [np.stack([one.image for one in drawings]), drawn(run, restored)]
    items = [
        item(one.seat, one.name, text, *pictures)
        for one, text, *pictures in zip(drawings, texts, *rows, strict=True)
    ]
    chosen = picked(drawings)
    label = _("What the class has drawn")
    seat = chosen.seat if chosen is not None else None
    picker(items, seat, _pick, label, f"class-wall-{len(rows)}", _columns(len(items), len(rows)))
    if run is not None:
        st.caption(_("Each drawing over its reconstruction; the number is the squared error."))
    if chosen is not None:
        act_on(code, secret, board, chosen)


def picked(drawings: list[Sent]) -> Sent | None:
    """Return the drawing that the host has picked, if it is among these."""
    seat = st.session_state.get(PICKED)
    return next((one for one in drawings if one.seat == seat), None)


def _pick(seat: int) -> None:
    st.session_state[PICKED] = None if st.session_state.get(PICKED) == seat else seat


def _columns(count: int, rows: int) -> int:
    """Return how many columns use the room on a projector well, for pictures of some rows each."""
    return max(6, ceil(sqrt(count * rows * WIDE)))


def _choose_order(code: str, secret: str, board: Board) -> None:
    st.segmented_control(
        _("Order"),
        list(ORDERS),
        default=board.order,
        required=True,
        format_func=lambda name: _(ORDERS[name]),
        label_visibility="collapsed",
        **given.wired("class-order", board.order, lambda to: change(code, secret, order=to)),
    )


def act_on(code: str, secret: str, board: Board, one: Sent) -> None:
    """Let the host mark a drawing, hide it, or send it through every family."""
    starred = tuple(name for name in board.starred if name != one.id)
    starred = starred if one.starred else (*starred, one.id)
    hidden = (*board.hidden, one.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{one.name}**", width="content")
        for words, icon, changes in (
            (_("No star") if one.starred else _("Star"), "star", {"starred": starred}),
            (_("Hide"), "visibility_off", {"hidden": hidden}),
            (_("Through every family"), "account_tree", {"view": "families", "phase": "show"}),
        ):
            st.button(
                words,
                icon=f":material/{icon}:",
                on_click=change,
                args=(code, secret),
                kwargs=changes,
            )


def families(drawings: list[Sent]) -> None:
    """Show one drawing through a run of each family."""
    if not drawings:
        st.markdown(_("No drawing has come yet."))
        return
    one = picked(drawings) or drawings[0]
    runs = one_of_each_family()
    left, right = st.columns([1, 4])
    with left:
        at = st.selectbox(
            _("Whose"),
            range(len(drawings)),
            index=drawings.index(one),
            format_func=lambda place: drawings[place].name,
        )
        one = drawings[at]
        st.image(one.image, width="stretch", alt=_("Drawing of {name}").format(name=one.name))
    with right:
        if runs:
            best_first(runs, inputs([one]), inputs([one]))
            st.caption(_("One finished run of each family, the smallest squared error first."))
