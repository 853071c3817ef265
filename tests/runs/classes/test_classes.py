"""The laws of the store of classes: who sees, sends and changes what, and what is left."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ae.runs.classes import (
    IDLE_SECONDS,
    LETTERS,
    MOST_STUDENTS,
    Asked,
    ClassError,
    Classes,
    Guesses,
    NoClass,
    NotYours,
    Watch,
    as_code,
    version,
)
from ae.runs.classes import store as kept
from ae.runs.classes.codes import hashed
from tests.data.pen_digits import seen, strokes

DRAWING = seen(strokes(7))
OTHER = seen(strokes(3))


def files(classes):
    return [path for path in classes.root.rglob("*") if path.is_file()]


def test_a_code_has_no_letter_that_is_taken_for_another(classes):
    codes = [classes.open().code for _class in range(40)]
    assert len(set(codes)) == 40
    assert set("".join(codes)) <= set(LETTERS) and not set("0O1IL") & set(LETTERS)
    assert all(as_code(f" {code.lower()} ") == code for code in codes)


def test_what_a_student_sends_replaces_the_last(classes, asking):
    code, secret, token = asking
    for choice in (2, 0):
        classes.answer(code, token, choice)
    classes.step(code, secret, phase="draw")
    for image in (DRAWING, OTHER):
        classes.draw(code, token, image, 3)
    (one,) = classes.students(code).values()
    assert one == classes.student(code, token)
    assert dict(one.answers) == {"0.0": 0} and one.digit == 3 and one.sends == 4
    assert np.array_equal(one.image(), OTHER)


def test_the_second_answer_stands_beside_the_first(classes, asking):
    code, secret, token = asking
    classes.answer(code, token, 2)
    classes.step(code, secret, phase="discuss")
    classes.answer(code, token, 1)
    assert dict(classes.student(code, token).answers) == {"0.0": 2, "0.1": 1}


def test_what_is_taken_back_is_on_no_disk(classes, asking):
    code, secret, token = asking
    classes.answer(code, token, 1)
    classes.step(code, secret, phase="draw")
    classes.draw(code, token, DRAWING)
    sent = classes.student(code, token)
    classes.step(code, secret, phase="show", frozen=True)
    classes.take_back(code, token)
    left = classes.student(code, token)
    assert not left.answers and left.image() is None and left.seat == sent.seat
    assert not any(sent.drawing in path.read_text() for path in files(classes))


def test_no_secret_or_token_is_on_disk(classes, asking):
    code, secret, token = asking
    key = classes.offer(code, secret)
    text = "".join(path.read_text() + str(path) for path in files(classes))
    assert not any(one in text for one in (secret, token, key))
    assert hashed(secret) in text and hashed(token) in text


def test_each_writes_only_a_file_of_its_own(classes, asking):
    code, secret, token = asking
    other = classes.join(code)
    before = {path: path.stat().st_ino for path in files(classes)}
    classes.answer(code, token, 1)
    changed = {path.stem for path in files(classes) if before.get(path) != path.stat().st_ino}
    assert changed == {hashed(token)} and hashed(other) not in changed
    before = {path: path.stat().st_ino for path in files(classes)}
    classes.step(code, secret, phase="show")
    changed = {path.name for path in files(classes) if before.get(path) != path.stat().st_ino}
    assert changed == {"class.json"}


def test_two_servers_on_one_folder_serve_one_class(classes, asking):
    code, secret, token = asking
    other = Classes(classes.root)
    other.answer(code, token, 2)
    assert dict(classes.student(code, token).answers) == {"0.0": 2}
    classes.step(code, secret, phase="draw")
    assert other.read(code).phase == "draw"
    assert version(other, code) == version(classes, code)


def test_a_class_is_full_at_a_hundred_whoever_is_faster(classes, opened):
    servers = [classes, Classes(classes.root)]

    def join(number):
        try:
            return servers[number % 2].join(opened.code)
        except ClassError as error:
            return error

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(join, range(MOST_STUDENTS + 12)))
    assert sum(isinstance(one, ClassError) for one in found) == 12
    students = classes.students(opened.code)
    assert len(students) == MOST_STUDENTS
    assert {one.seat for one in students.values()} == set(range(MOST_STUDENTS))
    with pytest.raises(ClassError, match="at most 100 students"):
        classes.join(opened.code)


def test_there_are_at_most_so_many_classes(classes, monkeypatch):
    monkeypatch.setattr(kept, "MOST_CLASSES", 3)
    opened = [classes.open() for _class in range(3)]
    with pytest.raises(ClassError, match="at most 3 classes"):
        classes.open()
    classes.end(opened[0].code, opened[0].secret)
    classes.open()


def test_an_end_leaves_nothing(classes, asking):
    code, secret, token = asking
    classes.answer(code, token, 1)
    classes.end(code, secret)
    assert not files(classes) and classes.codes() == []
    for use in (
        lambda: classes.read(code),
        lambda: classes.answer(code, token, 1),
        lambda: classes.take_back(code, token),
        lambda: classes.step(code, secret, phase="draw"),
        lambda: classes.join(code),
    ):
        with pytest.raises(NoClass):
            use()
    assert not files(classes)


def test_three_idle_hours_end_a_class_and_one_that_is_used_stays(classes, asking, later):
    code, _secret, _token = asking
    later(IDLE_SECONDS - 60)
    assert classes.sweep() == [] and classes.read(code).phase == "ask"
    later(IDLE_SECONDS + 60)
    with pytest.raises(NoClass):
        classes.read(code)
    assert classes.sweep() == [code] and not files(classes)


def test_another_device_takes_over_once(classes, asking):
    code, secret, _token = asking
    key = classes.offer(code, secret)
    now = classes.take_over(code, key)
    assert classes.is_host(code, now) and not classes.is_host(code, secret)
    with pytest.raises(NotYours):
        classes.take_over(code, key)
    with pytest.raises(NotYours):
        classes.step(code, secret, phase="show")
    assert classes.step(code, now, phase="show").phase == "show"


def test_of_many_who_take_over_at_once_one_does(classes, opened):
    key = classes.offer(opened.code, opened.secret)

    def try_it(_number):
        try:
            return classes.take_over(opened.code, key)
        except NotYours:
            return None

    with ThreadPoolExecutor(8) as pool:
        found = [one for one in pool.map(try_it, range(8)) if one]
    assert len(found) == 1 and classes.is_host(opened.code, found[0])


def test_a_key_is_of_no_use_after_five_minutes(classes, opened, later):
    key = classes.offer(opened.code, opened.secret)
    later(301)
    with pytest.raises(NotYours):
        classes.take_over(opened.code, key)


def test_students_see_another_step_only_where_something_changes_for_them(classes, asking):
    code, secret, token = asking
    before = version(classes, code)
    classes.answer(code, token, 1)
    after = version(classes, code)
    assert after.step == before.step and after.board != before.board
    classes.step(code, secret, starred=(hashed(token),))
    starred = version(classes, code)
    assert starred.step == before.step and starred.board != after.board
    classes.step(code, secret, phase="ask")  # no change: nobody's page runs again
    assert version(classes, code) == starred
    classes.step(code, secret, phase="show")
    assert version(classes, code).step == before.step + 1


def test_a_watch_looks_four_times_a_second_at_most(classes, asking):
    code, _secret, token = asking
    watch = Watch(classes)
    before = watch.look(code)
    classes.answer(code, token, 1)
    assert watch.look(code) == before != version(classes, code)
    assert Watch(classes).look(code) == version(classes, code)
    assert watch.look("ZZZZ") is None


def test_ten_wrong_codes_a_minute_are_too_many(classes, opened):
    guesses = Guesses(10)
    others = (code for code in map("AAA{}".format, LETTERS) if code != opened.code)
    for code, _number in zip(others, range(10), strict=False):
        with pytest.raises(NoClass):
            classes.find(code, guesses)
    with pytest.raises(ClassError, match="at most 10 in a minute"):  # the right one, too
        classes.find(opened.code, guesses)
    assert classes.find(opened.code, Guesses(10)) == opened.code


def test_who_sends_without_a_pause_is_asked_to_wait(classes, asking, monkeypatch):
    code, _secret, token = asking
    monkeypatch.setattr(kept, "LEAST_SECONDS", 60.0)
    classes.answer(code, token, 1)
    with pytest.raises(ClassError, match="too often"):
        classes.answer(code, token, 2)
    assert dict(classes.student(code, token).answers) == {"0.0": 1}


def test_nothing_is_taken_while_the_host_has_frozen_the_class(classes, asking):
    code, secret, token = asking
    classes.step(code, secret, frozen=True)
    for use in (lambda: classes.answer(code, token, 1), lambda: classes.join(code)):
        with pytest.raises(ClassError, match="takes nothing just now"):
            use()
    classes.step(code, secret, frozen=False)
    classes.answer(code, token, 1)


def test_what_is_on_disk_of_a_student_is_small(classes, asking):
    code, secret, token = asking
    asked = tuple(Asked(id=f"q-{number}", count=8) for number in range(40))
    for last in range(40):
        for phase in ("ask", "discuss"):
            classes.step(code, secret, asked=asked[: last + 1], phase=phase)
            classes.answer(code, token, 7)
    classes.step(code, secret, phase="draw")
    classes.draw(code, token, DRAWING, 9)
    path = classes.root / code / "students" / f"{hashed(token)}.json"
    assert len(json.loads(path.read_text())["answers"]) == 80
    assert path.stat().st_size < 5_000


def test_readers_see_whole_files_while_many_send(classes, asking):
    code, _secret, _token = asking
    tokens = [classes.join(code) for _student in range(12)]

    def send(token):
        for choice in (0, 1, 2) * 4:
            classes.answer(code, token, choice)

    with ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(send, token) for token in tokens]
        while not all(one.done() for one in sending):
            assert len(classes.students(code)) == 13
    assert all(one.exception() is None for one in sending)
    assert all(dict(classes.student(code, one).answers) == {"0.0": 2} for one in tokens)


def test_what_a_class_has_trained_is_told_of_when_it_ends_and_when_it_is_swept_away(
    tmp_path, later
):
    told = []
    classes = Classes(tmp_path / "classes", lambda trained: told.append(dict(trained)))
    trained = {"0" * 16: "class-" + "1" * 16}
    for end in (True, False):
        opened = classes.open()
        classes.step(opened.code, opened.secret, trained=trained)
        if end:
            classes.end(opened.code, opened.secret)
        else:
            later(IDLE_SECONDS + 1)
            classes.sweep()
    assert told == [trained, trained]


@pytest.mark.parametrize(
    "trained",
    [
        {"0" * 16: "mnist"},
        {"0" * 16: "class-../../etc/passwd"},
        {"../../etc": "class-" + "1" * 16},
        {f"{one:016x}": "class-" + "1" * 16 for one in range(4)},
    ],
)
def test_nothing_but_drawings_of_the_class_goes_with_it(classes, opened, trained):
    with pytest.raises(ClassError, match="Expected a change of the board"):
        classes.step(opened.code, opened.secret, trained=trained)
