"""Finished arrays → pictures: rows of digits, charts, the layers of a model. Computes nothing."""

from ae.web.figures.card import card
from ae.web.figures.charts import (
    CLASS_COLOURS,
    TEST_COLOUR,
    TRAIN_COLOUR,
    bars,
    class_colours,
    compared_curves,
    lines,
    measure_curves,
    ranked,
    ranked_values,
    swept,
    training_curves,
)
from ae.web.figures.colourings import (
    code_pictures,
    error_map,
    one_picture_each,
    signed,
    stretched,
)
from ae.web.figures.fields import FieldMap, field_map, montage
from ae.web.figures.films import film
from ae.web.figures.layers import layer_diagram, shape_text
from ae.web.figures.lists import Line, ranked_list
from ae.web.figures.map_films import forming
from ae.web.figures.map_marks import codes_over_prior, mark, pin, ring_around
from ae.web.figures.maps import latent_scatter
from ae.web.figures.pictures import (
    Row,
    data_url,
    gallery,
    png,
    sample_rows,
    strip,
    strips,
    tiled,
    trio,
)
from ae.web.figures.plain_charts import codes_svg, losses_svg
from ae.web.figures.signals import Trace, over_time
from ae.web.figures.tables import best_in_row, marked
from ae.web.figures.tallies import tallies
from ae.web.figures.things import star, thing_map

__all__ = [
    "CLASS_COLOURS",
    "TEST_COLOUR",
    "TRAIN_COLOUR",
    "FieldMap",
    "Line",
    "Row",
    "Trace",
    "bars",
    "best_in_row",
    "card",
    "class_colours",
    "code_pictures",
    "codes_over_prior",
    "codes_svg",
    "compared_curves",
    "data_url",
    "error_map",
    "field_map",
    "film",
    "forming",
    "gallery",
    "latent_scatter",
    "layer_diagram",
    "lines",
    "losses_svg",
    "mark",
    "marked",
    "measure_curves",
    "montage",
    "one_picture_each",
    "over_time",
    "pin",
    "png",
    "ranked",
    "ranked_list",
    "ranked_values",
    "ring_around",
    "sample_rows",
    "shape_text",
    "signed",
    "star",
    "stretched",
    "strip",
    "strips",
    "swept",
    "tallies",
    "thing_map",
    "tiled",
    "training_curves",
    "trio",
]
