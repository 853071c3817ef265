"""What a person chose: the frozen, validated configuration of one training run.

A `RunConfig` holds everything that changes the result, the seed included. Equal
configurations have equal keys, and the key names the run on disk. Ranges are declared once, here
and in each architecture's `Options`; datasets register their form.
"""

from ae.config.command import as_text, command
from ae.config.data_spec import DataSpec, Kind, data_spec, is_known, known_data, register
from ae.config.flat import (
    ConfigError,
    Problem,
    bounds,
    choices,
    defaults,
    expected,
    from_flat,
    from_flat_leniently,
    one_of,
    option_fields,
    preset,
    presets,
    shared_fields,
)
from ae.config.losses import LOSSES
from ae.config.options import Options, added_later, known_architectures
from ae.config.run import FORMAT_VERSION, RunConfig, checked_key, from_json, is_key

__all__ = [
    "FORMAT_VERSION",
    "LOSSES",
    "ConfigError",
    "DataSpec",
    "Kind",
    "Options",
    "Problem",
    "RunConfig",
    "added_later",
    "as_text",
    "bounds",
    "checked_key",
    "choices",
    "command",
    "data_spec",
    "defaults",
    "expected",
    "from_flat",
    "from_flat_leniently",
    "from_json",
    "is_key",
    "is_known",
    "known_architectures",
    "known_data",
    "one_of",
    "option_fields",
    "preset",
    "presets",
    "register",
    "shared_fields",
]
