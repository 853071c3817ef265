"""How few numbers? The bottleneck at 32, 8 and 2."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, smallest, usual

EIGHT, TWO, OTHER = "eight", "two", "other"
ABOUT_THE_SAME = 1.5
MANY_TIMES = 3.0

FEW_NUMBERS = Lesson(
    title=N_("How few numbers?"),
    idea=N_("A code of 32, of 8, of 2 numbers: what is lost first, and what helps."),
    minutes=7,
    runs={
        BASIC: usual(),
        EIGHT: usual(latent_dim=8),
        TWO: usual(latent_dim=2),
        OTHER: usual(architecture="variational", latent_dim=2),
    },
    steps=(
        Step(
            N_("32 numbers"),
            N_(
                "This is where the first lesson ended: 32 numbers, and reconstructions that are "
                "hard to tell from their originals. Below each one stands its squared error. Keep "
                "the picture in mind."
            ),
            "reconstruct.compare",
            BASIC,
        ),
        Step(
            N_("8 numbers"),
            N_("The same network was trained again with a code of only 8 numbers."),
            "reconstruct.compare",
            EIGHT,
            question=Question(
                N_("What happens to the error, against 32 numbers?"),
                (
                    N_("It stays about the same"),
                    N_("It doubles or triples"),
                    N_("It grows to more than three times"),
                ),
                lambda runs: _ratio(measured.error(runs[BASIC]), measured.error(runs[EIGHT])),
                lambda figures: among(figures["ratio"], ABOUT_THE_SAME, MANY_TIMES),
                N_(
                    "From {wide:.1f} to {narrow:.1f}, on average over all held-out digits: "
                    "{ratio:.1f} times. Still you can read most of them: what identifies a digit "
                    "survives longer than what makes it this one."
                ),
            ),
        ),
        Step(
            N_("2 numbers"),
            N_(
                "Two numbers are a point on a sheet of paper. Ten kinds of digits, each in "
                "hundreds of hands, have to share that sheet."
            ),
            "reconstruct.compare",
            TWO,
            {"pca": True},
            Question(
                N_("With 2 numbers, which loses less?"),
                (N_("The network"), N_("PCA")),
                lambda runs: {
                    "ours": measured.error(runs[TWO]),
                    "pca": measured.pca_error(runs[TWO]),
                },
                lambda figures: smallest(figures["ours"], figures["pca"]),
                N_(
                    "The network {ours:.1f}, PCA {pca:.1f}. The encoder of this network is one "
                    "layer; nearly all its power is in how many numbers it has, and two are too "
                    "few for it. Whoever says that an autoencoder beats PCA must say which."
                ),
            ),
        ),
        Step(
            N_("A larger network"),
            N_(
                "What if encoder and decoder get a hidden layer of their own, and the code still "
                "has only two numbers? Here is such a network, the variational one (what else it "
                "does differently is the lesson “A map without gaps”)."
            ),
            "reconstruct.compare",
            OTHER,
            question=Question(
                N_("Does that help?"),
                (N_("Yes, the error falls"), N_("No, two numbers are two numbers")),
                lambda runs: {
                    "small": measured.error(runs[TWO]),
                    "large": measured.error(runs[OTHER]),
                },
                lambda figures: smallest(figures["large"], figures["small"]),
                N_(
                    "{small:.1f} with one layer each, {large:.1f} with two. How *many* numbers a "
                    "code has is one limit; how cleverly encoder and decoder use them is another."
                ),
            ),
        ),
        Step(
            N_("Where the two numbers put the digits"),
            N_(
                "Every held-out digit is a point here, at the two numbers of its code. Which "
                "digits lie on top of each other? Look back at the reconstructions: those are the "
                "ones that it mixes up."
            ),
            "latent.map",
            OTHER,
        ),
        Step(
            N_("How few, then?"),
            N_(
                "There is no right size. A map for the eye needs two numbers and pays for them; to "
                "store or to denoise one takes as many as the error allows; to find what is odd it "
                "must be *few enough* that the odd does not fit through. On the page Reconstruct, "
                "“Beside 2 and 8 numbers” shows all three side by side."
            ),
        ),
    ),
)


def _ratio(wide: float, narrow: float) -> dict[str, float]:
    return {"wide": wide, "narrow": narrow, "ratio": narrow / wide}
