"""Take it home: a card with all pictures, and the digit as an array."""

import io

import numpy as np
import streamlit as st

from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.drawing_state import current
from ae.web.live import reconstruct_each, when_awake
from ae.web.panels.draw.shown_runs import shown_runs
from ae.web.runs import names_of
from ae.web.samples import drawn
from ae.web.wording import named


def take_home(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Offer the card and the array for download."""
    title = st.text_input(_("Title"), named(_("My {sample}"), run), max_chars=60, key="card-title")
    runs = shown_runs(run, "card")
    found = when_awake(lambda: reconstruct_each(runs, given)[:, 0])
    if found is None:
        return
    pictures = [(_("drawn"), current().ink()), (_("seen"), drawn(run, given)[0])]
    names = names_of([one.config for one in runs])
    for name, picture in zip(names, found, strict=True):
        pictures.append((name, drawn(run, picture[None])[0]))
    card = figures.card(title, pictures)
    text = _("The card “{title}”: the drawing, and what is made of it by {names}.")
    st.image(card, width=600, alt=text.format(title=title, names=", ".join(names)))
    array = io.BytesIO()
    np.save(array, seen.image, allow_pickle=False)
    with st.container(horizontal=True):
        st.download_button(
            _("Card (PNG)"), card, "my-digit.png", "image/png", icon=":material/download:"
        )
        st.download_button(
            _("{size} array (NumPy)").format(size="×".join(map(str, seen.image.shape))),
            array.getvalue(),
            "my-digit.npy",
            "application/octet-stream",
            icon=":material/download:",
        )
