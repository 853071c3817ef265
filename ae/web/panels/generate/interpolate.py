"""Interpolation: a path from one code to another, and how many codes lie near it."""

import streamlit as st

from ae.caching import cached
from ae.i18n import N_, _
from ae.models import generation
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.controls.run_picker import choose_other
from ae.web.live import decode
from ae.web.panels.generate.ends import End, choose_end, of_image
from ae.web.runs import family_of, names_of, run_array
from ae.web.samples import drawn
from ae.web.wording import named

PATHS: dict[generation.How, str] = {"linear": N_("Straight"), "spherical": N_("Spherical")}
STEPS = 9
FILMED = 40
"""Pictures of the moving picture."""


@st.fragment
def go_between(run: Run) -> None:
    """Show the path between two codes, in this run and, to compare, in another."""
    first = choose_end(run, _("From"), "between-first", 2)
    last = choose_end(run, _("To"), "between-last", 7)
    how: generation.How = st.segmented_control(
        _("Path"),
        list(PATHS),
        default="linear",
        required=True,
        format_func=lambda name: _(PATHS[name]),
        help=_(
            "Straight through the space, or around its origin. Codes of many normal numbers have "
            "about the same length; halfway along the straight path they are shorter than usual, "
            "along the spherical one they are not."
        ),
        key="between-path",
    )
    if first is None or last is None or not _show(run, family_of(run), first, last, how):
        return
    _film(run, first, last, how)
    _compare(run, first, last, how)


def _compare(run: Run, first: End, last: End, how: generation.How) -> None:
    """Show the path between the same two pictures in another run."""
    if first.image is None or last.image is None:
        st.caption(_("A sample is a code of this run alone: other runs have no such path."))
        return
    other = choose_other(run, "between-other")
    if other is None:
        return
    begin, end = (of_image(other, image) for image in (first.image, last.image))
    if begin is not None and end is not None:
        name = names_of([run.config, other.config])[1]
        _show(other, name, begin, end, how)


def _show(run: Run, name: str, first: End, last: End, how: generation.How) -> bool:
    """Show the steps, and how many real digits have a code near each; False while it waits."""
    path = generation.interpolate(first.code, last.code, STEPS, how)
    pictures = decode(run, path)
    if pictures is None:
        return False
    near = generation.support(path, run_array(run, "latents"), _radius(run))
    texts = [
        _("step {n}: {near} held-out codes lie near").format(n=n + 1, near=count)
        for n, count in enumerate(near)
    ]
    st.markdown(f"**{name}**")
    captions = [str(count) if count else _("none near") for count in near]
    st.html(figures.gallery(drawn(run, pictures), texts, captions, large=True))
    st.caption(
        named(
            _(
                "Below each step: how many of the {n:,} held-out codes lie near it, that is, "
                "within the distance in which a held-out code typically has ten others; an end "
                "that is one of them counts itself. None near means that no {sample} showed the "
                "decoder what to make of that place; in a long code this is so of most places."
            ),
            run,
        ).format(n=len(run_array(run, "latents")))
    )
    return True


@cached(64)
def _radius(run: Run) -> float:
    return generation.typical_radius(run_array(run, "latents"))


def _film(run: Run, first: End, last: End, how: generation.How) -> None:
    pictures = decode(run, generation.interpolate(first.code, last.code, FILMED, how))
    if pictures is None:
        return
    shown = drawn(run, pictures)
    moving = exports.gif(shown, scale=6)
    text = _("The path as a moving picture, there and back again.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(figures.film(moving, shown[FILMED // 2], text, _("Play the path"), 168), width=168)
        st.download_button(
            _("The path (GIF)"), moving, "morph.gif", "image/gif", icon=":material/download:"
        )
