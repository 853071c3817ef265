"""Finished arrays → pictures: rows of digits, charts, the layers of a model. Computes nothing."""

from ae.web.figures.card import card
from ae.web.figures.charts import (
    DIGIT_COLOURS,
    TEST_COLOUR,
    TRAIN_COLOUR,
    bars,
    lines,
    measure_curves,
    ranked,
    training_curves,
)
from ae.web.figures.fields import FieldMap, montage, side_by_side
from ae.web.figures.layers import layer_diagram, shape_text
from ae.web.figures.maps import codes_over_prior, forming, latent_scatter, mark, ring_around
from ae.web.figures.pictures import (
    Row,
    data_url,
    digit_rows,
    error_map,
    gallery,
    png,
    signed,
    stretched,
    strips,
    tiled,
    trio,
)

__all__ = [
    "DIGIT_COLOURS",
    "TEST_COLOUR",
    "TRAIN_COLOUR",
    "FieldMap",
    "Row",
    "bars",
    "card",
    "codes_over_prior",
    "data_url",
    "digit_rows",
    "error_map",
    "forming",
    "gallery",
    "latent_scatter",
    "layer_diagram",
    "lines",
    "mark",
    "measure_curves",
    "montage",
    "png",
    "ranked",
    "ring_around",
    "shape_text",
    "side_by_side",
    "signed",
    "stretched",
    "strips",
    "tiled",
    "training_curves",
    "trio",
]
