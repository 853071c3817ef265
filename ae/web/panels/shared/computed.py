"""A view of a run as a person gets it: the button, the progress, how its making ended."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae.i18n import _
from ae.runs import jobs
from ae.runs.store import Run
from ae.web import asking
from ae.web.foreign import foreign
from ae.web.server import store

REFRESH_SECONDS = 0.5


@dataclass(frozen=True)
class Words:
    """What a page says of the making of a view, translated.

    Args:
        start: the button; `{n}` is how many seconds it takes.
        interrupted: that it was interrupted.
        failed: that it failed; `{why}` is why.
        under_way: what is done, by the share that is done, 0 to 1.
    """

    start: str
    interrupted: str
    failed: str
    under_way: Callable[[float], str]


def computed(
    run: Run, spec: jobs.Spec, words: Words, seconds: float, icon: str
) -> np.ndarray | None:
    """Return what a job has made of a run, or offer it and return None.

    While it is made its progress is shown; the page runs again by itself at the end.

    Args:
        spec: of a job that makes a view of this run.
        seconds: how long it takes here.
        icon: of the button.
    """
    found = None if spec.view is None else store().view(run, spec.view)
    if found is None:
        job = jobs.snapshot(store(), spec.key)
        if job.active:
            st.fragment(_live, run_every=REFRESH_SECONDS)(spec, words)
        else:
            _invite(spec, job, words, seconds, icon)
    return found


def _invite(spec: jobs.Spec, job: jobs.Snapshot, words: Words, seconds: float, icon: str) -> None:
    if job.state == "interrupted":
        st.warning(words.interrupted, icon=":material/warning:")
    elif job.state == "failed":
        st.error(words.failed.format(why=foreign(str(job.message))), icon=":material/warning:")
    asking.show_refusal(spec)
    again = job.state in ("interrupted", "failed")
    label = _("Try again (about {n:.0f} s)") if again else words.start
    st.button(
        label.format(n=seconds),
        key=f"{spec.kind}-{spec.subject}",
        icon=icon,
        on_click=asking.clicked(asking.ask),
        args=(spec,),
    )


def _live(spec: jobs.Spec, words: Words) -> None:
    """Show what is under way. Runs again by itself; ends in a rerun of the page."""
    job = jobs.snapshot(store(), spec.key)
    if not job.active:
        st.rerun()
    text = words.under_way(job.fraction)
    if job.state == "queued":
        text = _("Waiting: place {place} in the queue.").format(place=job.place)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(job.fraction, text)
        asking.show_stake(spec, job, "stake")
    asking.show_refusal(spec)
