"""Progress of what tells it by printing only, as scikit-learn does."""

import io
import re
from collections.abc import Callable


class Listener(io.TextIOBase):
    """Reads what is printed while standard output is redirected to it, and passes a number on.

    Args:
        pattern: matched from the start of every text; its first group is a whole number.
        tell: told that number.
    """

    def __init__(self, pattern: str, tell: Callable[[int], None]):
        self._pattern, self._tell = re.compile(pattern), tell

    def write(self, text: str) -> int:
        if found := self._pattern.match(text):
            self._tell(int(found[1]))
        return len(text)
