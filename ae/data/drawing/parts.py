"""How many parts a picture file has, counted by their lengths alone: decoders look into each."""

from collections.abc import Iterator

PNG, JPEG = b"\x89P", b"\xff\xd8"
_FIRST = {PNG: 8, JPEG: 2}
"""How a file begins → where its first part lies."""
SCAN = 0xDA
"""The marker of a JPEG after which coded points follow, without lengths."""


def has_more_than(content: bytes, most: int) -> bool:
    """Tell whether a PNG has more chunks, or a JPEG more segments before its picture, than this.

    No other kind of file is looked into.
    """
    parts = _parts(content)
    return any(number > most for number, _at in enumerate(parts, 1))


def _parts(content: bytes) -> Iterator[int]:
    """Yield where each part of a file lies."""
    kind = content[:2]
    at = _FIRST.get(kind, len(content))
    while at + 4 <= len(content):
        yield at
        if kind == PNG:
            at += 12 + int.from_bytes(content[at : at + 4])
        elif content[at] != 0xFF or content[at + 1] == SCAN:
            return
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
