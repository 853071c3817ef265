"""Finished arrays → pictures: rows of digits, charts, the layers of a model. Computes nothing."""

from ae.figures.card import card
from ae.figures.charts import (
    DIGIT_COLOURS,
    TEST_COLOUR,
    TRAIN_COLOUR,
    bars,
    codes_over_prior,
    latent_scatter,
    lines,
    mark,
    measure_curves,
    training_curves,
)
from ae.figures.layers import layer_diagram, shape_text
from ae.figures.pictures import (
    Row,
    data_url,
    digit_rows,
    error_map,
    gallery,
    png,
    signed,
    stretched,
    strips,
    trio,
)

__all__ = [
    "DIGIT_COLOURS",
    "TEST_COLOUR",
    "TRAIN_COLOUR",
    "Row",
    "bars",
    "card",
    "codes_over_prior",
    "data_url",
    "digit_rows",
    "error_map",
    "gallery",
    "latent_scatter",
    "layer_diagram",
    "lines",
    "mark",
    "measure_curves",
    "png",
    "shape_text",
    "signed",
    "stretched",
    "strips",
    "training_curves",
    "trio",
]
