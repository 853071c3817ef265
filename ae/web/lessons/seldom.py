"""Many that seldom fire: the sparse autoencoder."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, smallest, usual

SPARSE = "sparse"
FEW = 0.05
MANY = 0.25

SELDOM = Lesson(
    title=N_("Many that seldom fire"),
    idea=N_("Sparse: a wide code of which each digit uses a few numbers, each with a meaning."),
    minutes=6,
    runs={BASIC: usual(), SPARSE: usual(architecture="sparse")},
    steps=(
        Step(
            N_("Another bottleneck"),
            N_(
                "So far the code was narrow. This one is wide, and the loss has a penalty instead: "
                "each unit may be active for few digits only. Who rebuilds a digit must choose."
            ),
            "reconstruct.compare",
            SPARSE,
        ),
        Step(
            N_("How many at once?"),
            N_("Look at the code of one digit: most units are silent."),
            "inside.sparse",
            SPARSE,
            question=Question(
                N_("Which share of the units is active for a digit, on average?"),
                (N_("Less than a twentieth"), N_("A twentieth to a quarter"), N_("More")),
                lambda runs: {
                    "share": runs[SPARSE].metrics["test_active_share"],
                    "units": runs[SPARSE].config.latent_dim,
                },
                lambda figures: among(figures["share"], FEW, MANY),
                N_(
                    "{share:.1%} of its {units:.0f} units. Below, the picture that each unit "
                    "paints: a stroke, a bow, a corner. A digit is put together from a few of "
                    "them, as words are from letters."
                ),
            ),
        ),
        Step(
            N_("Without the penalty"),
            N_(
                "The basic network has 32 units with the same rectifier (ReLU), and no penalty. "
                "It may use all of them for every digit."
            ),
            "latent.codes",
            BASIC,
            question=Question(
                N_("Which share of its units is active for a digit?"),
                (N_("Less than a twentieth"), N_("A twentieth to a quarter"), N_("More")),
                lambda runs: {"share": measured.active_share(runs[BASIC])},
                lambda figures: among(figures["share"], FEW, MANY),
                N_(
                    "{share:.0%}. Its units share the work: each does a little for everything, "
                    "and none means much by itself."
                ),
            ),
        ),
        Step(
            N_("What it costs, what it brings"),
            N_(
                "More units, fewer of them at a time. Compare how well both rebuild held-out "
                "digits."
            ),
            "reconstruct.measures",
            SPARSE,
            question=Question(
                N_("Which has the smaller squared error?"),
                (N_("The sparse one"), N_("The basic one")),
                lambda runs: {
                    "sparse": measured.error(runs[SPARSE]),
                    "basic": measured.error(runs[BASIC]),
                    "units": runs[SPARSE].config.latent_dim,
                    "others": runs[BASIC].config.latent_dim,
                },
                lambda figures: smallest(figures["sparse"], figures["basic"]),
                N_(
                    "Sparse, {units:.0f} units: {sparse:.1f}. Basic, {others:.0f} units: "
                    "{basic:.1f}. That is no fair race, for the sizes differ; it says what few "
                    "active units out of many can carry."
                ),
            ),
        ),
        Step(
            N_("Why it matters today"),
            N_(
                "Olshausen and Field (1996) found that sparse codes of photographs look like what "
                "cells in the visual cortex respond to. Since 2023 sparse autoencoders are used to "
                "read language models: trained on what goes on inside one, their units come out as "
                "things one can name. It is this lesson's idea, with millions of units."
            ),
        ),
    ),
)
