"""Text from outside is shown as it is, and as nothing but text."""

import pytest

from ae.web.foreign import JOINER, MOST, foreign
from tests.web.hostile import TEXTS
from tests.web.visits import read, visit


@pytest.mark.parametrize("text", TEXTS)
def test_a_person_reads_the_text_itself(text):
    assert read(foreign(text)) == text.replace("\n", " ")


@pytest.mark.parametrize("text", TEXTS)
def test_no_mark_of_markdown_is_left_without_its_guard(text):
    shown = foreign(text)
    for place, character in enumerate(shown):
        if character.isascii() and not character.isalnum() and character not in " \\":
            assert shown[place - 2 : place] == JOINER + "\\"


def test_what_is_not_seen_and_what_turns_writing_is_left_out():
    assert foreign("a\u202eb\u200bc\x00d\ne\u2066f\ufefff") == "abcd eff"
    assert foreign("fünf 数字 שלום") == "fünf 数字 שלום"


def test_a_long_text_is_cut_and_says_so():
    assert foreign("x" * 10_000) == "x" * MOST + "…"
    assert foreign("x" * MOST) == "x" * MOST
    assert foreign("x" * 10, 4) == "xxxx…"


@pytest.mark.parametrize("text", TEXTS)
def test_a_value_of_an_address_is_told_as_text(server, text):
    told = visit(latent_dim=text).warning[0].value
    assert f"“{foreign(text, 80)}”" in told
