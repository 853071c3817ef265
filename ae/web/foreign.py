"""Text from outside, shown as text: an address, a file's name, an error of a library.

Streamlit renders what it shows as Markdown. A link, a picture from another host, colours or
formulas in it would then be somebody else's words in this app's voice.
"""

import re
import unicodedata

MOST = 300
"""So many characters are shown of one text."""
JOINER = "\u2060"
"""Not seen and never broken at: it parts what would be read as an address, an icon or a face."""
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def foreign(text: object, most: int = MOST) -> str:
    """Return Markdown that shows a text from outside as it is, and as nothing but text.

    Characters that are not seen or turn the direction of writing are left out; line breaks are
    spaces.

    Args:
        text: anything; its `str` is shown.
        most: after so many characters it is cut, and “…” says so.
    """
    told = str(text)[: most + 1]
    cut = told[:most] + "…" if len(told) > most else told
    seen = "".join(map(_seen, cut))
    return _PUNCTUATION.sub(lambda found: f"{JOINER}\\{found[0]}", seen)


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") else character
