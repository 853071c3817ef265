"""Where a script takes its samples from."""

import sys
import textwrap
from dataclasses import fields

from ae.config import DataSpec, RunConfig
from ae.data.datasets import DATASETS, Dataset, Download
from ae.data.datasets.keras_cache import folder
from ae.models.standalone.modules import PACKAGE


def data_source(config: RunConfig) -> str:
    """Return the lines that define `read`, `split -> Split`, and `DATA`, the form of a sample."""
    dataset = DATASETS[config.dataset]
    home = dataset.read.__module__
    names = [name for name, value in vars(sys.modules[home]).items() if value is dataset.spec]
    if dataset.read.__name__ == "<lambda>" or not home.startswith(f"{PACKAGE}.") or not names:
        return _from_a_file(config.data)
    turned = ".turned()" if config.architecture.turns() else ""
    known = f"from {home} import {names[0]} as form\n"
    if dataset.download is None:
        read = f"from {home} import {dataset.read.__name__} as read\n"
    else:
        read = _downloaded(home, dataset, dataset.download)
    return f"{known}{read}\n\nDATA = form{turned}"


def _from_a_file(data: DataSpec) -> str:
    """Return the lines for samples that only their owner has."""
    known = {one.name: getattr(data, one.name) for one in fields(data)}
    form = "".join(f"    {name}={value!r},\n" for name, value in known.items())
    return f'''
from ae.config.data_spec import DataSpec
from ae.models.standalone.parts import read_npz

DATA_FILE = "my-samples.npz"
"""Fill in the file of your samples: see `read_npz`. One sample is float32 {data.shape}."""
DATA = DataSpec(
{form})


def read(split):
    """Read one split of the samples."""
    return read_npz(DATA_FILE, split)
'''


def _downloaded(home: str, dataset: Dataset, download: Download) -> str:
    """Return the lines for samples that are fetched from where they are published."""
    files = "".join(f'    "{one.name}": "{one.digest}",\n' for one in download.files)
    below = download.folder().relative_to(folder()).as_posix()
    place = "folder()" if below == "." else f'folder() / "{below}"'
    licence = textwrap.wrap(download.licence, 90, drop_whitespace=False)
    words = "".join(f'    "{line}"\n' for line in licence)
    return f'''
from ae.data.datasets.base import DatasetError
from ae.data.datasets.keras_cache import folder
from ae.models.standalone.parts import fetch
from {home} import {dataset.read.__name__} as from_here

FILES = {{
{files}}}
"""What is downloaded where it is not here, and its hash."""
ADDRESS = "{download.address}"
LICENCE = (
{words})


def read(split):
    """Read one split of the samples, or download them first."""
    try:
        return from_here(split)
    except DatasetError:
        fetch(FILES, ADDRESS, {place}, LICENCE)
        return from_here(split)
'''
