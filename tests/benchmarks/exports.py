"""What of a run can be taken home: how far each format is from the run's own network.

For every dataset that is here and every family that fits it: the shipped run, or where none ships
a network with drawn weights. From elsewhere, by a process without this project: the largest
difference of encoder, decoder and whole as Keras files in safe mode, and of encoder and decoder by
onnxruntime; by Node: that of the page's own forward pass, milliseconds a sample, and the page's
size. With `--notebooks` each family's notebook is run for an epoch by nbclient, on a small dataset:
how far its losses are from the app's own. With `--rows` each dataset has a row of its own, else
each family one, with its largest figures.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import common
from common import ROOT, machine, scratch, table

sys.path.insert(0, str(ROOT))
TINY = {"train_size": 200, "epochs": 1, "seed": 5}
"""What notebooks train."""
HEADS = [
    "family",
    "dataset",
    "run",
    ".keras",
    ".onnx",
    "page",
    "page, MB",
    "ms a sample",
    "made in, s",
]
SMALL = ("digits", "heartbeats", "tastes")
SAMPLES = 100
SCRIPTS = 40_000
"""About how many bytes a page has besides its weights; its map has some 30 kB more."""


def report(arguments: Any) -> None:
    """Export everything, look at it, and print the table."""
    if arguments.notebooks:
        notebooks()
    rows = measured()
    if not arguments.rows:
        rows = [largest(family, rows) for family in dict.fromkeys(row[0] for row in rows)]
    print(machine())
    for one in rows:
        one[3:6] = [None if x is None else f"{x:.1e}" for x in one[3:6]]
    table(HEADS, rows)


def notebooks() -> None:
    """Print how far each family's notebook comes out from the app's own training."""
    from ae import config
    from ae.models import training
    from tests.models.test_notebook import losses_of

    rows = []
    for family in config.known_architectures():
        dataset = next(one for one in SMALL if family in config.choices("architecture", one))
        chosen = config.from_flat({"dataset": dataset, "architecture": family} | TINY)
        ours = [(one.train_loss, one.test_loss) for one in training.train(chosen).history]
        with scratch() as folder:
            theirs = losses_of(chosen, folder)
        apart = max(
            abs(a / b - 1)
            for one, other in zip(theirs, ours, strict=True)
            for a, b in zip(one, other, strict=True)
        )
        rows.append([family, dataset, f"{100 * apart:.1e} %"])
    table(["family", "dataset", "notebook's losses, apart"], rows)


def largest(family: str, rows: list[list[Any]]) -> list[Any]:
    own = [row for row in rows if row[0] == family]
    columns = zip(*(row[3:] for row in own), strict=True)
    most = [max((x for x in column if x is not None), default=None) for column in columns]
    return [
        family,
        f"{len(own)} datasets",
        f"{sum(row[2] == 'shipped' for row in own)} shipped",
        *most,
    ]


def measured() -> list[list[Any]]:
    """Return the rows, one for each family and dataset."""
    import numpy as np

    from tests.models.exported import looked_at

    expected: dict[str, Any] = {}
    with scratch() as folder:
        made = {name: kept(name, folder, expected) for name in fitting()}
        np.savez(folder / "expected.npz", **expected)
        environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
        found = looked_at(folder, environment, 3600)
        return [row(name, one, found, expected) for name, one in made.items()]


def fitting() -> list[str]:
    """Name every family on every dataset that is here."""
    from ae import config
    from ae.data import datasets

    return [
        f"{family}-{dataset}"
        for dataset in config.known_data()
        if datasets.availability(dataset).state == "ready"
        for family in config.choices("architecture", dataset)
    ]


def kept(name: str, folder: Path, expected: dict[str, Any]) -> dict[str, Any]:
    """Write a run's models and keep what it gives itself; return what else is measured."""
    import json

    import numpy as np

    from ae import config
    from ae.data import datasets
    from ae.models import samples
    from ae.runs import evaluation, take_home
    from ae.runs.store import Store
    from tests.models.test_export import model_of

    family, dataset = name.split("-", 1)
    chosen = datasets.identified(config.from_flat({"dataset": dataset, "architecture": family}))
    run = Store.default().find(chosen.key())
    model = model_of(chosen) if run is None else evaluation.load(run)
    given = datasets.to_inputs(samples.held_out(chosen).samples[:SAMPLES])
    codes = np.asarray(model.encoder(given, training=False))
    restored = np.asarray(model.decoder(codes, training=False))
    expected |= {f"{name}/samples": given, f"{name}/codes": codes, f"{name}/restored": restored}
    began = time.perf_counter()
    files = take_home.files_of(model, chosen)
    took = time.perf_counter() - began
    (folder / name).mkdir()
    for file, data in files.items():
        (folder / name / file).write_bytes(data)
    page = None
    if take_home.FORM in files:
        page = {"form": json.loads(files[take_home.FORM]), "weights": files[take_home.WEIGHTS]}
    return {"shipped": run is not None, "seconds": took, "page": page}


def row(name: str, made: dict[str, Any], found: dict[str, float], expected: Any) -> list[Any]:
    family, dataset = name.split("-", 1)
    own = {path: one for path, one in found.items() if path.startswith(f"{name}/")}
    kinds = [
        max(one for path, one in own.items() if path.endswith(kind)) for kind in (".keras", ".onnx")
    ]
    page = paged(name, made["page"], expected) if made["page"] else [None, None, None]
    which = "shipped" if made["shipped"] else "drawn weights"
    return [family, dataset, which, *kinds, *page, made["seconds"]]


def paged(name: str, page: dict[str, Any], expected: Any) -> list[Any]:
    """Return the page's largest difference, about its size in MB, and its ms a sample."""
    import base64
    import json

    import numpy as np

    from ae.web.components.lone_page import escaped
    from tests.web.test_lone_page import answered

    given = expected[f"{name}/samples"]
    text = base64.b64encode(page["weights"]).decode()
    network = {
        "form": page["form"],
        "weights": text,
        "samples": given.reshape(len(given), -1).tolist(),
    }
    answer = answered({"networks": {"one": network}})["networks"]["one"]
    restored = expected[f"{name}/restored"].reshape(len(given), -1)
    apart = float(np.abs(np.array(answer["restored"]) - restored).max())
    size = len(escaped(page["weights"])) + len(json.dumps(page["form"])) + SCRIPTS
    return [apart, size / 1e6, answer["took"]]


if __name__ == "__main__":
    common.main(__file__, __doc__ or "", {"rows": False, "notebooks": False}, report, lambda: {})
