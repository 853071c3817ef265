"""The route that phones ask every second, and what a browser may say that it keeps."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from ae.runs.classes import Classes
from ae.web import class_route
from ae.web.panels.classroom import held


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """A function that asks the route of a class, and the classes that it tells of."""
    classes = Classes(tmp_path / "classes")
    monkeypatch.setattr(class_route, "classes", lambda: classes)
    class_route._watch.cache_clear()
    app = Starlette(routes=class_route.ROUTES)

    def asked(code, room):
        scope = {"type": "http", "path_params": {"code": code, "room": room}, "app": app}
        answer = class_route.state(Request(scope))
        assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
        return answer.body.decode()

    yield asked, classes
    class_route._watch.cache_clear()


def test_who_is_in_a_class_is_told_its_versions(ask):
    asked, classes = ask
    opened = classes.open()
    board = classes.read(opened.code)
    told = asked(opened.code, board.room)
    assert '"step":0' in told and '"board":"' in told
    assert board.host not in told and opened.secret not in told


@pytest.mark.parametrize("room", ["", "0" * 32, "../..", "<b>", "x" * 100_000, "é"])
def test_no_code_can_be_guessed_by_it(ask, room):
    asked, classes = ask
    code = classes.open().code
    nobodys = next(one for one in ("ABCD", "ABCE") if one != code)
    assert asked(code, room) == asked(nobodys, room) == '{"gone":true}'


@pytest.mark.parametrize("code", ["", "../x", "ABC", "ABCD" * 10_000, "\0", "AB1D", "<b>"])
def test_what_is_no_code_leads_nowhere(ask, code):
    asked, classes = ask
    assert asked(code, "0" * 32) == '{"gone":true}'
    assert not classes.root.exists()


SAID = [
    None, {"code": "ABCE", "host": "", "student": ""},
    {"code": "ABCD", "host": "x" * 65, "student": ""},
    {"code": "ABCD", "host": "", "student": "x" * 1000},
]  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda one: repr(one)[:40])
def test_what_a_browser_says_that_it_keeps_is_checked(said):
    found = held._checked(said, "ABCD")
    assert found in (None, held.Held())
    mine = {"code": "ABCD", "host": "h", "student": "s"}
    assert held._checked(mine, "ABCD") == held.Held("h", "s")
