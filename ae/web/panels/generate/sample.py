"""Samples: codes drawn at random, decoded, each beside the training digit it is most like."""

import math

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models import digit_classifier, generation
from ae.models.priors import PRIORS
from ae.runs.store import Run
from ae.web import exports
from ae.web.components import item, picker
from ae.web.live import decode
from ae.web.panels.generate.ends import keep_sample, kept_sample
from ae.web.runs import run_array

COUNTS = (16, 36, 64)
SCALE = 4
"""How much larger pictures are taken home."""


@st.fragment
def draw_samples(run: Run) -> None:
    """Show new digits from the run's distribution, and how unlike the training digits they are."""
    count, temperature, seed = _controls()
    codes = _codes(run, count, temperature, seed)
    pictures = decode(run, codes)
    if pictures is None:
        return
    st.markdown(_told(run))
    new = datasets.to_pixels(pictures)
    near, apart = _nearest(run, new.tobytes())
    _show(run, codes, new, near, apart)
    st.caption(
        _(
            "Each new digit above the training digit nearest to it by pixels, and how far apart "
            "they are: {least:.1f} at least, {apart:.1f} on average; a held-out digit and its "
            "nearest training digit {usual:.1f}. At 0 it would be a copy. Pick one to start from "
            "it under “Interpolate”."
        ).format(
            least=float(apart.min()),
            apart=float(apart.mean()),
            usual=_usual_distance(run.config.dataset),
        )
    )
    _scores(run)
    png = exports.grid_png(new, math.isqrt(len(new)), SCALE)
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
                "Scales the noise: at 1 codes are drawn as the distribution says; below, closer "
                "to its centre, all alike; above, farther out than the network has learnt."
            ),
        )
        st.session_state.setdefault("sample-seed", 0)
        seed = st.number_input(_("Seed of the samples"), 0, 9999, key="sample-seed", width=160)
        st.button(_("Others"), icon=":material/casino:", on_click=_next_seed)
    return count, temperature, seed


def _next_seed() -> None:
    st.session_state["sample-seed"] = (st.session_state["sample-seed"] + 1) % 10_000


@cached(64)
def _source(run: Run) -> generation.Source:
    return generation.source_of(run.config, run_array(run, "latents"))


def _codes(run: Run, count: int, temperature: float, seed: int) -> np.ndarray:
    return generation.sample(_source(run), count, temperature, np.random.default_rng(seed))


def _told(run: Run) -> str:
    """Say what the codes are drawn from."""
    prior = _source(run).prior
    if prior:
        name = _(PRIORS[prior].label).lower()
        text = _("Codes drawn from the **{name}** prior, towards which this run was trained.")
        return text.format(name=name)
    return _(
        "This family was trained towards **no prior**. So codes are drawn from a normal "
        "distribution fitted to the held-out codes: their mean and covariance. Real codes need "
        "not be distributed so; that is why some of these are no digits."
    )


@cached(64)
def _nearest(run: Run, new: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest training digits, uint8 (n, 28, 28), and how far away they are, (n,)."""
    pictures = np.frombuffer(new, np.uint8).reshape(-1, *datasets.SHAPE)
    rows, distances = _sketches(run.config.dataset).nearest(pictures)
    return datasets.load(run.config.dataset, "train").images[rows], distances / 255


@cached(4)
def _usual_distance(dataset: str) -> float:
    """Return how far held-out digits lie from their nearest training digits, on average."""
    test = datasets.load(dataset, "test").images[:64]
    return float(_sketches(dataset).nearest(test)[1].mean()) / 255


@cached(4)
def _sketches(dataset: str) -> analysis.Sketches:
    return analysis.Sketches(datasets.load(dataset, "train").images)


def _show(
    run: Run, codes: np.ndarray, new: np.ndarray, near: np.ndarray, apart: np.ndarray
) -> None:
    text = _("new digit {n}, above the training digit nearest to it, {apart:.1f} apart")
    items = [
        item(n, text.format(n=n + 1, apart=distance), f"{distance:.1f}", picture, training)
        for n, (picture, training, distance) in enumerate(zip(new, near, apart, strict=True))
    ]
    kept = kept_sample(run)
    same = [n for n, code in enumerate(codes) if kept is not None and np.array_equal(code, kept)]
    label = _("New digits, each above the training digit nearest to it")
    picker(
        items,
        same[0] if same else None,
        lambda n: keep_sample(run, codes[n]),
        label,
        "sample-picker",
    )


def _scores(run: Run) -> None:
    """Say how the classifier found ten thousand samples of this run, if it was asked."""
    found = digit_classifier.load_scores()
    if run.key not in found:
        return
    ours, real = found[run.key], found[digit_classifier.REAL]
    st.markdown(
        _(
            "**A classifier** trained on real digits looked at 10,000 samples of this "
            "run at temperature 1: it recognises {ours:.0%} with confidence (of real digits "
            "{real:.0%}), and their features lie {frechet:.1f} from those of real digits (real "
            "training digits {floor:.1f}; Fréchet distance)."
        ).format(ours=ours.confident, real=real.confident, frechet=ours.frechet, floor=real.frechet)
    )
