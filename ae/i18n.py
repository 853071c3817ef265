"""The words that a person reads, in that person's language.

English is the source language; other languages come as gettext catalogues in
`assets/locale/<language>/LC_MESSAGES/autoencoder_lab.mo`. The language is one setting of
the server, `AE_LANGUAGE` (for instance `zh`); without it, or without a catalogue, English.
"""

import functools
import gettext
import os
from pathlib import Path

LOCALE_DIR = Path(__file__).resolve().parent.parent / "assets" / "locale"


@functools.cache
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "autoencoder_lab", localedir=LOCALE_DIR, languages=[language], fallback=True
    )


def _(text: str) -> str:
    """Return `text` in the server's language, or unchanged where no translation exists."""
    return _translations(os.environ.get("AE_LANGUAGE", "en")).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the words for `count` things in the server's language, `{n}` being how many."""
    language = os.environ.get("AE_LANGUAGE", "en")
    return _translations(language).ngettext(one, many, count).format(n=f"{count:,}")


def N_(text: str) -> str:
    """Mark `text` for translation where it is defined; `_` translates it where it is shown."""
    return text
