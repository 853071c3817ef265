"""A map with gaps: the codes of an ordinary autoencoder."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, usual

PLANE = "plane"
FEW = 0.1
MANY = 0.3
NARROW = 1.5
WIDE = 5.0
CLEARLY = 1.15

GAPS = Lesson(
    title=N_("A map with gaps"),
    idea=N_("Where an ordinary autoencoder puts its codes, and what lies between them."),
    minutes=6,
    runs={
        BASIC: usual(),
        PLANE: usual(latent_dim=2),
    },
    steps=(
        Step(
            N_("A map of digits"),
            N_(
                "This network has a code of two numbers, so that each held-out digit is a point "
                "on a plane. Nobody told it where to put them. Look for crowds, for rays, and for "
                "empty places."
            ),
            "latent.map",
            PLANE,
        ),
        Step(
            N_("Empty places"),
            N_(
                "Lay a grid of cells over the map, each so large that it would hold ten codes if "
                "these were spread evenly."
            ),
            "latent.explore",
            PLANE,
            question=Question(
                N_("How many cells hold no code at all?"),
                (
                    N_("Fewer than one in ten"),
                    N_("One to three in ten"),
                    N_("More than three in ten"),
                ),
                lambda runs: {"empty": measured.empty_share(runs[PLANE])},
                lambda figures: among(figures["empty"], FEW, MANY),
                N_(
                    "{empty:.0%} of them. Move over the map: from an empty place the decoder "
                    "paints something too, since it answers every code. But no training digit ever "
                    "lay there, so nothing has taught it what to paint."
                ),
            ),
        ),
        Step(
            N_("How far they lie apart"),
            N_(
                "The loss asks only that each digit come out again. It does not say how large the "
                "numbers of a code may be."
            ),
            "latent.codes",
            PLANE,
            question=Question(
                N_("How far do the codes spread? (their standard deviation along an axis)"),
                (N_("Less than 1.5"), N_("1.5 to 5"), N_("More than 5")),
                lambda runs: {"spread": measured.spread(runs[PLANE])},
                lambda figures: among(figures["spread"], NARROW, WIDE),
                N_(
                    "{spread:.1f}, on average over both axes. Train it again from another random "
                    "start (“New seed”) and it will be another number, in another place: whoever "
                    "wants to draw a code at random does not know from where."
                ),
            ),
        ),
        Step(
            N_("Codes at random"),
            N_(
                "With 32 numbers there is more room still to get lost in. These samples were drawn "
                "from the one normal distribution that fits all codes best: the right mean, the "
                "right spread in each direction."
            ),
            "generate.sample",
            BASIC,
            question=Question(
                N_("How far will they lie from the training digit nearest to each?"),
                (N_("As far as held-out digits do"), N_("Clearly farther")),
                lambda runs: {
                    "drawn": measured.distance_of_samples(runs[BASIC]),
                    "held_out": measured.distance_of_held_out(runs[BASIC]),
                },
                lambda figures: among(figures["drawn"] / figures["held_out"], CLEARLY),
                N_(
                    "A drawn one {drawn:.1f} on average (by its pixels), a held-out digit "
                    "{held_out:.1f}; many of them are strokes and no digit. The codes do not fill "
                    "the ellipse that one normal distribution draws around them: much of it is "
                    "gap."
                ),
            ),
        ),
        Step(
            N_("What one would want"),
            N_(
                "A map without gaps: codes that lie close around one point, as a distribution from "
                "which one can draw, and neighbours that look alike. For this the loss must say "
                "something about the code. The next lesson has such a loss."
            ),
        ),
    ),
)
