"""Digits beside what a run makes of them: with noise, over the epochs, from a selection."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import Projection, choose
from ae.caching import cached
from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt
from ae.i18n import N_, _
from ae.models.training import examples
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import Row
from ae.web.services import reconstruct, run_array, store, test_split, when_awake
from ae.web.training_panel import film_rows, show_curves

SHOWN = 10
WAYS = {
    "each": N_("One of each"),
    "random": N_("At random"),
    "best": N_("Rebuilt best"),
    "worst": N_("Rebuilt worst"),
    **{str(digit): str(digit) for digit in range(10)},
}
MEASURES = {
    "bce": (N_("Binary cross-entropy, nats per pixel"), "{:.4f}", "↓"),
    "mse": (N_("Mean squared error per pixel"), "{:.5f}", "↓"),
    "squared_error": (N_("Squared error per digit"), "{:.2f}", "↓"),
    "psnr": (N_("PSNR, dB"), "{:.2f}", "↑"),
    "ssim": (N_("SSIM"), "{:.3f}", "↑"),
}
OWN_MEASURES = {
    "denoised_bce": (N_("Damaged as in training, restored: BCE"), "{:.4f}", "↓"),
    "denoised_psnr": (N_("Damaged as in training, restored: PSNR, dB"), "{:.2f}", "↑"),
    "negative_elbo": (N_("−ELBO of Bernoulli pixels, nats per digit"), "{:.2f}", "↓"),
    "kl": (N_("KL to the prior, nats per digit"), "{:.2f}", ""),
    "active_share": (N_("Units active for a digit"), "{:.1%}", ""),
}
"""What only some families measure."""


@st.fragment
def compare(run: Run) -> None:
    """Show held-out digits, what noise makes of them, and what the run makes of that."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        how = choose_digits()
        kind = st.selectbox(
            _("Noise"),
            list(CORRUPTIONS),
            format_func=lambda name: _(CORRUPTIONS[name].label),
            key="noise",
            bind="query-params",
            width=170,
        )
        level = st.slider(
            _("Noise level"),
            0.0,
            1.0,
            0.0,
            0.05,
            key="level",
            bind="query-params",
            width=260,
            help=_("Added to the input only. Level means: {meaning}.").format(
                meaning=_(CORRUPTIONS[kind].level_means)
            ),
        )
        with_pca = st.toggle(
            _("Beside PCA"),
            key="pca",
            bind="query-params",
            help=_("PCA with as many components as the code has numbers, on the same input."),
        )
    store().touch(run.key)
    shown = _choose(run, how)
    if not len(shown):
        st.info(_("There is no such digit among the held-out ones."))
        return
    rows = _rows(run, shown, kind, level, with_pca)
    st.html(figures.digit_rows(rows))
    st.caption(
        _(
            "Below each reconstruction: its squared error, summed over the 784 pixels, against the "
            "clean original. Error map: orange is painted too bright, blue is missing. All digits "
            "here are held out: the network has never been trained on them."
        )
    )


def choose_digits() -> str:
    """Show the choice of digits; return a way that `analysis.choose` knows."""
    how = st.selectbox(
        _("Held-out digits"),
        list(WAYS),
        format_func=lambda way: _(WAYS[way]),
        key="digits",
        bind="query-params",
        width=170,
    )
    if how == "random":
        st.button(_("Others"), icon=":material/shuffle:", on_click=_others)
    return how


def _others() -> None:
    st.session_state["draw"] = st.session_state.get("draw", 0) + 1


def _choose(run: Run, how: str) -> np.ndarray:
    labels = test_split(run.config.dataset).labels
    draw = st.session_state.get("draw", 0)
    return choose(labels, run_array(run, "errors"), how, SHOWN, draw)


