"""Choices of the view in an address: which there are, how they are written and read."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ae import i18n
from ae.config import Problem, as_text, is_key, one_of
from ae.data.drawing.packed import LONGEST
from ae.i18n import N_, _
from ae.runs.classes import as_code
from ae.web.controls import hiding

Options = Callable[[], Mapping[str, str]]
LEVEL, BESIDE, COMPARED, SWEEP = "level", "beside", "compared", "sweep"
LESSON, STEP, ANSWERS = "lesson", "step", "answers"
PRESENT, HIDE = "present", "hide"
CLASS, HOST_KEY = "class", "host"
LANGUAGE = "lang"
DRAWN = "drawn"
_OPTIONS: dict[str, Options] = {
    **{name: lambda: {"true": "true", "false": "false"} for name in ("pca", "film", "about")},
    PRESENT: lambda: {"1": "1"},
    LANGUAGE: lambda: {name: name for name in i18n.languages()},
}


def declare(name: str, options: Options) -> None:
    """Let an address carry a choice.

    Args:
        name: the parameter, and the choice's name in `view_choices`.
        options: what it may be: names, and their English words, which earlier versions wrote
            and which are still read.
    """
    _OPTIONS[name] = options


def known(name: str) -> bool:
    """Tell whether an address may carry a choice of the view by this name."""
    return name in names()


def names() -> list[str]:
    """Return the names of all choices of the view."""
    return [*_OPTIONS, *_SPECIAL]


def written(values: Mapping[str, Any]) -> dict[str, str]:
    """Return choices as an address carries them."""
    return {name: as_text(value) for name, value in values.items()}


def read(asked: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the choices of the view that an address carries, and those that cannot be had."""
    values: dict[str, Any] = {}
    problems = []
    for name, text in asked.items():
        if not known(name):
            continue
        value = _SPECIAL[name][0](text) if name in _SPECIAL else _option(name, text)
        if value is None:
            problems.append(Problem(name, _expected(name), text))
        else:
            values[name] = value
    return values, problems


def _option(name: str, text: str) -> str | bool | None:
    options = _OPTIONS[name]()
    found = next((one for one, words in options.items() if text in (one, words)), None)
    return {"true": True, "false": False}.get(found, found) if found is not None else None


def _expected(name: str) -> str:
    if name in _SPECIAL:
        return _(_SPECIAL[name][1]).format(names=", ".join(hiding.HIDEABLE))
    return one_of(_OPTIONS[name]())


def _level(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _keys(text: str) -> str | None:
    return text if all(map(is_key, text.split(","))) else None


def _sweep(text: str) -> str | None:
    number = r"[0-9][0-9.e-]{0,11}"
    return text if re.fullmatch(rf"[a-z_]{{1,40}}:{number}(,{number}){{0,7}}", text) else None


def _step(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]?", text) else None


def _answers(text: str) -> str | None:
    return text if re.fullmatch(r"[0-9-]{1,99}", text) else None


def _drawn(text: str) -> str | None:
    return text if re.fullmatch(rf"[\w-]{{1,{LONGEST}}}", text, re.ASCII) else None


def _hidden(text: str) -> str | None:
    return text if set(text.split(",")) <= set(hiding.HIDEABLE) else None


_SPECIAL: dict[str, tuple[Callable[[str], Any], str]] = {
    LEVEL: (_level, N_("a number from 0 to 1")),
    BESIDE: (_keys, N_("keys of runs, with commas between them")),
    COMPARED: (_keys, N_("keys of runs, with commas between them")),
    SWEEP: (_sweep, N_("a choice of a run, a colon, and up to 8 numbers with commas between them")),
    STEP: (_step, N_("a whole number from 1 to 99")),
    ANSWERS: (_answers, N_("for each step a digit, or - for none")),
    DRAWN: (_drawn, N_("a drawing as “Take it home” on the page Draw puts it into a link")),
    CLASS: (as_code, N_("the four letters on the board")),
    HIDE: (_hidden, N_("names among {names}, with commas between them")),
}
"""Choices that are none of some options: how each is read, and what it may be, in words."""
