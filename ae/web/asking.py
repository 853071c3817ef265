"""What a visitor asks of the workers: a job, or no longer; and why that was refused, in words."""

from collections.abc import Callable

import streamlit as st

from ae.i18n import _, ngettext
from ae.runs import jobs
from ae.runs.store import StoreError
from ae.web.foreign import foreign
from ae.web.server import store, workers
from ae.web.visitor import visitor
from ae.workers.client import WorkerError


def ask(spec: jobs.Spec) -> bool:
    """Have a job done for this visitor; tell whether it was taken: see `show_refusal`."""
    _refusals().pop(spec.key, None)
    try:
        workers().submit(spec, visitor(), visits=True)
    except (WorkerError, StoreError) as error:
        _refusals()[spec.key] = str(error)
        return False
    return True


def leave(spec: jobs.Spec) -> bool:
    """Ask for a job no longer: it ends if nobody else does. Tell whether that was noted."""
    _refusals().pop(spec.key, None)
    try:
        return jobs.leave(store(), spec.key, visitor())
    except StoreError as error:
        _refusals()[spec.key] = str(error)
        return False


def show_refusal(spec: jobs.Spec) -> None:
    """Say why the last wish of this visitor about a job was not met, if it was not."""
    if spec.key in _refusals():
        st.error(foreign(_refusals()[spec.key]), icon=":material/block:")


def show_stake(
    spec: jobs.Spec,
    job: jobs.Snapshot,
    name: str,
    ask: Callable[[jobs.Spec], object] = ask,
    leave: Callable[[jobs.Spec], object] = leave,
) -> None:
    """Show what this visitor can do about a job under way: cancel it, or ask for it, too.

    Args:
        name: the button's key begins with it.
        ask, leave: do what the button says.
    """
    if jobs.cancel_requested(store(), spec.key):  # or a second press would ask for it again
        st.button(_("Ending…"), key=f"{name}-ending-{spec.key}", disabled=True)
        return
    mine = visitor() in job.asked
    told = _("Somebody else asked for it, and can cancel it. If you ask, it goes on for you.")
    if mine:
        told = _others(len(job.asked) - 1)
    what = "leave" if mine else "ask"
    st.button(
        _("Cancel") if mine else _("Ask for it, too"),
        key=f"{name}-{what}-{spec.key}",
        icon=":material/stop_circle:" if mine else ":material/group_add:",
        help=told or None,
        on_click=clicked(leave if mine else ask),
        args=(spec,),
    )


def clicked(act: Callable[[jobs.Spec], object]) -> Callable[[jobs.Spec], None]:
    """Return what a button does: an act, whatever it returns."""

    def on_click(spec: jobs.Spec) -> None:
        act(spec)

    return on_click


def _others(count: int) -> str:
    text = ngettext(
        "{n} other asked for it, too: for them it goes on.",
        "{n} others asked for it, too: for them it goes on.",
        count,
    )
    return text if count else ""


def _refusals() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault("refused", {})
    return found
