"""Lists of what to try next: a run's with its reasons, and those of simpler recommenders."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae.analysis import ranking
from ae.data import datasets
from ae.i18n import N_, _, sentences
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import figures
from ae.web.panels.recommend import rated
from ae.web.panels.recommend.predictions import BESIDE, beside, scores, shown

LENGTH = 10
LABELS = {
    "popularity": N_("What most people like"),
    "neighbours": N_("Neighbours of what you like (item-kNN)"),
    "ease": N_("EASE, a linear model"),
}


@dataclass(frozen=True)
class Recommended:
    """One line of a list.

    Args:
        thing: the column.
        value: as it is shown.
        because: which of the person's ratings moved it most, or None.
        moved: how far that one moved it up (down where negative), as it is shown.
    """

    thing: int
    value: float
    because: int | None = None
    moved: float = 0.0


def recommend(run: Run, mine: dict[int, float], allowed: np.ndarray) -> list[Recommended]:
    """Return what a run recommends for some ratings, each with what moved it most.

    A rating's part is what leaving it out changes.

    Args:
        mine: stars by column.
        allowed: bool (things,), which things may be recommended.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    without = [{one: mine[one] for one in mine if one != left} for left in mine]
    rows = np.stack([rated.row(run, some) for some in (mine, *without)])
    answers = scores(run, rows)
    best = ranking.top(answers[:1], _free(mine, allowed), LENGTH)[0]
    values = shown(run, answers)[:, best]
    parts = answers[0, best] - answers[1:, best]  # (ratings, LENGTH)
    found = []
    for place, thing in enumerate(best):
        if not mine:
            found.append(Recommended(int(thing), float(values[0, place])))
            continue
        most = int(np.argmax(parts[:, place]))
        moved = float(values[0, place] - values[1 + most, place])
        because = list(mine)[most] if parts[most, place] > 0 else None
        found.append(Recommended(int(thing), float(values[0, place]), because, moved))
    return found


def _free(mine: dict[int, float], allowed: np.ndarray) -> np.ndarray:
    """Return what may be recommended and is not rated yet."""
    free = allowed.copy()
    free[list(mine)] = False
    return free


def show_list(run: Run, found: list[Recommended]) -> None:
    """Show a run's list, each line with its reason."""
    names = datasets.DATASETS[run.config.dataset].columns()
    mine = rated.ratings(run)
    ranks = REGISTRY[run.config.architecture.name].ranks
    lines = [
        figures.Line(_(names[one.thing]), _value(ranks, one.value), _reason(names, mine, one))
        for one in found
    ]
    st.header(_("Recommended by this autoencoder"), anchor=False)
    st.html(figures.ranked_list(lines, _("Recommendations, the first one first")))
    told = _("Stars are predicted.")
    if ranks:
        told = _("The percentage is the thing's share of one chance that all things share.")
    why = _("A reason is the rating of yours without which the thing would lose most, measured.")
    st.caption(sentences([told, why]))


def _value(ranks: bool, value: float) -> str:
    return f"{value:.1f} %" if ranks else f"★ {value:.1f}"


def _reason(names: tuple[str, ...], mine: dict[int, float], one: Recommended) -> str:
    if one.because is None:
        return ""
    name, moved = _(names[one.because]), one.moved
    if mine[one.because] >= ranking.LIKED:
        return _("because you liked {name} ({moved:+.2f})").format(name=name, moved=moved)
    return _("because of your {stars:g} stars for {name} ({moved:+.2f})").format(
        stars=mine[one.because], name=name, moved=moved
    )


def show_beside(run: Run, mine: dict[int, float], allowed: np.ndarray) -> None:
    """Show the lists of simpler recommenders for the same ratings, side by side."""
    names = datasets.DATASETS[run.config.dataset].columns()
    row = rated.row(run, mine)[None]
    liked = bool(ranking.liked(row).any())
    for column, name in zip(st.columns(len(BESIDE)), BESIDE, strict=True):
        with column:
            st.markdown(f"**{_(LABELS[name])}**")
            if name != "popularity" and not liked:
                st.caption(_("It looks at likes alone, and you have given none."))
                continue
            values = beside(run, name, row)
            best = ranking.top(values, _free(mine, allowed), LENGTH)[0]
            lines = [figures.Line(_(names[one])) for one in best]
            st.html(figures.ranked_list(lines, _(LABELS[name])))
