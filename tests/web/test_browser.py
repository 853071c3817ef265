"""The main ways of a user through the real app in real Chromium, wide and on a phone."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from ae import config
from ae.models.standalone import script
from tests.conftest import START_SECONDS, wait_until
from tests.stand_ins import takers
from tests.web.browser import (
    MARKS,
    ON_A_PHONE,
    PATIENCE,
    WATCHED,
    WIDE_ONLY,
    Server,
    download,
    epoch_of_training,
    fits,
    images,
    seed_of,
    train_button,
    wait_for,
)
from tests.workers.processes import lives

pytestmark = MARKS


def test_the_first_visit_shows_ten_digits_and_their_reconstructions(web, page):
    page.goto(web.url)
    expect(images(page, "error")).to_have_count(10)
    expect(images(page, "original").first).to_be_visible()
    assert images(page, "reconstruction").count() >= 10
    page.wait_for_url(re.compile("dataset=digits"))
    assert fits(page)


@ON_A_PHONE
def test_train_watch_reload_cancel_train_again_cached(web, page):
    chosen = WATCHED.model_copy(update={"seed": seed_of(page)})
    page.goto(web.link(chosen))
    with web.held_after_an_epoch(chosen):
        train_button(page).click()
        expect(epoch_of_training(page)).to_be_visible()
        expect(images(page, "reconstruction")).to_have_count(10)
        page.reload()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(train_button(page)).to_be_visible()
    train_button(page).click()
    expect(page.get_by_text("Basic, 32: 10 epochs")).to_be_visible()
    expect(images(page, "error")).to_have_count(10)
    page.reload()
    expect(page.get_by_text("trained earlier on this server")).to_be_visible()
    assert fits(page)


@WIDE_ONLY
def test_noise_goes_into_the_url_and_the_link_shows_it_again(web, page):
    page.goto(web.url)
    slider = page.get_by_role("slider", name="Noise level")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    expect(images(page, "corrupted")).to_have_count(10)
    page.wait_for_url("**level=0.3**")
    other = page.context.new_page()
    other.goto(page.url)
    expect(images(other, "corrupted")).to_have_count(10)
    other.close()


@ON_A_PHONE
@pytest.mark.parametrize("name", takers("picture"))
def test_every_family_is_seen_inside(web, page, name):
    page.goto(f"{web.url}/inside?architecture={name}")
    expect(page.locator("img.ae-strip").first).to_be_visible()
    expect(page.get_by_text("ships with the app")).to_be_visible()
    assert fits(page)


@ON_A_PHONE
def test_the_model_page_draws_the_layers(web, page):
    page.goto(f"{web.url}/model")
    expect(page.locator(".ae-bar")).to_have_count(4)
    expect(page.get_by_text("def build").first).to_be_visible()
    assert fits(page)


@WIDE_ONLY
def test_the_model_page_gives_its_configuration_code_network_and_history(web, page):
    chosen = config.from_flat({"dataset": "digits"})
    page.goto(f"{web.url}/model")
    kept = json.loads(download(page, "Configuration (JSON)").read_text())
    assert config.from_flat(kept) == chosen
    page.get_by_role("button", name="Make the files").click()
    assert download(page, "Script").read_text() == script(chosen)
    with zipfile.ZipFile(download(page, "decoder.keras")) as model:
        assert "model.weights.h5" in model.namelist()
    rows = download(page, "history.csv").read_text().splitlines()
    assert len(rows) == 2 + chosen.epochs and rows[0].startswith("epoch,train_loss,test_loss")


def test_a_killed_server_leaves_an_interrupted_job_and_no_orphans(tmp_path, chromium):
    server = Server(tmp_path)
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(server.link(WATCHED))
        with server.held_after_an_epoch(WATCHED):
            train_button(page).click()
            expect(epoch_of_training(page)).to_be_visible()
        lost = page.get_by_text("The connection to the server is lost.")
        expect(lost).to_be_hidden()
        orphans = server.kill()
        assert orphans
        expect(lost).to_be_visible()
        wait_until(lambda: not any(map(lives, orphans)), START_SECONDS, "the workers' end")
        server.start()
        expect(lost).to_be_hidden()  # by itself
        expect(page.get_by_text("interrupted")).to_be_visible()  # the page has run again, too
        page.goto(server.link(WATCHED, "model"))  # the first visit to this server, by a deep link
        expect(page.get_by_text("The Keras code")).to_be_visible()
        expect(page.get_by_test_id("stSidebar")).to_have_count(0)
        page.goto(server.link(WATCHED))
        expect(page.get_by_text("interrupted")).to_be_visible()
        page.get_by_role("button", name="Train again").click()
        expect(page.get_by_text("Basic, 32: 10 epochs")).to_be_visible()
    finally:
        page.close()
        server.kill()


@ON_A_PHONE
def test_the_picture_of_the_sliders_fills_its_frame_and_stays_while_one_scrolls(web, page):
    page.goto(f"{web.url}/generate?way=generate.by_hand&dataset=digits&architecture=deep")
    picture = page.locator("canvas[role=img]")
    wait_for(page, lambda: picture.evaluate("one => one.width") == 28, "the picture's own size")
    page.get_by_label("z16", exact=False).first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 200)
    expect(picture).to_be_in_viewport()
