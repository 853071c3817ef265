"""Nothing outside `ae/data` knows what size a picture has or how many classes there are."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIDE, PIXELS, CLASSES = 28, 784, 10
PROSE = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)


def sources(pattern):
    return [
        path
        for folder in ("ae", "pages")
        for path in sorted((ROOT / folder).rglob(pattern))
        if (ROOT / "ae" / "data") not in path.parents
    ]


def assumptions(tree):
    """Yield the lines where a number means the picture or the classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            if node.value in (SIDE, PIXELS):
                yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node) == f"range({CLASSES})":
            yield node.lineno


def test_python_asks_the_dataset():
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources("*.py")
        for line in assumptions(ast.parse(path.read_text()))
    }
    assert not found


def test_what_runs_in_the_browser_takes_the_size_it_is_sent():
    for pattern in ("*.js", "*.html"):
        for path in sources(pattern):
            text = re.sub(r"//.*", "", path.read_text())
            assert not re.search(rf"(?<![\d.])({SIDE}|{PIXELS})(?![\d.])", text), path


def test_no_sentence_names_the_size_of_a_picture():
    for path in sources("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "N_"):
                said = ast.unparse(node)
                assert not re.search(rf"\b({PIXELS}|{SIDE}×{SIDE})\b", said), f"{path}: {said}"


def test_these_readers_find_what_they_look_for():
    tree = ast.parse("a = (28, 28)\nb = 784\nfor c in range(10):\n    d = 28.0 + 128 + 10\n")
    assert sorted(assumptions(tree)) == [1, 1, 2, 3]
