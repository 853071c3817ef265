"""A film of a training: the same samples after every epoch, played in the browser."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from ae.i18n import _
from ae.web import figures
from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_film",
    html=(_FOLDER / "film.html").read_text(),
    css=(_FOLDER.parent / "buttons.css").read_text() + (_FOLDER / "film.css").read_text(),
    js=joined(_FOLDER / "film.js"),
)


def film(
    frames: np.ndarray,
    still: Sequence[tuple[str, np.ndarray]],
    label: str,
    names: Sequence[str],
    told: Sequence[str],
    key: str,
) -> None:
    """Show frames to go through and to play; nothing moves until it is asked for.

    Args:
        frames: uint8 (frames, n, height, width).
        still: rows that stay above them, each its label and pictures, uint8 (n, height, width).
        label: what the row of frames is called.
        names: what each of the n pictures is of.
        told: what is said of each frame.
        key: the component's key.
    """
    rows = np.concatenate([frames, *(pictures[None] for _label, pictures in still)])
    count, n, height, width = rows.shape
    sheet = rows.transpose(0, 2, 1, 3).reshape(count * height, n * width)
    data = {
        "url": figures.data_url(sheet),
        "frames": len(frames),
        "width": width,
        "height": height,
        "rows": (*(name for name, _pictures in still), label),
        "names": (*names,),
        "told": (*told,),
        "words": ({"play": _("Play"), "stop": _("Stop"), "epoch": _("Epoch")},),
    }
    _mount(key=key, data=data)
