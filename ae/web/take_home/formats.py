"""The formats that a run can be had in: what each is for, and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ae.config import RunConfig
from ae.i18n import N_, _
from ae.models import samples as samples_of
from ae.models.export import missing_onnx
from ae.runs.store import Run
from ae.web import exports, projector
from ae.web.take_home.files import (
    code_files,
    codes_table,
    figure_files,
    is_here,
    projector_files,
)
from ae.web.take_home.page import page_of

Network = Mapping[str, bytes]
"""A run's network as files: see `ae.runs.take_home.model_files`."""


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
    make: Callable[[Run, Network], dict[str, bytes]]
    why_not: Callable[[RunConfig], str] = lambda config: ""


def _needs_samples(config: RunConfig) -> str:
    return "" if is_here(config) else _("It needs the {samples} themselves, which are not here.")


def _needs_onnx(config: RunConfig) -> str:
    if not missing_onnx():
        return ""
    return _("This server lacks the package onnx: pip install -r requirements-extras.txt")


def _needs_pictures(config: RunConfig) -> str:
    if config.data.kind == "picture":
        return ""
    return _("There is nothing to draw: only pictures can be drawn by hand.")


def _code(run: Run, network: Network) -> dict[str, bytes]:
    return code_files(run.config)


def _of_kind(ending: str) -> Callable[[Run, Network], dict[str, bytes]]:
    def some(run: Run, network: Network) -> dict[str, bytes]:
        return {name: data for name, data in network.items() if name.endswith(ending)}

    return some


def _page(run: Run, network: Network) -> dict[str, bytes]:
    labels = samples_of.held_out(run.config).labels if is_here(run.config) else None
    return {"draw.html": page_of(run, network, labels)}


def _projector(run: Run, network: Network) -> dict[str, bytes]:
    return projector_files(run)


def _tables(run: Run, network: Network) -> dict[str, bytes]:
    return {
        "codes.csv": codes_table(run),
        "history.csv": exports.history_csv(run.history),
        "configuration.json": exports.configuration_json(run.config),
    }


def _figures(run: Run, network: Network) -> dict[str, bytes]:
    return figure_files(run)


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
        projector.LOADING,
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
