"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face."""

from ae.components.canvas import canvas
from ae.components.explorer import Explored, Field, Points, explorer

__all__ = ["Explored", "Field", "Points", "canvas", "explorer"]
