"""Who asks for a job: nobody ends what another asked for, and all are served in turn."""

import json
import shutil
import threading
import uuid

import pytest

from ae.messages import Message
from ae.runs import jobs
from ae.runs.jobs import askers
from ae.runs.store import Store, StoreError
from tests.conftest import tiny_config

A, B, C = (jobs.asker(name) for name in "ABC")
LIMITS = jobs.Limits(each=3, waiting=5)


@pytest.fixture
def owner(store):
    owner = jobs.Owner(store)
    yield owner
    owner.release()


def spec(seed):
    return jobs.training(tiny_config(seed=seed))


def run(store, owner, seed, *who):
    """Have a job run that all of them ask for; return its key."""
    attempt = jobs.claim(store, spec(seed), owner, who[0])
    jobs.set_state(store, spec(seed).key, attempt, "running")
    for one in who[1:]:
        assert jobs.claim(store, spec(seed), owner, one) is None
    return spec(seed).key


def queue(store, owner, *asks):
    """Queue jobs, each a seed and who asks; return their seeds in the order of the queue."""
    for seed, who in asks:
        jobs.claim(store, spec(seed), owner, who, LIMITS)
    return order(store, owner, [seed for seed, _who in asks])


def order(store, owner, seeds):
    names = {spec(seed).key: seed for seed in seeds}
    found = jobs.waiting(store, {"owner": owner.id, "kind": "train"})
    assert [jobs.snapshot(store, key).place for key in found] == list(range(1, len(found) + 1))
    return [names[key] for key in found]


# Who may end it


@pytest.mark.parametrize("stranger", [B, "", "..", "x" * 32], ids=["B", "nobody", "a path", "x"])
def test_whoever_has_not_asked_cannot_end_it(store, owner, stranger):
    key = run(store, owner, 1, A)
    assert not jobs.leave(store, key, stranger)
    assert not jobs.cancel_requested(store, key)
    assert jobs.asked(store, key) == jobs.snapshot(store, key).asked == {A}
    assert jobs.leave(store, key, A)
    assert jobs.cancel_requested(store, key)


def test_it_ends_when_the_last_one_leaves_who_asked(store, owner):
    key = run(store, owner, 1, A, B)
    assert jobs.leave(store, key, A)
    assert not jobs.leave(store, key, A), "nobody leaves twice"
    assert not jobs.cancel_requested(store, key)
    assert jobs.leave(store, key, B)
    assert jobs.cancel_requested(store, key)


def test_what_nobody_is_noted_for_only_an_operator_ends(store, owner):
    jobs.claim(store, spec(1), owner)
    assert not jobs.leave(store, spec(1).key, A)
    assert not jobs.cancel_requested(store, spec(1).key)
    jobs.request_cancel(store, spec(1).key)
    assert jobs.cancel_requested(store, spec(1).key)


def test_whoever_asks_for_what_was_just_left_gets_it_begun_anew(store, owner):
    key = run(store, owner, 1, A)
    before = json.loads((store.jobs / key / "status.json").read_text())["attempt"]
    jobs.leave(store, key, A)
    again = jobs.claim(store, spec(1), jobs.Owner(store), B)
    assert again is not None
    assert jobs.asked(store, key) == {B} and not jobs.cancel_requested(store, key)
    assert jobs.is_superseded(store, key, before) and not jobs.is_superseded(store, key, again)


