"""The components' scripts: each reads as one, and lint, types and their own tests pass."""

import re
import shutil
import subprocess

import pytest

from ae.web.components.scripts import joined, packed
from tests.web.browser import ROOT
from tests.web.npm import installed

COMPONENTS = ROOT / "ae" / "web" / "components"
MODULES = [path for path in COMPONENTS.glob("*/*.js") if "node_modules" not in path.parts]
MOUNTED = sorted(path for path in MODULES if "export default" in path.read_text())
TESTS = sorted((ROOT / "tests" / "web" / "scripts").glob("*.test.mjs"))


@pytest.fixture(scope="module")
def node():
    found = shutil.which("node")
    if found is None:
        pytest.skip("NOT RUN: node, which comes with npm, is not on this machine")
    return found


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """A copy of the components with Biome and TypeScript beside them."""
    folder = tmp_path_factory.mktemp("scripts") / "components"
    shutil.copytree(COMPONENTS, folder, ignore=shutil.ignore_patterns("node_modules", "*.py"))
    return installed(folder, "Biome and TypeScript")


def ran(command, folder, text=None):
    """Run a command that must succeed; what it says is shown where it does not."""
    done = subprocess.run(
        command, cwd=folder, input=text, capture_output=True, text=True, timeout=300, check=False
    )
    assert not done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("script", MOUNTED, ids=lambda path: path.stem)
def test_a_joined_script_is_one_module(node, script):
    text = joined(script)
    assert re.findall(r"^(?:import|export)\b.*", text, re.M) == re.findall(
        r"^export default function\b.*", text, re.M
    )
    assert not [line for line in text.splitlines() if line.count("`") % 2]  # no text in two lines
    ran([node, "--input-type=module", "--check"], ROOT, text)


def test_what_two_import_is_there_once_and_before_them(tmp_path):
    (tmp_path / "c.js").write_text("// Why.\nexport const three = 3; // stays\n")
    (tmp_path / "b.js").write_text('import { three } from "./c.js";\n\nexport function two() {}\n')
    (tmp_path / "a.js").write_text(
        '/**\n * Its type.\n */\nimport { two } from "./b.js";\n'
        'import {\n  three,\n} from "./c.js";\n\nexport default function () {}\n'
    )
    lines = [line for line in joined(tmp_path / "a.js").splitlines() if line]
    assert lines == [
        "const three = 3; // stays",
        "function two() {}",
        "export default function () {}",
    ]


def test_a_packed_script_takes_less_than_half():
    script = COMPONENTS / "explorer" / "explorer.js"
    assert len(packed(script)) < 0.5 * len(joined(script))


def test_the_linter_finds_nothing(tools):
    ran([tools / ".bin" / "biome", "lint", "--error-on-warnings", "."], tools.parent)


def test_the_types_fit(tools):
    ran([tools / ".bin" / "tsc", "--project", "."], tools.parent)


def test_the_scripts_own_tests_pass(node):
    assert TESTS
    ran([node, "--test", *TESTS], ROOT)
