"""The script as a notebook: the same text in cells, each under what it is about."""

import json
from typing import Any

from ae.caching import cached
from ae.config import RunConfig
from ae.models.standalone.flatten import joined
from ae.models.standalone.parts import PICTURE
from ae.models.standalone.script import file_name, parts, title

TRAIN = "model, history = main()"
SHOW = f'from IPython.display import Image\n\nImage("{PICTURE}")'


def notebook_name(config: RunConfig) -> str:
    """Return what a notebook is called where it is kept."""
    return file_name(config).replace(".py", ".ipynb")


@cached(64)
def notebook(config: RunConfig) -> str:
    """Return a Jupyter notebook that does what `script` does, as JSON of nbformat 4.5."""
    whole = {
        "cells": [{"id": f"cell-{n}", **cell} for n, cell in enumerate(_cells(config), 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _cells(config: RunConfig) -> list[dict[str, Any]]:
    imports, choices, *ours, work = parts(config)
    cells = [
        _words(_heading(config, joined([imports, choices, *ours, work]))),
        _code(imports.text),
        _words("## What was chosen"),
        _code(choices.text),
    ]
    for one in ours:
        cells += [_words(f"## {one.summary}\n\nFrom `{one.name}`."), _code(one.text)]
    return [
        *cells,
        _words("## The data, and what is done with them"),
        _code(work.text),
        _words("## Train it\n\nBoth losses are printed before the training and after every epoch."),
        _code(TRAIN),
        _words(
            "## What it makes of held-out samples\n\nAbove what it is given, below what it makes."
        ),
        _code(SHOW),
    ]


def _heading(config: RunConfig, text: str) -> str:
    """Return the script's title as Markdown: its first line as a heading."""
    first, _, rest = title(config, text, f"jupyter lab {notebook_name(config)}").partition("\n")
    return f"# {first}\n{rest}".rstrip()


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _code(text: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": _lines(text)}
    return cell | {"execution_count": None, "outputs": []}


def _lines(text: str) -> list[str]:
    """Return a text as notebooks keep it: as lines, each with its end."""
    return text.strip("\n").splitlines(keepends=True)
