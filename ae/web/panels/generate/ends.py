"""The ends of a path: a held-out sample, this visitor's drawing, or a sample that was picked."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.drawing_state import as_input, current
from ae.web.live import when_awake
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_input
from ae.web.server import workers
from ae.web.wording import named
from ae.workers import inference

KINDS = {
    "digit": N_("Held-out {sample}"),
    "drawing": N_("My drawing"),
    "sample": N_("A sample"),
}


@dataclass(frozen=True, eq=False)
class End:
    """One end of a path.

    Args:
        code: float32 (d,), for the run that was asked.
        image: float32 (1, *shape), what it is the code of; None for a sample.
    """

    code: np.ndarray
    image: np.ndarray | None


def keep_sample(run: Run, code: np.ndarray) -> None:
    """Keep a sample of a run for the other ways of generating."""
    st.session_state["sample-kept"] = (run.identity, code)


def kept_sample(run: Run) -> np.ndarray | None:
    """Return the sample of this run that was picked last, float32 (d,)."""
    identity, code = st.session_state.get("sample-kept", ("", None))
    return code if identity == run.identity else None


def choose_end(run: Run, label: str, key: str, usual: int) -> End | None:
    """Let a person choose an end; say what to do where there is no such thing yet."""
    kind = st.segmented_control(
        label,
        [name for name in KINDS if name != "drawing" or _can_draw(run)],
        default="digit",
        required=True,
        format_func=lambda name: named(_(KINDS[name]), run),
        key=f"{key}-kind",
    )
    if kind == "sample":
        code = kept_sample(run)
        if code is None:
            st.info(_("Pick a picture under “Sample” first."))
            return None
        return End(code, None)
    if kind == "drawing":
        image = as_input(current().seen(False, run.config.dataset).image)
        st.image(figures.png(drawn(run, image)[0]), width=84, alt=_("My drawing"))
        return of_image(run, image)
    index = choose_sample(run, f"{key}-digit", usual)
    return End(run_array(run, "latents")[index], held_out_input(run, index))


def _can_draw(run: Run) -> bool:
    """Tell whether a drawing can be what this run has learnt."""
    return datasets.DATASETS[run.config.dataset].framing is not None


def of_image(run: Run, image: np.ndarray) -> End | None:
    """Return the end at a picture's code, or None while the worker wakes up."""
    code = when_awake(lambda: inference.encode(workers(), run.identity, image))
    return None if code is None else End(code[0], image)
