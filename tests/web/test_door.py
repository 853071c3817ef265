"""What arrives over the WebSocket: checked once, at one door, before anything walks it."""

import json

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from ae.data import datasets
from ae.web.components.shapes import MOST_BYTES, fits
from tests.conftest import wait_until
from tests.web.browser import Server
from tests.web.messages import (
    DEEP,
    POINT,
    STATES,
    Hostile,
    fetched,
    for_developers,
    none_of_ours,
    requests,
)

MIRRORS = [one.download.mirror for one in datasets.DATASETS.values() if one.download]
STROKE = {"tool": "pen", "size": 20, "points": [1, 2.5, 3, 4]}
PLACES = {"name": "a", "pins": [[0.5, -1]], "path": []}
TOLD = [
    {"drawing": {"version": 3, "turn": 1, "ground": 0, "since": 2, "strokes": [STROKE]}},
    {"drawing": {"version": 0, "ground": 2**52, "strokes": []}},
    {"marks": PLACES, "window": {"name": "a", "window": [0, 1, -2.5, 3]}},
    {"window": {"name": "a", "window": None}},
    {"hand": {"version": "a", "values": [0, 0.5]}},
    {"kept": {"code": "ABCD", "host": "", "student": "x"}},
    {"seen": 7},
    {"drawing": None},
    {},
    None,
]
STRANGE = [
    {"marks": {"name": "p", "pins": "no", "path": []}},
    {"marks": {"name": "p", "pins": [], "path": [[1], [1, 2, 3], ["a", "b"], None]}},
    {"marks": {"name": "p", "pins": [[float("nan"), 1]], "path": []}},
    {"window": [1, 2, 3, 4]},
    {"window": {"name": "p", "window": [0, 1, 0, float("inf")]}},
    {"window": {"name": "p", "window": [0, 10**400, 0, 1]}},
    {"window": {"name": "p", "window": [0, 1, 0]}},
    {"hand": {"version": "v", "values": [0.25, "1"]}},
    {"hand": {"version": "v"}},
    {"hand": [1, 2]},
    {"seen": True},
    {"seen": "7"},
    {"drawing": {"version": 1}},
    {"kept": {"code": "ABCD", "host": 5, "student": ""}},
    {"kept": {"code": "ABCD", "host": "", "student": "x" * 2000}},
    {"kept": {"code": "ABCD", "host": [[[[[]]]]], "student": {"a": {"b": {}}}}},
    {"kept": {"code": ["ABCD"], "host": "", "student": ""}},
    {"kept": {"code": "ABCD"}},
    {"kept": ["code"]},
    {"kept": 7},
]
RATED = [
    None,
    7,
    "5",
    {},
    {"id": 1},
    {"id": 1, "stars": float("nan")},
    {"id": 1, "stars": "4"},
    {"id": 1, "stars": True},
    {"id": True, "stars": 4},
    {"id": [1], "stars": 4},
    {"id": 1.5, "stars": 4},
]
EVENTS = [
    [{"event": "picked", "value": 3}],
    [{"event": "turned", "value": -1}],
    [{"event": "changed", "value": "17"}],
    [{"event": "rated", "value": {"id": 3, "stars": 2.5}}],
    [],
]


@pytest.mark.parametrize("told", TOLD, ids=json.dumps)
def test_what_our_scripts_tell_fits(told):
    assert fits(json.dumps(told), events=False)


@pytest.mark.parametrize("told", EVENTS, ids=json.dumps)
def test_events_of_our_scripts_fit(told):
    assert fits(json.dumps(told), events=True)


@pytest.mark.parametrize("at", range(len(TOLD[:8])))
def test_nothing_else_fits(at):
    """Each part of each message in turn is missing, of another kind, deep, or has company."""
    text = json.dumps(TOLD[at])
    for old, new in {
        '"version": 3': '"version": 3.5',
        '"version": "a"': '"version": 1',
        '"size": 20': '"size": "20"',
        '"tool": "pen", ': "",
        "[1, 2.5, 3, 4]": DEEP,
        "2.5": "1e5000",
        "0.5": "NaN",
        "false": "0",
        '"pins": ': '"pens": ',
        "[0.5, -1]": "[0.5]",
        "null": "[]",
        '"seen": 7': '"seen": true',
        '"code": "ABCD"': '"code": ["ABCD"]',
        '"ground": true': '"ground": true, "more": 1',
    }.items():
        if old in text:
            assert not fits(text.replace(old, new), events=False), (old, new)


@pytest.mark.parametrize("told", STRANGE, ids=json.dumps)
def test_what_our_scripts_would_never_tell_does_not_fit(told):
    assert not fits(json.dumps(told), events=False)


@pytest.mark.parametrize("told", RATED, ids=repr)
def test_a_rating_names_a_thing_and_stars(told):
    assert not fits(json.dumps([{"event": "rated", "value": told}]), events=True)


@pytest.mark.parametrize(
    "told", ["", "x", "1", "[1]", '"drawing"', '{"zzz": 1}', DEEP, "\ud800", '{"seen": 9e99}']
)
def test_what_is_none_of_ours_fits_nowhere(told):
    assert not fits(told, events=False)
    assert not fits(told, events=True)


