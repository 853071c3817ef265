"""The explorer: a plane of the code as decoded samples, to walk by mouse, finger or keys."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from ae.analysis.latent_grid import Window
from ae.web.components.explorer.parts import Field, Points, Samples
from ae.web.components.explorer.words import words
from ae.web.components.feed import feed
from ae.web.components.scripts import packed

_FOLDER = Path(__file__).parent
_BUTTONS = _FOLDER.parent / "buttons.css"
_mount = st.components.v2.component(
    "ae_explorer",
    html=(_FOLDER / "explorer.html").read_text(),
    css=_BUTTONS.read_text() + (_FOLDER / "explorer.css").read_text(),
    js=packed(_FOLDER / "explorer.js"),
)

MOST_MARKS = 64
"""A browser's pins, and the places of its path, are taken up to this number."""


@dataclass(frozen=True)
class Legend:
    """What an explorer's points are.

    Args:
        colours: of each class.
        classes: what each class is called.
        sample, samples: what one, or several, are called.
    """

    colours: tuple[str, ...]
    classes: tuple[str, ...]
    sample: str
    samples: str


@dataclass(frozen=True)
class Explored:
    """What a person has marked on the plane.

    Args:
        pins: float32 (n, 2), in the order they were set.
        path: float32 (n, 2), places equally far apart along the path that was drawn, or none.
        window: the window last zoomed into, or None while the whole map is seen.
    """

    pins: np.ndarray
    path: np.ndarray
    window: Window | None = None


def explorer(
    name: str,
    axes: tuple[str, str],
    whole: Field,
    points: Points,
    samples: Samples,
    finer: Callable[[Window], Field | None],
    legend: Legend,
    key: str,
) -> Explored:
    """Show a plane of the code to walk through and return what was marked on it.

    Moving, playing and drawing send nothing. Pins and a path come when they change; a window
    comes some 0.3 s after zooming came to rest, and `finer` is then asked for its field, as in
    every later run of the page while it is zoomed: keep what it returns. Call it in a fragment.

    Args:
        name: another name is another plane: it starts anew, without pins. It should name all
            that the plane depends on, so the run's key and the axes.
        axes: what the two axes are called.
        whole: the field of the whole map.
        points: the held-out codes.
        samples: the pictures of some of them; they stay when the plane changes.
        finer: decodes a field of a window within the whole; None leaves what is there.
        legend: what classes and samples are called, and their colours.
        key: the component's key.
    """
    data = {
        "name": name,
        "axes": axes,
        "whole": whole.window,
        "samples": samples.packed.header["stamp"],
        "colours": (*legend.colours,),
        "classes": (*legend.classes,),
        "words": (words(legend.sample, legend.samples),),
    }
    with st.container(gap=None):
        found = _mount(
            key=key, data=data, on_marks_change=lambda: None, on_window_change=lambda: None
        )
        explored = _explored(found, name, whole.window)
        feed(whole.packed, name, "whole", f"{key}-whole")
        feed(points.packed, name, "points", f"{key}-points")
        feed(samples.packed, data["samples"], "samples", f"{key}-samples")
        closer = finer(explored.window) if explored.window else None
        if closer is not None:
            feed(closer.packed, name, "finer", f"{key}-finer")
    return explored


def _explored(found: Any, name: str, whole: Window) -> Explored:
    """Return what the browser said about the plane of this name; `shapes` says in what form."""
    marks, seen = _about(found.get("marks"), name), _about(found.get("window"), name)
    pins, path = (_places(marks.get(what, []), whole) for what in ("pins", "path"))
    return Explored(pins, path, _window(seen.get("window"), whole))


def _about(told: dict[str, Any] | None, name: str) -> dict[str, Any]:
    return told if told is not None and told["name"] == name else {}


def _places(told: list[list[float]], whole: Window) -> np.ndarray:
    """Return the first places of many, each moved into the whole window."""
    places = np.array(told[:MOST_MARKS], np.float32).reshape(-1, 2)
    return np.clip(places, (whole[0], whole[2]), (whole[1], whole[3])).astype(np.float32)


def _window(window: list[float] | None, whole: Window) -> Window | None:
    if window is None:
        return None
    left, right = np.clip(window[:2], *whole[:2]).tolist()
    bottom, top = np.clip(window[2:], *whole[2:]).tolist()
    return (left, right, bottom, top) if left < right and bottom < top else None
