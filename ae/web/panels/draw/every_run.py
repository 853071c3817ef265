"""The same drawing through many finished runs."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.drawing_state import as_input
from ae.web.live import reconstruct, when_awake
from ae.web.panels.draw.shown_runs import shown_runs
from ae.web.runs import names_of
from ae.web.samples import drawn
from ae.web.wording import named


def every_run(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the same digit through many finished runs, best first."""
    runs = shown_runs(run, "every")
    found = when_awake(lambda: [reconstruct(one, given)[0] for one in runs])
    if found is None:
        return
    clean = as_input(seen.image)  # before noise and eraser
    errors = analysis.squared_error(np.repeat(clean, len(runs), axis=0), np.stack(found))
    order = np.argsort(errors, kind="stable")
    names = names_of([one.config for one in runs])
    text = _("reconstruction by {name}, squared error {error:.1f}")
    texts = [text.format(name=names[place], error=errors[place]) for place in order]
    captions = [f"{names[place]}: {errors[place]:.1f}" for place in order]
    pictures = drawn(run, np.stack(found)[order])
    st.html(figures.gallery(pictures, texts, captions, large=True))
    st.caption(
        named(
            _(
                "Finished runs on these {samples}, the smallest squared error against the "
                "clean drawing first. A wide code copies well; it need not know {samples}."
            ),
            run,
        )
    )
