"""Every field of every family, every value of it and every preset has words of its own."""

from typing import get_args

import pytest

from ae import config as configs
from ae.models.architectures import REGISTRY
from ae.web.field_words import NAMES, PRESETS, VALUE_NAMES


@pytest.mark.parametrize("architecture", REGISTRY)
def test_fields_values_and_presets_have_words(architecture):
    fields = configs.option_fields(architecture)
    assert set(fields) <= set(NAMES)
    values = {one for field in fields.values() for one in get_args(field.annotation)}
    assert {one for one in values if isinstance(one, str)} <= set(VALUE_NAMES)
    assert set(configs.presets(architecture)) <= set(PRESETS)
