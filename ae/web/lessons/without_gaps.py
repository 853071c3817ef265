"""A map without gaps: the variational autoencoder."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import Lesson, Question, Step, among, smallest, usual

PLANE, ORDINARY, WIDE = "plane", "ordinary", "wide"
FEW = 10
MOST = 25

WITHOUT_GAPS = Lesson(
    title=N_("A map without gaps"),
    idea=N_("Variational: each digit is a small cloud of codes, and all clouds share one place."),
    minutes=7,
    runs={
        PLANE: usual(architecture="variational", latent_dim=2),
        ORDINARY: usual(latent_dim=2),
        WIDE: usual(architecture="variational"),
    },
    steps=(
        Step(
            N_("Walk"),
            N_(
                "Two numbers again, but another loss. Move over the map: digit turns into digit, "
                "nearly everywhere. (On “A map with gaps” it did not.)"
            ),
            "latent.explore",
            PLANE,
        ),
        Step(
            N_("Where the codes lie"),
            N_(
                "The encoder no longer gives a point but a little cloud: a mean and a spread for "
                "each number. The decoder gets a point drawn from it. And the loss has a second "
                "part, the **KL divergence**: it costs to be far from the cloud that all share, "
                "the standard normal distribution."
            ),
            "latent.map",
            PLANE,
            question=Question(
                N_("The ordinary network's codes had a spread of their own choice. And these?"),
                (N_("About 1, as the loss asks"), N_("Larger still")),
                lambda runs: {
                    "ours": measured.spread(runs[PLANE]),
                    "ordinary": measured.spread(runs[ORDINARY]),
                },
                lambda figures: smallest(figures["ours"], figures["ordinary"]),
                N_(
                    "{ours:.2f}, the ordinary one's {ordinary:.2f} (standard deviation of held-out "
                    "codes, mean of both axes). So one knows from where to draw: from the standard "
                    "normal distribution."
                ),
            ),
        ),
        Step(
            N_("What it costs"),
            N_(
                "The loss is the negative ELBO, in nats: how badly a digit is rebuilt, plus the KL "
                "divergence of its cloud. The network may save on one by spending on the other."
            ),
            "inside.variational",
            PLANE,
            question=Question(
                N_("Which part is larger, per held-out digit?"),
                (N_("The reconstruction"), N_("The KL divergence")),
                lambda runs: _parts(runs[PLANE].metrics),
                lambda figures: smallest(-figures["rebuilt"], -figures["kl"]),
                N_(
                    "Reconstruction {rebuilt:.1f} nats, KL {kl:.1f}. Two numbers carry little, so "
                    "most of a digit stays unsaid. Turn β up (in the form of the run) and the KL "
                    "shrinks until the code says nothing at all."
                ),
            ),
        ),
        Step(
            N_("More numbers than needed"),
            N_("Now the same network with a code of 32 numbers. Each costs KL if it is used."),
            "inside.variational",
            WIDE,
            question=Question(
                N_("How many of the 32 does it use?"),
                (N_("Fewer than 10"), N_("10 to 24"), N_("25 or more")),
                lambda runs: {"active": runs[WIDE].metrics["test_active_dimensions"]},
                lambda figures: among(figures["active"], FEW, MOST),
                N_(
                    "{active:.0f} are active: their KL is more than a hundredth of a nat. A number "
                    "that would tell less than it costs is left at the prior's noise. So this loss "
                    "chooses how many numbers it needs."
                ),
            ),
        ),
        Step(
            N_("Draw new ones"),
            N_(
                "Codes drawn from the standard normal distribution, decoded. Each stands above the "
                "training digit that is nearest to it: is it a copy?"
            ),
            "generate.sample",
            WIDE,
            question=Question(
                N_("Do they lie nearer to a training digit than held-out digits do?"),
                (N_("Yes, they are nearly copies"), N_("No, they are as new as held-out ones")),
                lambda runs: {
                    "drawn": measured.distance_of_samples(runs[WIDE]),
                    "held_out": measured.distance_of_held_out(runs[WIDE]),
                },
                lambda figures: 0 if figures["drawn"] < figures["held_out"] / 2 else 1,
                N_(
                    "Root of the summed squared differences to the nearest training digit: drawn "
                    "{drawn:.1f}, held-out {held_out:.1f}. At 0 it would be a copy. Blurred "
                    "pictures lie nearer to everything, which is one reason why they never reach "
                    "the other end, either."
                ),
            ),
        ),
        Step(
            N_("What to take along"),
            N_(
                "The variational autoencoder pays for order: its pictures are softer, and one can "
                "draw from it. Kingma and Welling (2013) and Rezende and others (2014) found it. "
                "The encoder that makes pictures small for today's picture generators is a "
                "relative."
            ),
        ),
    ),
)


def _parts(metrics: dict[str, float]) -> dict[str, float]:
    kl = metrics["test_kl"]
    return {"rebuilt": metrics["test_negative_elbo"] - kl, "kl": kl}
