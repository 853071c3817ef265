"""Definitions of ours copied into a text of its own: what they need comes along."""

import ast

import numpy as np
import pytest
from PIL import Image

from ae.data import corruption, framing
from ae.models import losses, priors
from ae.models.standalone.flatten import flatten
from ae.models.standalone.free_names import free_names
from ae.models.standalone.modules import Inside


def made(body, head="HEAD = 1\n"):
    """Return the text and what it defines."""
    text = flatten(head, body, {})
    space = {"__name__": "script"}
    exec(compile(text, "script", "exec"), space)
    assert "import ae" not in text and "from ae" not in text
    return text, space


def test_two_definitions_of_one_name_are_told_apart():
    """`_scaled` resizes a picture in one module, and scales noise in the other."""
    text, space = made(
        "from ae.data.corruption import corrupt\nfrom ae.data.framing import frame\n"
        "both = corrupt, frame\n"
    )
    assert text.count("def _scaled(") == 1 and text.count("_scaled(") >= 4
    corrupt, frame = space["both"]
    noise = [
        one(np.ones((3, 50)), "hum", 0.5, np.random.default_rng(1))
        for one in (corrupt, corruption.corrupt)
    ]
    np.testing.assert_array_equal(*noise)
    levels = np.random.default_rng(2).integers(0, 255, (40, 30)).astype(np.uint8)
    picture = Image.fromarray(levels)
    np.testing.assert_array_equal(frame(picture), framing.frame(picture))


def test_what_is_taken_of_a_module_does_not_become_a_local_name():
    text, space = made("from ae.models import losses\ndef mine(l1):\n    return losses.l1(l1)\n")
    assert "return losses_l1(l1)" in text
    codes = np.arange(-3.0, 3.0).reshape(2, 3)
    assert space["mine"](codes) == losses.l1(codes)


def test_a_registry_brings_what_it_holds():
    _text, space = made("from ae.models.priors import sample\nchosen = sample\n")
    for name in priors.PRIORS:
        ours, theirs = (
            one(name, 50, 3, np.random.default_rng(0)) for one in (priors.sample, space["chosen"])
        )
        np.testing.assert_array_equal(theirs, ours)


def test_imports_inside_functions_go_to_the_top():
    text, _space = made("from ae.models.architectures.parts import dense\nmine = dense\n")
    tree = ast.parse(text)
    places = [one for one in ast.walk(tree) if isinstance(one, ast.Import | ast.ImportFrom)]
    assert places == tree.body[: len(places)]
    assert "from keras import layers" in text


def test_words_marked_for_translation_are_plain():
    text, space = made("from ae.config.losses import LOSSES\nmine = LOSSES\n")
    assert "N_" not in text
    assert space["mine"]["bce"].label == "BCE"


def test_a_text_may_have_its_own_definition_of_ours():
    body = "from ae.config.losses import LOSSES\nmine = LOSSES\n"
    text = flatten("MINE = 7\n", body, {Inside("ae.config.losses", "LOSSES"): "MINE"})
    space = {}
    exec(text, space)
    assert space["mine"] == 7


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("print(nothing_such)\n", "nothing_such: expected a definition"),
        ("from ae.models.losses import nothing\nnothing()\n", "losses to define or import nothing"),
        (
            "import math as np\nfrom ae.models.losses import l1\nprint(np, l1)\n",
            "np: expected .*math",
        ),
    ],
)
def test_what_cannot_be_found_is_said(body, message):
    with pytest.raises(LookupError, match=message):
        flatten("", body, {})


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("def f(a, b=c):\n    d = a\n    return d + e", "c e"),
        ("def f(a: b, *args: c, d: e = g) -> h:\n    return args, d", "b c e g h"),
        ("class A(B):\n    x: C = 1\n    y = x\n    def m(self):\n        return x", "B C x"),
        ("[a for a in b if a > c]", "b c"),
        ("def f():\n    return {k: v for k, vs in g for v in vs if h(k)}", "g h"),
        ("lambda a, b=c: a + b + d", "c d"),
        ("@a\ndef f():\n    @b\n    def g():\n        return f\n    return g", "a b f"),
        ("def f():\n    try:\n        pass\n    except A as e:\n        return e", "A"),
        ("def f():\n    with a as b:\n        (c, d), *e = b\n    return c, d, e", "a"),
        ("def f(a):\n    def g():\n        return a.b, c.d\n    return g", "c"),
        ("def f():\n    return f'{a!r:>{b}}'", "a b"),
    ],
)
def test_free_names_are_those_of_python(source, free):
    found = free_names(ast.parse(source).body)
    assert {one.name for one in found} == set(free.split())


def test_what_is_looked_up_at_once_is_told_from_what_a_call_looks_up():
    source = "@a\ndef f(x: b = c) -> d:\n    return e\nclass G(h):\n    i = j\n    def k(self): l"
    found = free_names(ast.parse(source).body)
    assert {one.name for one in found if one.at_once} == set("abcdhj")
    assert {one.name for one in found if not one.at_once} == set("el")
