"""Training as a person sees it: the button, the queue, live progress, and how it ended."""

from typing import Any

import numpy as np
import streamlit as st

from ae.analysis import choose
from ae.caching import cached
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import N_, _
from ae.models.architectures import REGISTRY
from ae.models.training import FILM, examples
from ae.runs import jobs
from ae.runs.store import Run
from ae.web import figures
from ae.web.services import find_run, store, test_split, workers

REFRESH_SECONDS = 0.7
MEASURES = {
    "kl": N_("KL, nats per digit"),
    "reconstruction": N_("reconstruction loss"),
    "fooling": N_("encoder's loss against the discriminator"),
    "discriminator": N_("discriminator's loss"),
    "discriminator_accuracy": N_("discriminator's accuracy"),
}
"""What families measure while they train."""


def trained(config: RunConfig, without_digits: bool = False) -> Run | None:
    """Return the run of `config`, or show how to train it and how far it is, and return None.

    Args:
        without_digits: whether a finished run is of use where its dataset is not here.
    """
    here = datasets.availability(config.dataset).state == "ready"
    if not here and not without_digits:
        return None  # `mnist.offer` has said so
    run = find_run(config.key())
    if run is None and not here:
        return None
    if run is not None:
        st.caption(_summary(run))
        return run
    job = jobs.snapshot(store(), config.key())
    if job.active:
        st.fragment(_live, run_every=REFRESH_SECONDS)(config)
    else:
        _invite(config, job)
    return None


def progress(config: RunConfig) -> None:
    """Show how far the training of `config` is, where there is one, and nothing else."""
    if jobs.snapshot(store(), config.key()).active:
        st.fragment(_bar, run_every=REFRESH_SECONDS)(config)


def _summary(run: Run) -> str:
    place = _("ships with the app") if run.shipped else _("found in the cache")
    text = _("Trained: {epochs} epochs in {seconds:.0f} s, {place}. Run `{key}`.")
    return text.format(epochs=run.config.epochs, seconds=run.seconds, place=place, key=run.key)


def _invite(config: RunConfig, job: jobs.Snapshot) -> None:
    if job.state == "interrupted":
        done = len(job.history) - 1
        text = _("This training was interrupted: its process ended after {done} of {all} epochs.")
        st.warning(text.format(done=max(done, 0), all=config.epochs), icon=":material/warning:")
    elif job.state == "failed":
        st.error(
            _("This training failed. {why}").format(why=job.message), icon=":material/warning:"
        )
    again = job.state in ("interrupted", "failed")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Train again") if again else _("Train"),
            icon=":material/play_arrow:",
            type="primary",
            on_click=workers().submit,
            args=(jobs.training(config),),
        )
        if not again:
            st.markdown(_("Nobody has trained this configuration here yet."))
    st.html(figures.digit_rows(film_rows(config, None)))
    st.caption(_("Ten held-out digits, one of each kind: what the network will have to rebuild."))


def _live(config: RunConfig) -> None:
    """Show a training under way. Runs again by itself; ends in a rerun of the page."""
    job = _bar(config)
    if job.state == "queued":
        _queue(config)
    if job.history:
        st.html(_live_digits(config, job.film[-1].tobytes()))
        show_curves(config, job.history, "live")


def _bar(config: RunConfig) -> jobs.Snapshot:
    """Show the progress bar with its button; where the job has ended, run the page again."""
    job = jobs.snapshot(store(), config.key())
    if not job.active:
        if job.state == "done":
            st.session_state["film"] = True  # who has watched it may want to see it again
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        _progress(config, job)
        st.button(
            _("Cancel"),
            icon=":material/stop_circle:",
            on_click=jobs.request_cancel,
            args=(store(), config.key()),
        )
    return job


def _progress(config: RunConfig, job: jobs.Snapshot) -> None:
    if job.state == "queued":
        st.progress(0.0, _("Waiting: place {place} in the queue.").format(place=job.place))
        return
    done = max(job.fraction, job.history[-1]["epoch"] if job.history else 0.0)
    if not job.history:
        text = _("Starting: reading the digits and building the network…")
    elif done >= config.epochs:
        text = _("Measuring on all held-out digits…")
    else:
        text = _("Epoch {epoch} of {epochs}").format(epoch=int(done) + 1, epochs=config.epochs)
        text += _time_left(config, job)
    st.progress(min(done / config.epochs, 1.0), text)