def test_of_those_who_leave_and_join_at_once_none_is_left_without_it(store, owner):
    """Whoever has joined asks for a live job, whatever moment the others leave at."""
    for round_ in range(20):
        key = run(store, owner, round_, A)
        claimed = []
        threads = [
            threading.Thread(target=lambda key=key: jobs.leave(store, key, A)),
            threading.Thread(
                target=lambda n=round_, into=claimed: into.append(
                    jobs.claim(store, spec(n), owner, B)
                )
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert jobs.asked(store, key) == {B}
        assert not jobs.cancel_requested(store, key)
        jobs.drop(store, key, claimed[0] or _attempt(store, key))


def _attempt(store, key):
    return json.loads((store.jobs / key / "status.json").read_text())["attempt"]


def test_joining_notes_an_asker_where_the_job_lives_and_nowhere_else(store, owner):
    assert not jobs.join(store, spec(1), A)
    key = run(store, owner, 1, B)
    assert jobs.join(store, spec(1), A) and jobs.join(store, spec(1), A)
    assert jobs.asked(store, key) == {A, B}
    owner.release()
    assert not jobs.join(store, spec(1), C)


def test_the_disk_holds_no_secret_and_no_more_than_so_many(store, owner, monkeypatch):
    secret = "f" * 64
    key = run(store, owner, 1, jobs.asker(secret))
    assert secret not in "".join(str(path) for path in store.root.rglob("*"))
    monkeypatch.setattr(askers, "MOST", 2)
    for name in "ABCD":
        jobs.claim(store, spec(1), owner, jobs.asker(name))
    assert len(jobs.asked(store, key)) == 2


def test_an_asker_without_a_proper_name_is_refused(store, owner):
    with pytest.raises(ValueError, match=r"Expected an asker's name\. Received: '\.\./x'"):
        jobs.claim(store, spec(1), owner, "../x")
    assert jobs.snapshot(store, spec(1).key).state == "absent"


# How many wait


def test_the_fourth_of_one_visitor_is_refused_and_of_another_is_not(store, owner):
    run(store, owner, 1, A)
    queue(store, owner, (2, A), (3, A), (4, A))
    with pytest.raises(jobs.Refused, match=r"3 trainings .* waiting already.*cancel one"):
        jobs.claim(store, spec(5), owner, A, LIMITS)
    assert jobs.snapshot(store, spec(5).key).state == "absent"
    assert jobs.claim(store, spec(5), owner, B, LIMITS)
    with pytest.raises(jobs.Refused):
        jobs.claim(store, spec(5), owner, A, LIMITS)  # to join is to wait for it, too
    assert jobs.asked(store, spec(5).key) == {B}
    assert jobs.claim(store, spec(6), owner, A), "no bound holds for an operator"
    jobs.claim(store, jobs.download("mnist"), owner, A, LIMITS)
    assert jobs.snapshot(store, jobs.download("mnist").key).active, "a download waits for nothing"


def test_what_one_waits_for_on_another_server_counts_while_that_lives(store, owner):
    other = jobs.Owner(store)
    queue(store, other, (2, A), (3, A), (4, A))
    with pytest.raises(jobs.Refused):
        jobs.claim(store, spec(5), owner, A, LIMITS)
    other.release()
    assert jobs.claim(store, spec(5), owner, A, LIMITS)


def test_past_the_bound_for_all_a_sentence_says_where_finished_runs_are(store, owner):
    for seed, who in enumerate([A, A, A, B, B]):
        assert jobs.claim(store, spec(seed), owner, who, LIMITS)
    with pytest.raises(jobs.Refused, match=r"5 trainings wait .* “Open a run”"):
        jobs.claim(store, spec(9), owner, C, LIMITS)
    assert jobs.claim(store, spec(9), jobs.Owner(store), C, LIMITS), "each server has its queue"


def test_of_those_who_ask_at_once_no_more_than_may_wait_are_let_in(store, owner):
    together, outcomes = threading.Barrier(8), []

    def ask(seed):
        together.wait()
        try:
            outcomes.append(jobs.claim(store, spec(seed), owner, A, LIMITS))
        except jobs.Refused:
            outcomes.append("refused")

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 5 and len(outcomes) == 8


def test_a_refused_job_leaves_what_its_last_attempt_left(store, owner):
    key = run(store, owner, 1, A)
    jobs.set_state(store, key, _attempt(store, key), "failed", Message("why"))
    queue(store, owner, (2, A), (3, A), (4, A))
    with pytest.raises(jobs.Refused):
        jobs.claim(store, spec(1), owner, A, LIMITS)
    assert str(jobs.snapshot(store, key).message) == "why"


# In turn


def test_visitors_are_served_in_turn(store, owner):
    run(store, owner, 1, A)
    asks = [(2, A), (3, A), (4, B), (5, B), (6, C)]
    assert queue(store, owner, *asks) == [4, 6, 2, 5, 3]


def test_whoever_was_served_last_comes_after_those_who_wait(store, owner):
    run(store, owner, 1, A)
    queue(store, owner, (2, A), (3, B), (4, C))
    attempt = _attempt(store, spec(1).key)
    jobs.drop(store, spec(1).key, attempt)
    jobs.set_state(store, spec(3).key, _attempt(store, spec(3).key), "running")
    assert order(store, owner, [2, 3, 4]) == [4, 2]
    assert queue(store, owner, (5, B), (2, A), (4, C)) == [4, 2, 5]


def test_one_who_joins_brings_a_job_forward_to_their_own_turn(store, owner):
    run(store, owner, 1, A)
    assert queue(store, owner, (2, A), (3, A), (4, B)) == [4, 2, 3]
    jobs.claim(store, spec(3), owner, C)
    assert order(store, owner, [2, 3, 4]) == [3, 4, 2]


@pytest.mark.parametrize("turn", [None, "x", 1.5])
def test_a_status_of_an_earlier_version_or_a_damaged_one_stops_no_queue(store, owner, turn):
    queue(store, owner, (1, A))
    path = store.jobs / spec(1).key / "status.json"
    status = json.loads(path.read_text())
    status.pop("turn")
    path.write_text(json.dumps(status if turn is None else status | {"turn": turn}))
    assert jobs.snapshot(store, spec(1).key).state == ("queued" if turn is None else "absent")
    assert jobs.claim(store, spec(2), owner, B, LIMITS)


# Settings


def test_the_bounds_come_from_the_environment(monkeypatch):
    for name in ("AE_MAX_WAITING", "AE_MAX_TRAINING_MINUTES"):
        monkeypatch.delenv(name, raising=False)
    assert jobs.Limits.default() == jobs.Limits(3, 50, 20.0)
    monkeypatch.setenv("AE_MAX_WAITING", "7")
    monkeypatch.setenv("AE_MAX_TRAINING_MINUTES", "0.5")
    assert jobs.Limits.default() == jobs.Limits(3, 7, 0.5)
    assert jobs.Limits.default().seconds == 30


@pytest.mark.parametrize("name", ["AE_MAX_WAITING", "AE_MAX_TRAINING_MINUTES"])
@pytest.mark.parametrize("text", ["0", "-1", "many", "nan", "inf", "1e999"])
def test_a_bound_that_is_none_is_refused(monkeypatch, name, text):
    monkeypatch.setenv(name, text)
    with pytest.raises(StoreError, match=f"{name}: expected a .*number.* Received: '{text}'"):
        jobs.Limits.default()


# Who had a finished run trained


def finish(store, owner, seed, *who, again=False, ended=False):
    """Have a job done that all of them ask for; return its key."""
    asked_for = jobs.training(tiny_config(seed=seed), again)
    attempt = jobs.claim(store, asked_for, owner, who[0])
    for one in who[1:]:
        jobs.join(store, asked_for, one)
    result = jobs.Attempt(store.jobs / asked_for.key / attempt).result
    written(asked_for.config, result, ended)
    assert jobs.finish(store, asked_for.key, attempt)
    return asked_for.key


def written(config, folder, ended):
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(config.canonical_json())
    (folder / "history.json").write_text(json.dumps([{"epoch": 1, "mark": uuid.uuid4().hex}]))
    if ended:
        (folder / "ended.json").write_text('{"kept": 1, "done": 1, "of": 3, "minutes": 1.0}')


def test_whoever_asked_for_a_training_is_kept_beside_its_run(store, owner):
    key = finish(store, owner, 1, A, B)
    assert jobs.had_trained(store, key) == {A, B}
    assert jobs.had_trained(store, spec(2).key) == frozenset()
    store.delete(key)
    assert jobs.had_trained(store, key) == frozenset(), "it goes with the run"


def test_a_run_goes_when_the_last_one_gives_it_up_who_had_it_trained(store, owner):
    key = finish(store, owner, 1, A, B)
    assert not jobs.forgo(store, key, C) and store.has(key), "C had no part in it"
    assert not jobs.forgo(store, key, A) and store.has(key), "B had it trained, too"
    assert not jobs.forgo(store, key, A) and store.has(key), "nobody gives it up twice"
    assert jobs.forgo(store, key, B) and not store.has(key)


# Training again


def test_what_is_done_is_done_again_only_where_that_is_asked_for(store, owner):
    key = finish(store, owner, 1, A)
    first = store.require(key).digest
    assert jobs.claim(store, spec(1), owner, B) is None
    attempt = jobs.claim(store, jobs.training(tiny_config(seed=1), again=True), owner, B)
    standing = jobs.snapshot(store, key)
    assert standing.active and standing.asked == {B}
    assert store.require(key).digest == first, "the run from before is there meanwhile"
    jobs.drop(store, key, attempt)
    assert jobs.snapshot(store, key).state == "done"


def test_a_run_that_is_trained_again_replaces_the_one_before_and_belongs_to_all(store, owner):
    key = finish(store, owner, 1, A)
    first = store.require(key).digest
    assert finish(store, owner, 1, B, again=True) == key
    assert store.require(key).digest != first
    assert jobs.had_trained(store, key) == {A, B}


@pytest.mark.parametrize(("before", "after", "replaced"), [(0, 1, 0), (1, 1, 1), (1, 0, 1)])
def test_a_training_that_was_ended_early_replaces_no_whole_one(
    store, owner, before, after, replaced
):
    key = finish(store, owner, 1, A, ended=bool(before))
    first = store.require(key).digest
    finish(store, owner, 1, A, again=True, ended=bool(after))
    assert (store.require(key).digest != first) == bool(replaced)


def test_a_run_that_ships_stays_though_it_is_trained_again(store, owner, tmp_path):
    key = finish(store, owner, 1, A)
    shutil.copytree(store.runs / key, tmp_path / "shipped" / key)
    shipping = Store(tmp_path / "other", shipped=tmp_path / "shipped")
    host = jobs.Owner(shipping)
    finish(shipping, host, 1, A, again=True)
    assert shipping.require(key).shipped and not (shipping.runs / key).exists()
    host.release()
