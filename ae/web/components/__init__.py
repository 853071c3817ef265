"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face.

What a component is told has no list and no dictionary at its top, but tuples, of one where it is
a dictionary: of those two Streamlit asks Pandas and PyArrow whether they are data frames, which
costs 80 MB once and time in every run.
"""

from ae.web.components.address_bar import address_bar
from ae.web.components.announcer import announce
from ae.web.components.canvas import Shown, canvas, told
from ae.web.components.explorer import Explored, Field, Legend, Points, Samples, explorer
from ae.web.components.film import film
from ae.web.components.keeper import KEEPER, keeper
from ae.web.components.keys import keys
from ae.web.components.picker import Item, item, picker
from ae.web.components.print_button import print_button
from ae.web.components.pulse import pulse
from ae.web.components.receipt import receipt
from ae.web.components.reconnect import reconnect
from ae.web.components.scroller import scroller
from ae.web.components.share_button import share_button
from ae.web.components.sliders import Slider, moved, sliders
from ae.web.components.stars import Thing, stars
from ae.web.components.threshold import Scored, threshold

__all__ = [
    "KEEPER",
    "Explored",
    "Field",
    "Item",
    "Legend",
    "Points",
    "Samples",
    "Scored",
    "Shown",
    "Slider",
    "Thing",
    "address_bar",
    "announce",
    "canvas",
    "explorer",
    "film",
    "item",
    "keeper",
    "keys",
    "moved",
    "picker",
    "print_button",
    "pulse",
    "receipt",
    "reconnect",
    "scroller",
    "share_button",
    "sliders",
    "stars",
    "threshold",
    "told",
]
