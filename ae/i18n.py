"""The words that a person reads, in that person's language.

English is the source language; others come as gettext catalogues in
`assets/locale/<language>/LC_MESSAGES/autoencoder_lab.mo`. A visitor's language is asked of whoever
shows the words (`listen_to`); where nobody knows, it is the server's, `AE_LANGUAGE` (for instance
`zh`), and English without that or without a catalogue.
"""

import contextlib
import contextvars
import functools
import gettext
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path


def N_(text: str) -> str:
    """Mark `text` for translation where it is defined; `_` translates it where it is shown."""
    return text


DOMAIN = "autoencoder_lab"
LOCALE_DIR = Path(__file__).resolve().parent.parent / "assets" / "locale"
SOURCE = "en"
NAMES = {SOURCE: "English", "zh": "中文"}
"""What each language calls itself. Another one needs a line here, and its catalogue."""
JOINED = N_("{first} {then}")
"""How two sentences stand one after the other."""


def languages() -> list[str]:
    """Return the languages that there are catalogues for, the source language first."""
    return [name for name in NAMES if name == SOURCE or _has_catalogue(LOCALE_DIR, name)]


def server_language() -> str:
    """Return the language of the server, for whoever has chosen none."""
    wanted = os.environ.get("AE_LANGUAGE", SOURCE)
    return wanted if wanted in languages() else SOURCE


def listen_to(finder: Callable[[], str | None]) -> None:
    """Have all words be in the language that a function names whenever some are asked for.

    Args:
        finder: returns a language, or None where it knows none.
    """
    global _finder
    _finder = finder


def language() -> str:
    """Return the language of whoever the words are for now."""
    return _instead.get() or _finder() or server_language()


@contextlib.contextmanager
def speaking(name: str) -> Iterator[None]:
    """Have all words be in one language meanwhile, whoever they are for."""
    before = _instead.set(name)
    try:
        yield
    finally:
        _instead.reset(before)


def _(text: str) -> str:
    """Return `text` in the person's language, or unchanged where no translation exists."""
    # An empty text is no message: under it a catalogue keeps who has written it.
    return _translations(language()).gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the words for `count` things in the person's language, `{n}` being how many."""
    return plural(one, many, count).format(n=f"{count:,}")


def plural(one: str, many: str, count: int) -> str:
    """Return the form of the words that the person's language takes for `count` things."""
    return _translations(language()).ngettext(one, many, count)


def sentences(parts: Iterable[str]) -> str:
    """Return sentences in a row, as the person's language sets them: Chinese leaves no space."""
    return _row((part for part in parts if part), JOINED)


def listed(parts: Iterable[str]) -> str:
    """Return words in a row, with the comma of the person's language between them."""
    return _row(parts, N_("{first}, {then}"))


def clauses(parts: Iterable[str]) -> str:
    """Return clauses of one sentence in a row, with the person's language's semicolon."""
    return _row(parts, N_("{first}; {then}"))


def _row(parts: Iterable[str], form: str) -> str:
    told = list(parts) or [""]
    return functools.reduce(lambda first, then: _(form).format(first=first, then=then), told)


def labelled(label: str, text: str) -> str:
    """Return a text after what it is, with the colon of the person's language."""
    return _("{label}: {text}").format(label=label, text=text)


def bullet(label: str, text: str) -> str:
    """Return a Markdown line of a list, its label bold."""
    return _("- **{label}:** {text}").format(label=label, text=text)


def _nobody() -> str | None:
    return None


_finder: Callable[[], str | None] = _nobody
_instead: contextvars.ContextVar[str] = contextvars.ContextVar("language", default="")


@functools.cache  # asked at every word that is for nobody's session
def _has_catalogue(folder: Path, name: str) -> bool:
    return (folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo").exists()


@functools.cache
def _translations(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, localedir=LOCALE_DIR, languages=[name], fallback=True)
