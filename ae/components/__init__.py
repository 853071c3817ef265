"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face."""

from ae.components.canvas import canvas
from ae.components.picker import item, picker

__all__ = ["canvas", "item", "picker"]
