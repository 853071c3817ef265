"""A visitor's own pictures, as a dataset to train on."""

import streamlit as st

from ae.data.datasets import DatasetError, own_pictures
from ae.data.pictures_file import PicturesError
from ae.data.pictures_file.folders import USUAL
from ae.data.pictures_file.limits import LIMITS
from ae.i18n import _, ngettext
from ae.web.controls.chosen import bring
from ae.web.controls.upload import upload
from ae.web.foreign import foreign
from ae.web.uploads import taken

_FILE, _NEW, _SAID, _PROBLEM = (f"own-pictures{one}" for one in ("", "-new", "-said", "-problem"))


def bring_pictures() -> None:
    """Offer to bring pictures; say in a sentence what is wrong with them, or choose them."""
    with st.expander(_("Bring your own pictures"), icon=":material/upload:", key="own-pictures-in"):
        text = _(
            "A zip of PNG or JPEG files, of which folders are classes, or an .npz with the arrays "
            "images and maybe labels: {least} to {most:,} pictures, {size:g} MB. They become grey. "
            "Of one size of {low} to {high} pixels a side they are kept as they are, else they are "
            "fitted into {height}×{width}. They stay on this server until others need the room. "
            "Only who has the page's address sees them."
        )
        st.markdown(
            text.format(
                least=LIMITS.least_pictures,
                most=LIMITS.pictures,
                size=LIMITS.bytes / 1e6,
                low=LIMITS.least_side,
                high=LIMITS.most_side,
                height=USUAL[0],
                width=USUAL[1],
            )
        )
        title = st.text_input(_("What they are called"), max_chars=40, key="own-pictures-title")
        upload(
            _("Your pictures"),
            ["zip", "npz"],
            round(LIMITS.bytes / 1e6),
            key=_FILE,
            on_change=lambda: st.session_state.update({_NEW: True, _PROBLEM: "", _SAID: ""}),
        )
        if st.session_state.pop(_NEW, False):
            _take(title)
        if problem := st.session_state.get(_PROBLEM):
            st.warning(foreign(problem), icon=":material/warning:")
        elif said := st.session_state.get(_SAID):
            st.success(said, icon=":material/check:")


def _take(title: str) -> None:
    """Read what was brought, choose it, and run the page again, so that its controls show it."""
    given = taken(st.session_state[_FILE])
    if given is None:
        return
    bar = st.progress(0.0, _("Reading the pictures…"))

    def progress(done: float) -> None:
        bar.progress(done, _("Reading the pictures…"))

    try:
        name, found = own_pictures.keep(title, given, progress=progress)
    except (PicturesError, DatasetError) as error:
        st.session_state[_PROBLEM] = str(error)
        bar.empty()
        return
    count = len(found.images)
    told = ngettext("{n} picture", "{n} pictures", count)
    classes = len(found.classes)
    if classes:
        told += ngettext(", {n} class", ", {n} classes", classes)
    if found.left_out:
        told += _("; {n} files that cannot be read were left out").format(n=found.left_out)
    st.session_state[_SAID] = _("Read: {what}.").format(what=told)
    bring(name)
    st.rerun()
