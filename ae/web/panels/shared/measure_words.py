"""What the measures of a run are called, how they are written, and which way is better."""

from ae.i18n import N_
from ae.runs.store import Run

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

RANKING_MEASURES = {
    "recall20": (N_("recall@20"), "{:.3f}", "↑"),
    "ndcg100": (N_("NDCG@100"), "{:.3f}", "↑"),
}
"""How good a list of recommendations is: what families have that predict no stars."""
ALL_MEASURES = MEASURES | OWN_MEASURES | RANKING_MEASURES
HEADLINES = ("squared_error", "rmse", "ndcg100")


def headline(run: Run) -> tuple[str, float]:
    """Return which of `ALL_MEASURES` says most about how good a run is, and that figure."""
    name = next(one for one in HEADLINES if f"test_{one}" in run.metrics)
    return name, run.metrics[f"test_{name}"]
