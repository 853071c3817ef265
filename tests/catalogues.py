"""The catalogues of `assets/locale`, made from what the code says and kept in step with it.

    python -m tests.catalogues update       # new and changed messages into every catalogue
    python -m tests.catalogues compile      # the form that the app reads
    python -m tests.catalogues count        # messages, and how many of them are translated

Messages are found in the syntax tree: Babel's own extractor does not see into f-strings on Python
3.11. The compiled catalogues are committed, so that the app starts without a step that builds
them; `tests/test_catalogues.py` compiles them again and compares.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

from ae import i18n

ROOT = Path(__file__).resolve().parent.parent
Id = str | tuple[str, str]
"""A message: the English text, or the texts for one and for many."""
WIDTH = 100
THEIR_HOMES = ("ae/i18n.py", "ae/messages.py")
"""Where what has two forms is handed on, and none is written."""


def sources() -> list[Path]:
    """Return the files that hold words."""
    return [
        ROOT / "app.py",
        *sorted((ROOT / "pages").glob("*.py")),
        *sorted(ROOT.glob("ae/**/*.py")),
    ]


def extracted() -> dict[Id, list[str]]:
    """Return all messages of the code, each with the files that it stands in.

    Raises:
        ValueError: if what is marked is no plain text.
    """
    found: dict[Id, list[str]] = {}
    for path in sources():
        name = str(path.relative_to(ROOT))
        for message in _messages(ast.parse(path.read_text(encoding="utf-8")), name):
            files = found.setdefault(message, [])
            files += [name] if name not in files else []
    return found


def _messages(tree: ast.AST, name: str) -> Iterator[Id]:
    within: set[ast.AST] = set()
    for node in ast.walk(tree):
        called = _called(node)
        if called in ("ngettext", "PluralMessage") and name not in THEIR_HOMES:
            ends = (node.args[0], node.args[1 if called == "ngettext" else 2])
            texts = [_text(one.args[0] if _called(one) == "N_" else one, name) for one in ends]
            within.update(ends)
            yield texts[0], texts[1]
        elif called in ("_", "N_") and node not in within and not _is_variable(called, node):
            yield _text(node.args[0], name)


def _called(node: ast.AST) -> str:
    """Return the name of the function that a node calls, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_variable(called: str, node: ast.Call) -> bool:
    """Tell whether `_` is given what was marked by `N_` elsewhere."""
    plain = isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    return called == "_" and not plain


def _text(node: ast.AST, name: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    where = f"{name}:{getattr(node, 'lineno', 0)}"
    raise ValueError(f"{where}: expected a plain text. Received: {ast.unparse(node)}")


def path(language: str) -> Path:
    """Return where the catalogue of a language lies, as translators write it."""
    return i18n.LOCALE_DIR / language / "LC_MESSAGES" / f"{i18n.DOMAIN}.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one where there is none."""
    if not path(language).exists():
        return Catalog(locale=language, project="Autoencoder Lab", fuzzy=False)
    with path(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def updated(catalog: Catalog) -> Catalog:
    """Return a catalogue with the messages of the code, each with the translation that it had."""
    new = Catalog(locale=catalog.locale, project="Autoencoder Lab", fuzzy=False)
    new.creation_date, new.revision_date = catalog.creation_date, catalog.revision_date
    for message, files in sorted(extracted().items(), key=lambda one: (one[1][0], str(one[0]))):
        key = message[0] if isinstance(message, tuple) else message
        known = catalog.get(key)
        text = known.string if known is not None else ""
        if isinstance(message, tuple) and isinstance(text, str):
            text = (text,) * new.num_plurals
        notes = known.user_comments if known is not None else []
        new.add(message, text, [(file, None) for file in files], user_comments=notes)
    return new


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its file."""
    file = io.BytesIO()
    pofile.write_po(file, catalog, width=WIDTH, omit_header=False)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue in the form that gettext reads."""
    file = io.BytesIO()
    mofile.write_mo(file, catalog)
    return file.getvalue()


def languages() -> list[str]:
    """Return the languages that are translated to."""
    return [name for name in i18n.NAMES if name != i18n.SOURCE]


def main(command: str) -> None:
    """Do one of the commands above for every language."""
    for language in languages():
        catalog = read(language)
        if command == "update":
            path(language).parent.mkdir(parents=True, exist_ok=True)
            path(language).write_bytes(written(updated(catalog)))
        elif command == "compile":
            path(language).with_suffix(".mo").write_bytes(compiled(catalog))
        elif command == "count":
            done = sum(bool(one.string and all(one.string)) for one in catalog if one.id)
            print(f"{language}: {len(extracted())} messages, {done} translated")
        else:
            sys.exit(f"Expected update, compile or count. Received: {command}.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
