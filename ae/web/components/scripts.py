"""A component's script as the browser gets it: one module, joined of those that it imports."""

import base64
import re
import zlib
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|const |let |class )", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)
_SPACE = re.compile(r"^[ \n]+", re.MULTILINE)

_UNPACK = """const packed = "{packed}";
let module = null;
async function unpack() {
const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
const script = await new Response(stream).text();
return import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
}
export default async function (component) {
module ??= unpack();
return (await module).default(component);
}
"""


def packed(script: Path) -> str:
    """Return a script that unpacks `joined(script)` and is that from then on.

    Worth it from some 10 kB on: a third is left of it.
    """
    deflated = zlib.compress(joined(script).encode(), 9)
    return _UNPACK.replace("{packed}", base64.b64encode(deflated).decode())


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
