"""One threshold over scores: what it catches, what it misses, and which samples lie beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from ae.web.components.feed import Packed, Part, feed, pack
from ae.web.components.scripts import packed
from ae.web.components.threshold.words import words

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_threshold",
    html=(_FOLDER / "threshold.html").read_text(),
    css=(_FOLDER / "threshold.css").read_text(),
    js=packed(_FOLDER / "threshold.js"),
)


@dataclass(frozen=True, eq=False)
class Scored(Part):
    """Samples with their scores, some of them with pictures.

    Args:
        scores: float (n,), larger is odder.
        pictured: int (m,), which of them have pictures.
        pictures: uint8 (m, height, width), those samples, drawn.
        differences: float (m, height, width) of -1 to 1: where each is odd, above 0 where the
            reconstruction has too much.
        texts: what each of these is, m short texts.
    """

    scores: np.ndarray
    pictured: np.ndarray
    pictures: np.ndarray
    differences: np.ndarray
    texts: Sequence[str]

    def _packed(self) -> Packed:
        middle = np.rint(127.0 * np.clip(self.differences, -1.0, 1.0)) + 128.0
        arrays: dict[str, np.ndarray] = {
            "scores": np.asarray(self.scores, np.float32),
            "pictured": np.asarray(self.pictured, np.int32),
            "pictures": np.asarray(self.pictures, np.uint8),
            "differences": middle.astype(np.uint8),
        }
        return pack({"texts": list(self.texts)}, arrays)


def threshold(
    name: str,
    normal: Scored,
    odd: Scored,
    start: float,
    key: str,
    score: str,
    mark: float | None = None,
) -> None:
    """Show both histograms with one threshold to drag, and all that follows from it.

    Everything is counted anew in the browser, at the screen's rate; nothing is sent up.

    Args:
        name: another name is another set of scores: its threshold begins at `start`. It should
            name all that the scores depend on.
        normal, odd: the two sides. Keep them where a run is kept, so that they are packed once.
        start: where the threshold lies at first.
        key: the component's key.
        score: what the scores are called.
        mark: one more score to show on the histogram, such as a drawing's.
    """
    data: dict[str, Any] = {
        "name": name,
        "start": float(start),
        "score": score,
        "mark": None if mark is None else float(mark),
        "words": (words(),),
    }
    with st.container(gap=None):
        _mount(key=key, data=data)
        feed(normal.packed, name, "normal", f"{key}-normal")
        feed(odd.packed, name, "odd", f"{key}-odd")
