"""Everything of a run at once: the files of all formats, and one zip of them."""

from collections.abc import Mapping

from ae.data.datasets import DATASETS
from ae.i18n import _, labelled, listed, sentences
from ae.runs.store import Run
from ae.web import exports
from ae.web.runs import family_of
from ae.web.take_home.files import network_files
from ae.web.take_home.formats import FORMATS
from ae.web.wording import named


def all_files(run: Run, network: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return the files of every format that a run can be had in, by the formats' names."""
    return {
        name: one.make(run, network) for name, one in FORMATS.items() if not one.why_not(run.config)
    }


def whole_archive(run: Run) -> bytes:
    """Return everything in one zip, a folder for each format, with a README that says how."""
    files = all_files(run, network_files(run))
    found = {"README.txt": _readme(run, files).encode()}
    for folder, some in files.items():
        found |= {f"{folder}/{name}": data for name, data in some.items()}
    return exports.archive(found)


def _readme(run: Run, files: Mapping[str, Mapping[str, bytes]]) -> str:
    dataset = DATASETS[run.config.dataset]
    head = [
        labelled(_("Autoencoder Lab"), listed([family_of(run), _(dataset.label)])),
        _("The run's key is {key}.").format(key=run.key),
        sentences([_(dataset.credit), dataset.cite]),
    ]
    parts = []
    for name, one in FORMATS.items():
        lines = [f"{name}/  {_(one.label)}"]
        if why := one.why_not(run.config):
            lines.append(named(why, run))
        else:
            lines += [*(f"  {file}" for file in files[name]), named(_(one.how), run)]
        parts.append("\n".join(lines))
    return "\n\n".join([*head, *parts]) + "\n"
