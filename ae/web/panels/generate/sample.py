"""Samples: codes drawn at random, decoded, each beside the training sample it is most like."""

import math

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import DRAWS, with_error
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models import digit_classifier
from ae.runs.store import Run
from ae.web import exports
from ae.web.components import item, picker
from ae.web.live import decode
from ae.web.panels.generate.ends import keep_sample, kept_sample
from ae.web.panels.generate.sources import choose_source, told_source
from ae.web.samples import as_stored, drawn, nearest_training
from ae.web.wording import named

COUNTS = (16, 36, 64)
COMPARED = 64
"""How many held-out samples tell how far one usually lies from its nearest training sample."""
SCALE = 4
"""How much larger pictures are taken home."""


@st.fragment
def draw_samples(run: Run) -> None:
    """Show samples of the run's distribution, and how unlike the training samples they are."""
    source = choose_source(run)
    samples = st.container()  # above what is told of them and the other controls
    draw = told_source(run, source)
    if draw is None:
        return
    count, temperature, seed = _controls()
    codes = draw(count, temperature, np.random.default_rng(seed))
    pictures = decode(run, codes)
    if pictures is None:
        return
    new = as_stored(run, pictures)
    near, apart = _nearest(run, new.shape, new.tobytes())
    with samples:
        _show(run, codes, drawn(run, new), drawn(run, near), apart)
    st.caption(
        named(
            _(
                "Each new {sample} above the training {sample} nearest to it by its {value}s, and "
                "how far apart they are, as the root of the summed squared differences: "
                "{least:.1f} at least, {apart:.1f} on average; {n} held-out {samples}, drawn at "
                "random, and their nearest training {samples} {usual:.1f}. At 0 it would be a "
                "copy; blurred {samples} lie nearer to all others without being copies. Pick one "
                "to start from it under “Interpolate”."
            ),
            run,
        ).format(
            least=float(apart.min()),
            apart=float(apart.mean()),
            n=COMPARED,
            usual=_usual_distance(run.config.dataset, run.config.content),
        )
    )
    _scores(run, source)
    png = exports.grid_png(drawn(run, new), math.isqrt(len(new)), SCALE)
    st.download_button(
        _("The grid (PNG)"), png, "samples.png", "image/png", icon=":material/download:"
    )


def _controls() -> tuple[int, float, int]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = st.segmented_control(
            _("How many"), COUNTS, default=COUNTS[0], required=True, key="sample-count"
        )
        temperature = st.slider(
            _("Temperature"),
            0.0,
            2.0,
            1.0,
            0.05,
            key="sample-temperature",
            width=220,
            help=_(
                "Scales the noise: at 1 codes are drawn as the distribution says; below, with less "
                "noise, more alike; above, farther out than the network has learnt."
            ),
        )
        st.session_state.setdefault("sample-seed", 0)
        seed = st.number_input(_("Seed of the samples"), 0, 9999, key="sample-seed", width=160)
        st.button(_("Show others"), icon=":material/casino:", on_click=_next_seed)
    return count, temperature, seed


def _next_seed() -> None:
    st.session_state["sample-seed"] = (st.session_state["sample-seed"] + 1) % 10_000


@cached(64)
def _nearest(run: Run, shape: tuple[int, ...], new: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest training samples, as the split holds them, and how far away they are."""
    train = datasets.load(run.config.dataset, "train").samples
    given = np.frombuffer(new, train.dtype).reshape(shape)
    rows, distances = nearest_training(run.config.dataset, run.config.content, given)
    return train[rows], distances


@cached(4)
def _usual_distance(dataset: str, content: str) -> float:
    """Return how far held-out samples lie from their nearest training samples, on average."""
    test = datasets.held_out(dataset).samples
    test = test[analysis.sampled(len(test), COMPARED)]
    return float(nearest_training(dataset, content, test)[1].mean())


def _show(
    run: Run, codes: np.ndarray, new: np.ndarray, near: np.ndarray, apart: np.ndarray
) -> None:
    """Show pictures of new samples above the nearest training ones, to pick one from."""
    text = named(
        _("new {sample} {n}, above the training {sample} nearest to it, {apart:.1f} apart"), run
    )
    items = [
        item(n, text.format(n=n + 1, apart=distance), f"{distance:.1f}", picture, training)
        for n, (picture, training, distance) in enumerate(zip(new, near, apart, strict=True))
    ]
    kept = kept_sample(run)
    same = [n for n, code in enumerate(codes) if kept is not None and np.array_equal(code, kept)]
    label = named(_("New {samples}, each above the training {sample} nearest to it"), run)
    picker(
        items,
        same[0] if same else None,
        lambda n: keep_sample(run, codes[n]),
        label,
        "sample-picker",
    )


def _scores(run: Run, source: str) -> None:
    """Say how the classifier found ten thousand samples of this run, if it was asked."""
    found = digit_classifier.load_scores()
    key = digit_classifier.score_key(run.key, source == "mixture")
    if key not in found or not run.shipped:  # they are of the weights that ship
        return
    ours, real = found[key], found[digit_classifier.REAL]
    st.markdown(
        named(
            _(
                "**A classifier** trained on real {samples} looked at {sets} times 10,000 samples "
                "of this run, drawn so at temperature 1. To {ours} it gives one class with at "
                "least {confident:.0%} (of real {samples} it has not learnt from: {real:.1%}); "
                "that says neither that they are right nor that they are varied. Their features "
                "lie {frechet} from those of held-out {samples} (those real {samples}: "
                "{floor:.2f}; squared Fréchet distance, in units of these features)."
            ),
            run,
        ).format(
            sets=DRAWS,
            ours=with_error(ours.confident, ours.confident_error, "{:.1%}"),
            confident=digit_classifier.CONFIDENT,
            real=real.confident,
            frechet=with_error(ours.frechet, ours.frechet_error, "{:.2f}"),
            floor=real.frechet,
        )
    )
