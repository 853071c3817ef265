"""A trained model in the forms that other programs take: plain Keras, ONNX, numbers for a page.

`steps` says what encoder and decoder do, as a list of plain steps with their weights; each form is
made of that list. So a layer that is new here needs a line there, and one in each form.
"""

from ae.models.export.keras_model import keras_bytes, keras_models
from ae.models.export.onnx_model import missing_onnx, onnx_bytes
from ae.models.export.packed import packed
from ae.models.export.steps import CannotExport, Step, halves

__all__ = [
    "CannotExport",
    "Step",
    "halves",
    "keras_bytes",
    "keras_models",
    "missing_onnx",
    "onnx_bytes",
    "packed",
]
