"""A run's measures on all held-out digits, beside PCA's."""

import streamlit as st

from ae.i18n import N_, _
from ae.runs.store import Run

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
