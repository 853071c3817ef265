"""What the command line does about data that somebody brings."""

import argparse
import json
from pathlib import Path

from ae.cli.commands import Refused, complain
from ae.data.datasets import DATASETS, DatasetError, own_pictures
from ae.data.pictures_file import PicturesError
from ae.i18n import _


def add(given: argparse.Namespace) -> int:
    """Keep the pictures of a file as a dataset, and print its name and form as JSON."""
    try:
        with Path(given.file).open("rb") as file:
            content = file.read(own_pictures.LIMITS.bytes + 1)  # of what is longer no more
    except OSError as error:
        raise Refused(f"{given.file!r}: {error.strerror or error}") from error
    try:
        name, found = own_pictures.keep(given.name, content)
    except PicturesError as error:
        raise Refused(str(error)) from error
    except DatasetError as error:
        return complain(str(error), 1)
    spec = DATASETS[name].spec
    told = {
        "dataset": name,
        "pictures": len(found.images),
        "shape": list(spec.shape),
        "classes": list(spec.classes),
        "left_out": found.left_out,
    }
    print(json.dumps(told))
    complain(_("Train on it: python -m ae train --dataset {name}").format(name=name), 0)
    return 0
