"""Sentences that are worded when they are read: an id with values, in whatever process it is made.

The id is the English text, as everywhere in gettext. So an error that a worker meets, or that is
kept in a file, reaches each person in that person's language.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ae.i18n import JOINED, N_, _, plural

LONGEST = 20_000
"""Characters of a packed message; longer ones are taken as text."""


@dataclass(frozen=True)
class Message:
    """A sentence as an id with values; `str` words it in the language of whoever it is for now.

    Args:
        text: the English sentence, marked with `N_`, with the names of values in braces. Without
            values it is shown as it is, braces and all.
        values: numbers, texts and messages.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        text = _(self.text)
        return text.format(**self.values) if self.values else text

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True)
class PluralMessage(Message):
    """A sentence with one form for one thing and one for `many`; `n` is among its values."""

    many: str = ""

    def __str__(self) -> str:
        count = self.values["n"]
        return plural(self.text, self.many, count).format(**{**self.values, "n": f"{count:,}"})


NOTHING = Message("")


class WordedError(Exception):
    """An error whose words a person reads: a message, or the text and values of one."""

    def __init__(self, text: str | Message, /, **values: Any):
        super().__init__(text)
        self.message = text if isinstance(text, Message) else Message(text, values)

    def __str__(self) -> str:
        return str(self.message)


def message_of(error: Exception) -> Message:
    """Return what a person is told of an error, to be worded where it is read."""
    return error.message if isinstance(error, WordedError) else Message(str(error))


def joined(first: Message, then: Message) -> Message:
    """Return two sentences, one after the other."""
    return Message(JOINED, {"first": first, "then": then})


def either(names: Sequence[str]) -> Message:
    """Return two or more names as a choice: A, B or C."""
    several, last = ", ".join(names[:-1]), names[-1]
    return Message(N_("{several} or {last}"), {"several": several, "last": last})


def packed(message: Message) -> str:
    """Return a message as a text that `unpacked` reads."""
    return json.dumps(_to_json(message))


def unpacked(text: str) -> Message:
    """Return the message that `packed` wrote; any other text is a message without values."""
    if text.startswith("{") and len(text) <= LONGEST:
        try:
            return _from_json(json.loads(text))
        except (ValueError, TypeError, LookupError, RecursionError):
            pass
    return Message(text)


def _to_json(value: Any) -> Any:
    if isinstance(value, Message):
        inner = {name: _to_json(one) for name, one in value.values.items()}
        many = {"many": value.many} if isinstance(value, PluralMessage) else {}
        return {"text": value.text, "values": inner, **many}
    if isinstance(value, (bool, int, float, str)):
        return value
    return value.item() if hasattr(value, "item") else str(value)


def _from_json(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    text, many, values = found["text"], found.get("many", ""), found["values"]
    if not (isinstance(text, str) and isinstance(many, str) and isinstance(values, dict)):
        raise TypeError("Expected a packed message.")
    values = {name: _from_json(one) for name, one in values.items()}
    message = PluralMessage(text, values, many) if many else Message(text, values)
    str(message)  # what cannot be worded is no message
    return message
