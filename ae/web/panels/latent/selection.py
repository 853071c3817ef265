"""What is selected on a map, and the pictures beside it: linked both ways."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web.components import Item, item, picker
from ae.web.live import reconstruct, when_awake
from ae.web.samples import drawn, held_out_names
from ae.web.wording import named

SHOWN = 24
"""How many of the selected digits are shown."""


@dataclass(frozen=True)
class Selection:
    """What a visitor has selected on the map of a run, as rows of its held-out digits."""

    run: str
    rows: tuple[int, ...] = ()
    picked: int | None = None


def selection(run: Run) -> Selection:
    """Return what this visitor has selected; another run starts without."""
    found = st.session_state.get("latent-selection", Selection(run.key))
    return found if found.run == run.key else Selection(run.key)


def select(run: Run, rows: Sequence[int]) -> None:
    """Keep what was selected on the map; one point alone is picked as well."""
    picked = rows[0] if len(rows) == 1 else None
    st.session_state["latent-selection"] = Selection(run.key, tuple(rows), picked)


def pick(run: Run, row: int) -> None:
    """Keep which of the pictures was picked."""
    st.session_state["latent-selection"] = Selection(run.key, selection(run).rows, row)


def show_selection(run: Run) -> None:
    """Show the selected digits over their reconstructions; of many, some of every kind."""
    now = selection(run)
    if not now.rows:
        st.caption(
            named(
                _(
                    "Draw around some points, or tap one, to see the {samples} and what "
                    "the network makes of them. A click on the legend hides a {sample}, a "
                    "double click shows it alone."
                ),
                run,
            )
        )
        return
    shown = np.sort(np.random.default_rng(0).permutation(now.rows)[:SHOWN])
    text = _("{n} selected; {shown} of them:") if len(shown) < len(now.rows) else _("{n} selected:")
    st.markdown(text.format(n=f"{len(now.rows):,}", shown=len(shown)))
    split = datasets.held_out(run.config.dataset)
    clean = datasets.to_inputs(split.samples[shown])
    restored = when_awake(lambda: reconstruct(run, clean))
    if restored is None:
        return
    items = _items(run, shown, clean, restored)
    label = named(_("The selected {samples}, each above its reconstruction"), run)
    picker(items, now.picked, lambda row: pick(run, row), label, "latent-picker")
    st.caption(_("Pick a picture to find its point on the map."))


def _items(run: Run, shown: np.ndarray, clean: np.ndarray, restored: np.ndarray) -> list[Item]:
    """Return the selected samples, each above its reconstruction, to pick from."""
    errors = analysis.squared_error(clean, restored)
    text = named(
        _("held-out {sample} {n}, a {label}, above its reconstruction; squared error {error:.1f}"),
        run,
    )
    return [
        item(
            int(row),
            text.format(n=row, label=name, error=error),
            f"{name} · {row}",
            above,
            below,
        )
        for row, name, above, below, error in zip(
            shown,
            held_out_names(run, shown),
            drawn(run, clean),
            drawn(run, restored),
            errors,
            strict=True,
        )
    ]
