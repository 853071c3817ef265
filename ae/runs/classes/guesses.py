"""How often wrong codes are tried: a class of four letters is safe only where few are."""

import threading
import time
from collections import deque

from ae.i18n import _
from ae.runs.classes.errors import ClassError

MINUTE = 60.0
OF_ONE, OF_ALL = 10, 100
"""Wrong codes in a minute, of one visitor, and of all of a server together: of the 279,841 codes
an attacker with any number of sessions tries in a day one half, where one class is open."""


class Guesses:
    """The wrong codes of the last minute.

    Args:
        most: how many there may be.
    """

    def __init__(self, most: int):
        self.most = most
        self._guard = threading.Lock()
        self._times: deque[float] = deque()

    def check(self) -> None:
        """Refuse any code, right or wrong, where too many were wrong.

        Raises:
            ClassError: then.
        """
        with self._guard:
            while self._times and self._times[0] < time.monotonic() - MINUTE:
                self._times.popleft()
            if len(self._times) < self.most:
                return
        text = _("Too many wrong codes: expected at most {most} in a minute. Wait a minute.")
        raise ClassError(text.format(most=self.most))

    def note(self) -> None:
        """Note a wrong code."""
        with self._guard:
            self._times.append(time.monotonic())


OF_SERVER = Guesses(OF_ALL)
"""The wrong codes of all visitors of this server."""
