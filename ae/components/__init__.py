"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face."""

from ae.components.canvas import canvas
from ae.components.explorer import Explored, Field, Points, explorer
from ae.components.picker import item, picker
from ae.components.sliders import Slider, moved, sliders

__all__ = [
    "Explored",
    "Field",
    "Points",
    "Slider",
    "canvas",
    "explorer",
    "item",
    "moved",
    "picker",
    "sliders",
]
