"""A lesson on paper: its questions, and room to write. Only a printer ever shows it."""

from html import escape

import streamlit as st

from ae.i18n import _
from ae.web.components import print_button
from ae.web.lessons import Lesson, Step

_ROOM = '<div class="ae-line"></div>' * 3
"""To write on."""


def worksheet(lesson: Lesson) -> None:
    """Offer to print a lesson's worksheet; `frame.css` shows it on paper and nothing else."""
    print_button(_("Print a worksheet"), "print")
    steps = "".join(_on_paper(number, step) for number, step in enumerate(lesson.steps, 1))
    name = f"<p>{escape(_('Date'))} ____________  {escape(_('Group'))} ____________</p>"
    st.html(
        f'<section class="ae-worksheet"><h1>{escape(_(lesson.title))}</h1>'
        f"<p>{escape(_(lesson.idea))}</p>{name}{steps}</section>"
    )


def _on_paper(number: int, step: Step) -> str:
    words = escape(_(step.words).replace("**", "").replace("*", "")).replace("\n\n", "<br>")
    title = f"<h2>{number}. {escape(_(step.title))}</h2><p>{words}</p>"
    if not step.panel:
        return f"<article>{title}</article>"
    if step.question is None:
        asked = escape(_("What do you see?"))
        return f"<article>{title}<p><b>{asked}</b></p>{_ROOM}</article>"
    choices = "".join(f"<li>☐ {escape(_(text))}</li>" for text in step.question.choices)
    because = escape(_("Because"))
    return (
        f"<article>{title}<p><b>{escape(_(step.question.text))}</b></p><ul>{choices}</ul>"
        f"<p>{because}</p>{_ROOM}</article>"
    )
