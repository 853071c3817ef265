"""What a server takes on: how much may wait, and how long a training may take."""

import os
from dataclasses import dataclass

from ae.i18n import N_
from ae.messages import Message
from ae.runs.store import StoreError


@dataclass(frozen=True)
class Limits:
    """The bounds of one server.

    Args:
        each: how many jobs of one visitor may wait.
        waiting: how many may wait in all: `AE_MAX_WAITING`.
        minutes: how long one training may take: `AE_MAX_TRAINING_MINUTES`.
    """

    each: int = 3
    waiting: int = 50
    minutes: float = 20.0

    @classmethod
    def default(cls) -> "Limits":
        """Return the bounds that the environment describes.

        Raises:
            StoreError: if a setting is no number that can be one.
        """
        return cls(
            waiting=int(_number("AE_MAX_WAITING", cls.waiting, whole=True)),
            minutes=_number("AE_MAX_TRAINING_MINUTES", cls.minutes, whole=False),
        )

    @property
    def seconds(self) -> float:
        """How many seconds one training may take."""
        return 60.0 * self.minutes


def _number(name: str, usual: float, whole: bool) -> float:
    text = os.environ.get(name) or str(usual)
    try:
        value = float(int(text) if whole else text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        expected = N_("a whole number, 1 or more") if whole else N_("a number above 0")
        raise StoreError(
            N_("{name}: expected {expected}. Received: {text!r}."),
            name=name,
            expected=Message(expected),
            text=text,
        )
    return value
