"""A configuration as the command line takes it."""

import shlex

from ae.config.flat import defaults
from ae.config.run import RunConfig

ALWAYS = ("dataset", "architecture")
"""What is named in every line; the rest only where it is not at its default."""


def command(config: RunConfig) -> str:
    """Return the line that trains a configuration in a terminal, for a shell."""
    usual = defaults(config.dataset, config.architecture.name)
    words = ["python", "-m", "ae", "train"]
    flat = config.flat()
    others = [name for name, value in flat.items() if value != usual.get(name, "")]
    for name in dict.fromkeys([*ALWAYS, *others]):
        words += [f"--{name.replace('_', '-')}", as_text(flat[name])]
    return shlex.join(words)


def as_text(value: object) -> str:
    """Return a value as command line and address carry it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
