"""The same drawing through many finished runs."""

import numpy as np
import streamlit as st

from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web.drawing_state import as_input
from ae.web.panels.draw.shown_runs import shown_runs
from ae.web.panels.shared.through import best_first
from ae.web.wording import named


def every_run(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the same digit through many finished runs, best first."""
    runs = shown_runs(run, "every")
    if not best_first(runs, as_input(seen.image), given):  # before noise and eraser
        return
    st.caption(
        named(
            _(
                "Finished runs on these {samples}, the smallest squared error against the "
                "clean drawing first. A wide code copies well; it need not know {samples}."
            ),
            run,
        )
    )
