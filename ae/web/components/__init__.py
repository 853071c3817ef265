"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face."""

from ae.web.components.canvas import canvas
from ae.web.components.explorer import Explored, Field, Legend, Points, explorer
from ae.web.components.picker import Item, item, picker
from ae.web.components.sliders import Slider, moved, sliders
from ae.web.components.stars import Thing, stars
from ae.web.components.threshold import Scored, threshold

__all__ = [
    "Explored",
    "Field",
    "Item",
    "Legend",
    "Points",
    "Scored",
    "Slider",
    "Thing",
    "canvas",
    "explorer",
    "item",
    "moved",
    "picker",
    "sliders",
    "stars",
    "threshold",
]
