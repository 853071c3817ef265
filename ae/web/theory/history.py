"""The history of autoencoders, stop by stop: what was new, by whom, and where it was published."""

from dataclasses import dataclass

from ae.i18n import N_
from ae.web.lessons.base import Opening, usual


@dataclass(frozen=True)
class Stop:
    """One stop of the time line.

    Args:
        year: as it is written.
        title, words: marked with `N_`.
        source: authors, title and venue; not translated.
        run: a run that shows it, where there is one.
        panel: what shows it of the run, by its name in `ae.web.panels`.
    """

    year: str
    title: str
    words: str
    source: str
    run: Opening | None = None
    panel: str = "theory.squeezed"


STOPS = (
    Stop(
        "1985",
        N_("The encoder problem"),
        N_(
            "A Boltzmann machine is to pass one of several patterns through fewer units in the "
            "middle: the task, and the word encoder, stand here, a year before back-propagation "
            "became known."
        ),
        "Ackley, Hinton & Sejnowski, “A learning algorithm for Boltzmann machines”, Cognitive "
        "Science 9 (1985)",
    ),
    Stop(
        "1986",
        N_("Back-propagation"),
        N_(
            "The chain rule, sent backwards through a network, trains hidden layers; the encoder "
            "problem is one of its examples. That autoencoders were *first* proposed here is "
            "often copied, and not so: the task is a year older, and the name is younger."
        ),
        "Rumelhart, Hinton & Williams, “Learning internal representations by error propagation”, "
        "in Parallel Distributed Processing 1, MIT Press (1986)",
        usual(),
    ),
    Stop(
        "1987",
        N_("Networks that give back their input, one upon the other"),
        N_(
            "Modules trained to give back their own input, without a teacher; the next module "
            "learns from the code of the one before."
        ),
        "Ballard, “Modular learning in neural networks”, AAAI (1987)",
    ),
    Stop(
        "1988",
        N_("Without a bend it is PCA"),
        N_(
            "With one hidden layer and a linear output the best weights can be had by linear "
            "algebra (a singular value decomposition): the bends of the hidden units do not help."
        ),
        "Bourlard & Kamp, “Auto-association by multilayer perceptrons and singular value "
        "decomposition”, Biological Cybernetics 59 (1988)",
    ),
    Stop(
        "1989",
        N_("One valley"),
        N_(
            "The squared error of a linear autoencoder has no local minima: wherever it starts, "
            "what it comes to spans the same plane as PCA's components."
        ),
        "Baldi & Hornik, “Neural networks and principal component analysis: learning from "
        "examples without local minima”, Neural Networks 2 (1989)",
        usual(architecture="linear"),
        "inside.linear",
    ),
    Stop(
        "1994",
        N_("A code has a price"),
        N_(
            "The code's length in bits is counted as part of the loss (minimum description "
            "length), and the free energy of physics bounds it: the bound that variational "
            "autoencoders are trained with."
        ),
        "Hinton & Zemel, “Autoencoders, minimum description length and Helmholtz free energy”, "
        "NIPS 6 (1994)",
    ),
    Stop(
        "2006",
        N_("Deep"),
        N_(
            "Layer upon layer, begun as restricted Boltzmann machines and then trained together: "
            "30 numbers hold a digit far better than 30 components of PCA."
        ),
        "Hinton & Salakhutdinov, “Reducing the dimensionality of data with neural networks”, "
        "Science 313 (2006)",
        usual(architecture="deep"),
    ),
    Stop(
        "2008",
        N_("Denoising"),
        N_(
            "Damage the input and ask for the clean one: the network can no longer copy, so it "
            "must learn what the data look like."
        ),
        "Vincent, Larochelle, Bengio & Manzagol, “Extracting and composing robust features with "
        "denoising autoencoders”, ICML (2008)",
        usual(architecture="denoising"),
    ),
    Stop(
        "2011",
        N_("Contractive"),
        N_(
            "A penalty on how much the code moves when the input moves a little: what does not "
            "help to rebuild is held still."
        ),
        "Rifai, Vincent, Muller, Glorot & Bengio, “Contractive auto-encoders: explicit invariance "
        "during feature extraction”, ICML (2011)",
    ),
    Stop(
        "2013",
        N_("Variational"),
        N_(
            "Codes become distributions with a common prior, and a draw from them can be "
            "differentiated (the noise is drawn first, then scaled): an autoencoder that is a "
            "probability model, and generates."
        ),
        "Kingma & Welling, “Auto-encoding variational Bayes”, arXiv 1312.6114 (2013); Rezende, "
        "Mohamed & Wierstra, ICML (2014), at the same time",
        usual(architecture="variational", latent_dim=2),
        "latent.explore",
    ),
    Stop(
        "2015",
        N_("Adversarial"),
        N_(
            "A discriminator, as in GANs, pulls the distribution of the codes towards any prior "
            "that one can draw from; no formula for the divergence is needed."
        ),
        "Makhzani, Shlens, Jaitly, Goodfellow & Frey, “Adversarial autoencoders”, arXiv "
        "1511.05644 (2015)",
        usual(architecture="adversarial", latent_dim=2),
        "inside.adversarial",
    ),
    Stop(
        "2017",
        N_("Codes from a book"),
        N_(
            "VQ-VAE: each code vector is replaced by the nearest entry of a learnt code book. "
            "Pictures and sounds become rows of numbers of entries, which other models can write."
        ),
        "van den Oord, Vinyals & Kavukcuoglu, “Neural discrete representation learning”, NIPS "
        "(2017)",
    ),
    Stop(
        "2021",
        N_("Masked"),
        N_(
            "Three quarters of a picture's patches are hidden; the encoder sees the rest, the "
            "decoder paints what is missing. Denoising, grown large."
        ),
        "He, Chen, Xie, Li, Dollár & Girshick, “Masked autoencoders are scalable vision "
        "learners”, arXiv 2111.06377 (2021)",
    ),
    Stop(
        "2022",
        N_("Latent diffusion"),
        N_(
            "An autoencoder makes pictures small, a diffusion model paints in the small space, "
            "the decoder makes them large again: what many picture generators do."
        ),
        "Rombach, Blattmann, Lorenz, Esser & Ommer, “High-resolution image synthesis with latent "
        "diffusion models”, CVPR (2022)",
    ),
    Stop(
        "2023–24",
        N_("Inside language models"),
        N_(
            "Sparse autoencoders with up to millions of units, trained on what goes on inside a "
            "language model: many of their units stand for something one can name."
        ),
        "Cunningham, Ewart, Riggs, Huben & Sharkey, “Sparse autoencoders find highly "
        "interpretable features in language models”, arXiv 2309.08600 (2023); Bricken et al., "
        "“Towards monosemanticity” (2023); Gao et al., “Scaling and evaluating sparse "
        "autoencoders”, arXiv 2406.04093 (2024)",
        usual(architecture="sparse"),
    ),
)
"""In order of time."""
