"""A class on one link: its door, the phone of a student, the board of the host."""

from ae.web.panels.classroom.door import show

__all__ = ["show"]
