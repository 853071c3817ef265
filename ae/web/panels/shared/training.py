"""Training as a person sees it: the button, live progress, cancelling, and how it ended."""

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _, sentences
from ae.runs import jobs
from ae.runs.store import Run
from ae.web import asking, figures
from ae.web.components import announce
from ae.web.controls import view_choices
from ae.web.controls.chosen import replace
from ae.web.foreign import foreign
from ae.web.panels.shared import own
from ae.web.panels.shared.curves import show_curves
from ae.web.panels.shared.opened import note_opened
from ae.web.panels.shared.pace import duration, expected_seconds, seconds_left
from ae.web.panels.shared.queue import ahead, show_queue
from ae.web.panels.shared.snapshots import rows_of, show_snapshot
from ae.web.runs import family_of, find_run, names_of, nearest_run
from ae.web.server import store, workers
from ae.web.visitor import visitor
from ae.web.wording import named

REFRESH_SECONDS = 0.7


def trained(config: RunConfig, without_data: bool = False) -> Run | None:
    """Return the run of `config`, or show how to train it and how far it is, and return None.

    Args:
        without_data: whether a finished run is of use where its dataset is not here.
    """
    here = datasets.availability(config.dataset).state == "ready"
    if not here and not without_data:
        return None  # `dataset_download.offer` has said so
    run = find_run(config.key())
    if run is None and not here:
        return None
    job = jobs.snapshot(store(), config.key(), epochs=run is None)
    if run is not None and not (job.active and visitor() in job.asked):
        note_opened(run)
        _say_how_again_ended(job)
        return run
    if job.active:
        st.fragment(_live, run_every=REFRESH_SECONDS)(config)
    else:
        _invite(config, job)
    return None


def offer_again(run: Run) -> None:
    """Offer to train a finished run once more, from the same start."""
    if datasets.availability(run.config.dataset).state != "ready":
        return
    text = _(
        "From the same start: the same first weights and the same order of {samples}. Another "
        "start is “New seed”, among the choices of a run."
    )
    if run.shipped:
        text = sentences([text, _("The run that ships with the app stays.")])
    st.button(
        _("Train again"),
        icon=":material/replay:",
        type="tertiary",
        key="train-again",
        help=named(text, run),
        on_click=own.submit,
        args=(run.config, True),
    )
    asking.show_refusal(jobs.training(run.config))


def _say_how_again_ended(job: jobs.Snapshot) -> None:
    """Say of a finished run that its last training again came to nothing, if it did."""
    if job.state in ("failed", "interrupted") and visitor() in job.asked:
        why = foreign(str(job.message)) or _("Its process ended early.")
        text = _("Training it again came to nothing: {why} Shown is the run from before.")
        st.warning(text.format(why=why), icon=":material/warning:")


def progress(config: RunConfig) -> None:
    """Show how far the training of `config` is, where there is one, and nothing else."""
    if jobs.snapshot(store(), config.key(), epochs=False).active:
        st.fragment(_bar, run_every=REFRESH_SECONDS)(config)


def summary(run: Run) -> str:
    """Say of a run how long it was trained, and where it comes from."""
    place = _("ships with the app") if run.shipped else _("trained earlier on this server")
    if own.is_own(run.key):
        place = _("which you had trained")
    text = _("{name}: {epochs} epochs in {seconds:.0f} s, {place}. Run `{key}`.")
    if run.ended is not None:
        early = _(
            "Its training was ended after {minutes:.3g} min, the longest that one may take here, "
            "when {done} of {all} epochs were done; the best is kept. Its figures are not those "
            "of a whole training."
        ).format(minutes=run.ended.minutes, done=run.ended.done, all=run.ended.of)
        text = sentences([text, early])
    return text.format(
        name=family_of(run),
        epochs=run.epochs,
        seconds=run.seconds,
        place=place,
        key=run.key,
    )


