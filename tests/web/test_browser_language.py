"""Both languages in a real browser, and a third, which nobody speaks: one file and one line."""

import os
import re

import pytest
from babel.messages.catalog import Catalog
from playwright.sync_api import expect

from ae import i18n
from tests import catalogues
from tests.web.browser import MARKS, PHONE, ROOT, WIDE, WIDE_ONLY, Server, fits, wait_for
from tests.web.english import english

pytestmark = [*MARKS, WIDE_ONLY]

PAGES = ["", *sorted(path.stem for path in (ROOT / "pages").glob("*.py"))]
PAGES.remove("reconstruct")
VIEWS = [
    *PAGES,
    "?film=true&about=true&pca=true",
    "inside?architecture=adversarial",
    "inside?architecture=sparse",
    "inside?architecture=variational",
    "lessons?lesson=squeeze&step=2",
    "lessons?lesson=noise&present=1&answers=0",
]
TEXTS = """() => {
  const found = [];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        const left_out = "script, style, noscript, code, pre, [translate=no], .katex";
        const around = node.parentElement;
        if (around?.checkVisibility() && !around.closest(left_out)) found.push(node.data.trim());
      } else {
        for (const name of ["alt", "aria-valuetext"]) found.push(node.getAttribute(name) ?? "");
        if (node.shadowRoot) visit(node.shadowRoot);
      }
    }
  };
  visit(document.querySelector("[data-testid=stMain]"));
  return found.filter((text) => text);
}"""
"""All that a page says to eyes and ears, but for code and formulas."""


def shown(page, address):
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    calm = 0
    while calm < 2:
        page.wait_for_timeout(100)
        runs = page.locator('[data-test-script-state="running"], [data-stale="true"]').count()
        calm = 0 if runs else calm + 1


def spoken(page):
    return page.evaluate("document.documentElement.lang")


def with_language(address, name):
    return f"{address}{'&' if '?' in address else '?'}lang={name}"


def test_no_page_keeps_english_or_sticks_out_in_chinese(web, page):
    found = []
    for address in VIEWS:
        shown(page, with_language(f"{web.url}/{address}", "zh"))
        wait_for(page, lambda: spoken(page) == "zh", f"/{address} says that it is Chinese")
        found += [(address, text) for text in page.evaluate(TEXTS) if english(text)]
        for width, height in (PHONE, WIDE):
            page.set_viewport_size({"width": width, "height": height})
            wait_for(page, lambda: fits(page), f"/{address} in Chinese fits into {width} px")
    assert not found, "\n".join(map(str, found))


def test_the_switch_keeps_all_that_was_chosen_and_every_control_goes_on(web, page):
    shown(page, f"{web.url}/?latent_dim=8&level=0.3")
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("自编码器实验室")
    wait_for(page, lambda: spoken(page) == "zh", "the page says that it is Chinese")
    assert "lang=zh" in page.url and "latent_dim=8" in page.url and "level=0.3" in page.url
    page.get_by_test_id("stMain").get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, lambda: "latent_dim=12" in page.url, "the slider's new value in the address")
    page.get_by_role("link", name="隐空间").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("隐空间")
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Latent space")
    page.get_by_role("link", name="Draw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draw")


def test_two_people_at_once_see_two_languages(web, page, chromium):
    context = chromium.new_context(locale="zh-CN")
    other = context.new_page()
    shown(other, web.url)
    shown(page, web.url)
    wait_for(other, lambda: spoken(other) == "zh", "the browser's language")
    assert spoken(page) == "en"
    context.close()


@pytest.fixture(scope="module")
def long_words(tmp_path_factory):
    """A server that knows a third language, accented and half as long again."""
    folder = tmp_path_factory.mktemp("pseudo")
    catalog = Catalog(locale="en")
    for one in catalogues.extracted():
        catalog.add(one, tuple(map(longer, one)) if isinstance(one, tuple) else longer(one))
    compiled = folder / "qq" / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(catalogues.compiled(catalog))
    line = "from ae import i18n; from pathlib import Path\n"
    line += f"i18n.LOCALE_DIR = Path({str(folder)!r}); i18n.NAMES['qq'] = 'Ɋɋ'\n"
    (folder / "sitecustomize.py").write_text(line)
    path = os.pathsep.join([str(folder), str(ROOT)])
    running = Server(folder, more={"PYTHONPATH": path})
    yield running
    running.process.terminate()
    running.process.wait()


ACCENTS = str.maketrans("aeiouncy", "áéíóúñçý")


def longer(text):
    """Return a text accented, but for what a program reads, and half as long again."""
    if not text.strip() or text in ("{first} {then}", "{text}."):
        return text
    kept = r"(\{[^}]*\}|`[^`]*`|\$[^$]*\$|\[\[[a-z-]+\]\]|:[a-z]+\[|\]\([^)]*\)|:material/\w+:)"
    parts = re.split(kept, text)
    accented = [one if at % 2 else one.translate(ACCENTS) for at, one in enumerate(parts)]
    words = sum(map(len, parts[::2]))
    return "".join(accented) + " ẃórđ" * max(1, words // 10)


def test_a_language_of_long_words_breaks_no_page_on_a_phone(long_words, page):
    page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
    for address in PAGES:
        shown(page, with_language(f"{long_words.url}/{address}", "qq"))
        wait_for(page, lambda: spoken(page) == "qq", f"/{address} says its language")
        wait_for(page, lambda: fits(page), f"/{address} in long words fits")
