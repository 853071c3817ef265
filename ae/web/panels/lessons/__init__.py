"""Lessons as pages show them: the list, and a lesson step by step."""

from ae.web.controls import links
from ae.web.lessons import LESSONS
from ae.web.panels.lessons.overview import overview
from ae.web.panels.lessons.progress import opened
from ae.web.panels.lessons.walk import needed_now, turn, walk

links.declare(links.LESSON, lambda: {name: lesson.title for name, lesson in LESSONS.items()})

__all__ = ["needed_now", "opened", "overview", "turn", "walk"]
