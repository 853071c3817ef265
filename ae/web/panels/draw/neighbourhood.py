"""Where a drawing's code lies among the held-out ones, and its neighbours there."""

from collections import Counter

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import Projection
from ae.data import datasets
from ae.data.drawing import Seen
from ae.i18n import _, listed, sentences
from ae.runs.store import Run
from ae.web import figures
from ae.web.components import item, picker
from ae.web.live import encode
from ae.web.panels.draw.reading import odds, unlike
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_names, some_held_out
from ae.web.wording import legend, named

NEIGHBOURS = 10
MAPPED = 3000
"""How many held-out codes the map shows."""


def neighbourhood(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the code's nearest held-out samples and its place on the map, linked, and its bars."""
    code = encode(run, given)
    if code is None:
        return
    codes = run_array(run, "latents")
    nearest = analysis.nearest(code[0], codes, NEIGHBOURS)
    chosen = int(_linked(run).get("sample", nearest[0]))
    st.markdown(
        named(
            _(
                "**Its nearest held-out {samples}**, by their codes. Pick one here or a "
                "point on the map."
            ),
            run,
        )
    )
    shown = nearest if chosen in nearest else np.append(nearest, chosen)
    _neighbours(run, shown, chosen)
    names = Counter(held_out_names(run, nearest))
    among = listed(f"{count} × {name}" for name, count in names.most_common())
    far = unlike(run, code[0], odds(run, seen.image))
    told = _("Its {n} nearest: {among}.").format(n=len(nearest), among=among)
    st.markdown(sentences([told, far]))
    left, right = st.columns(2)
    with left:
        theirs = named(_("{sample} {n}"), run).format(n=chosen)
        _bars({_("this drawing"): code[0], theirs: codes[chosen]})
    with right:
        _place(run, code, nearest, chosen)


def _bars(codes: dict[str, np.ndarray]) -> None:
    chart = figures.bars(codes, _("number of the code"), _("value"))
    st.plotly_chart(
        chart, key="code-bars", config={"displayModeBar": False}, alt=_("The drawing's code.")
    )


def _place(run: Run, code: np.ndarray, nearest: np.ndarray, chosen: int) -> None:
    key = f"code-map-{run.key}"
    st.plotly_chart(
        _map(run, code, nearest, chosen),
        key=key,
        config={"displaylogo": False},
        on_select=lambda: _pick_point(run, key),
        selection_mode="points",
        alt=_("The drawing's place among the held-out codes."),
    )
    st.caption(_("Points: {which}.").format(which=some_held_out(run, MAPPED)))


def _linked(run: Run) -> dict[str, int]:
    """Return what was picked last, in the pictures or on the map; a choice ends with its run."""
    linked = st.session_state.get("draw-linked", {})
    return linked if linked.get("run") == run.key else {}


def _pick(run: Run, index: int) -> None:
    st.session_state["draw-linked"] = {"run": run.key, "sample": index}


def _pick_point(run: Run, key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points and "customdata" in points[0]:
        _pick(run, int(np.ravel(points[0]["customdata"])[0]))


def _neighbours(run: Run, shown: np.ndarray, chosen: int) -> None:
    names = held_out_names(run, shown)
    pictures = drawn(run, datasets.held_out(run.config.dataset).samples[shown])
    text = named(_("held-out {sample} {n}, a {label}"), run)
    items = [
        item(
            int(index),
            text.format(n=index, label=name),
            f"{name} · {index}",
            picture,
        )
        for index, name, picture in zip(shown, names, pictures, strict=True)
    ]
    label = named(_("The nearest held-out {samples}"), run)
    picker(items, chosen, lambda index: _pick(run, index), label, "draw-neighbours")


def _map(run: Run, code: np.ndarray, nearest: np.ndarray, chosen: int):
    codes, labels = run_array(run, "latents"), datasets.held_out(run.config.dataset).labels
    axes = ("z1", "z2")
    if codes.shape[1] > 2:
        plane = Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
        flat, own, axes = plane.project(codes), plane.project(code), ("PCA 1", "PCA 2")
    else:
        flat, own = codes, code
    if flat.shape[1] == 1:
        flat, own = (np.pad(points, ((0, 0), (0, 1))) for points in (flat, own))
    rows = analysis.sampled(len(flat), MAPPED)
    figure = figures.latent_scatter(flat[rows, :2], labels[rows], legend(run), axes, numbers=rows)
    return figures.mark(figure, own[:, :2], flat[nearest, :2], nearest, flat[[chosen], :2])
