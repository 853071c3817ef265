"""axe-core, the checker of pages for those who see, hear or move otherwise, got from npm."""

import json

import pytest

from tests.web.npm import installed

VERSION = "4.14.1"
INTEGRITY = (
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09"
    "a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
"""Of the package: npm refuses any other content."""

EXCEPTIONS = {
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] > div > li',
}
"""What is Streamlit's own and cannot be mended here, by rule: on a phone its navigation puts a
group of pages, with the group's name, as a `div` into the list."""

_CHECK = """async ([rules, exceptions]) => {
  const only = rules && { runOnly: { type: "rule", values: rules } };
  const found = await axe.run(document, { elementRef: true, resultTypes: ["violations"], ...only });
  return found.violations.flatMap(({ id, impact, nodes }) => nodes
    .filter(({ element }) => !(id in exceptions && element.matches(exceptions[id])))
    .map(({ target, html, any }) => ({
      rule: id, impact, target: target.flat(9).join(" "), html: html.slice(0, 200),
      why: any[0]?.message ?? "",
    })));
}"""


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The source of axe-core; without npm or its registry the test is skipped, or fails."""
    folder = tmp_path_factory.mktemp("axe")
    package = {"version": VERSION, "integrity": INTEGRITY}
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"axe-core": VERSION}},
            "node_modules/axe-core": package,
        },
    }
    (folder / "package.json").write_text(json.dumps(lock["packages"][""]))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    modules = installed(folder, f"axe-core {VERSION}")
    return (modules / "axe-core" / "axe.min.js").read_text()


def violations(page, rules=None):
    """Return what axe finds on a page, into which its source was put, but for `EXCEPTIONS`.

    Args:
        rules: only these; all that axe has where none are given.
    """
    return page.evaluate(_CHECK, [rules, EXCEPTIONS])
