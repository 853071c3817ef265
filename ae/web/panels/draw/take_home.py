"""Take it home: a card with all pictures, and the digit as an array."""

import base64
import io

import numpy as np
import streamlit as st

from ae import i18n
from ae.data import drawing
from ae.data.drawing import Seen
from ae.i18n import _, listed
from ae.runs.store import Run
from ae.web import figures
from ae.web.components import share_button
from ae.web.controls import links
from ae.web.drawing_state import current
from ae.web.figures import fonts
from ae.web.foreign import foreign
from ae.web.live import reconstruct_each, when_awake
from ae.web.panels.draw.shown_runs import shown_runs
from ae.web.panels.shared.class_link import link_of
from ae.web.runs import names_of
from ae.web.samples import drawn
from ae.web.wording import named


def take_home(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Offer the card and the array for download."""
    with i18n.speaking(fonts.language()):
        usual = named(_("My {sample}"), run)
    title = st.text_input(_("Title"), usual, max_chars=60, key="card-title")
    runs = shown_runs(run, "card")
    found = when_awake(lambda: reconstruct_each(runs, given)[:, 0])
    if found is None:
        return
    restored = [drawn(run, picture[None])[0] for picture in found]
    with i18n.speaking(fonts.language()):  # the picture is drawn here, by this machine's fonts
        pictures = [(_("drawn"), current().ink()), (_("seen"), drawn(run, given)[0])]
        pictures += zip(names_of([one.config for one in runs]), restored, strict=True)
        card = figures.card(title, pictures, address=link_of("draw", run.config, False, ()))
    names = names_of([one.config for one in runs])
    text = _("The card “{title}”: the drawing, and what is made of it by {names}.")
    st.image(card, width=600, alt=text.format(title=title, names=listed(names)))
    if left_out := fonts.missing(title):
        text = _("Left out, since no font on this machine has them: {signs}")
        st.caption(text.format(signs=foreign(left_out)))
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
        _share(run, title, card)


def _share(run: Run, title: str, card: bytes) -> None:
    """Offer what a phone shares with, and the link that opens this drawing by this run."""
    link = link_of("draw", run.config, False, ())
    now = current()
    drawn = drawing.packed(now.strokes) if now.ground is None else None
    if drawn is not None:
        link += f"{'&' if '?' in link else '?'}{links.DRAWN}={drawn}"
    picture = "data:image/png;base64," + base64.b64encode(card).decode()
    share_button(_("Share"), title, picture, link, "share-card")
    with st.popover(_("Link"), icon=":material/link:"):
        st.code(link, language=None, wrap_lines=True)
        if drawn is None:
            st.caption(_("It opens the run. A link has no room for pictures or long drawings."))