def _time_left(config: RunConfig, job: jobs.Snapshot) -> str:
    """Say how long it will take, by the epochs after the first, which also compiles."""
    if len(job.history) < 3:
        return ""
    first, last = job.history[1], job.history[-1]
    pace = (last["seconds"] - first["seconds"]) / (last["epoch"] - first["epoch"])
    left = pace * (config.epochs - last["epoch"])
    return _(", about {seconds:.0f} s left").format(seconds=max(left, 1))


def _queue(config: RunConfig) -> None:
    """List what runs and what waits, so that waiting has a reason."""
    lines = []
    for key, spec in jobs.specs(store()).items():
        job = jobs.snapshot(store(), key)
        if spec.kind == "train" and job.active:
            what = _describe(spec.config)
            mine = _("**yours**") if key == config.key() else ""
            lines.append((job.place, f"- {_place(job)}: {what} {mine}"))
    st.markdown("\n".join(line for _place_number, line in sorted(lines)))


def _place(job: jobs.Snapshot) -> str:
    return _("running") if job.state == "running" else _("place {n}").format(n=job.place)


def _describe(config: RunConfig) -> str:
    dataset = _(datasets.DATASETS[config.dataset].label)
    return f"{_(REGISTRY[config.architecture.name].words.label)}, {config.latent_dim}-d, {dataset}"


def _curves_text(history: list[dict]) -> str:
    text = _("Loss curves: after epoch {epoch}, training {train:.4f}, held-out {test:.4f}.")
    last = history[-1]
    return text.format(epoch=last["epoch"], train=last["train_loss"], test=last["test_loss"])


@cached(64)
def _live_digits(config: RunConfig, frame: bytes) -> str:
    """Draw the film's newest frame; once for all who watch the same training."""
    pictures = np.frombuffer(frame, np.uint8).reshape(FILM, *datasets.SHAPE)
    return figures.digit_rows(film_rows(config, pictures))


def film_rows(config: RunConfig, frame: np.ndarray | None) -> list[figures.Row]:
    """Return the film's ten digits as rows: originals, inputs, one frame of reconstructions.

    Inputs are shown where they differ from the originals, as a denoising network's do.
    """
    split = test_split(config.dataset)
    shown = choose(split.labels, None, "each", FILM)
    originals, names = split.images[shown], [str(label) for label in split.labels[shown]]

    def row(label: str, kind: str, pictures: np.ndarray, text: str) -> figures.Row:
        return figures.Row(label, kind, pictures, [text.format(name=name) for name in names])

    rows = [row(_("Original"), "original", originals, _("held-out digit {name}"))]
    inputs = datasets.to_pixels(examples(config, originals)[0])
    if not np.array_equal(inputs, originals):
        rows.append(
            row(_("Input"), "corrupted", inputs, _("what the network is given of a {name}"))
        )
    if frame is not None:
        rows.append(
            row(_("Reconstruction"), "reconstruction", frame, _("reconstruction of a {name}"))
        )
    return rows


def show_curves(
    config: RunConfig, history: list[dict[str, Any]], key: str, mark: int | None = None
) -> None:
    """Draw a training's loss curves, and those of what only its family measures.

    Args:
        history: as `Run.history` has it.
        key: tells the charts of one page apart.
        mark: an epoch to mark with a line.
    """
    names = {name: _(MEASURES.get(name, name)) for name in history[-1]["measures"]}
    charts = [(figures.training_curves(history, config.epochs, config.loss), _curves_text(history))]
    if names:
        text = ", ".join(f"{names[name]} {v:.3f}" for name, v in history[-1]["measures"].items())
        charts.append((figures.measure_curves(history, config.epochs, names), text))
    for number, (figure, text) in enumerate(charts):
        if mark is not None:
            figure.add_vline(mark, line_dash="dot", line_color="#8a8f9c")
        name = f"{key}-curves-{number}"
        st.plotly_chart(figure, key=name, alt=text, config={"displayModeBar": False})