def _invite(config: RunConfig, job: jobs.Snapshot) -> None:
    if job.state == "interrupted":
        done = len(job.history) - 1
        text = _(
            "This training was interrupted: its process ended after {done} of {all} epochs. If it "
            "happens again, memory may be short: a smaller network or smaller batches need less."
        )
        st.warning(text.format(done=max(done, 0), all=config.epochs), icon=":material/warning:")
    elif job.state == "failed":
        st.error(
            _("This training failed. {why}").format(why=foreign(str(job.message))),
            icon=":material/warning:",
        )
    asking.show_refusal(jobs.training(config))
    again = job.state in ("interrupted", "failed")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Train again") if again else _("Train"),
            icon=":material/play_arrow:",
            type="primary",
            key="train",
            on_click=own.submit,
            args=(config,),
        )
        st.markdown(_before(config, again))
        _offer_nearest(config)
    if len(job.history) > 1:
        _so_far(config, job, "ended")
        return
    show_snapshot(config, None)
    told = _(
        "Ten held-out {samples}, of every class in turn: what the network will have to rebuild."
    )
    if not config.data.classes:
        told = _("Ten {samples}: what the network will have to rebuild.")
    st.caption(named(told, config))


def _offer_nearest(config: RunConfig) -> None:
    """Offer the finished run that is most like the one which is missing."""
    near = nearest_run(config)
    if near is not None and near.config.classes == config.classes:
        st.button(
            _("Nearest finished: {name}").format(name=names_of([near.config, config])[0]),
            icon=":material/near_me:",
            type="tertiary",
            key="nearest",
            on_click=replace,
            args=(near.config.flat(),),
        )


def _before(config: RunConfig, again: bool) -> str:
    """Say how things stand before a click on Train, and how long it takes here."""
    text = "" if again else _("Nobody has trained this configuration here yet.")
    if own.was_cancelled(config.key()):
        text = _("Cancelled.")
    seconds = expected_seconds(config)
    if seconds is None:
        return text
    takes = _("Training takes about {time} here.").format(time=duration(max(seconds, 1.0)))
    told = [text, takes]
    if seconds > workers().limits.seconds:
        most = _(
            "**One may take {most:.3g} min: its first steps decide. Fewer epochs or training "
            "samples, or a smaller network, take less.**"
        )
        told.append(most.format(most=workers().limits.minutes))
    return sentences(told)


def _live(config: RunConfig) -> None:
    """Show a training under way. Runs again by itself; ends in a rerun of the page."""
    job = _bar(config)
    if job.history:
        _so_far(config, job, "live")


def _so_far(config: RunConfig, job: jobs.Snapshot, key: str) -> None:
    """Show the newest snapshot and the curves up to there."""
    st.html(figures.sample_rows(rows_of(config, job.snapshots[-1])))
    show_curves(config, job.history, key)


def _bar(config: RunConfig) -> jobs.Snapshot:
    """Show the progress bar with its button; where the job has ended, run the page again."""
    job = jobs.snapshot(store(), config.key())
    if not job.active:
        if job.state == "done":
            view_choices.choose("film", True)  # who has watched it may want to see it again
        own.tell_end(config)
        st.rerun()
    before = ahead(job.place) if job.state == "queued" else []
    with st.container(horizontal=True, vertical_alignment="center"):
        _progress(config, job, waits=bool(before))
        own.show_stake(config, job, "stake")
    asking.show_refusal(jobs.training(config))
    if before:
        show_queue(before)
    return job


def _progress(config: RunConfig, job: jobs.Snapshot, waits: bool) -> None:
    if job.state == "queued":
        text = _("Waiting: place {place} in the queue.").format(place=job.place)
        st.progress(0.0, text if waits else _("Starting…"))
        return
    done = max(job.fraction, job.history[-1]["epoch"] if job.history else 0.0)
    if not job.history:
        text = named(_("Starting: reading the {samples} and building the network…"), config)
    elif done >= config.epochs:
        text = named(_("Measuring on all held-out {samples}…"), config)
    else:
        text = _("Epoch {epoch} of {epochs}").format(epoch=int(done) + 1, epochs=config.epochs)
    announce(text, "training", "training")
    st.progress(min(done / config.epochs, 1.0), text + _time_left(config, job, done))


def _time_left(config: RunConfig, job: jobs.Snapshot, done: float) -> str:
    left = seconds_left(config, job.history) if job.history and done < config.epochs else None
    return "" if left is None else _(", about {time} left").format(time=duration(left))
