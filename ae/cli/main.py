"""The way into the command line: `python -m ae train | runs | prepare | …`, as `parser` has them.

Exit codes: 0 done, 1 it could not be done, 2 what was asked for is wrong, 130 Ctrl-C.
"""

import os
import sys

from ae.cli.commands import Refused, complain
from ae.cli.parser import parser
from ae.config import ConfigError
from ae.data import datasets
from ae.runs.store import StoreError
from ae.workers.client import WorkerError


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = parser().parse_args(arguments)
    try:
        return given.command(given)
    except (ConfigError, Refused) as error:
        return complain(str(error), 2)
    except (StoreError, WorkerError, datasets.DatasetError) as error:
        return complain(str(error), 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
