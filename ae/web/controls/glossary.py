"""The words of this field that pages use, each explained once, one click from where it stands."""

import streamlit as st

from ae.i18n import N_, _, bullet

TERMS: dict[str, tuple[str, str]] = {
    "autoencoder": (
        N_("Autoencoder"),
        N_("A network that learns to give back its input after squeezing it through a code."),
    ),
    "code": (
        N_("Code"),
        N_(
            "The numbers z1, z2 … between encoder and decoder: the encoder turns a picture into "
            "them, the decoder turns them into a picture. How many there are is the latent size."
        ),
    ),
    "bottleneck": (
        N_("Bottleneck"),
        N_(
            "A code narrower than the picture. A wide code can simply copy: then a low error says "
            "little."
        ),
    ),
    "reconstruction": (
        N_("Reconstruction"),
        N_("What the decoder makes of a picture's code; the error is how far it is off."),
    ),
    "held-out": (
        N_("Held-out"),
        N_(
            "Kept aside and never trained on: on these a network is judged. What it does well only "
            "on the training part it has learnt by heart (overfitting)."
        ),
    ),
    "loss": (
        N_("Loss"),
        N_("What training makes small: the error, plus whatever penalties a family adds."),
    ),
    "squared error": (
        N_("Squared error"),
        N_(
            "The squared differences, added up over a sample. MSE is their mean, per value: of a "
            "picture, per pixel."
        ),
    ),
    "bce": (
        N_("BCE, nats"),
        N_(
            "Binary cross-entropy: a pixel's brightness is read as the probability of white. It is "
            "counted in nats, of about 1.44 bits; grey pixels keep it above 0 even when all is "
            "right."
        ),
    ),
    "psnr": (
        N_("PSNR, SNR"),
        N_(
            "The error on a logarithmic scale, in decibels, against the largest possible value "
            "(PSNR) or the signal's own strength (SNR): 10 dB more is a tenth of the error."
        ),
    ),
    "ssim": (
        N_("SSIM"),
        N_("Likeness of local structure: 1 is the same picture, 0 has nothing in common with it."),
    ),
    "pca": (
        N_("PCA"),
        N_(
            "Principal component analysis: the best that straight lines can do. It keeps the "
            "directions in which the data vary most."
        ),
    ),
    "epoch": (
        N_("Epoch"),
        N_("Once through all training samples; they are taken a batch at a time."),
    ),
    "learning rate": (
        N_("Learning rate"),
        N_("How large a step the weights take after each batch."),
    ),
    "seed": (
        N_("Seed"),
        N_("The number that starts the random generator: another seed, another run."),
    ),
    "noise": (
        N_("Noise"),
        N_("A change to the input only; errors are still counted against the clean picture."),
    ),
    "latent space": (
        N_("Latent space"),
        N_(
            "All possible codes. A map of a long code is a shadow of it: two directions of many. "
            "Another seed gives other axes."
        ),
    ),
    "t-sne": (
        N_("t-SNE"),
        N_("A picture that keeps neighbours together; distances and axes on it mean little."),
    ),
    "probe": (
        N_("Linear classifier (probe)"),
        N_("A simple classifier that reads the code: how well it does says what the code knows."),
    ),
    "unit": (
        N_("Unit, activation"),
        N_(
            "One neuron: it sums its inputs and applies its activation, a non-linear function such "
            "as ReLU (negative becomes 0), SiLU (much the same, softly), tanh (into −1 to 1) or "
            "sigmoid (into 0 to 1)."
        ),
    ),
    "active": (N_("Active"), N_("Above a threshold that is named beside it.")),
    "filter": (
        N_("Filter, feature map"),
        N_("A small pattern looked for at every place; the map of its answers."),
    ),
    "dense": (
        N_("Dense, Conv2D"),
        N_(
            "A dense layer joins every unit to every number before it; a convolution (Conv2D) "
            "moves small filters over the picture. Loss and training are not in the code shown."
        ),
    ),
    "prior": (
        N_("Prior"),
        N_("The distribution that codes should have, so that new ones can be drawn from it."),
    ),
    "posterior": (
        N_("Posterior"),
        N_("The small cloud of codes that a variational encoder gives for one picture."),
    ),
    "kl": (
        N_("KL"),
        N_(
            "Kullback–Leibler divergence, in nats: how far one distribution is from another; 0 if "
            "they are the same. A number of the code with KL 0 has collapsed: it carries nothing."
        ),
    ),
    "elbo": (
        N_("ELBO, β"),
        N_(
            "Evidence lower bound: what a variational autoencoder raises. −ELBO is error plus KL "
            "and never below −log p of the data. β weighs the KL; only β = 1 gives the bound."
        ),
    ),
    "discriminator": (
        N_("Discriminator"),
        N_("A second network that tells codes from draws of the prior; the encoder fools it."),
    ),
    "mmd": (
        N_("MMD, p-value"),
        N_(
            "Maximum mean discrepancy: how far apart two samples are as distributions. p is how "
            "often samples of one distribution would lie so far apart: small means different."
        ),
    ),
    "sample": (
        N_("Sample"),
        N_("A code drawn at random, decoded. Temperature scales how far out it is drawn."),
    ),
    "rmse": (
        N_("RMSE"),
        N_("Root mean squared error: how many stars a prediction is off, large misses most."),
    ),
    "recall@20": (
        N_("recall@20, NDCG@100"),
        N_(
            "How much of what somebody likes a list finds: the share among its first 20, and a sum "
            "over its first 100 in which a hit counts more the higher it stands. 1 is the best."
        ),
    ),
    "recommenders": (
        N_("kNN, SVD, EASE, ALS"),
        N_(
            "Simpler recommenders: what is liked by those who like the same things (item-kNN); "
            "likes seen along a few directions (PureSVD); a linear formula from all likes to each "
            "(EASE); factors of people and things, solved for in turns (ALS)."
        ),
    ),
    "path": (N_("Path"), N_("The codes from one code to another, step by step.")),
    "ink": (
        N_("Ink, energy"),
        N_("How much there is: the sum of a picture's brightness, or of a signal's squares."),
    ),
    "threshold": (
        N_("Threshold"),
        N_(
            "What scores above it is called odd: an alarm. An odd one above is caught, one below "
            "missed; a normal one above it is a false alarm."
        ),
    ),
    "precision": (
        N_("Precision, recall"),
        N_("Which share of the alarms is right, and which share of the odd ones is caught."),
    ),
    "roc": (
        N_("ROC, area"),
        N_(
            "The curve of what is caught against false alarms, over all thresholds. The area under "
            "it is how often an odd one scores above a normal one."
        ),
    ),
    "sparse": (N_("Sparse"), N_("Few units are active at a time.")),
}
"""Of each term its name and its meaning; marked with `N_`, translated when shown."""


def explain(*terms: str) -> None:
    """Offer the meaning of some terms of `TERMS`, in the order given."""
    with st.popover(_("Words"), icon=":material/menu_book:", key="words"):
        lines = [bullet(_(TERMS[name][0]), _(TERMS[name][1])) for name in terms]
        st.markdown("\n".join(lines))
