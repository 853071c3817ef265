"""The files of a run, by what makes them; what takes long is kept, and nothing translated."""

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.config import LOSSES, RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models import samples as samples_of
from ae.models import standalone
from ae.models.epochs import snapshot_rows
from ae.runs.store import Run
from ae.web import exports, figures, projector
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.server import workers
from ae.web.wording import class_names, named
from ae.workers import inference

PROJECTED = 5000
"""How many held-out samples go to the Embedding Projector: it stays quick with as many."""
SHOWN = 2000
"""How many codes a drawn map shows."""
ENLARGED = 3
"""How many pixels wide and high one of a picture is drawn."""


def is_here(config: RunConfig) -> bool:
    """Tell whether the samples that judge a configuration are on this machine, as they were."""
    there = datasets.availability(config.dataset)
    return there.state == "ready" and there.content == config.content


@cached(8)
def network_files(run: Run) -> dict[str, bytes]:
    """Return a run's network as files: see `ae.runs.take_home.model_files`.

    Raises:
        WorkersNotReady: while the inference process starts.
        WorkerError: if it refuses.
    """
    return inference.take_home(workers(), run.identity)


def codes_table(run: Run) -> bytes:
    """Return the codes of held-out samples as CSV, with labels where the samples are here."""
    return _codes_table(run, is_here(run.config))


@cached(4)
def _codes_table(run: Run, labelled: bool) -> bytes:
    codes = run_array(run, "latents")
    has_classes = bool(run.config.data.classes)
    return exports.codes_csv(
        codes, samples_of.held_out(run.config).labels if labelled and has_classes else None
    )


def projector_files(run: Run) -> dict[str, bytes]:
    """Return what the Embedding Projector opens: codes, labels and pictures of held-out samples.

    Samples without classes are labelled by their numbers.
    """
    return _projector_files(run) | projector.readme()


@cached(4)
def _projector_files(run: Run) -> dict[str, bytes]:
    split = samples_of.held_out(run.config)
    codes = run_array(run, "latents")
    rows = analysis.sampled(len(codes), PROJECTED)
    labels = split.labels[rows] if run.config.data.classes else rows
    return projector.files(codes[rows], labels, drawn(run, split.samples[rows]))


def code_files(config: RunConfig) -> dict[str, bytes]:
    """Return notebook and script of a configuration, trained or not."""
    return {
        standalone.notebook_name(config): standalone.notebook(config).encode(),
        standalone.file_name(config): standalone.script(config).encode(),
    }


def figure_files(run: Run) -> dict[str, bytes]:
    """Return a run's loss curves, reconstructions and map of codes as pictures."""
    names = named(_("training {samples}"), run), named(_("held-out {samples}"), run)
    up = named(_("{loss} per {value}"), run).format(loss=_(LOSSES[run.config.loss].label))
    found = {
        "losses.svg": figures.losses_svg(run.history, names, up),
        "reconstructions.png": _reconstructions(run),
    }
    codes = run_array(run, "latents")
    if codes.shape[1] >= 2:
        found["codes.svg"] = _map(run, codes)
    return found


def _reconstructions(run: Run) -> bytes:
    """Draw some held-out samples, where these are here, and below them what the run makes of them.

    They are those of its film.
    """
    film = run_array(run, "film")[-1]
    pictures = film
    if is_here(run.config):
        split = samples_of.held_out(run.config)
        rows = snapshot_rows(split.labels)[: len(film)]
        pictures = np.concatenate([drawn(run, split.samples[rows]), film])
    return exports.grid_png(pictures, len(film), ENLARGED)


def _map(run: Run, codes: np.ndarray) -> bytes:
    """Draw codes as they lie, of more than two numbers in the plane of their widest spread."""
    axes = "z1", "z2"
    rows = analysis.sampled(len(codes), SHOWN)
    points = codes[rows]
    if codes.shape[1] > 2:
        plane = analysis.Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
        points, axes = plane.project(points)[:, :2], ("PCA 1", "PCA 2")
    known = is_here(run.config) and run.config.data.classes
    labels = samples_of.held_out(run.config).labels[rows] if known else np.zeros(len(rows), int)
    return figures.codes_svg(points, labels, class_names(run) if known else [], axes)
