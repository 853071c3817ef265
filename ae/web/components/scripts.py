"""A component's script as the browser gets it: one module, joined of those that it imports."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|const |let |class )", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)

_SPACE = re.compile(r"^[ \n]+", re.MULTILINE)


def joined(script: Path) -> str:
    """Return a script after all that it imports, each once, without comments and indentation.

    Streamlit sends a component one script, in every message, so it may name no other file.
    What is imported keeps its name there: a test has Node read each joined script, which
    refuses two things of one name.

    Args:
        script: a module whose imports stand at its start, as `import { name } from "./file.js";`;
            no text of it goes on in another line.
    """
    parts: dict[Path, str] = {}
    _add(script.resolve(), parts)
    return "\n".join(parts.values())


def _add(script: Path, parts: dict[Path, str], above: tuple[Path, ...] = ()) -> None:
    if script in parts or script in above:
        return
    text = script.read_text()
    for named in _IMPORT.findall(text):
        _add((script.parent / named).resolve(), parts, (*above, script))
    for pattern in (_IMPORT, _EXPORT, _COMMENT, _SPACE):
        text = pattern.sub("", text)
    parts[script] = text
