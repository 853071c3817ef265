"""The log: a line for each thing that happened, of fixed columns, without addresses; and counted.

    2026-11-28 17:55:01.123 WARNING ae.workers: Job 0123456789abcdef failed: …

Time, level, who says it, and what. Nothing that somebody sent can begin a line of its own, and
addresses of the internet are left out, whoever wrote them: who visits is nobody's business.
"""

import logging
import re
from collections import Counter
from typing import Any

_ADDRESS = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?!\.?\w)"  # 192.0.2.7:8501
    r"|(?<![\w:])(?=[\da-fA-F:]*(?:::|(?::[\da-fA-F]+){5}))"  # 2001:db8::7, and no time of day
    r"(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F]{0,4}(?:%\w+)?(?![\w:])"
)
_SECRET = re.compile(r"(?<=://)[^/\s@]*@")
"""Name and password in an address such as Redis'."""
LEFT_OUT = "[address]"
_COLUMNS = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_counted: Counter[str] = Counter()
_last = ""


class Lines(logging.Formatter):
    """Writes a record as one line; below it, indented, a traceback where there is one."""

    default_msec_format = "%s.%03d"

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return clean(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """Return the traceback, which no message in it can pass off as a line of the log."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {clean(line)}" for line in lines)


class _Counting(logging.StreamHandler):
    def emit(self, record: logging.LogRecord) -> None:
        global _last
        _counted[record.levelname] += 1
        if record.levelno >= logging.ERROR:
            _last = self.format(record).partition("\n")[0]
        super().emit(record)


def clean(text: str) -> str:
    """Return a text without line ends, control characters, passwords and addresses."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return _ADDRESS.sub(LEFT_OUT, _SECRET.sub("", shown))


def set_up(level: int = logging.INFO) -> None:
    """Have this process write its log to standard error; again, nothing happens."""
    root = logging.getLogger("ae")
    if not any(isinstance(handler, _Counting) for handler in root.handlers):
        handler = _Counting()
        handler.setFormatter(Lines())
        root.addHandler(handler)
    root.setLevel(level)


def counted() -> dict[str, int | str]:
    """Return how many warnings and errors this process has logged, and its last error's line."""
    errors = _counted["ERROR"] + _counted["CRITICAL"]
    return {"warnings": _counted["WARNING"], "errors": errors, "last_error": _last}
