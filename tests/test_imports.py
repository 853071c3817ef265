"""The plan of the house: `import-linter` holds its contracts; here is what it cannot say.

It does not tell an import at a file's top from one inside a function, nor what a process loads.
"""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"tensorflow", "keras", "sklearn", "h5py", "scipy", "redis", "rq"}
IN_WORKERS = ["ae/workers/preload.py", "ae/workers/redis_worker.py"]
"""The files that may import such at their top: only who forks workers imports them."""

FILES = [path for path in sorted((ROOT / "ae").rglob("*.py")) if path.name != "__main__.py"]


def module(path):
    """Return the module that a file of `ae` is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(node, package):
    """Return the full names of the modules that one import statement may name."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    base = ".".join([*parts, *filter(None, [node.module])])
    return [f"{base}.{alias.name}" for alias in node.names]


def imported(path, nodes=ast.walk):
    """Return the full names of everything that a file imports, wherever it does so."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    tree = ast.parse(path.read_text())
    statements = [node for node in nodes(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return [name for node in statements for name in modules(node, package)]


def at_the_top(tree):
    """Yield the statements that run when the file is imported: not in functions or for types."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        later = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not (later or for_types):
            waiting += ast.iter_child_nodes(node)


def test_the_contracts_of_the_house_are_kept():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_keras_is_imported_late():
    for path in FILES:
        tops = {name.split(".")[0] for name in imported(path, at_the_top)}
        assert not tops & HEAVY or str(path.relative_to(ROOT)) in IN_WORKERS, path


def test_pages_never_import_keras():
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "ae/web").rglob("*.py")]:
        assert not {name.split(".")[0] for name in imported(path)} & HEAVY, path


def test_what_these_tests_look_for_is_found(tmp_path):
    """The readers above see imports in functions, in classes, relative ones and several at once."""
    source = """
import ae.runs.store as s, keras
from . import client
from ..web import server
from ae.models import training
if TYPE_CHECKING:
    import sklearn
class A:
    import h5py
def f():
    import tensorflow.keras
"""
    tree = ast.parse(source)
    nodes = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    found = {name for node in nodes for name in modules(node, "ae.workers")}
    assert found >= {"ae.runs.store", "ae.workers.client", "ae.web.server", "ae.models.training"}
    assert {"keras", "sklearn", "h5py", "tensorflow.keras"} <= found
    tops = [n for n in at_the_top(tree) if isinstance(n, ast.Import)]
    assert {alias.name for n in tops for alias in n.names} == {"ae.runs.store", "keras", "h5py"}


WEB_PROCESS = """
import importlib, sys
import numpy as np
for name in sys.argv[1].split():
    importlib.import_module(name)
from ae import analysis, config
from ae.runs import jobs
from ae.data import datasets
from ae.models import standalone
from ae.runs.store import Store
test = datasets.load("digits", "test")
datasets.availability("mnist"), datasets.default_dataset()
images = datasets.to_inputs(test.samples[:5])
analysis.metrics(images, images)
analysis.Projection(np.zeros(784), np.eye(784)).project(images)
standalone.script(config.from_flat({}))
store = Store(sys.argv[2])
store.all()
jobs.snapshot(store, config.from_flat({}).key())
print(sorted(set(sys.argv[3].split()) & set(sys.modules)))
"""


def test_the_web_process_never_imports_keras(tmp_path):
    """Streamlit collects garbage after each run, and TensorFlow's heap makes that take 400 ms."""
    names = " ".join(module(path) for path in FILES if "workers" not in path.parts)
    names += " ae.workers.client ae.workers.inference"
    command = [sys.executable, "-c", WEB_PROCESS, names, str(tmp_path), " ".join(HEAVY)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr[-2000:]
