"""Squeeze: what an autoencoder does."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, smallest, usual

LEAST = 0.5
MOST = 0.9
SOON = 0.25
LATE = 0.6

SQUEEZE = Lesson(
    title=N_("Squeeze"),
    idea=N_("What an autoencoder does: a picture goes through a few numbers and comes out again."),
    minutes=6,
    runs={BASIC: usual()},
    steps=(
        Step(
            N_("Through the bottleneck"),
            N_(
                "Each pixel of a picture is a number: hundreds of them. The **encoder** of this "
                "network turns them into 32 numbers, the **code**. The **decoder** sees nothing "
                "but the code, and paints a picture from it.\n\nLook at the rows: originals, "
                "codes as coloured cells, reconstructions. Which digits can you not tell from "
                "their originals?"
            ),
            "reconstruct.compare",
            BASIC,
        ),
        Step(
            N_("How much comes through?"),
            N_(
                "Suppose the decoder were given nothing at all: its best answer would be one grey "
                "picture, the mean of all digits. Everything by which a digit differs from that "
                "mean has to come through the 32 numbers."
            ),
            "reconstruct.measures",
            BASIC,
            question=Question(
                N_("Of all by which digits differ from their mean, how much comes through?"),
                (N_("Less than half"), N_("Half to nine tenths"), N_("More than nine tenths")),
                lambda runs: {"kept": measured.variance_kept(runs[BASIC])},
                lambda figures: among(figures["kept"], LEAST, MOST),
                N_(
                    "{kept:.0%} of the squared differences, on digits that the network has never "
                    "seen. A digit is no random picture: its pixels hang together, and whoever has "
                    "seen many digits needs few numbers to say which one this is."
                ),
            ),
        ),
        Step(
            N_("Where it fails"),
            N_(
                "The reconstructions differ from the originals in some places more than in others, "
                "and for some digits more than for others. Here are those rebuilt worst of all."
            ),
            "reconstruct.compare",
            BASIC,
            {"which": "worst"},
            Question(
                N_("Of these three, which does it rebuild worst, on average?"),
                (N_("The 1s"), N_("The 7s"), N_("The 8s")),
                lambda runs: {
                    f"of_{digit}": measured.errors_by_class(runs[BASIC])[digit]
                    for digit in (1, 7, 8)
                },
                lambda figures: smallest(-figures["of_1"], -figures["of_7"], -figures["of_8"]),
                N_(
                    "Mean squared error of held-out digits: 1s {of_1:.1f}, 7s {of_7:.1f}, 8s "
                    "{of_8:.1f}. A 1 is one stroke; what has more ink, and more ways to be "
                    "written, leaves more to get wrong."
                ),
            ),
        ),
        Step(
            N_("Against the oldest way"),
            N_(
                "Squeezing data is older than networks. **PCA** (Pearson 1901) also keeps 32 "
                "numbers, but may only add up fixed pictures. The network may bend: that is what "
                "the rectifier (ReLU) of its code is for."
            ),
            "reconstruct.compare",
            BASIC,
            {"pca": True},
            Question(
                N_("Which loses less with 32 numbers?"),
                (N_("The network"), N_("PCA")),
                lambda runs: {
                    "ours": measured.error(runs[BASIC]),
                    "pca": measured.pca_error(runs[BASIC]),
                },
                lambda figures: smallest(figures["ours"], figures["pca"]),
                N_(
                    "Mean squared error on all held-out digits: the network {ours:.1f}, PCA "
                    "{pca:.1f}. But PCA needs no training, and with few numbers or few samples it "
                    "often wins: the next lesson asks when."
                ),
            ),
        ),
        Step(
            N_("How it learnt that"),
            N_(
                "Nobody told the network what a digit is. It was shown training digits, and after "
                "every few of them its weights were moved a little so that the reconstructions "
                "came nearer. The film shows ten held-out digits after every epoch."
            ),
            "reconstruct.replay",
            BASIC,
            question=Question(
                N_("When has its held-out loss made half of its way down?"),
                (
                    N_("In the first quarter of the training"),
                    N_("Around the middle"),
                    N_("Near its end"),
                ),
                lambda runs: {"share": measured.half_way(runs[BASIC])},
                lambda figures: among(figures["share"], SOON, LATE),
                N_(
                    "After {share:.0%} of its epochs. First comes what all digits have in common, "
                    "which is most of the loss; the fine strokes take the rest of the time."
                ),
            ),
        ),
        Step(
            N_("In one sentence"),
            N_(
                "An autoencoder learns, from examples alone, to say in few numbers what is "
                "particular about each of them. Change “Latent size” on the page Reconstruct to "
                "see how few: that is the next lesson."
            ),
        ),
    ),
)
