"""A run's measures on all held-out samples, beside PCA's."""

import streamlit as st

from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.wording import named

MEASURES = {
    "bce": (N_("Binary cross-entropy, nats per {value}"), "{:.4f}", "↓"),
    "mse": (N_("Mean squared error per {value}"), "{:.5f}", "↓"),
    "squared_error": (N_("Squared error per {sample}"), "{:.2f}", "↓"),
    "rmse": (N_("Root mean squared error of known values"), "{:.4f}", "↓"),
    "psnr": (N_("PSNR, dB"), "{:.2f}", "↑"),
    "ssim": (N_("SSIM"), "{:.3f}", "↑"),
    "snr": (N_("Signal-to-noise ratio, dB"), "{:.2f}", "↑"),
}
OWN_MEASURES = {
    "denoised_bce": (N_("Damaged as in training, restored: BCE"), "{:.4f}", "↓"),
    "denoised_psnr": (N_("Damaged as in training, restored: PSNR, dB"), "{:.2f}", "↑"),
    "denoised_snr": (N_("Damaged as in training, restored: SNR, dB"), "{:.2f}", "↑"),
    "negative_elbo": (N_("−ELBO of Bernoulli pixels, nats per {sample}"), "{:.2f}", "↓"),
    "normal_negative_elbo": (N_("−ELBO of normal values, nats per {sample}"), "{:.2f}", "↓"),
    "kl": (N_("KL to the prior, nats per {sample}"), "{:.2f}", ""),
    "active_share": (N_("Share of units active per {sample}"), "{:.1%}", ""),
}
"""What only some families measure."""


def measures(run: Run) -> None:
    """Show the run's measures on all held-out samples, beside PCA at the same size."""
    where = named(_("On all held-out {samples}"), run)
    lines = [
        f"| {where} | {_('this run')} | {_('PCA, as many components')} |",
        "|---|--:|--:|",
    ]
    for name, (label, form, better) in MEASURES.items():
        if f"test_{name}" in run.metrics:
            ours, pca = run.metrics[f"test_{name}"], run.metrics[f"pca_test_{name}"]
            cells = _better_marked(ours, pca, form, lower=better == "↓")
            lines.append(f"| {named(_(label), run)} {better} | {cells} |")
    for name, (label, form, better) in OWN_MEASURES.items():
        if f"test_{name}" in run.metrics:
            figure = form.format(run.metrics[f"test_{name}"])
            lines.append(f"| {named(_(label), run)} {better} | {figure} | – |")
    st.markdown("\n".join(lines))
    st.caption(
        _("A low error is not the goal by itself: a code as wide as the picture could just copy.")
    )
    if "test_bce_floor" in run.metrics:
        floor = _("A perfect reconstruction has a BCE of {floor:.4f}: grey pixels are uncertain.")
        st.caption(floor.format(floor=run.metrics["test_bce_floor"]))


def _better_marked(ours: float, pca: float, form: str, lower: bool) -> str:
    """Return both figures as cells of a table, the better one in bold."""
    first, second = form.format(ours), form.format(pca)
    if (ours < pca) == lower:
        return f"**{first}** | {second}"
    return f"{first} | **{second}**"