def _rows(run: Run, shown: np.ndarray, kind: str, level: float, with_pca: bool) -> list[Row]:
    split = test_split(run.config.dataset)
    originals = split.images[shown]
    clean = datasets.to_inputs(originals)
    names = [str(label) for label in split.labels[shown]]
    given = corrupt(clean, kind, level, np.random.default_rng(0)) if level else clean
    rows = [Row(_("Original"), "original", originals, _say(_("held-out digit {name}"), names))]
    if level:
        texts = _say(_("the {name} with noise"), names)
        rows.append(Row(_("With noise"), "corrupted", datasets.to_pixels(given), texts))
    restored = _restored(run, shown, given)
    if restored is not None:
        rows += _judged(_("Reconstruction"), "reconstruction", clean, restored, names)
        texts = _say(_("error map of the {name}"), names)
        rows.append(Row(_("Error map"), "error", figures.error_map(clean, restored), texts))
    if with_pca:
        linear = _pca(run).restore(_pca(run).project(given)).reshape(given.shape)
        label = _("PCA, {n} components").format(n=len(_pca(run).components))
        rows += _judged(label, "pca", clean, linear, names)
    return rows


def _restored(run: Run, shown: np.ndarray, given: np.ndarray) -> np.ndarray | None:
    """Reconstruct; what the film was made of needs no worker, for the run has kept it."""
    split = test_split(run.config.dataset)
    filmed = np.array_equal(shown, choose(split.labels, None, "each", SHOWN))
    if filmed and np.array_equal(given, examples(run.config, split.images[shown])[0]):
        return datasets.to_inputs(run_array(run, "film")[-1])
    return when_awake(lambda: reconstruct(run.key, given.astype(np.float32).tobytes()))


def _judged(
    label: str, kind: str, clean: np.ndarray, restored: np.ndarray, names: list[str]
) -> list[Row]:
    errors = analysis.squared_error(clean, restored)
    texts = _say(_("reconstruction of the {name}"), names)
    captions = [f"{error:.1f}" for error in errors]
    return [Row(label, kind, datasets.to_pixels(restored), texts, captions)]


def _say(text: str, names: list[str]) -> list[str]:
    return [text.format(name=name) for name in names]


@cached(32)
def _pca(run: Run) -> Projection:
    return Projection(run_array(run, "pca_mean"), run_array(run, "pca_components"))


def measures(run: Run) -> None:
    """Show the run's measures on all held-out digits, beside PCA at the same size."""
    lines = [
        f"| {_('On all held-out digits')} | {_('this run')} | {_('PCA, as many components')} |",
        "|---|--:|--:|",
    ]
    for name, (label, form, better) in MEASURES.items():
        ours, pca = run.metrics[f"test_{name}"], run.metrics[f"pca_test_{name}"]
        won = (ours < pca) == (better == "↓")
        texts = [form.format(ours), form.format(pca)]
        texts[not won] = f"**{texts[not won]}**"
        lines.append(f"| {_(label)} {better} | {texts[0]} | {texts[1]} |")
    for name, (label, form, better) in OWN_MEASURES.items():
        if f"test_{name}" in run.metrics:
            figure = form.format(run.metrics[f"test_{name}"])
            lines.append(f"| {_(label)} {better} | {figure} | – |")
    st.markdown("\n".join(lines))
    floor = _("A perfect reconstruction has a BCE of {floor:.4f}: grey pixels are uncertain.")
    st.caption(floor.format(floor=run.metrics["test_bce_floor"]))


@st.fragment
def replay(run: Run) -> None:
    """Offer the film of the training; what it needs is loaded when it is opened."""
    panel = st.expander(
        _("Watch it learn again, epoch by epoch"),
        key="film",
        icon=":material/movie:",
        on_change="rerun",
        bind="query-params",
    )
    if panel.open:
        with panel:
            _film(run)


def _film(run: Run) -> None:
    """Show the ten watched digits as they were after any epoch, beside the loss curves."""
    epochs = run.config.epochs
    epoch = st.slider(
        _("Epoch"),
        0,
        epochs,
        epochs,
        key=f"epoch-{run.key}",
        help=_("0 is the untrained network. Drag, or use the arrow keys."),
    )
    left, right = st.columns(2)
    with left:
        st.html(figures.digit_rows(film_rows(run.config, run_array(run, "film")[epoch])))
        record = run.history[epoch]
        text = _("After epoch {epoch}: training loss {train:.4f}, held-out loss {test:.4f}.")
        st.caption(text.format(epoch=epoch, train=record["train_loss"], test=record["test_loss"]))
    with right:
        show_curves(run.config, run.history, "film", mark=epoch)
