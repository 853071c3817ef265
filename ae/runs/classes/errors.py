"""What is said where a class does not take something."""

from ae.i18n import _
from ae.messages import WordedError


class ClassError(WordedError, ValueError):
    """A class does not take this; the message says what it takes, and what to do now."""


class NoClass(ClassError):
    """There is no class of this code, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no class with this code. Expected the four letters on the board; a "
                "class ends with its lesson. Look at the board again."
            )
        )


class NotYours(ClassError):
    """A secret or token is not the one that this needs."""

    def __init__(self) -> None:
        super().__init__(
            _("Only the device that opened this does that. Open the class's link there.")
        )
