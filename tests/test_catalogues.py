"""Every word that a person reads is marked, and every marked one is translated, and well."""

import ast
import re

import pytest

from ae import i18n
from ae.messages import Message, PluralMessage, WordedError, message_of, packed, unpacked
from tests import catalogues
from tests.translation_laws import faults

LANGUAGES = catalogues.languages()
NOT_WORDS = {
    "ae/cli/results_rows.py": "the table of results in README.md, whose words a test compares",
    "ae/cli/results_table.py": "the same",
    "ae/models/standalone": "scripts and notebooks are code, in English as all code",
    "ae/models/digit_reader.py": "printed to whoever ships a classifier",
    "ae/web/components/scripts.py": "JavaScript",
}
"""Files whose sentences nobody reads in the app, and why."""
ERRORS_OF_OURS = ("ValueError", "TypeError", "LookupError", "RuntimeError", "TimeoutError")
"""What says that code was called wrongly: for whoever wrote the call, in English as all code."""
DAMAGE = ("DamagedRun", "DamagedView", "OtherVersion", "Passing")
"""Errors that only a log tells."""
LOGS = ("debug", "info", "warning", "error", "exception", "Trouble")
CITATION = re.compile(r"“.*\(.*\d{4}\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_in_the_catalogue_and_none_that_is_gone(language):
    known = {one.id for one in catalogues.read(language) if one.id}
    wanted = {_as_kept(one) for one in catalogues.extracted()}
    advice = "Run python -m tests.catalogues update, and translate."
    assert not wanted - known, advice
    assert not known - wanted, advice


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_by_the_laws(language):
    found = []
    for one in catalogues.read(language):
        if not one.id:
            continue
        ids, texts = (one.id, one.string) if one.pluralizable else ((one.id,), (one.string,))
        assert not one.fuzzy, f"fuzzy: {one.id}"
        assert all(texts), f"not translated: {one.id}"
        notes = " ".join(one.user_comments)
        found += [
            f"{fault} | {text}"
            for text in texts
            for fault in faults(ids[-1], text, language)
            if fault.split(":")[0] not in notes
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    file = catalogues.path(language)
    written, kept = catalogues.read(language), file.with_suffix(".mo").read_bytes()
    assert kept == catalogues.compiled(written), "Run python -m tests.catalogues compile."
    assert file.read_bytes() == catalogues.written(written), "Run … update: Babel writes it so."


def test_no_sentence_stands_in_the_code_unmarked():
    found = [
        f"{path.relative_to(catalogues.ROOT)}:{line}: {text[:80]!r}"
        for path in catalogues.sources()
        if not str(path.relative_to(catalogues.ROOT)).startswith(tuple(NOT_WORDS))
        for line, text in _bare(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


def test_no_sentence_stands_in_the_browsers_scripts():
    found = []
    for path in sorted((catalogues.ROOT / "ae/web/components").glob("*/*.[jh][st]*")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)
        text = re.sub(r"(?m)(^|\s)//.*$", "", text)
        quoted = re.findall(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`|>([^<>{}=;]*)</", text)
        found += [f"{path.name}: {one}" for group in quoted for one in group if _is_sentence(one)]
    assert not found, "\n".join(found)


def test_a_sentence_that_is_not_marked_is_found():
    code = 'def f():\n    """Not this one."""\n    g("Here stands one", _("but not here"))\n'
    assert list(_bare(ast.parse(code))) == [(3, "Here stands one")]
    assert list(_bare(ast.parse('raise ValueError("for who calls")'))) == []


def test_what_is_no_plain_text_cannot_be_marked():
    with pytest.raises(ValueError, match=r"x\.py:1: expected a plain text"):
        list(catalogues._messages(ast.parse('_(f"{n} digits")'), "x.py"))


@pytest.mark.parametrize("language", [i18n.SOURCE, *LANGUAGES])
def test_nothing_is_nothing_in_every_language(language):
    with i18n.speaking(language):
        assert i18n._("") == i18n.sentences([]) == i18n.listed([]) == str(Message("")) == ""


def test_a_message_is_worded_where_it_is_read(monkeypatch):
    error = WordedError("Expected {n} of {what}.", n=3, what=Message("digits"))
    there = unpacked(packed(message_of(error)))
    assert str(error) == str(there) == "Expected 3 of digits."
    monkeypatch.setattr(i18n, "_translations", lambda name: _Shouting())
    assert str(there) == "EXPECTED 3 OF DIGITS."
    many = PluralMessage("{n} digit", {"n": 1000}, "{n} digits")
    assert str(unpacked(packed(many))) == "1,000 DIGITS"


@pytest.mark.parametrize(
    "text",
    [
        *("", "It rained.", "{", "{x} is no message", "[" * 9999, '{"a": ' * 9999),
        *('{"text": 3}', '{"text": "{x}", "values": {}}', '{"text": {}, "values": []}'),
        *('{"text": "{x.__class__}", "values": {"y": 1}}', '{"text": 1, "values": {"y": 1}}'),
    ],
)
def test_what_is_no_packed_message_is_a_text(text):
    assert str(unpacked(text)) in (text, "{x}")


class _Shouting:
    def gettext(self, text):
        return re.sub(r"\b[a-z]+\b(?![^{]*\})", lambda hit: hit.group().upper(), text).replace(
            "Expected", "EXPECTED"
        )

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


def _as_kept(message):
    return message if isinstance(message, str) else tuple(message)


def _is_sentence(text):
    """Tell whether a text is words for people: three in a row, or two that begin as a sentence."""
    if "[role=" in text:  # a selector
        return False
    return bool(re.search(r"\b[A-Za-z]+,? [a-z]+,? [a-z]+\b|^[A-Z][a-z]+ [a-z]+", text))


def _bare(tree):
    """Yield line and text of every sentence in code that is not marked for translation."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if isinstance(parents[node], ast.Expr) or not _is_sentence(node.value):
            continue
        if "<" in node.value or "\\" in node.value or CITATION.search(node.value):
            continue  # HTML, formulas and the titles of papers
        around, one = [], node
        while one in parents:
            one = parents[one]
            around.append(one)
        if not any(map(_excuses, around)):
            yield node.lineno, node.value


def _excuses(node):
    """Tell whether what stands in a part of code is marked, or for people who read code or logs."""
    marks = ("_", "N_", "ngettext")
    called = catalogues._called(node)
    return isinstance(node, ast.Assert) or called in (*marks, *ERRORS_OF_OURS, *DAMAGE, *LOGS)
