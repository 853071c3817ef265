"""A visitor's own trainings: one line on every page tells of those that go on unseen."""

import streamlit as st
from streamlit.navigation.page import Page

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _, labelled, listed
from ae.runs import jobs
from ae.web import asking
from ae.web.components import announce
from ae.web.controls import address
from ae.web.controls.chosen import open_in
from ae.web.controls.topics import current
from ae.web.panels.shared.pace import duration, seconds_left
from ae.web.runs import family_of, find_run
from ae.web.server import store
from ae.web.visitor import visitor

REFRESH_SECONDS = 1.0


def submit(config: RunConfig, again: bool = False) -> None:
    """Have a configuration trained, and remember that it is this visitor's: see `request`."""
    request(config, again)


def request(config: RunConfig, again: bool = False) -> bool:
    """Do the same, and tell whether it was taken.

    Args:
        again: whether it is trained from the same start though its run is there.

    Returns:
        whether it was taken: see `asking.show_refusal`.
    """
    _cancelled().discard(config.key())
    taken = asking.ask(jobs.training(config, again))
    if taken:
        _own()[config.key()] = config, current().name, st.session_state.get("page-path", "")
    return taken


def waiting() -> int:
    """Return how many of this visitor's trainings wait for others."""
    standing = [jobs.snapshot(store(), key, epochs=False) for key in _own()]
    return sum(job.state == "queued" for job in standing)


def had_trained(key: str) -> bool:
    """Tell whether a finished run is there because this visitor asked for it."""
    return visitor() in jobs.had_trained(store(), key)


def cancel(config: RunConfig) -> None:
    """Ask for a training no longer, and remember that this visitor did."""
    if asking.leave(jobs.training(config)):
        _cancelled().add(config.key())
        _own().pop(config.key(), None)


def show_stake(config: RunConfig, job: jobs.Snapshot, name: str) -> None:
    """Show what this visitor can do about a training under way: see `asking.show_stake`."""
    asking.show_stake(
        jobs.training(config),
        job,
        name,
        ask=lambda spec: submit(spec.config),
        leave=lambda spec: cancel(spec.config),
    )


def is_own(key: str) -> bool:
    """Tell whether this visitor had a run trained."""
    return key in _own()


def was_cancelled(key: str) -> bool:
    """Tell whether this visitor has cancelled the last training of a run."""
    return key in _cancelled()


def enter(page: Page) -> None:
    """Note which page is shown from now on."""
    st.session_state["page-path"] = page.url_path
    st.session_state["shown-run"] = ""  # until the page picks one
    st.session_state["shown-config"] = None


def show(pages: list[Page]) -> None:
    """Tell of the visitor's trainings that go on unseen: how far, with a way there and an end.

    Args:
        pages: all pages of the app. The run that the page is about, it tells of by itself.
    """
    if _unseen():
        st.fragment(_lines, run_every=REFRESH_SECONDS)(pages)


def _unseen() -> list[str]:
    """Return the keys of the visitor's trainings that go on and are not what the page shows.

    Of one that went on when this was last asked, and has ended, the news is kept to be said.
    """
    active = [key for key in _own() if jobs.snapshot(store(), key, epochs=False).active]
    unseen = [key for key in active if key != st.session_state["shown-run"]]
    for key in st.session_state.get("own-unseen", []):
        if key not in active and key in _own():  # which it is not once this visitor has left
            tell_end(_own()[key][0])
    st.session_state["own-unseen"] = unseen
    return unseen


def tell_end(config: RunConfig) -> None:
    """Keep the news that a training has ended, and how, to be said: see `announce_end`."""
    run, name = find_run(config.key()), family_of(config)
    text = _("The training of {name} has ended without a run.").format(name=name)
    if run is not None:
        error, epochs = run.history[-1]["test_loss"], run.epochs
        text = _("{name} is trained: held-out error {error:.4f} after {n} epochs.")
        text = text.format(name=family_of(run), error=error, n=epochs)
    st.session_state["training-ended"] = text


def announce_end(key: str) -> None:
    """Have a screen reader say that a training has ended, once."""
    announce(st.session_state.get("training-ended", ""), "training", key, now=True)


def _lines(pages: list[Page]) -> None:
    unseen = _unseen()
    if not unseen:
        st.rerun()  # which ends the looking
    announce_end("own-announced")
    for key in unseen:
        _line(pages, key)


def _line(pages: list[Page], key: str) -> None:
    config, topic, path = _own()[key]
    job = jobs.snapshot(store(), key)
    with st.container(horizontal=True, vertical_alignment="center", key=f"own-{key}"):
        st.markdown(_state(config, job))
        if st.button(_("Open"), key=f"own-open-{key}", icon=":material/visibility:"):
            open_in(topic, config.flat())
            page = next((one for one in pages if one.url_path == path), None)
            address.switch(page or pages[0])
        show_stake(config, job, "own-cancel")


def _state(config: RunConfig, job: jobs.Snapshot) -> str:
    """Say how far a training is."""
    dataset = _(datasets.DATASETS[config.dataset].label)
    told = labelled(_("Your training"), listed([family_of(config), dataset]))
    name = f"**{told}**"
    if job.state == "queued":
        return listed([name, _("waiting: place {n}").format(n=job.place)])
    done = int(max(job.fraction, len(job.history) - 1))
    text = _("epoch {epoch} of {epochs}").format(
        epoch=min(done + 1, config.epochs), epochs=config.epochs
    )
    left = seconds_left(config, job.history)
    told = _(", about {time} left").format(time=duration(left)) if left else ""
    return listed([name, text]) + told


def _own() -> dict[str, tuple[RunConfig, str, str]]:
    """Return this visitor's trainings by key: what, of which topic, and on which page.

    Those that were asked for before the page was loaded anew are found among the jobs.
    """
    if "own" not in st.session_state:
        st.session_state["own"] = {
            key: (spec.config, current().name, "")
            for key, spec in jobs.specs(store()).items()
            if spec.kind == "train" and visitor() in jobs.asked(store(), key)
        }
    own: dict[str, tuple[RunConfig, str, str]] = st.session_state["own"]
    return own


def _cancelled() -> set[str]:
    cancelled: set[str] = st.session_state.setdefault("cancelled", set())
    return cancelled
