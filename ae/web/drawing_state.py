"""The one drawing that a session keeps: its strokes and the picture under them.

It outlives a change of page; `version` tells the browser that Python has put another drawing
in its place. The browser keeps the history of all that was drawn or put there, and names the
pictures of earlier drawings by their numbers: see `picture`.
"""

import secrets
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
import streamlit as st

from ae.data import datasets, drawing
from ae.data.drawing import Stroke

MOST_BYTES = 8_000_000
"""So much the pictures take, compressed, that drawings of all sessions may come back to."""


def number() -> int:
    """Return a number that no other drawing has, of this session or another: 1 to 2⁵²."""
    return 1 + secrets.randbelow(2**52)


@dataclass(frozen=True)
class Picture:
    """A picture under the strokes.

    Args:
        levels: uint8 (280, 280), light on black.
        sample: the held-out picture, uint8, that was enlarged to be it, if one was.
        number: by which the browser names it.
    """

    levels: np.ndarray
    sample: np.ndarray | None = None
    number: int = field(default_factory=number)


@dataclass(frozen=True)
class Drawing:
    """What lies on the canvas.

    Args:
        strokes: over the ground.
        ground: a picture, or nothing.
        version: another number for every drawing that Python has put there.
        fresh: whether the session began with it and nothing was drawn.
        name: what it belongs to, such as a sheet of a class.
        painter: knows what it has painted of it.
    """

    strokes: tuple[Stroke, ...] = ()
    ground: Picture | None = None
    version: int = field(default_factory=number)
    fresh: bool = False
    name: str = ""
    painter: drawing.Painter = field(default_factory=drawing.Painter, compare=False, repr=False)

    def _levels(self) -> np.ndarray | None:
        return None if self.ground is None else self.ground.levels

    def ink(self) -> np.ndarray:
        """Return what is left of what the pen has drawn over the ground, uint8 (280, 280)."""
        return self.painter.paint(self.strokes, "pen", self._levels())

    def seen(self, raw: bool, dataset: str) -> drawing.Seen:
        """Return what a network that learnt from `dataset` sees of it."""
        found = datasets.DATASETS[dataset]
        shape = (found.spec.shape[0], found.spec.shape[1])
        sample = None if self.ground is None else self.ground.sample
        untouched = all(stroke.tool == "mask" for stroke in self.strokes)
        if sample is not None and sample.shape == shape and untouched:
            # It is framed already; enlarging and framing it anew would only blur it.
            return drawing.Seen(
                sample, drawing.see_raw(self.strokes, shape, None, self.painter).erased
            )
        if raw or found.framing is None:
            return drawing.see_raw(self.strokes, shape, self._levels(), self.painter)
        return drawing.see(self.strokes, found.framing, self._levels(), self.painter)


def current() -> Drawing:
    """Return this session's drawing; at first an example, so that nothing is empty."""
    return st.session_state.setdefault("drawing", Drawing(tuple(drawing.EXAMPLE), fresh=True))


def put(changed: Drawing) -> None:
    """Put another drawing in place of this session's, by another version."""
    if changed.ground is not None:
        _keep(changed.ground)
    st.session_state["drawing"] = replace(changed, version=number())


def set_current(changed: Drawing) -> None:
    """Keep what was drawn on this session's drawing."""
    st.session_state["drawing"] = replace(changed, fresh=False)


def as_input(image: np.ndarray) -> np.ndarray:
    """Return a picture, uint8 (height, width), as a model's input, float32 (1, height, width)."""
    return datasets.to_inputs(image[None])


_kept: OrderedDict[int, tuple[bytes, Picture]] = OrderedDict()
"""Of each picture its levels, compressed, and the rest; what was asked for last comes last."""
_guard = Lock()


def _keep(given: Picture) -> None:
    packed = zlib.compress(given.levels.tobytes(), 1)
    with _guard:
        _kept[given.number] = packed, replace(given, levels=np.empty((0, 0), np.uint8))
        while sum(len(one) for one, _rest in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)


def picture(wanted: int) -> Picture | None:
    """Return the picture of a number that some session has drawn on; None if it is kept no more."""
    now = current().ground
    if now is not None and now.number == wanted:
        return now
    with _guard:
        if wanted not in _kept:
            return None
        packed, rest = _kept[wanted]
        _kept.move_to_end(wanted)
    levels = np.frombuffer(zlib.decompress(packed), np.uint8)
    return replace(rest, levels=levels.reshape(drawing.SIDE, drawing.SIDE))
