"""What the network makes of a drawing, after every stroke."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt
from ae.data.drawing import Seen
from ae.i18n import N_, _
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import figures
from ae.web.draw.fill import fill
from ae.web.draw.home import take_home
from ae.web.draw.place import morph, place
from ae.web.draw.source import as_input, choose_source, show_canvas
from ae.web.services import all_runs, reconstruct, run_array, when_awake


@st.fragment
def studio(run: Run) -> None:
    """Show the canvas and, beside it, what the run sees and rebuilds; below, one panel."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_source(run)
        now = show_canvas()
    with right:
        above = st.container()  # on a phone the pictures stand right under the canvas
        raw, kind, level = _switches()
        seen = now.seen(raw, run.config.dataset)
        given = _damaged(seen, kind, level)
        with above:
            restored = _rebuild(run, given)
    names = list(PANELS)
    name = st.segmented_control(
        _("Look at"),
        names,
        default=names[0],
        required=True,
        format_func=lambda one: _(PANELS[one][0]),
        key="draw-panel",
    )
    if not seen.image.any():
        st.info(_("The canvas is empty. Draw a digit, or start from an example."))
        return
    if restored is None:
        return
    if name in NEED_DIGITS and datasets.availability(run.config.dataset).state != "ready":
        text = _("This needs the held-out digits of {dataset}, which is not on this machine.")
        st.info(text.format(dataset=_(datasets.DATASETS[run.config.dataset].label)))
        return
    PANELS[name][1](run, seen, given)


def _switches() -> tuple[bool, str, float]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        raw = st.toggle(
            _("Raw"),
            key="draw-raw",
            help=_(
                "Without the framing that MNIST's digits had: the canvas is only scaled down. See "
                "how much worse a network does with digits that are not where it learnt them."
            ),
        )
        kind = st.selectbox(
            _("Noise"),
            list(CORRUPTIONS),
            format_func=lambda name: _(CORRUPTIONS[name].label),
            key="draw-noise",
            width=170,
        )
        level = st.slider(_("Noise level"), 0.0, 1.0, 0.0, 0.05, key="draw-level", width=200)
    return raw, kind, level


def _damaged(seen: Seen, kind: str, level: float) -> np.ndarray:
    """Return the network's input, float32 (1, 28, 28): with noise, and black where erased."""
    known = np.where(seen.erased, 0, seen.image)
    given = as_input(known)
    return corrupt(given, kind, level, np.random.default_rng(0)) if level else given


def _rebuild(run: Run, given: np.ndarray) -> np.ndarray | None:
    """Show input, reconstruction, error map and where the error lies among held-out digits."""
    restored = when_awake(lambda: reconstruct(run.key, given.tobytes()))
    if restored is None:
        return None
    error = float(analysis.squared_error(given, restored)[0])
    share = analysis.rank(error, run_array(run, "errors"))
    pictures = [
        np.repeat(datasets.to_pixels(given)[0][..., None], 3, axis=2),
        np.repeat(datasets.to_pixels(restored)[0][..., None], 3, axis=2),
        figures.error_map(given, restored)[0],
    ]
    labels = [_("What the network sees"), _("What it rebuilds"), _("Error map")]
    st.html(figures.trio(np.stack(pictures), labels))
    st.markdown(
        _(
            "Squared error **{error:.2f}**: larger than that of {share:.0%} of the held-out digits."
        ).format(error=error, share=share)
    )
    return restored


def everyone(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the same digit through every finished run, best first."""
    runs = [other for other in all_runs() if other.config.dataset == run.config.dataset]
    found = when_awake(lambda: [reconstruct(one.key, given.tobytes())[0] for one in runs])
    if found is None:
        return
    errors = analysis.squared_error(np.repeat(given, len(runs), axis=0), np.stack(found))
    order = np.argsort(errors, kind="stable")
    texts = [_label(runs[place]) for place in order]
    captions = [f"{_label(runs[place])}: {errors[place]:.1f}" for place in order]
    pictures = datasets.to_pixels(np.stack(found)[order])
    st.html(figures.gallery(pictures, texts, captions, large=True))
    st.caption(
        _(
            "Every finished run on these digits, the smallest squared error first. A wide code "
            "copies well; it need not know digits."
        )
    )


def _label(run: Run) -> str:
    return f"{_(REGISTRY[run.config.architecture.name].words.label)}, {run.config.latent_dim}"


NEED_DIGITS = ("place", "morph")
"""Panels that show held-out digits beside the drawing."""
PANELS: dict[str, tuple[str, Callable[[Run, Seen, np.ndarray], None]]] = {
    "everyone": (N_("Every architecture"), everyone),
    "fill": (N_("Fill in what is erased"), fill),
    "place": (N_("Where it lands"), place),
    "morph": (N_("Morph"), morph),
    "home": (N_("Take it home"), take_home),
}
