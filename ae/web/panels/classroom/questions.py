"""The questions that a host can ask: some of our own, those of the lessons, and the host's."""

from ae.i18n import N_, _
from ae.runs.classes import Asked, Question
from ae.web.lessons import LESSONS

_OWN: dict[str, Question] = {
    "two-numbers": Question(
        N_("All digits of a set go through only two numbers. What gets lost first?"),
        (
            N_("How thick the pen was"),
            N_("Which digit it is"),
            N_("Who wrote it"),
            N_("Nothing: two numbers can be very long"),
        ),
    ),
    "letter": Question(
        N_("A network that has only ever seen digits is given the letter A. What comes out?"),
        (
            N_("The letter A"),
            N_("Something like a digit"),
            N_("Noise"),
            N_("An empty picture"),
        ),
    ),
    "between": Question(
        N_("We decode a point half-way between the codes of a 3 and an 8. What do we see?"),
        (
            N_("A 3 and an 8 on top of each other"),
            N_("A stroke that is on its way from one to the other"),
            N_("Another digit altogether"),
            N_("It depends on how the network was trained"),
        ),
    ),
    "copy": Question(
        N_("Its code has as many numbers as the picture has pixels. Is that a good autoencoder?"),
        (
            N_("Yes, it makes no mistakes"),
            N_("No, it can just copy and need learn nothing"),
            N_("It depends on what else we ask of it"),
        ),
    ),
}
"""By id; their answers are worth talking about, and the pages of the app show what happens."""


def questions() -> list[tuple[str, Question]]:
    """Return the questions that the app knows, with their ids, in the order of the list."""
    of_lessons = [
        (f"{name}-{number}", Question(step.question.text, step.question.choices))
        for name, lesson in LESSONS.items()
        for number, step in enumerate(lesson.steps, 1)
        if step.question is not None
    ]
    return [*_OWN.items(), *of_lessons]


def words_of(asked: Asked) -> Question:
    """Return a question that was asked, in the reader's words; plain text."""
    known = dict(questions()).get(asked.id)
    if known is None:
        return Question(asked.text, asked.choices)
    return Question(_(known.text), tuple(map(_, known.choices)))


def to_ask(name: str) -> Asked:
    """Return a question of the list as the store keeps it."""
    return Asked(id=name, count=len(dict(questions())[name].choices))
