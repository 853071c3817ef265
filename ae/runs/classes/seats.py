"""Seats: each is taken by one student, so that they are bounded and all have other names."""

import random
from pathlib import Path

from ae.i18n import _
from ae.runs.classes.errors import ClassError, NoClass
from ae.runs.classes.places import SEATS
from ae.runs.classes.records import MOST_STUDENTS


def take(folder: Path, student: str) -> int:
    """Take a free seat for a student; return its number.

    Made as files that must not exist before, seats need no lock: of two who want the same, on
    whichever servers, one gets it.

    Raises:
        ClassError: if all are taken.
        NoClass: if the class has ended.
    """
    for seat in _free(folder):
        try:
            with (folder / SEATS / str(seat)).open("x") as file:
                file.write(student)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise NoClass() from None
        return seat
    text = _("This class is full: expected at most {most} students. Ask your teacher.")
    raise ClassError(text.format(most=MOST_STUDENTS))


def _free(folder: Path) -> list[int]:
    """Return the seats that seem to be free, in an order of chance."""
    try:
        taken = {path.name for path in (folder / SEATS).iterdir()}
    except FileNotFoundError:
        raise NoClass() from None
    free = [seat for seat in range(MOST_STUDENTS) if str(seat) not in taken]
    random.shuffle(free)
    return free
