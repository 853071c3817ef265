"""Sliders for the numbers of a code, and the picture they make."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from ae.analysis.latent_grid import Window
from ae.i18n import _
from ae.web import figures
from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_sliders",
    html=(_FOLDER / "sliders.html").read_text(),
    css=(_FOLDER / "sliders.css").read_text(),
    js=joined(_FOLDER / "sliders.js"),
)


@dataclass(frozen=True)
class Slider:
    """One number: its name, the range of its slider, and where it starts."""

    name: str
    low: float
    high: float
    start: float


def moved(given: list[Slider], version: str, key: str) -> list[float]:
    """Return where the sliders of this version were left, or start; see `sliders`."""
    state = st.session_state.get(key)
    told = state.get("hand") if state is not None else None
    starts = [one.start for one in given]
    if told is None or told["version"] != version or len(told["values"]) != len(given):
        return starts
    pairs = zip(told["values"], given, strict=True)
    return [float(min(max(value, one.low), one.high)) for value, one in pairs]


def sliders(
    given: list[Slider],
    picture: np.ndarray,
    field: tuple[np.ndarray, Window] | None,
    version: str,
    key: str,
) -> None:
    """Show sliders; ask `moved` where they are.

    Args:
        given: the sliders; with a field, the one or two numbers of its window.
        picture: uint8 (height, width), what the code makes as the sliders are now.
        field: decoded pictures, uint8 (rows, columns, height, width), on a window's grid: then the
            picture follows the thumb.
        version: another one puts the sliders back to their starts.
        key: the component's key.
    """
    data: dict[str, Any] = {
        "names": (*(one.name for one in given),),
        "low": (*(one.low for one in given),),
        "high": (*(one.high for one in given),),
        "values": (*moved(given, version, key),),
        "picture": figures.data_url(picture),
        "field": None,
        "version": version,
        "words": ({"picture": _("The picture that the sliders make.")},),
    }
    if field is not None:
        pictures, window = field
        rows, columns, height, width = pictures.shape
        url = figures.data_url(figures.montage(pictures, shrink=1))
        sizes = {"rows": rows, "columns": columns, "height": height, "width": width}
        data["field"] = ({"url": url, "window": window, **sizes},)
    _mount(key=key, data=data, on_hand_change=lambda: None)
