"""English that is left in a text of another language: words in a row that are no names."""

import re

NAMES = re.compile(
    r"“[^”]*”|\([^()]*\d{4}[^()]*\)|https?://\S+|[\w.-]+\.(?:csv|png|npz|npy|json|zip|onnx|keras|html|py)\b"
    r"|pip install[^。]*|python -m ae[^。]*|AE_\w+"
)
"""Titles, sources, addresses, files and commands."""
WORDS = re.compile(r"\b[a-z]{3,}[,:;]? [a-z]{2,}\b|\b[A-Z][a-z]+ [a-z]{3,}\b")


def english(text: str) -> list[str]:
    """Return runs of English words in a text; authors, titles and code are none."""
    if re.search(r"“[^”]+”.*\d{4}|&.*\d{4}", text):  # a citation
        return []
    return WORDS.findall(NAMES.sub(" ", text))
