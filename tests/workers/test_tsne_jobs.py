"""t-SNE of held-out codes: the places themselves, the job that makes them, what a page shows."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ae import config
from ae.analysis import tsne
from ae.runs import jobs
from ae.runs.store import UnknownRun, views
from ae.web import server as services
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.runs.test_store import made
from tests.web.visits import captions, click, read
from tests.workers.processes import held, lives
from tests.workers.test_workers import begin, cancel, long_training, state, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def run(server):
    """A shipped run whose t-SNE nobody has asked for yet."""
    return fresh("basic")


def fresh(architecture):
    """Return the shipped run of a family on the built-in digits, without its t-SNE."""
    chosen = config.from_flat({"dataset": "digits", "architecture": architecture}, "digits")
    run = services.store().require(chosen.key())
    assert run.shipped
    (services.store().views / run.key / views.file_name(views.TSNE)).unlink(missing_ok=True)
    return run


def kept(run):
    return services.store().view(run, views.TSNE)


def ended(spec):
    """Wait until a job is over, and gone where it succeeded; return how it stands then."""
    store = services.store()
    over = lambda: state(store, spec) not in ("queued", "running", "done")  # noqa: E731
    wait_until(over, START_SECONDS, "the job's end")
    return jobs.snapshot(store, spec.key)


def test_a_submitted_embedding_is_kept_with_its_run(run):
    spec, shares = jobs.embedding(run.key), [0.0]
    further = lambda: jobs.snapshot(services.store(), spec.key).fraction > shares[-1]  # noqa: E731
    services.workers().submit(spec)
    while len(shares) < 4:
        with held(services.workers().pid, further) as stopped:
            wait_until(lambda held=stopped: held, START_SECONDS, "more of the t-SNE")
            shares.append(jobs.snapshot(services.store(), spec.key).fraction)
            assert state(services.store(), spec) == "running"
    assert shares == sorted(set(shares)) and shares[-1] <= 1
    assert ended(spec).state == "absent"
    points = kept(run)
    np.testing.assert_array_equal(
        points, tsne.tsne(run.array("latents"), tsne.SEED, lambda share: None)
    )
    assert not (services.store().jobs / spec.key).exists()
    services.workers().submit(spec)
    assert not (services.store().jobs / spec.key).exists()
    (services.store().views / run.key / views.file_name(views.TSNE)).write_bytes(b"PK")
    with held(services.workers().pid):
        services.workers().submit(spec)
        assert state(services.store(), spec) in ("queued", "running")
    assert ended(spec).state == "absent"
    np.testing.assert_array_equal(kept(run), points)


def test_cancelling_an_embedding_leaves_nothing(run):
    spec = jobs.embedding(run.key)
    with held(services.workers().pid) as stopped:
        services.workers().submit(spec)
        wait_until(lambda: stopped, START_SECONDS, "its start")
        assert state(services.store(), spec) == "running"
        cancel(services.store(), spec)
        assert not any(map(lives, stopped))
    assert kept(run) is None
    assert not (services.store().jobs / spec.key).exists()


def test_embeddings_run_beside_a_training_and_one_at_a_time(run):
    training, store = long_training(30), services.store()
    begin(services.workers(), training)
    first, second = jobs.embedding(run.key), jobs.embedding(fresh("deep").key)
    waiting = long_training(31)
    with held(services.workers().pid):
        for spec in (first, second, waiting):
            services.workers().submit(spec)
        wait_for(store, first, "running")
        assert jobs.snapshot(store, second.key).place == 1
        assert jobs.snapshot(store, waiting.key).place == 1
        jobs.request_cancel(store, first.key)
        wait_for(store, second, "running")
        assert state(store, training) == "running"
        for spec in (second, waiting, training):
            cancel(store, spec)


def publish_codes(chosen, codes):
    """Publish a run that is whole as far as the store can tell, with these codes."""
    store, key = services.store(), chosen.key()
    folder = made(chosen, store.root / "made" / key)
    np.savez(folder / "arrays.npz", latents=codes)
    with store.lock(key):
        store.publish(key, folder)
    return store.require(key)


def test_codes_that_are_no_numbers_fail_the_job_in_words(server):
    codes = np.full((20, 2), np.nan, np.float16)
    run = publish_codes(tiny_config(seed=40), codes)
    spec = jobs.embedding(run.key)
    services.workers().submit(spec)
    seen = ended(spec)
    assert seen.state == "failed"
    assert str(seen.message).startswith("codes: expected finite numbers")
    services.store().delete(run.key)


def test_a_run_that_has_gone_fails_the_job_in_words(server):
    spec = jobs.embedding(tiny_config(seed=41).key())
    services.workers().submit(spec)
    assert str(ended(spec).message) == str(UnknownRun())


# The page


def page(key):
    import streamlit as st

    from ae.web.panels.latent.tsne import embedding
    from ae.web.runs import find_run

    points = embedding(find_run(key))
    st.write("nothing" if points is None else f"{points.shape}")


def shown(run):
    app = AppTest.from_function(page, default_timeout=START_SECONDS, args=(run.key,)).run()
    assert not app.exception, app.exception
    return app


def labels(app):
    return [button.label for button in app.button]


def test_a_page_offers_follows_and_shows_it(run):
    app = shown(run)
    assert labels(app) == ["Compute t-SNE (about 3 s)"]
    assert "a new point has no place on it" in captions(app)
    assert app.markdown[0].value == "nothing"
    with held(services.workers().pid):
        click(app, labels(app)[0])
        assert labels(app) == ["Cancel"]
    assert ended(jobs.embedding(run.key)).state == "absent"
    app.run()
    assert labels(app) == []
    assert app.markdown[0].value == "(357, 2)"
    assert shown(run).markdown[0].value == "(357, 2)"


def test_a_page_can_cancel_it(run):
    app = shown(run)
    with held(services.workers().pid):
        click(app, labels(app)[0])
        click(app, "Cancel")
        wait_for(services.store(), jobs.embedding(run.key), "absent")
    assert kept(run) is None
    assert labels(app.run()) == ["Compute t-SNE (about 3 s)"]


def test_a_page_says_why_it_failed_and_offers_it_again(server):
    run = publish_codes(tiny_config(seed=42), np.full((20, 2), np.inf, np.float16))
    services.workers().submit(jobs.embedding(run.key))
    ended(jobs.embedding(run.key))
    app = shown(run)
    assert read(app.error[0].value).startswith("This t-SNE could not be computed. codes: expected")
    assert labels(app) == ["Try again (about 1 s)"]
    services.store().delete(run.key)


def test_a_page_says_that_it_was_interrupted(run):
    store, spec = services.store(), jobs.embedding(run.key)
    dead = jobs.Owner(store)
    jobs.claim(store, spec, dead)
    dead.release()
    app = shown(run)
    assert "interrupted" in read(app.warning[0].value)
    click(app, "Try again (about 3 s)")
    assert ended(spec).state == "absent"
    assert kept(run) is not None
