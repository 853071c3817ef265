"""A finished run's network as files for other programs. For workers: it loads Keras."""

import json
from typing import TYPE_CHECKING

from ae.config import RunConfig
from ae.models import export
from ae.runs import evaluation
from ae.runs.store import Run

if TYPE_CHECKING:
    import keras

FORM, WEIGHTS = "page.json", "page.bin"
"""What a page computes with; only pictures' runs have these two."""


def model_files(run: Run) -> dict[str, bytes]:
    """Return a run's network as files: `encoder.keras` and so on, by name.

    The whole (`autoencoder`), encoder and decoder for Keras; encoder and decoder for ONNX, where
    `onnx` is installed; and for pictures what a page needs: see `ae.models.export.packed`.

    Raises:
        ae.models.export.CannotExport: if the family has a layer that no export knows.
    """
    return files_of(evaluation.load(run), run.config)


def files_of(model: "keras.Model", config: RunConfig) -> dict[str, bytes]:
    """Return what `model_files` does, of a model that is at hand."""
    parts = export.halves(model)
    files = {
        f"{name}.keras": export.keras_bytes(model)
        for name, model in export.keras_models(parts).items()
    }
    if not export.missing_onnx():
        files |= {f"{name}.onnx": export.onnx_bytes(half, name) for name, half in parts.items()}
    if config.data.kind == "picture":
        form, weights = export.packed(parts)
        files |= {FORM: json.dumps(form).encode(), WEIGHTS: weights}
    return files
