"""What holds of every translation: pure functions of a sentence and its translation."""

import csv
import re
import string
from collections import Counter

from ae import i18n

HAN = r"\u3400-\u9fff\uf900-\ufaff"
FULL_WIDTH = "，。；：？！（）“”‘’、…《》"
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|https?://\S+|\{[^{}]*\}|:[a-z]+(?=\[)|\[\[[a-z-]+\]\]")
_SAID = re.compile(
    r"`[^`]*`|\$[^$]*\$|https?://\S+|\{[^{}]*\}|--[\w.-]+|\w+@[{\w]+\}?|\w+\.(?:csv|png|onnx|zip)\b"
)


def faults(text: str, translation: str, language: str) -> list[str]:
    """Return what is wrong with a translation of `text`, in words."""
    found = [*_placeholders(text, translation), *_markdown(text, translation)]
    if language == "zh":
        found += [*_punctuation(translation), *_spaces(translation)]
    return found + _glossary(text, translation, language)


def glossary(language: str) -> dict[str, list[str]]:
    """Return by English term the words that may stand for it in a language."""
    path = i18n.LOCALE_DIR / "glossary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["english"]: row[language].split("/") for row in csv.DictReader(file)}


def _placeholders(text: str, translation: str) -> list[str]:
    if "\\" in text:  # a formula, of which only words are translated
        text, translation = (re.sub(r"\\text\{[^}]*\}", "", one) for one in (text, translation))
    expected, received = (Counter(_fields(one)) for one in (text, translation))
    if expected == received:
        return []
    return [f"placeholders: expected {sorted(expected)}. Received {sorted(received)}"]


def _fields(text: str) -> list[str]:
    try:
        return [
            f"{{{name}!{convert}:{spec}}}"
            for _, name, spec, convert in string.Formatter().parse(text)
            if name is not None
        ]
    except ValueError:
        return _PLACEHOLDER.findall(text)


def _markdown(text: str, translation: str) -> list[str]:
    """Marks must be as many, and emphasis must open and close by CommonMark's rules.

    https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis: a closing mark after
    punctuation closes only before white space or punctuation, an opening one before punctuation
    opens only after these; between Han characters stands no white space.
    """
    found = [
        f"{mark}: expected {text.count(mark)}. Received {translation.count(mark)}"
        for mark in ("**", "`", "$")
        if text.count(mark) != translation.count(mark)
    ]
    parts = translation.split("**")
    for place in range(1, len(parts)):
        before, after = parts[place - 1][-1:], parts[place][:1]
        opens = place % 2 == 1
        inner, outer = (after, before) if opens else (before, after)
        if inner and _punctuates(inner) and outer and not (_punctuates(outer) or outer.isspace()):
            found.append(f"** beside {inner}: it stands for itself there, put {inner} outside")
    return found


def _punctuates(character: str) -> bool:
    return not (character.isalnum() or character.isspace())


def _punctuation(translation: str) -> list[str]:
    """Between and beside Han characters punctuation is full-width."""
    bare = _CODE.sub("x", translation)
    return [
        f"half-width punctuation: {hit.group()}"
        for hit in re.finditer(
            rf"[{HAN}][*]*[,;:?!()]|[,;:?!()][*]*[{HAN}]|[{HAN}]\.(?![\w])", bare
        )
    ]


def _spaces(translation: str) -> list[str]:
    """One space between Han and Latin or figures, none beside full-width punctuation."""
    bare = _SAID.sub("x", translation).replace("**", "")
    found = [
        f"no space: {hit.group()}"
        for hit in re.finditer(
            rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]",
            _SAID.sub(" ", translation).replace("**", ""),
        )
    ]
    found += [
        f"space: {hit.group()}"
        for hit in re.finditer(rf" [{FULL_WIDTH}]|[，。；：？！（）、] ", bare)
    ]
    return found + [f"space: {hit.group()}" for hit in re.finditer(rf"[{HAN}] +[{HAN}]", bare)]


def _glossary(text: str, translation: str, language: str) -> list[str]:
    titles = [title for title in re.findall(r"“[^”]*”", text) if title in translation]
    for title in titles:  # of papers, which stay as they are
        text = text.replace(title, " ")
    said, found = _SAID.sub(" ", text), []
    for term, words in sorted(glossary(language).items(), key=lambda one: -len(one[0])):
        rest = re.sub(rf"\b{re.escape(term)}(s|es)?\b", " ", said, flags=re.IGNORECASE)
        if rest != said and not any(word in translation for word in words):
            found.append(f"{term}: expected {' or '.join(words)}")
        said = rest  # a longer term is none of the shorter ones that it is made of
    return found
