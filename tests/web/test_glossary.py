"""The terms of the field: each that stands on a page is explained there, one click away."""

import re
from pathlib import Path

import pytest

from ae.web.controls.glossary import TERMS
from ae.web.panels import VIEWS, WAYS
from tests.stand_ins import takers
from tests.web.visits import captions, choose, markdown, visit

pytestmark = pytest.mark.slow
STANDS = {
    "code": r"\bcodes?\b",
    "held-out": r"\b[Hh]eld[- ]out\b",
    "bce": r"\bBCE\b|[Bb]inary cross-entropy|\bnats\b",
    "psnr": r"\bP?SNR\b",
    "ssim": r"\bSSIM\b",
    "pca": r"\bPCA\b",
    "t-sne": r"t-SNE",
    "probe": r"[Ll]inear classifier",
    "squared error": r"[Ss]quared error",
    "filter": r"\bfilters?\b",
    "prior": r"\bpriors?\b",
    "posterior": r"\bposteriors?\b",
    "kl": r"\bKL\b",
    "elbo": r"\bELBO\b",
    "discriminator": r"\b[Dd]iscriminator\b",
    "mmd": r"\bMMD\b",
    "sample": r"\b[Tt]emperature\b",
    "dense": r"\bDense\b",
}
CASES = [
    ("reconstruct", {"film": "true"}),
    ("draw", {}),
    *(("inside", {"architecture": name}) for name in takers("picture")),
    *(("latent", {"panel": name}) for name in VIEWS),
    *(("generate", {"panel": name}) for name in WAYS),
    ("model", {}),
]


@pytest.mark.parametrize(("page", "query"), CASES, ids=str)
def test_what_stands_on_a_page_is_explained_there(server, page, query):
    query = dict(query)
    panel = query.pop("panel", None)
    app = visit(f"pages/{page}.py", **query)
    if panel:
        choose(app, "Look at" if page == "latent" else "Generate by", panel)
    told = "\n".join([markdown(app), captions(app)])
    glossary = re.findall(r"^- \*\*(.*?):\*\*", told, re.MULTILINE)
    lines = [line for line in told.splitlines() if not line.startswith("- **")]
    standing = {name for name, form in STANDS.items() if re.search(form, "\n".join(lines))}
    explained = {name for name, (label, _text) in TERMS.items() if label in glossary}
    assert standing <= explained, f"not explained: {standing - explained}"


def test_every_term_is_explained_on_some_page():
    sources = "".join(path.read_text() for path in Path("pages").glob("*.py"))
    assert not [name for name in TERMS if f'"{name}"' not in sources]
