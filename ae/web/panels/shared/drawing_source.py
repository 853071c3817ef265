"""Where a drawing comes from: the canvas, over a held-out digit, a picture or a photo."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import streamlit as st
from PIL import Image

from ae.data import datasets, drawing
from ae.data.drawing import DrawingError, Stroke
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web import figures
from ae.web.components import Shown, canvas, told
from ae.web.controls import address, links
from ae.web.controls.upload import upload
from ae.web.drawing_state import Drawing, Picture, current, picture, put, set_current
from ae.web.foreign import foreign
from ae.web.uploads import content
from ae.web.wording import named

SOURCES = {
    "canvas": N_("Draw"),
    "held-out": N_("Held-out {sample}"),
    "file": N_("Picture"),
    "camera": N_("Camera"),
}
NO_DIGIT = N_(
    "No digit found in this picture: nothing stands out enough from its paper. Write one with a "
    "dark pen on plain, light paper, and photograph it from near by. Your drawing stays as it was."
)
WHOLE = ("held-out", "file")
"""Where to start from where drawings cannot be framed as the dataset's pictures are."""


def show_canvas() -> Drawing:
    """Show the canvas; return the drawing as it is now."""
    now, message, turn = current(), told("canvas"), 0
    known = message is not None and message["version"] == now.version  # else of one before this
    if known:
        try:
            now, turn = _followed(now, message), message.get("turn", 0)
            set_current(now)
        except DrawingError as error:
            st.warning(foreign(error), icon=":material/draw:")
    canvas(_shown(now, turn, known), "canvas")
    return now


def _followed(now: Drawing, message: dict[str, Any]) -> Drawing:
    """Return a drawing with what the browser has told of it since: the same if told twice."""
    strokes = drawing.strokes(message["strokes"], now.strokes[: max(message.get("since", 0), 0)])
    ground = now.ground
    if message["ground"] != (ground.number if ground else 0):
        ground = picture(message["ground"])
    return replace(now, strokes=tuple(strokes), ground=ground)


def _shown(now: Drawing, turn: int, known: bool) -> Shown:
    """Return what the canvas is told: of what the browser knows only how much that is."""
    ground = now.ground
    return Shown(
        now.version,
        turn,
        len(now.strokes),
        ground=ground.number if ground else 0,
        strokes=() if known else tuple(_message(stroke) for stroke in now.strokes),
        picture="" if known or ground is None else figures.data_url(ground.levels),
        fresh=now.fresh,
        name=now.name,
    )


def take_linked() -> None:
    """Put the drawing that a link carries onto the canvas, once; the address goes on without it."""
    text = address.view().pop(links.DRAWN, None)
    if text is None:
        return
    try:
        put(Drawing(tuple(drawing.unpacked(text))))
    except DrawingError as error:
        st.warning(foreign(error), icon=":material/link_off:")


def choose_source(run: Run) -> None:
    """Let a person start from an example, a held-out picture, a picture file or a photo."""
    framed = can_be_framed(run)
    if not framed:
        st.info(_not_framed(run), icon=":material/crop_free:")
        _start_from_one_of_its_own(run)
    names = list(SOURCES) if framed else [name for name in SOURCES if name in WHOLE]
    source = st.segmented_control(
        _("Start from"),
        names,
        default=names[0],
        required=True,
        format_func=lambda name: named(_(SOURCES[name]), run),
        key=f"draw-source-{len(names)}",
    )
    if source == "canvas":
        if st.button(_("An example"), icon=":material/auto_awesome:"):
            put(Drawing(tuple(drawing.EXAMPLE)))
    elif source == "held-out":
        _held_out(run)
    else:
        _picture(source, framed)


def can_be_framed(run: Run) -> bool:
    """Tell whether drawings can be framed as the pictures that a run has learnt from were."""
    return datasets.DATASETS[run.config.dataset].framing is not None


def _start_from_one_of_its_own(run: Run) -> None:
    """Put a held-out picture in place of the example digit that a session begins with."""
    here = datasets.availability(run.config.dataset).state == "ready"
    if here and current().fresh and current().strokes:
        first = datasets.held_out(run.config.dataset).samples[0]
        put(Drawing(ground=Picture(enlarged(first), first), fresh=True))


def _not_framed(run: Run) -> str:
    text = _(
        "What is drawn here is framed as handwritten digits were; the {samples} of {dataset} were "
        "made another way. Start from one of them, or from a picture file: it is scaled as it is."
    )
    return named(text, run).format(dataset=_(datasets.DATASETS[run.config.dataset].label))


def _held_out(run: Run) -> None:
    here = datasets.availability(run.config.dataset).state == "ready"
    samples = datasets.held_out(run.config.dataset if here else "digits").samples
    with st.container(horizontal=True, vertical_alignment="bottom"):
        most = len(samples) - 1
        number = st.number_input(_("Number"), 0, most, 0, key=f"draw-number-{most}")
        if st.button(named(_("Use this {sample}"), run), icon=":material/input:"):
            put(Drawing(ground=Picture(enlarged(samples[number]), samples[number])))


def enlarged(image: np.ndarray) -> np.ndarray:
    """Return a picture, uint8 (height, width), as large as the canvas."""
    side = (drawing.SIDE, drawing.SIDE)
    return np.asarray(Image.fromarray(image).resize(side, Image.Resampling.BICUBIC))


def _picture(source: str, framed: bool) -> None:
    given = _photographed() if source == "camera" else _chosen(framed)
    file = content(given)
    if file is None:
        return
    # Chosen again, the same file is another one; as long as it stands here it is the same.
    name = f"{getattr(given, 'file_id', '')}-{framed}"
    if st.session_state.get("drawn-from") == name:
        return
    try:
        ground = drawing.photo(file) if framed else drawing.whole_picture(file)
    except DrawingError as error:
        st.warning(foreign(error), icon=":material/broken_image:")
        return
    if framed and not ground.any():
        st.image(figures.png(drawing.whole_picture(file)), width=140, alt=_("The picture"))
        st.warning(_(NO_DIGIT), icon=":material/image_search:")
        return
    st.session_state["drawn-from"] = name
    put(Drawing(ground=Picture(ground)))


def _chosen(framed: bool) -> object:
    kinds = ["png", "jpg", "jpeg", "webp", "gif", "bmp"]
    label = _("A picture of one digit") if framed else _("A picture")
    return upload(label, kinds, 10, key="draw-file", help_text=_(drawing.HEIC_ADVICE))


def _photographed() -> object:
    """Show the camera, or say where there is none: browsers lend it to safe addresses only."""
    here = urlsplit(st.context.url or "")
    if here.scheme == "http" and not _is_this_machine(here.hostname or ""):
        st.info(
            _(
                "Browsers lend a camera to pages over https only, and this one came over http. "
                "Take the photo with the phone's own camera, then choose it under “Picture”."
            ),
            icon=":material/no_photography:",
        )
        return None
    return st.camera_input(_("Photograph one digit on paper"), key="draw-camera")


def _is_this_machine(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")


def _message(stroke: Stroke) -> dict:
    points = [number for point in stroke.points for number in point]
    return {"tool": stroke.tool, "size": stroke.size, "points": points}
