"""Font files that the system has, for scripts that a shipped font lacks."""

import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts"),
    "win32": ("C:/Windows/Fonts",),
}
HAN: tuple[str, ...] = (
    *("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "wqy-*", "DroidSansFallback*"),
    *("PingFang*", "Hiragino*", "msyh*", "simhei*"),
)
OTHERS: tuple[str, ...] = ("NotoSans-Regular*", "DejaVuSans.ttf")
"""Files to look for, in this order."""


def matching(pattern: str) -> Iterator[Path]:
    """Yield the font files here whose name matches a pattern."""
    usual = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"))
    for folder in FOLDERS.get(sys.platform, usual):
        yield from sorted(Path(folder).rglob(pattern))
