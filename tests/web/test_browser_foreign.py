"""What Streamlit's page makes of text from outside: letters, and nothing else."""

from urllib.parse import quote

from playwright.sync_api import expect

from tests.web.browser import MARKS, WIDE_ONLY
from tests.web.hostile import TEXTS

pytestmark = [*MARKS, WIDE_ONLY]
MADE = "a, img, b, strong, em, del, code, pre, ul, ol, table, h1, h2, blockquote, .katex"


def test_no_text_of_an_address_becomes_a_link_a_picture_or_a_formula(web, page):
    for text in TEXTS:
        page.goto(f"{web.url}/?latent_dim={quote(text)}")
        alert = page.get_by_test_id("stAlertContentWarning")
        expect(alert).to_contain_text("Received: “")
        said = alert.get_by_test_id("stMarkdownContainer").last
        assert said.locator(MADE).count() == 0, text
        told = said.text_content().replace("\u2060", "")
        assert f"Received: “{' '.join(text.split())[:80]}" in " ".join(told.split()), text
        assert said.locator("[style*=color], [role=img]").count() == 0, text
