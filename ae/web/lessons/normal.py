"""What is normal? Anomalies, and the blank page."""

from ae.data.oddities import BLANK
from ae.i18n import N_
from ae.web import measured
from ae.web.controls.topics import ANOMALIES
from ae.web.lessons.base import Lesson, Question, Step, among, smallest

ONLY = "only"
"""The run that has learnt one class only."""
ERROR = "squared_error"
BETTER = "excess_per_ink"
POOR = 0.9
GOOD = 0.99

NORMAL = Lesson(
    title=N_("What is normal?"),
    idea=N_("A network that has only seen 7s, and what it makes of everything else."),
    minutes=8,
    runs={ONLY: ANOMALIES.defaults},
    steps=(
        Step(
            N_("Only 7s"),
            N_(
                "This network was trained on 7s and on nothing else. It rebuilds a 7 well. What "
                "it rebuilds badly must be something else: that is the whole idea. Drag the line: "
                "what lies above it raises an alarm."
            ),
            "anomalies.threshold",
            ONLY,
        ),
        Step(
            N_("Most like a 7"),
            N_("Some digits are more like a 7 than others."),
            "anomalies.threshold",
            ONLY,
            {"odd": "another", "score": ERROR},
            Question(
                N_("Which of these will most often pass for normal?"),
                (N_("The 0s"), N_("The 5s"), N_("The 1s")),
                lambda runs: {
                    f"of_{digit}": measured.errors_by_class(runs[ONLY])[digit]
                    for digit in (0, 5, 1, 7)
                },
                lambda figures: smallest(figures["of_0"], figures["of_5"], figures["of_1"]),
                N_(
                    "Mean squared error: 7s {of_7:.1f}, 1s {of_1:.1f}, 5s {of_5:.1f}, 0s "
                    "{of_0:.1f}. A 1 is a 7 with less ink: there is less to get wrong. The error "
                    "counts how much is wrong, not how wrong it is."
                ),
            ),
        ),
        Step(
            N_("Letters"),
            N_(
                "Letters of the alphabet, in several hands, framed as the digits were. No letter "
                "and no other digit was there in training."
            ),
            "anomalies.threshold",
            ONLY,
            {"odd": "letter"},
            Question(
                N_(
                    "Of a letter and a 7 chosen at random: how often has the letter the higher "
                    "score?"
                ),
                (N_("In less than 90%"), N_("In 90% to 99%"), N_("In more than 99%")),
                lambda runs: {"area": measured.area(runs[ONLY], "letter", BETTER)},
                lambda figures: among(figures["area"], POOR, GOOD),
                N_(
                    "In {area:.1%} of all such pairs. That figure is called the area under the ROC "
                    "curve; 50% would be guessing."
                ),
            ),
        ),
        Step(
            N_("The blank page"),
            N_("A page with nothing on it is surely no 7. The network has never seen one."),
            "anomalies.threshold",
            ONLY,
            {"odd": BLANK, "score": ERROR},
            Question(
                N_("By the squared error, is a blank page odder than a usual 7?"),
                (N_("Yes, odder"), N_("No, it passes for more normal than a 7")),
                lambda runs: {
                    "normal": measured.typical_score(runs[ONLY], "", ERROR),
                    "blank": measured.typical_score(runs[ONLY], BLANK, ERROR),
                },
                lambda figures: 0 if figures["blank"] > figures["normal"] else 1,
                N_(
                    "A usual 7 (the median) has {normal:.1f}, the blank page {blank:.1f}. An "
                    "error is summed where something is wrong. If the network paints nothing on a "
                    "blank page, nothing is wrong, and the oddest input of all looks perfectly "
                    "normal; if it cannot help painting, the page is found out. Never trust a "
                    "score that you have not tried on nothing."
                ),
            ),
        ),
        Step(
            N_("A better score"),
            N_(
                "Divide by the ink: how much is wrong *for what there is to paint*. And take off "
                "what a usual sample with so much ink has anyway."
            ),
            "anomalies.threshold",
            ONLY,
            {"odd": BLANK, "score": BETTER},
            Question(
                N_("With this score, is the blank page odder than a usual 7?"),
                (N_("Yes, odder"), N_("No, still not")),
                lambda runs: {
                    "normal": measured.typical_score(runs[ONLY], "", BETTER),
                    "blank": measured.typical_score(runs[ONLY], BLANK, BETTER),
                },
                lambda figures: 0 if figures["blank"] > figures["normal"] else 1,
                N_(
                    "A usual 7 {normal:.2f}, the blank page {blank:.2f}. The network is the same; "
                    "only what is read off it has changed."
                ),
            ),
        ),
        Step(
            N_("Beside simpler ways"),
            N_(
                "Do you need a network for this? Here is how well each score, and simpler "
                "detectors, tell each kind of odd thing from 7s. Where a simpler one wins, the "
                "page says so."
            ),
            "anomalies.compared",
            ONLY,
        ),
        Step(
            N_("What to take along"),
            N_(
                "“Normal” is what was in the training data, nothing else. A score must be tried on "
                "what should alarm it. And a threshold is a decision: how many false alarms is one "
                "missed anomaly worth?"
            ),
        ),
    ),
)
