"""What the fields of a configuration, and the values of its options, are called and mean."""

from ae.data.corruption import CORRUPTIONS
from ae.i18n import N_
from ae.models.priors import PRIORS

VALUE_NAMES = {
    **{"relu": N_("ReLU"), "silu": N_("SiLU"), "tanh": N_("tanh"), "l1": N_("L1"), "kl": N_("KL")},
    **{name: noise.label for name, noise in CORRUPTIONS.items()},
    **{name: prior.label for name, prior in PRIORS.items()},
}
"""How the values of options are shown that are not words themselves."""
NAMES = {
    "latent_dim": N_("Latent size"),
    "train_size": N_("Training {samples}"),
    "epochs": N_("Epochs"),
    "batch_size": N_("Batch size"),
    "learning_rate": N_("Learning rate"),
    "seed": N_("Seed"),
}
"""What the fields are called that every family has and that are numbers."""
HELP = {
    "dataset": N_("The {samples} to learn from. A part is held out and never trained on."),
    "architecture": N_("The family of the autoencoder."),
    "latent_dim": N_("How many numbers the encoder may keep of a {sample}."),
    "loss": N_(
        "How an error is counted: BCE, the binary cross-entropy, or MSE, the mean squared error."
    ),
    "train_size": N_(
        "How many training {samples} are used. Fewer train faster and generalise less."
    ),
    "epochs": N_("How often the network sees every training {sample}."),
    "batch_size": N_("How many {samples} are looked at before each update."),
    "learning_rate": N_("The largest step size: it climbs to this value, then falls to zero."),
    "seed": N_(
        "The number that starts the random generator. The same seed gives the same run; another, "
        "another."
    ),
}
