"""Your own digit: raw, against framed as the training digits were."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, usual

DEEP = "deep"
SOME = 1.5
MUCH = 4.0

OWN_DIGIT = Lesson(
    title=N_("Your own digit"),
    idea=N_(
        "Draw a digit, see what the network sees of it, and why place and size matter so much."
    ),
    minutes=7,
    runs={BASIC: usual(), DEEP: usual(architecture="deep")},
    steps=(
        Step(
            N_("Draw"),
            N_(
                "Draw a digit as you write it. Beside it stands what the network gets to see: your "
                "drawing, shrunk and centred as the training digits were. Then what it rebuilds."
            ),
            "draw.studio",
            BASIC,
        ),
        Step(
            N_("In the corner"),
            N_(
                "All training digits lie in the middle of their frame. Suppose a digit is shifted "
                "by four pixels up and four to the left; nothing else changes.\n\nAfter your "
                "answer, switch on “Do not centre” below, and draw small, in a corner."
            ),
            "draw.studio",
            BASIC,
            question=Question(
                N_("How much worse is a shifted digit rebuilt?"),
                (N_("Hardly"), N_("Up to four times"), N_("More than four times")),
                lambda runs: _shifted(*measured.in_the_corner(runs[BASIC])),
                lambda figures: among(figures["ratio"], SOME, MUCH),
                N_(
                    "The mean squared error of {count:.0f} held-out digits goes from {before:.1f} "
                    "to {after:.1f}: {ratio:.1f} times. To a dense network a pixel further to the "
                    "left is another input altogether: it has never seen ink there. What you do "
                    "to data before training you must do to all that comes later."
                ),
            ),
        ),
        Step(
            N_("Larger is not wiser"),
            N_(
                "Perhaps a network with more layers has understood what a digit is, wherever it "
                "stands? The deep one rebuilds centred digits better. Give it your digit in the "
                "corner, too."
            ),
            "draw.studio",
            DEEP,
            question=Question(
                N_("How much worse does the deep one rebuild shifted digits?"),
                (N_("Hardly"), N_("Up to four times"), N_("More than four times")),
                lambda runs: _shifted(*measured.in_the_corner(runs[DEEP])),
                lambda figures: among(figures["ratio"], SOME, MUCH),
                N_(
                    "From {before:.1f} to {after:.1f}: {ratio:.1f} times. More layers make it "
                    "better at what it has seen, not at what it has not."
                ),
            ),
        ),
        Step(
            N_("Something else"),
            N_(
                "Clear the canvas and draw what is no digit: a smiley, a house, your initials. The "
                "network cannot say “I do not know this”. Look at what it paints, and at the error "
                "beside it."
            ),
            "draw.studio",
            BASIC,
        ),
        Step(
            N_("What to take along"),
            N_(
                "A network answers every input, with what it has learnt. The error tells that "
                "something is unlike the training data, not what. And half of the work is done "
                "before the network: “Draw” shows with one switch what centring is worth."
            ),
        ),
    ),
)


def _shifted(before: float, after: float) -> dict[str, float]:
    ratio = after / before
    return {"before": before, "after": after, "ratio": ratio, "count": measured.SOME}
