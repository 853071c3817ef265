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
from tests.web.visits import captions, click
from tests.workers.test_workers import begin, long_training, state

NEIGHBOURS = 5


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
    """Wait until a job is no longer under way; return how it stands then."""
    store = services.store()
    wait_until(lambda: not jobs.snapshot(store, spec.key).active, START_SECONDS, "the job's end")
    return jobs.snapshot(store, spec.key)


def test_a_submitted_embedding_is_kept_with_its_run(run):
    spec, shares = jobs.embedding(run.key), []
    services.workers().submit(spec)

    def followed():
        seen = jobs.snapshot(services.store(), spec.key)
        shares.append(seen.fraction)
        return not seen.active

    wait_until(followed, START_SECONDS, "the t-SNE")
    assert len(set(shares)) > 3
    assert shares[:-1] == sorted(shares[:-1])
    points = kept(run)
    np.testing.assert_array_equal(
        points, tsne.tsne(run.array("latents"), tsne.SEED, lambda share: None)
    )
    assert not (services.store().jobs / spec.key).exists()
    services.workers().submit(spec)
    assert not (services.store().jobs / spec.key).exists()
    (services.store().views / run.key / views.file_name(views.TSNE)).write_bytes(b"PK")
    services.workers().submit(spec)
    assert state(services.store(), spec) in ("queued", "running")
    assert ended(spec).state == "absent"
    np.testing.assert_array_equal(kept(run), points)


def test_cancelling_an_embedding_leaves_nothing(run):
    spec = jobs.embedding(run.key)
    services.workers().submit(spec)
    wait_until(lambda: state(services.store(), spec) == "running", START_SECONDS, "its start")
    jobs.request_cancel(services.store(), spec.key)
    wait_until(lambda: state(services.store(), spec) == "absent", 1, "the cancelling")
    assert kept(run) is None
    assert not (services.store().jobs / spec.key).exists()


def test_embeddings_run_beside_a_training_and_one_at_a_time(run):
    training, store = long_training(30), services.store()
    begin(services.workers(), training)
    first, second = jobs.embedding(run.key), jobs.embedding(fresh("deep").key)
    waiting = long_training(31)
    for spec in (first, second, waiting):
        services.workers().submit(spec)
    wait_until(lambda: state(store, first) == "running", START_SECONDS, "the first")
    assert jobs.snapshot(store, second.key).place == 1
    assert jobs.snapshot(store, waiting.key).place == 1
    jobs.request_cancel(store, first.key)
    wait_until(lambda: state(store, second) == "running", 2, "the second")
    assert state(store, training) == "running"
    for spec in (second, waiting, training):
        jobs.request_cancel(store, spec.key)
        wait_until(lambda spec=spec: state(store, spec) == "absent", 2, "the cancelling")


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
    assert seen.message.startswith("codes: expected finite numbers")
    services.store().delete(run.key)


def test_a_run_that_has_gone_fails_the_job_in_words(server):
    spec = jobs.embedding(tiny_config(seed=41).key())
    services.workers().submit(spec)
    assert ended(spec).message == str(UnknownRun())


# The page


def page(key):
    import streamlit as st

    from ae.web.panels.latent.tsne import embedding
    from ae.web.runs import find_run

    points = embedding(find_run(key))
    st.write("nothing" if points is None else f"{points.shape}")


def shown(run):
    app = AppTest.from_function(page, default_timeout=60, args=(run.key,)).run()
    assert not app.exception, app.exception
    return app


def labels(app):
    return [button.label for button in app.button]


def test_a_page_offers_follows_and_shows_it(run):
    app = shown(run)
    assert labels(app) == ["Compute t-SNE (about 3 s)"]
    assert "a new point has no place on it" in captions(app)
    assert app.markdown[0].value == "nothing"
    click(app, labels(app)[0])
    assert labels(app) == ["Cancel"]
    wait_until(lambda: kept(run) is not None, START_SECONDS, "the t-SNE")
    app.run()
    assert labels(app) == []
    assert app.markdown[0].value == "(357, 2)"
    assert shown(run).markdown[0].value == "(357, 2)"


def test_a_page_can_cancel_it(run):
    app = shown(run)
    click(app, labels(app)[0])
    click(app, "Cancel")
    spec = jobs.embedding(run.key)
    wait_until(lambda: state(services.store(), spec) == "absent", 5, "the cancelling")
    assert labels(app.run()) == ["Compute t-SNE (about 3 s)"]


def test_a_page_says_why_it_failed_and_offers_it_again(server):
    run = publish_codes(tiny_config(seed=42), np.full((20, 2), np.inf, np.float16))
    services.workers().submit(jobs.embedding(run.key))
    ended(jobs.embedding(run.key))
    app = shown(run)
    assert app.error[0].value.startswith("This t-SNE could not be computed. codes: expected")
    assert labels(app) == ["Try again (about 1 s)"]
    services.store().delete(run.key)


def test_a_page_says_that_it_was_interrupted(run):
    store, spec = services.store(), jobs.embedding(run.key)
    dead = jobs.Owner(store)
    jobs.claim(store, spec, dead)
    dead.release()
    app = shown(run)
    assert "interrupted" in app.warning[0].value
    click(app, "Try again (about 3 s)")
    assert ended(spec).state == "absent"
    assert kept(run) is not None
