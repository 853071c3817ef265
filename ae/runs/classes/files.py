"""The files of classes: found, read, replaced whole, deleted.

    <cache>/classes/<code>/class.json           the host's: written by whoever has the secret
    <cache>/classes/<code>/students/<id>.json   a student's: written by whoever has the token
    <cache>/classes/<code>/seats/<n>            one for each student: see `seats`
    <cache>/classes/<code>/taken/<hash>         one for each one-time key that was used

Each file has one writer and is replaced whole, so that no lock is needed, and servers that share
the folder serve the same classes. Of secrets and tokens only hashes are kept; a student's id is
the hash of the token, so that a token leads to one file and to no other.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ae.i18n import _
from ae.runs.classes import places
from ae.runs.classes.codes import MOST_SECRET, as_code, hashed, new_code, opens
from ae.runs.classes.errors import ClassError, NoClass, NotYours
from ae.runs.classes.records import Board, Student
from ae.runs.store.files import remove, write_atomically

IDLE_SECONDS = 3 * 3600.0


class ClassFiles:
    """The files of one cache folder's classes.

    Args:
        root: their folder; made with the first class.
        ended: told of a class that is deleted what it has trained, see `Board.trained`.
    """

    def __init__(self, root: Path, ended: Callable[[Mapping[str, str]], None] | None = None):
        self.root, self._ended = root, ended

    def codes(self) -> list[str]:
        """Return the codes of all classes."""
        if not self.root.is_dir():
            return []
        return sorted(path.name for path in self.root.iterdir() if as_code(path.name) == path.name)

    def read(self, code: str) -> Board:
        """Return what the host of a class has decided.

        Raises:
            NoClass: if there is none of this code.
        """
        folder = places.folder_of(self.root, code)
        board = places.read(folder / places.BOARD, Board)
        if board is None or places.idle_seconds(folder) > IDLE_SECONDS:
            raise NoClass()
        return board

    def students(self, code: str) -> dict[str, Student]:
        """Return what the students of a class have sent, by id; a damaged file is passed over."""
        folder = places.folder_of(self.root, code)
        found = {name: places.read(path, Student) for name, path in places.student_files(folder)}
        return {name: one for name, one in found.items() if one is not None}

    def student(self, code: str, token: object) -> Student | None:
        """Return what the student of a token has sent, or None where there is none such."""
        name = _id_of(token)
        if name is None:
            return None
        return places.read(self._path(code, name), Student)

    def sweep(self) -> list[str]:
        """Delete the classes in which nobody has sent anything for three hours."""
        idle = [
            code for code in self.codes() if places.idle_seconds(self.root / code) > IDLE_SECONDS
        ]
        for code in idle:
            self._delete(self.root / code)
        return idle

    def _new_folder(self) -> str:
        self.root.mkdir(parents=True, exist_ok=True)
        while True:
            code = new_code()
            with suppress(FileExistsError):
                (self.root / code).mkdir()
                for name in (places.STUDENTS, places.SEATS, places.TAKEN):
                    (self.root / code / name).mkdir()
                return code

    def _delete(self, folder: Path) -> None:
        board = places.read(folder / places.BOARD, Board)
        if board is not None and self._ended is not None:
            self._ended(board.trained)
        limbo = self.root / ".gone"
        limbo.mkdir(exist_ok=True)
        remove(folder, limbo)
        for left in limbo.iterdir():  # of a server that was killed while it deleted
            remove(left, limbo)
        places.forget()

    def _hosted(self, code: str, secret: object) -> Board:
        board = self.read(code)
        if not opens(secret, board.host):
            raise NotYours()
        return board

    def _rewrite(self, code: str, board: Board, changes: dict[str, Any]) -> Board:
        try:
            changed = Board.model_validate(board.model_dump() | changes)
        except ValidationError:
            raise ClassError(_("Expected a change of the board. Reload the page.")) from None
        self._replace(self.root / code / places.BOARD, changed.model_dump_json())
        return changed

    def _own(self, code: str, token: object) -> tuple[str, Student]:
        name = _id_of(token)
        student = places.read(self._path(code, name), Student) if name else None
        if name is None or student is None:
            raise NotYours()
        return name, student

    def _write(self, code: str, name: str, student: Student) -> None:
        self._replace(self._path(code, name), student.model_dump_json())

    def _path(self, code: str, name: str) -> Path:
        return places.folder_of(self.root, code) / places.STUDENTS / f"{name}.json"

    def _replace(self, path: Path, text: str) -> None:
        try:
            write_atomically(path, text)
        except FileNotFoundError:  # it has ended meanwhile
            raise NoClass() from None


def _id_of(token: object) -> str | None:
    """Return the id that belongs to a token, or None where it cannot be one."""
    plausible = isinstance(token, str) and re.fullmatch(r"[\w-]+", token, re.ASCII)
    return hashed(str(token)) if plausible and len(str(token)) <= MOST_SECRET else None
