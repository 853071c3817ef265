"""By hand: a slider for every number of a code."""

import numpy as np
import streamlit as st

from ae.analysis import latent_grid
from ae.analysis.latent_grid import Window
from ae.i18n import _
from ae.runs.store import Run
from ae.web.components import Slider, moved, sliders
from ae.web.controls.plane_picker import by_variance, view
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode, when_awake
from ae.web.panels.shared.decoded_grid import decoded
from ae.web.panels.shared.neighbours import show_nearest
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.wording import named

FIRST = 16
"""How many sliders are shown at first, those of the numbers that vary most."""
REACH = 3.0
"""How far sliders reach from the mean, in standard deviations."""
KEY = "by-hand"


@st.fragment
def set_by_hand(run: Run) -> None:
    """Show the sliders, what they make, and the held-out digits that lie nearest."""
    index = choose_sample(run, "by-hand-digit")
    codes, order = run_array(run, "latents"), by_variance(run)
    if len(order) > FIRST and not st.toggle(
        _("All {n} numbers").format(n=len(order)), key="by-hand-all"
    ):
        order = order[:FIRST]
    numbers = [_number(codes, index, axis) for axis in order]
    version = f"{run.identity}-{index}-{len(order)}"
    code = codes[index].copy()
    code[order] = moved(numbers, version, KEY)
    pictures = decode(run, code[None])
    if pictures is None:
        return
    live = when_awake(lambda: _field(run, numbers)) if len(order) == codes.shape[1] <= 2 else None
    sliders(numbers, drawn(run, pictures)[0], live, version, KEY)
    show_nearest(run, code)
    st.caption(
        named(
            _(
                "The numbers that vary most come first; each slider reaches three "
                "standard deviations from the mean of the held-out codes, and so to places where "
                "no {sample} has its code. It starts from the {sample} chosen above."
            ),
            run,
        )
    )


def _number(codes: np.ndarray, index: int, axis: int) -> Slider:
    start, middle = float(codes[index, axis]), float(codes[:, axis].mean())
    spread = REACH * float(codes[:, axis].std()) or 1.0  # one that never changes can be changed
    return Slider(f"z{axis + 1}", min(middle - spread, start), max(middle + spread, start), start)


def _field(run: Run, numbers: list[Slider]) -> tuple[np.ndarray, Window]:
    """Return the field that the sliders of a code of one or two numbers move in."""
    axes = tuple(by_variance(run))
    up = numbers[1] if len(numbers) > 1 else numbers[0]
    window = (numbers[0].low, numbers[0].high, up.low, up.high)
    return decoded(run, view(run, axes), window, latent_grid.SIDE), window
