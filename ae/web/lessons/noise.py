"""Noise: a network that learns to undo it."""

from ae.i18n import N_
from ae.web import measured
from ae.web.lessons.base import BASIC, Lesson, Question, Step, among, smallest, usual

DENOISING = "denoising"
LEVEL = 0.5
HALF = 0.5
MOST = 5 / 6

NOISE = Lesson(
    title=N_("Noise"),
    idea=N_("A network that was shown damaged digits and asked for the clean ones."),
    minutes=6,
    runs={BASIC: usual(), DENOISING: usual(architecture="denoising")},
    steps=(
        Step(
            N_("A network that never saw noise"),
            N_(
                "Random noise was added to every pixel. The basic network was trained on clean "
                "digits only; now it gets these."
            ),
            "reconstruct.compare",
            BASIC,
            {"level": LEVEL},
            Question(
                N_("What is nearer to the clean digit?"),
                (N_("The noisy picture that goes in"), N_("What comes out")),
                lambda runs: _errors(*measured.with_noise(runs[BASIC], "gaussian", LEVEL)),
                lambda figures: smallest(figures["given"], figures["restored"]),
                N_(
                    "Squared error against the clean digit, mean of {count:.0f} held-out ones: "
                    "what goes in {given:.1f}, what comes out {restored:.1f}. Noise does not fit "
                    "through a code that was made for digits. Even so the strokes are wrong: the "
                    "encoder has never had to look past noise."
                ),
            ),
        ),
        Step(
            N_("One that was trained on it"),
            N_(
                "The denoising network gets noisy digits in training, and its reconstructions are "
                "compared with the *clean* ones. The noise is drawn anew every time, so that it "
                "cannot be learnt by heart."
            ),
            "reconstruct.compare",
            DENOISING,
            {"level": LEVEL},
            Question(
                N_("How much of the damage does it take away?"),
                (
                    N_("Less than half"),
                    N_("Half to five sixths"),
                    N_("More than five sixths"),
                ),
                lambda runs: _errors(*measured.with_noise(runs[DENOISING], "gaussian", LEVEL)),
                lambda figures: among(figures["removed"], HALF, MOST),
                N_(
                    "The squared error falls from {given:.1f} to {restored:.1f}: {removed:.0%} of "
                    "it is gone. To do so it must know what digits look like: that is why "
                    "learning to denoise teaches a network about its data (Vincent and others, "
                    "2008)."
                ),
            ),
        ),
        Step(
            N_("Another kind of noise"),
            N_(
                "It was trained on noise that is added to all pixels (Gaussian). Now pixels "
                "chosen at random are set to black or white: “salt and pepper”."
            ),
            "reconstruct.compare",
            DENOISING,
            {"noise": "salt_and_pepper", "level": 0.3},
            Question(
                N_("Is that noise, which it has never met, taken away as well?"),
                (
                    N_("No: less than half of it"),
                    N_("Half to five sixths of it"),
                    N_("Yes: more than five sixths of it"),
                ),
                lambda runs: _errors(*measured.with_noise(runs[DENOISING], "salt_and_pepper", 0.3)),
                lambda figures: among(figures["removed"], HALF, MOST),
                N_(
                    "From {given:.1f} to {restored:.1f}: {removed:.0%} is gone. What it has "
                    "learnt is not the noise but the digits; yet how far that carries depends on "
                    "how unlike the new noise is. Try the other kinds below the pictures."
                ),
            ),
        ),
        Step(
            N_("How it does that"),
            N_(
                "Here is more of its work, at noise that you choose, and beside it what a filter "
                "does that knows nothing of digits."
            ),
            "inside.denoising",
            DENOISING,
        ),
        Step(
            N_("Where this is used"),
            N_(
                "Photographs taken in the dark, scans, heartbeats: the page Signals does the same "
                "with recorded heartbeats, and says where a simple filter is as good. And models "
                "that paint pictures from words are, at heart, denoisers that start from noise "
                "alone."
            ),
        ),
    ),
)


def _errors(given: float, restored: float) -> dict[str, float]:
    removed = 1 - restored / given
    return {"given": given, "restored": restored, "removed": removed, "count": measured.SOME}
