"""The classes of one cache folder: opened, joined, stepped through, ended."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ae.data import framing
from ae.i18n import _
from ae.runs.classes import places, seats
from ae.runs.classes.codes import hashed, new_secret, opens
from ae.runs.classes.errors import ClassError, NoClass, NotYours
from ae.runs.classes.files import ClassFiles
from ae.runs.classes.guesses import OF_SERVER, Guesses
from ae.runs.classes.records import (
    ANSWERED,
    MOST_SENDS,
    Board,
    Student,
    encoded,
)
from ae.runs.store.files import explained, write_atomically

MOST_CLASSES = 200
TAKEOVER_SECONDS = 300.0
LEAST_SECONDS = 0.2
"""Between two sends of one student."""
SEEN_BY_STUDENTS = frozenset({"phase", "asked", "revealed", "sheet", "run", "frozen"})
"""Of the board: what changes a student's screen."""
Change = Callable[[Student], Student]


@dataclass(frozen=True)
class Opened:
    """A class that has just been opened: its code, and the secret of its host."""

    code: str
    secret: str = field(repr=False)


class Classes(ClassFiles):
    """The classes of one cache folder: what hosts and students do; see `ClassFiles`."""

    def open(self, run: str = "") -> Opened:
        """Open a class.

        Args:
            run: the key of the run that its board shows first.

        Raises:
            ClassError: if there are too many.
            ae.runs.store.StoreError: if the folder cannot be written.
        """
        self.sweep()
        if len(self.codes()) >= MOST_CLASSES:
            text = _("Expected at most {most} classes at a time. Try again later.")
            raise ClassError(text.format(most=MOST_CLASSES))
        secret = new_secret()
        board = Board(room=hashed(new_secret()), host=hashed(secret), run=run)
        with explained(self.root):
            code = self._new_folder()
            write_atomically(self.root / code / places.BOARD, board.model_dump_json())
        return Opened(code, secret)

    def find(self, code: str, guesses: Guesses) -> str:
        """Return a code that was typed, if there is such a class; a wrong one is a guess.

        Args:
            guesses: those of one visitor.

        Raises:
            NoClass: if there is none.
            ClassError: if too many were wrong.
        """
        for counted in (guesses, OF_SERVER):
            counted.check()
        try:
            self.read(code)
        except NoClass:
            for counted in (guesses, OF_SERVER):
                counted.note()
            raise
        return code

    def join(self, code: str) -> str:
        """Join a class; return the student's token.

        Raises:
            NoClass: if there is none.
            ClassError: if it is full, or nothing is taken now.
        """
        if self.read(code).frozen:
            raise _frozen()
        token = new_secret()
        folder = places.folder_of(self.root, code)
        with explained(self.root):
            student = Student(seat=seats.take(folder, hashed(token)))
            self._write(code, hashed(token), student)
        return token

    def answer(self, code: str, token: object, choice: object) -> None:
        """Take a student's answer to the question that is asked, in place of the one before.

        Args:
            choice: the place of what was chosen.

        Raises:
            ClassError: where nothing is asked, or the question has no such choice.
            NotYours: for another's token.
        """
        board = self.read(code)
        if board.phase not in ANSWERED or not board.asked:
            raise ClassError(_("Nothing is asked now. Wait until your teacher goes on."))
        count = board.asked[-1].count
        if type(choice) is not int or not 0 <= choice < count:
            text = _("Expected one of {count} choices. Choose one of those on your screen.")
            raise ClassError(text.format(count=count))
        chosen: int = choice
        self._send(
            board,
            code,
            token,
            lambda one: one.model_copy(update={"answers": {**one.answers, board.round(): chosen}}),
        )

    def draw(self, code: str, token: object, image: object, digit: object = None) -> None:
        """Take a student's drawing, in place of the one before.

        Args:
            image: uint8 (height, width), as `ae.data.framing` frames digits.
            digit: which digit the student says that it is, or None.

        Raises:
            ClassError: where nothing is to be drawn, or it is no such picture.
            NotYours: for another's token.
        """
        board = self.read(code)
        if board.phase != "draw":
            raise ClassError(_("Nothing is drawn now. Wait until your teacher goes on."))
        content = _checked(image, digit)
        now = time.time()

        def drawn(one: Student) -> Student:
            first = one.drawn if one.drawing and one.sheet == board.sheet else now
            return one.model_copy(update={**content, "sheet": board.sheet, "drawn": first})

        self._send(board, code, token, drawn)

    def take_back(self, code: str, token: object) -> None:
        """Remove all that a student has sent, in whichever phase, but for the seat.

        Raises:
            NotYours: for another's token.
        """
        self.read(code)
        name, student = self._own(code, token)
        self._write(code, name, Student(seat=student.seat, sends=student.sends, last=student.last))

    def step(self, code: str, secret: object, **changes: Any) -> Board:
        """Change what the host decides, and return all of it.

        Args:
            changes: fields of `Board`, but for those of its secrets.

        Raises:
            NotYours: for anything but the host's secret.
            ClassError: for a change that there is not.
        """
        board = self._hosted(code, secret)
        secrets = {"room", "host", "takeover", "takeover_until", "step"}
        if not set(changes) <= set(Board.model_fields) - secrets:
            raise ClassError(_("Expected a change of the board. Reload the page."))
        if all(getattr(board, name) == value for name, value in changes.items()):
            return board
        shown = not SEEN_BY_STUDENTS.isdisjoint(changes)
        return self._rewrite(code, board, changes | {"step": board.step + shown})

    def offer(self, code: str, secret: object) -> str:
        """Return a key with which another device becomes the host: once, and for five minutes.

        Raises:
            NotYours: for anything but the host's secret.
        """
        board, key = self._hosted(code, secret), new_secret()
        until = time.time() + TAKEOVER_SECONDS
        self._rewrite(code, board, {"takeover": hashed(key), "takeover_until": until})
        return key

    def take_over(self, code: str, key: object) -> str:
        """Become the host by a key that was offered; return the secret, the only one from now on.

        Raises:
            NotYours: if it is none, was used, or is too old.
        """
        board = self.read(code)
        if not opens(key, board.takeover) or time.time() > board.takeover_until:
            raise NotYours()
        try:
            (self.root / code / places.TAKEN / board.takeover).open("x").close()
        except FileExistsError:
            raise NotYours() from None
        secret = new_secret()
        changes = {"host": hashed(secret), "takeover": "", "takeover_until": 0.0}
        self._rewrite(code, board, changes)
        return secret

    def is_host(self, code: str, secret: object) -> bool:
        """Tell whether a secret is that of a class's host."""
        return opens(secret, self.read(code).host)

    def end(self, code: str, secret: object) -> None:
        """End a class: everything that was kept of it is deleted.

        Raises:
            NotYours: for anything but the host's secret.
        """
        self._hosted(code, secret)
        self._delete(self.root / code)

    def _send(self, board: Board, code: str, token: object, change: Change) -> None:
        """Replace a student's file, if the class takes something from this student now."""
        name, student = self._own(code, token)
        if board.frozen:
            raise _frozen()
        now = time.time()
        if student.sends >= MOST_SENDS or 0 <= now - student.last < LEAST_SECONDS:
            raise ClassError(_("That was sent too often. Wait a moment and send again."))
        counted = student.model_copy(update={"sends": student.sends + 1, "last": now})
        self._write(code, name, change(counted))


def _checked(image: object, digit: object) -> dict[str, Any]:
    """Return a drawing as a student's file has it.

    Raises:
        ClassError: if it is none.
    """
    fits = isinstance(image, np.ndarray) and image.dtype == np.uint8
    if not fits or image.shape != framing.SHAPE or not image.any():  # type: ignore[attr-defined]
        raise ClassError(_("Expected a drawing. The canvas is empty: draw, then send."))
    if digit is not None and (type(digit) is not int or not 0 <= digit <= 9):
        raise ClassError(_("Expected a digit from 0 to 9. Choose one of those on your screen."))
    return {"drawing": encoded(image), "digit": digit}  # type: ignore[arg-type]


def _frozen() -> ClassError:
    return ClassError(_("Your teacher takes nothing just now. Wait until the class goes on."))