def test_a_message_has_a_longest_length():
    """Points enough for any drawing fit; the same for ever does not."""
    points = lambda count: POINT % (1, ",".join(["140.25"] * count))  # noqa: E731
    assert fits(points(40_000), events=False)
    assert len(points(150_000)) > MOST_BYTES
    assert not fits(points(150_000), events=False)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A real server and its log."""
    folder = tmp_path_factory.mktemp("door")
    with pytest.MonkeyPatch.context() as patch:
        for name in MIRRORS:  # every button is pressed, those that download as well
            patch.setenv(name, "http://127.0.0.1:9/")
        running = Server(folder, log=folder / "log")
    yield running
    running.process.terminate()
    running.process.wait()
    log = (folder / "log").read_text(errors="replace")
    assert "Traceback" not in log
    assert len(log.splitlines()) < 100, log[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", ["", "draw", "latent", "generate", "recommend", "library", "class"]
)
def test_no_value_of_a_widget_breaks_a_page(watched, page):
    """All widgets of a page are told the same at once; each time the page answers, and the next
    time, too."""
    visitor = Hostile(watched.port, page)
    assert visitor.run() == []
    for name in STATES:
        assert visitor.run(visitor.states(name)) == [], name
        assert visitor.run() == [], name
    visitor.close()


@pytest.mark.slow
def test_a_new_session_may_be_told_anything(watched):
    """Nobody knows its widgets yet: those that cannot read their values start anew."""
    known = Hostile(watched.port)
    known.run()
    for name in STATES:
        visitor = Hostile(watched.port)
        visitor.run(known.states(name))
        assert visitor.run() == [], name
        visitor.close()


@pytest.mark.slow
def test_what_a_browser_says_of_a_number_is_taken(watched):
    """Whole or not, it may come as either kind."""
    visitor = Hostile(watched.port, "generate")
    visitor.run()
    numbers = [one for one, kind in visitor.widgets.items() if kind == "NumberInput"]
    assert len(numbers) > 5
    visitor.run([WidgetState(id=one, int_value=1) for one in numbers])
    visitor.run([WidgetState(id=one, double_value=1.0) for one in numbers])
    assert not visitor.told


@pytest.mark.slow
def test_a_person_is_told_that_something_was_left_out(watched):
    visitor = Hostile(watched.port)
    visitor.run()
    assert not visitor.told
    some = next(iter(visitor.widgets))
    visitor.run([WidgetState(id=some, json_value=DEEP)])
    assert visitor.told == ["Something that your browser sent could not be read, and was left out."]


@pytest.mark.slow
@pytest.mark.parametrize("name", requests())
def test_every_request_is_answered(watched, name):
    visitor = Hostile(watched.port)
    visitor.run()
    assert visitor.send(requests()[name]) == []
    assert visitor.run() == []


@pytest.mark.slow
def test_who_comes_back_goes_on_and_who_comes_from_another_server_gets_all_of_the_page(watched):
    """The first that a page may ask for, once it is connected again, is a part of it."""
    visitor = Hostile(watched.port)
    visitor.run()
    part = next(filter(None, visitor.fragments.values()))
    for _time in range(2):  # at first the server has not noticed that the line is broken
        back = Hostile(watched.port, resumes=visitor.session)
        assert back.run(fragment=part) == [] and back.ran == [part]
        back.close()
    for session in ("0" * 36, ""):
        moved = Hostile(watched.port, resumes=session)
        assert moved.run(fragment=part) == [] and moved.ran == []
        assert len(moved.widgets) == len(visitor.widgets)


@pytest.mark.slow
def test_a_press_that_a_timer_sends_too_counts_once(watched):
    """A browser's timer may fire between a press and its own request, and then sends it as well."""
    visitor = Hostile(watched.port, "lessons", query="lesson=squeeze")
    visitor.run()
    onward = next(one for one in visitor.widgets if one.endswith("-next-above"))
    press = [WidgetState(id=onward, trigger_value=True)]
    visitor.run(press, by_timer=True)
    assert "step=" not in visitor.query and not visitor.told
    visitor.run(press)
    assert "step=2" in visitor.query


@pytest.mark.slow
def test_no_press_is_lost_where_the_page_runs_and_is_asked_for_once_more(watched):
    """Three requests come at once: for the page, a press in a part of it, and for the page."""
    visitor = Hostile(watched.port)
    visitor.run()
    parts = visitor.fragments
    (others,) = [one for one, kind in visitor.widgets.items() if kind == "Button" and parts[one]]
    visitor.tell(visitor.request())
    visitor.tell(visitor.request([WidgetState(id=others, trigger_value=True)], parts[others]))
    visitor.tell(visitor.request())
    wait_until(lambda: visitor.run() == [] and "beside=" in visitor.query, 10, "what was pressed")


@pytest.mark.slow
@pytest.mark.parametrize("name", for_developers())
def test_what_only_developers_ask_for_is_passed_over(watched, name):
    """Nothing is said of it, not even that it is refused; the session goes on."""
    visitor = Hostile(watched.port)
    visitor.run()
    visitor.tell(for_developers()[name])
    assert visitor.run() == [] and not visitor.answers
    visitor.tell(fetched("zzz"))
    visitor.wait_for_answer()
    assert "session" in visitor.answers[0] and visitor.run() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", none_of_ours())
def test_what_is_no_request_ends_its_own_connection_only(watched, name):
    visitor, other = Hostile(watched.port), Hostile(watched.port)
    visitor.run()
    assert visitor.is_closed(none_of_ours()[name])
    assert other.run() == []
