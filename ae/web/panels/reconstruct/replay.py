"""The epoch snapshots of a training, to go through again."""

import streamlit as st

from ae.i18n import _
from ae.runs.evaluation import SNAPSHOTS
from ae.runs.store import Run
from ae.web.controls import view_choices
from ae.web.panels.shared.curves import show_curves
from ae.web.panels.shared.snapshots import show_snapshot
from ae.web.runs import run_array


@st.fragment
def replay(run: Run) -> None:
    """Offer to go through the training again; what it needs is loaded when it is opened."""
    panel = st.expander(
        _("Watch it learn again, epoch by epoch"),
        icon=":material/movie:",
        expanded=view_choices.value("film", False),
        **view_choices.wired("film", False),
    )
    if panel.open:
        with panel:
            _go_through(run)


def _go_through(run: Run) -> None:
    """Show the same held-out samples as they were after any epoch, beside the loss curves."""
    epochs = run.config.epochs
    epoch = st.slider(
        _("Epoch"),
        0,
        epochs,
        epochs,
        key=f"epoch-{run.key}",
        help=_("0 is the untrained network. Drag, or use the arrow keys."),
    )
    left, right = st.columns(2)
    with left:
        show_snapshot(run.config, run_array(run, SNAPSHOTS)[epoch])
        record = run.history[epoch]
        text = _("After epoch {epoch}: training error {train:.4f}, held-out error {test:.4f}.")
        st.caption(text.format(epoch=epoch, train=record["train_loss"], test=record["test_loss"]))
    with right:
        show_curves(run, run.history, "film", mark=epoch)
