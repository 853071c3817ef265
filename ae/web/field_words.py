"""What the fields of a configuration, and the values of its options, are called and mean."""

from ae.data.corruption import CORRUPTIONS
from ae.i18n import N_
from ae.models.priors import PRIORS

VALUE_NAMES = {
    **{"relu": N_("ReLU"), "silu": N_("SiLU"), "tanh": N_("tanh"), "l1": N_("L1"), "kl": N_("KL")},
    **{"linear": N_("linear"), "sigmoid": N_("sigmoid"), "stride": N_("stride")},
    **{"pooling": N_("pooling"), "people": N_("people"), "things": N_("things")},
    **{name: noise.label for name, noise in CORRUPTIONS.items()},
    **{name: prior.label for name, prior in PRIORS.items()},
}
"""How the values of options are shown."""
PRESETS = {
    "science-2006": N_("science-2006"),
    "one-class": N_("one-class"),
    "pooling": N_("pooling"),
    "l1": N_("L1"),
    "plane-2d": N_("plane-2d"),
    "binarised": N_("binarised"),
    "ten-petals": N_("ten-petals"),
    "ring": N_("ring"),
    "swiss-roll": N_("swiss-roll"),
    "by-things": N_("by-things"),
}
"""What the named configurations are called."""
NAMES = {
    "latent_dim": N_("Latent size"),
    "train_size": N_("Training {samples}"),
    "epochs": N_("Epochs"),
    "batch_size": N_("Batch size"),
    "learning_rate": N_("Learning rate"),
    "seed": N_("Seed"),
    "loss": N_("Loss"),
    "activation": N_("Activation"),
    "depth": N_("Depth"),
    "width": N_("Width"),
    "weight_decay": N_("Weight decay"),
    "filters": N_("Filters"),
    "downsampling": N_("Downsampling"),
    "training_noise": N_("Training noise"),
    "training_noise_level": N_("Training noise level"),
    "penalty": N_("Penalty"),
    "penalty_weight": N_("Penalty weight"),
    "target": N_("Target"),
    "beta": N_("Beta"),
    "kl_warm_up": N_("KL warm up"),
    "binarise": N_("Binarise"),
    "prior": N_("Prior"),
    "adversarial_weight": N_("Adversarial weight"),
    "discriminator_width": N_("Discriminator width"),
    "based_on": N_("Based on"),
    "hidden_share": N_("Hidden share"),
}
"""What the fields are called, those of every family first."""
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
