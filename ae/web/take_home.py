"""All that can be taken home of a run, by format: what each is for, and its files.

What needs Keras a worker makes, once for each run; the words and pictures are put on here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.config import LOSSES, RunConfig
from ae.data import datasets
from ae.data.datasets import DATASETS
from ae.i18n import N_, _
from ae.models import samples as samples_of
from ae.models import standalone
from ae.models.epochs import snapshot_rows
from ae.models.export import missing_onnx
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.lone_pages import page_of
from ae.web.runs import family_of, run_array
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


@dataclass(frozen=True)
class Format:
    """One thing to take home.

    Args:
        label: what it is; marked with `N_` as all words here.
        use: what it is for, in a line.
        how: how it is used, for the README of the archive.
        make: `(run, the network's files) -> files by name`.
        why_not: `configuration -> words` where it makes no sense or something is missing, else "".
    """

    label: str
    use: str
    how: str
    make: Callable[[Run, Mapping[str, bytes]], dict[str, bytes]]
    why_not: Callable[[RunConfig], str] = lambda config: ""


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
    return _codes_table(run, _is_here(run.config))


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
    return _projector_files(run) | exports.projector_readme()


@cached(4)
def _projector_files(run: Run) -> dict[str, bytes]:
    split = samples_of.held_out(run.config)
    codes = run_array(run, "latents")
    rows = analysis.sampled(len(codes), PROJECTED)
    labels = split.labels[rows] if run.config.data.classes else rows
    return exports.projector_files(codes[rows], labels, drawn(run, split.samples[rows]))


def all_files(run: Run, network: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return the files of every format that a run can be had in, by the formats' names."""
    return {
        name: one.make(run, network) for name, one in FORMATS.items() if not one.why_not(run.config)
    }


def whole_archive(run: Run) -> bytes:
    """Return everything in one zip, a folder for each format, with a README that says how."""
    files = all_files(run, network_files(run))
    found = {"README.txt": _readme(run, files).encode()}
    for folder, some in files.items():
        found |= {f"{folder}/{name}": data for name, data in some.items()}
    return exports.archive(found)


def _readme(run: Run, files: Mapping[str, Mapping[str, bytes]]) -> str:
    dataset = DATASETS[run.config.dataset]
    head = [
        f"{_('Autoencoder Lab')}: {family_of(run)}, {_(dataset.label)}",
        _("The run's key is {key}.").format(key=run.key),
        " ".join(filter(None, [_(dataset.credit), dataset.cite])),
    ]
    parts = []
    for name, one in FORMATS.items():
        lines = [f"{name}/  {_(one.label)}"]
        if why := one.why_not(run.config):
            lines.append(named(why, run))
        else:
            lines += [*(f"  {file}" for file in files[name]), named(_(one.how), run)]
        parts.append("\n".join(lines))
    return "\n\n".join([*head, *parts]) + "\n"


def _is_here(config: RunConfig) -> bool:
    """Tell whether the samples that judge a configuration are on this machine, as they were."""
    there = datasets.availability(config.dataset)
    return there.state == "ready" and there.content == config.content


def _needs_samples(config: RunConfig) -> str:
    return "" if _is_here(config) else _("It needs the {samples} themselves, which are not here.")


def _needs_onnx(config: RunConfig) -> str:
    if not missing_onnx():
        return ""
    return _("This server lacks the package onnx: pip install -r requirements-extras.txt")


def _needs_pictures(config: RunConfig) -> str:
    if config.data.kind == "picture":
        return ""
    return _("There is nothing to draw: only pictures can be drawn by hand.")


def _code(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
    return code_files(run.config)


def code_files(config: RunConfig) -> dict[str, bytes]:
    """Return notebook and script of a configuration, trained or not."""
    return {
        standalone.notebook_name(config): standalone.notebook(config).encode(),
        standalone.file_name(config): standalone.script(config).encode(),
    }


def _of_kind(ending: str) -> Callable[[Run, Mapping[str, bytes]], dict[str, bytes]]:
    def some(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
        return {name: data for name, data in network.items() if name.endswith(ending)}

    return some


def _page(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
    labels = samples_of.held_out(run.config).labels if _is_here(run.config) else None
    return {"draw.html": page_of(run, network, labels)}


def _projector(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
    return projector_files(run)


def _tables(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        "codes.csv": codes_table(run),
        "history.csv": exports.history_csv(run.history),
        "configuration.json": exports.configuration_json(run.config),
    }


def _figures(run: Run, network: Mapping[str, bytes]) -> dict[str, bytes]:
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
    if _is_here(run.config):
        split = samples_of.held_out(run.config)
        rows = snapshot_rows(split.labels)[: len(film)]
        pictures = np.concatenate([drawn(run, split.samples[rows]), film])
    return exports.grid_png(pictures, len(film), ENLARGED)


def _map(run: Run, codes: np.ndarray) -> bytes:
    """Draw codes as they lie, of more than two numbers in the plane of their widest spread."""
    axes = _("z1"), _("z2")
    rows = analysis.sampled(len(codes), SHOWN)
    points = codes[rows]
    if codes.shape[1] > 2:
        plane = analysis.Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
        points, axes = plane.project(points)[:, :2], (_("PCA 1"), _("PCA 2"))
    known = _is_here(run.config) and run.config.data.classes
    labels = samples_of.held_out(run.config).labels[rows] if known else np.zeros(len(rows), int)
    return figures.codes_svg(points, labels, class_names(run) if known else [], axes)


FORMATS: dict[str, Format] = {
    "code": Format(
        N_("Notebook and script"),
        N_("Build, train and draw exactly this, with nothing of the app to install."),
        N_(
            "Their first lines say what to install. Open the notebook in Jupyter and run all "
            "cells, or run the script: both print the losses and save reconstructions.png."
        ),
        _code,
    ),
    "page": Format(
        N_("One page (HTML)"),
        N_("Draw, and see it rebuilt, in any browser: no network, no server, nothing to install."),
        N_("Open it in a browser, on a phone, too; send it, or put it on a web page."),
        _page,
        _needs_pictures,
    ),
    "keras": Format(
        N_("Keras models"),
        N_("Go on with the trained network in Python: whole, encoder, decoder."),
        N_(
            'keras.models.load_model("encoder.keras") in Keras 3: all layers are Keras\' own, and '
            "load in safe mode. They take and give what the script's model does; of codes that "
            "are clouds the encoder gives the middle."
        ),
        _of_kind(".keras"),
    ),
    "onnx": Format(
        N_("ONNX models"),
        N_("Run encoder and decoder without Keras: in C++, C#, Java, JavaScript, on phones."),
        N_(
            'With onnxruntime: InferenceSession("encoder.onnx").run(None, {"input": samples})[0]; '
            "the samples are float32."
        ),
        _of_kind(".onnx"),
        _needs_onnx,
    ),
    "tables": Format(
        N_("Tables"),
        N_("The held-out {samples}' codes and the training's history as CSV, for a spreadsheet."),
        N_(
            "codes.csv has a line for each held-out {sample}; history.csv one for each epoch. "
            "python -m ae prepare configuration.json trains this run again."
        ),
        _tables,
    ),
    "projector": Format(
        N_("For the Embedding Projector"),
        N_("The codes in three dimensions, to turn and search, with their pictures."),
        exports.LOADING,
        _projector,
        _needs_samples,
    ),
    "figures": Format(
        N_("Figures"),
        N_("Loss curves and the map of codes as SVG, reconstructions as PNG: for a report."),
        N_("SVG files can be opened by browsers, word processors and drawing programs."),
        _figures,
    ),
}
"""All formats, in the order in which they are offered."""
