"""A run as a notebook: one that Jupyter takes, and that trains as the app does."""

import re

import pytest

from ae import config
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.models.standalone import notebook, notebook_name, script
from tests.conftest import START_SECONDS, tiny_config
from tests.models.exported import needed

ALONE = "import sys\nassert not [name for name in sys.modules if name.partition('.')[0] == 'ae']"


def read(text):
    needed("nbformat")
    import nbformat

    found = nbformat.reads(text, as_version=4)
    nbformat.validate(found)
    return found


@pytest.mark.parametrize("family", REGISTRY)
def test_a_notebook_is_the_script_in_cells(family):
    dataset = "tastes" if family in config.choices("architecture", "tastes") else "digits"
    chosen = config.from_flat({"dataset": dataset, "architecture": family})
    found = read(notebook(chosen))
    code = [one.source for one in found.cells if one.cell_type == "code"]
    assert code[-2] == "model, history = main()"
    text = script(chosen)
    places = [text.index(cell) for cell in code[:-2]]
    assert places == sorted(places)
    left = text.partition('"""\n\n')[2]
    for cell in code[:-2]:
        left = left.replace(cell, "", 1)
    rest = re.sub(r"^#.*$", "", left, flags=re.MULTILINE)
    assert rest.split() == ["if", "__name__", "==", '"__main__":', "main()"]
    words = [one for one in found.cells if one.cell_type == "markdown"]
    assert words[0].source.startswith(f"# {REGISTRY[family].words.label}")
    assert f"jupyter lab {notebook_name(chosen)}" in words[0].source


def losses_of(chosen, folder):
    """Run a configuration's notebook in a folder, alone; return the losses that it prints."""
    needed("nbclient", "nbformat", "ipykernel")
    import nbclient
    import nbformat

    found = read(notebook(chosen))
    found.cells.append(nbformat.v4.new_code_cell(ALONE))
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(found, timeout=START_SECONDS, resources=resources).execute()
    assert "image/png" in found.cells[-2].outputs[0].data
    printed = "".join(
        one.get("text", "") for cell in found.cells for one in cell.get("outputs", [])
    )
    losses = re.findall(r"training loss (\S+), held-out loss (\S+)", printed)
    return [tuple(map(float, one)) for one in losses]


@pytest.mark.slow
def test_a_notebook_runs_alone_and_comes_to_the_runs_own_losses(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    chosen = tiny_config(epochs=1, seed=3)
    ours = [(one.train_loss, one.test_loss) for one in training.train(chosen).history]
    assert losses_of(chosen, tmp_path) == [pytest.approx(one, rel=0.02) for one in ours]
    assert (tmp_path / "reconstructions.png").read_bytes().startswith(b"\x89PNG")
