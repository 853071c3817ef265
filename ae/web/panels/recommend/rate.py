"""Rate a few things, and see at once what would be recommended, why, and where you stand."""

import numpy as np
import streamlit as st

from ae.analysis import ranking
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import components, exports
from ae.web.live import when_awake
from ae.web.panels.recommend import rated
from ae.web.panels.recommend.lists import Recommended, recommend, show_beside, show_list
from ae.web.panels.recommend.maps import show_maps
from ae.web.panels.recommend.search import show_search
from ae.web.wording import named

KNOWN_BY = (1, 5, 10, 20, 50, 100)
"""How many people must have rated what is recommended."""


@st.fragment
def rate(run: Run, *, known_by: int = 20) -> None:
    """Show the things to rate beside what follows from them.

    Args:
        known_by: at first only things are recommended that so many people have rated.
    """
    left, right = st.columns([5, 6], gap="large")
    with left:
        _show_control(run)
    mine = dict(rated.ratings(run))
    with right:
        allowed = _choose_known(run, known_by)
        found = when_awake(lambda: recommend(run, mine, allowed))
        _say_of(run, mine)
        if found is not None:
            show_list(run, found)
    st.header(_("What simpler recommenders say to the same stars"), anchor=False)
    show_beside(run, mine, allowed)  # which needs no worker, and so is there at once
    if found is None:
        return
    st.header(_("Where you stand"), anchor=False)
    show_maps(run, mine, found)
    _take_home(run, mine, found)


def _show_control(run: Run) -> None:
    names = datasets.DATASETS[run.config.dataset].columns()
    mine = rated.ratings(run)
    st.header(_("Your stars"), anchor=False)
    with st.container(horizontal=True):
        st.button(
            _("Clear"),
            icon=":material/ink_eraser:",
            on_click=rated.replace,
            args=(run, {}),
            disabled=not mine,
        )
        st.button(
            named(_("Somebody else's"), run),
            icon=":material/shuffle:",
            on_click=_take_someone,
            args=(run,),
            help=_("Ten ratings of one of the people that the network has learnt from."),
        )
    show_search(run)
    components.stars(
        [components.Thing(one, _(names[one]), mine.get(one, 0.0)) for one in rated.laid(run)],
        (run.config.data.value_range or (0, 5))[1],
        lambda thing, stars: rated.rate(run, thing, stars),
        _("Things to rate"),
        f"stars-{run.config.dataset}",
    )
    st.caption(_("Click or drag the stars, or use the arrow keys. 0 stars: not rated."))


def _take_someone(run: Run) -> None:
    """Take ten ratings of the next person instead of one's own."""
    people = datasets.load(run.config.dataset, "train").samples
    turn = st.session_state["someone"] = st.session_state.get("someone", -1) + 1
    order = np.random.default_rng(0).permutation(len(people))
    order = order[np.isfinite(people[order]).sum(axis=1) >= rated.SHOWN]
    row = people[order[turn % len(order)]]
    things = np.flatnonzero(np.isfinite(row))
    some = np.random.default_rng(turn).choice(things, rated.SHOWN, replace=False)
    rated.replace(run, {int(one): float(row[one]) for one in some})


def _choose_known(run: Run, known_by: int) -> np.ndarray:
    """Let a person choose how well known a thing must be; return which things are: bool (things,).

    Whatever is chosen, what nobody has rated is left out.
    """
    counts = rated.known_by(run.config.dataset)
    most = int(np.sort(counts)[::-1][: 2 * rated.SHOWN][-1])  # so many that a list is left
    fitting = [one for one in KNOWN_BY if one <= most] or [1]
    chosen = st.select_slider(
        _("Recommend what was rated by at least"),
        fitting,
        value=max(one for one in fitting if one <= max(known_by, fitting[0])),
        format_func=lambda count: _("{count} people").format(count=count),
        key=f"known-by-{len(fitting)}",
        help=_(
            "What a few people have rated highly gets the most predicted stars by chance. This "
            "holds for every list on this page."
        ),
    )
    return counts >= chosen


def _say_of(run: Run, mine: dict[int, float]) -> None:
    """Say what little can be said of few, equal or no ratings."""
    if not mine:
        st.info(_("You have rated nothing: this is what anybody would be shown."))
    elif len(mine) == 1:
        st.info(_("One rating says little: the list is near what anybody would be shown."))
    elif len(set(mine.values())) == 1:
        st.info(
            _(
                "All your ratings are equal: they say how generous you are, and which things you "
                "know, but not what you prefer."
            )
        )
    elif not any(stars >= ranking.LIKED for stars in mine.values()):
        st.info(
            _(
                "You like nothing so far ({least:g} stars or more): recommenders that look at "
                "likes alone show what anybody would be shown."
            ).format(least=ranking.LIKED)
        )


def _take_home(run: Run, mine: dict[int, float], found: list[Recommended]) -> None:
    names = datasets.DATASETS[run.config.dataset].columns()
    rows = [["kind", "thing", "value"]]
    rows += [["rated", _(names[one]), f"{stars:g}"] for one, stars in mine.items()]
    rows += [["recommended", _(names[one.thing]), f"{one.value:.3f}"] for one in found]
    st.download_button(
        _("Your ratings and this list (CSV)"),
        exports.table_csv(rows),
        "recommendations.csv",
        "text/csv",
        icon=":material/download:",
    )
