"""A lesson, step by step: words, a question, then the panel that answers it, and why."""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _, ngettext
from ae.runs.store import Run
from ae.web.controls.topics import AUTOENCODERS
from ae.web.lessons import LESSONS, Lesson, Question, Step
from ae.web.live import when_awake
from ae.web.panels.lessons import progress
from ae.web.panels.lessons.worksheet import worksheet
from ae.web.panels.registry import show
from ae.web.panels.shared.training import trained

RIGHT, WRONG, OPEN = ":material/check_circle:", ":material/cancel:", ":material/circle:"


def walk() -> None:
    """Show the step of the open lesson that a person is at."""
    lesson, number = LESSONS[progress.opened()], progress.step()
    st.title(_(lesson.title), anchor=False)
    _way(lesson, number, "above")
    step = lesson.steps[number - 1]
    st.header(_(step.title), anchor=False)
    st.markdown(_(step.words))
    runs = needed(lesson, step)
    if runs is not None:
        _show(step, number, runs)
    _way(lesson, number, "below")
    worksheet(lesson)


def needed(lesson: Lesson, step: Step) -> dict[str, Run] | None:
    """Return the runs of a lesson; one that is missing is offered to be trained, and None."""
    if not step.panel:
        return {}
    runs = {}
    for name, config in lesson.configs(AUTOENCODERS.default_dataset()).items():
        run = trained(config)
        if run is None:
            return None
        runs[name] = run
    return runs


def needed_now() -> list[RunConfig]:
    """Return the configurations of the runs that the open lesson needs, if one is open."""
    if not progress.opened():
        return []
    return list(LESSONS[progress.opened()].configs(AUTOENCODERS.default_dataset()).values())


def turn(way: int) -> bool:
    """Go on or back a step, as a presenter's keys say; return whether a lesson is open."""
    if not progress.opened():
        return False
    number = progress.step() + way
    if 1 <= number <= len(LESSONS[progress.opened()].steps):
        progress.go_to(number)
    return True


def _show(step: Step, number: int, runs: dict[str, Run]) -> None:
    if step.question is None:
        if step.panel:
            show(step.panel, runs[step.run], **step.settings)
        return
    question, given = step.question, progress.answer(number)
    if given is None:
        _ask(question, number)
        return
    figures = when_awake(lambda: question.figures(runs))
    if figures is None:
        return
    right = question.right(figures)
    _answered(question, given, right)
    show(step.panel, runs[step.run], **step.settings)
    with st.container(border=True):
        st.markdown(f"**{_('Why')}**  \n{_(question.reason).format(**figures)}")


def _ask(question: Question, number: int) -> None:
    """Ask; what is asked for is shown only after an answer."""
    st.markdown(f"**{_(question.text)}**")
    for place, text in enumerate(question.choices):
        st.button(
            _(text),
            key=f"choice-{number}-{place}",
            width="stretch",
            on_click=progress.give,
            args=(number, place),
        )
    st.caption(_("Choose first. Then you see what happens, and why."))


def _answered(question: Question, given: int, right: int) -> None:
    st.markdown(f"**{_(question.text)}**")
    lines = []
    for place, text in enumerate(question.choices):
        mark = RIGHT if place == right else WRONG if place == given else OPEN
        told = _(" (your answer)") if place == given else ""
        words = f"**{_(text)}**" if place == right else _(text)
        lines.append(f"{mark} {words}{told}")
    st.markdown("  \n".join(lines))


def _way(lesson: Lesson, number: int, where: str) -> None:
    """Show where in the lesson a person is, and the ways on, back and out."""
    steps = len(lesson.steps)
    with st.container(horizontal=True, vertical_alignment="center", key=f"way-{where}"):
        st.button(
            _("All lessons"),
            icon=":material/list:",
            type="tertiary",
            key=f"lessons-{where}",
            on_click=progress.close,
        )
        st.button(
            _("Back"),
            icon=":material/arrow_back:",
            disabled=number == 1,
            key=f"back-{where}",
            on_click=progress.go_to,
            args=(number - 1,),
        )
        st.markdown(_("Step **{n}** of {all}").format(n=number, all=steps))
        if number < steps:
            asked = lesson.steps[number - 1].question is not None
            waits = asked and progress.answer(number) is None
            st.button(
                _("Next"),
                icon=":material/arrow_forward:",
                type="secondary" if waits else "primary",
                key=f"next-{where}",
                on_click=progress.go_to,
                args=(number + 1,),
            )


def length(lesson: Lesson) -> str:
    """Say how long a lesson is."""
    steps = ngettext("{n} step", "{n} steps", len(lesson.steps))
    return _("{steps}, about {minutes} minutes").format(steps=steps, minutes=lesson.minutes)
