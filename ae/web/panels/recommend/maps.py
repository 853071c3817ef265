"""The map of people and the map of things, with the visitor and what is recommended on them."""

import numpy as np
import streamlit as st

from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, labelled
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import when_awake
from ae.web.panels.recommend import rated
from ae.web.panels.recommend.codes import (
    people_codes,
    plane_of_people,
    plane_of_things,
    thing_codes,
)
from ae.web.panels.recommend.lists import Recommended
from ae.web.panels.recommend.predictions import place

AXES = ("PCA 1", "PCA 2")
LEFT_OUT = 5
"""What fewer people have rated is not on the map: its code has hardly been learnt."""


def show_maps(run: Run, mine: dict[int, float], found: list[Recommended]) -> None:
    """Show people and things side by side, each in the plane in which their codes vary most."""
    colour, meaning = _choose_colour(run)
    left, right = st.columns(2)
    with left:
        _show_people(run, mine, colour, meaning)
    with right:
        _show_things(run, mine, found)
    st.caption(
        _(
            "Two maps, since a person's code and a thing's code are not the same kind of numbers: "
            "a prediction is made of their products. Each map is a shadow: the two directions in "
            "which the codes vary most."
        )
    )


def _show_people(run: Run, mine: dict[int, float], colour: str, meaning: str) -> None:
    own = when_awake(lambda: place(run, rated.row(run, mine)[None]))
    if own is None:
        return
    plane, (points, values) = plane_of_people(run), _people(run, colour)
    figure = figures.latent_scatter(
        points, np.zeros(len(points), np.uint8), [""], AXES, values, meaning
    )
    figures.star(figure, plane.project(own)[0], _("you"))
    st.markdown(_("**People**, each a point; the star is you"))
    text = _("Map of {n} people; you are at {x:.2f}, {y:.2f}.")
    x, y = plane.project(own)[0]
    st.plotly_chart(
        figure,
        key=f"people-{run.key}",
        config={"displaylogo": False},
        alt=text.format(n=len(points), x=x, y=y),
    )


def _choose_colour(run: Run) -> tuple[str, str]:
    """Let a person choose what colours the people; return that and its words."""
    hidden = {f"taste {n}": text for n, text in enumerate(_hidden(run))}
    ways = {**hidden, "mean": _("mean stars given"), "count": _("how many things rated")}
    chosen: str = st.selectbox(
        _("People coloured by"),
        list(ways),
        format_func=lambda way: ways[way],
        width=260,
        key=f"people-by-{len(ways)}",
    )
    return chosen, ways[chosen]


def _hidden(run: Run) -> list[str]:
    """Return the words for what is hidden in the data, where they are made up."""
    made = datasets.DATASETS[run.config.dataset].made
    names = made.names if made is not None else ()
    return [_("hidden taste: {name}").format(name=_(name)) for name in names]


@cached(32)
def _people(run: Run, colour: str) -> tuple[np.ndarray, np.ndarray]:
    """Return where the people that a run has learnt from lie, (n, 2), and what colours them."""
    train = datasets.load(run.config.dataset, "train").samples[: run.config.train_size]
    rows = np.flatnonzero(np.isfinite(train).any(axis=1))
    points = plane_of_people(run).project(people_codes(run)[rows])
    return points, _values(run, rows, colour)


def _values(run: Run, rows: np.ndarray, colour: str) -> np.ndarray:
    """Return what colours some people, (len(rows),)."""
    made = datasets.DATASETS[run.config.dataset].made
    if made is not None and colour.startswith("taste "):
        return made.hidden()[0][rows, int(colour.removeprefix("taste "))]
    train = datasets.load(run.config.dataset, "train").samples[rows]
    if colour == "mean":
        return np.nanmean(train, axis=1)
    return np.isfinite(train).sum(axis=1)


@cached(32)
def _things(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return which things are known well enough to be shown, and where all lie, (things, 2)."""
    counts = rated.known_by(run.config.dataset)
    rows = np.flatnonzero(counts >= min(LEFT_OUT, int(counts.max())))
    return rows, plane_of_things(run).project(thing_codes(run))


def _show_things(run: Run, mine: dict[int, float], found: list[Recommended]) -> None:
    names = datasets.DATASETS[run.config.dataset].columns()
    rows, points = _things(run)
    marked = {one: labelled(_(names[one]), f"{stars:g} ★") for one, stars in mine.items()}
    figure = figures.thing_map(
        points,
        rows,
        [_(names[one]) for one in rows],
        (list(marked), list(marked.values()), _("rated by you")),
        ([one.thing for one in found], [_(names[one.thing]) for one in found], _("recommended")),
        AXES,
    )
    st.markdown(_("**Things**, each a point; what lies together is liked by the same people"))
    st.plotly_chart(
        figure,
        key=f"things-{run.key}",
        config={"displaylogo": False},
        alt=_("Map of {n} things, {m} of them rated by you.").format(n=len(rows), m=len(mine)),
    )
