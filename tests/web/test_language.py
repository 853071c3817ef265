"""Each visitor's language: by the address, else the browser's; nothing of one reaches another.

Two visitors in turn are spoken to in Chinese and in English: Han characters show what was kept of
the one for the other. Elsewhere the second language is made by the tests: every text in brackets.
"""

import gettext
import re
import threading
from pathlib import Path

import pytest
from google.protobuf import text_format
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from ae import caching, i18n
from ae.web import language
from tests.web.visits import arrive, control, markdown, read, visit

pytestmark = pytest.mark.slow
PAGES = sorted(path.name for path in Path("pages").glob("*.py"))
OPEN, SHUT = "⟦", "⟧"


class Bracketed(gettext.NullTranslations):
    """A language in which every text stands in brackets, and is half as long again."""

    def gettext(self, message):
        return f"{OPEN}{message}{'ǃ' * (len(message) // 2)}{SHUT}" if message.strip() else message

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def two_languages(monkeypatch, tmp_path):
    """English and `qq`, which nobody speaks."""
    folder = tmp_path / "qq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / f"{i18n.DOMAIN}.mo").touch()
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    monkeypatch.setitem(i18n.NAMES, "qq", "Qq")
    known = {"en": gettext.NullTranslations(), "qq": Bracketed()}
    monkeypatch.setattr(i18n, "_translations", known.__getitem__)
    monkeypatch.delenv("AE_LANGUAGE", raising=False)


def told_by(app):
    """Return everything that a page has sent to its browser."""
    sent = [one.proto for one in (*app.main, *app.sidebar) if getattr(one, "proto", None)]
    return "".join(text_format.MessageToString(one, as_utf8=True) for one in sent)


@pytest.fixture
def wordless_caches(monkeypatch):
    """Collect what asks for words while something is computed that is kept for all."""
    computing, found = threading.local(), set()
    compute, translations = caching.Cached._compute, i18n._translations

    def watched(self, *args, **kwargs):
        before = getattr(computing, "what", None)
        computing.what = f"{self.__module__}.{self.__qualname__}"
        try:
            return compute(self, *args, **kwargs)
        finally:
            computing.what = before

    def asked(name):
        if what := getattr(computing, "what", None):
            found.add(what)
        return translations(name)

    monkeypatch.setattr(caching.Cached, "_compute", watched)
    monkeypatch.setattr(i18n, "_translations", asked)
    return found


HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize("page", PAGES)
def test_two_visitors_in_turn_see_two_languages(server, page, monkeypatch, wordless_caches):
    monkeypatch.delenv("AE_LANGUAGE", raising=False)
    chinese = arrive(f"pages/{page}", lang="zh")
    assert HAN.search(chinese.title[0].value)
    usual = arrive(f"pages/{page}")
    kept = set(HAN.findall(told_by(usual))) - {i18n.NAMES["zh"]}
    assert not kept, "kept from another visitor"
    assert not wordless_caches, "words are asked for where all visitors share what comes of it"
    assert not (chinese.exception or usual.exception or chinese.error or usual.error)


def test_the_address_leads_then_the_browser_then_the_server(server, monkeypatch, two_languages):
    assert OPEN in markdown(visit(lang="qq")) and OPEN not in markdown(visit())
    told = visit(lang="xx")
    assert OPEN not in markdown(told) and "expected one of en, qq" in read(told.warning[0].value)
    monkeypatch.setenv("AE_LANGUAGE", "qq")
    assert OPEN in markdown(visit()) and OPEN not in markdown(visit(lang="en"))
    monkeypatch.setattr(ContextProxy, "locale", "en-GB")
    assert OPEN not in markdown(visit())
    monkeypatch.setattr(ContextProxy, "locale", "qq-QQ")
    monkeypatch.delenv("AE_LANGUAGE")
    assert OPEN in markdown(visit())


def test_the_switch_keeps_everything_else(server, two_languages):
    app = visit(latent_dim=8, level=0.3)
    control(app.segmented_control, "Language").set_value("qq").run()
    assert OPEN in markdown(app) and not app.exception
    told = {name: app.query_params[name] for name in ("lang", "latent_dim", "level")}
    assert told == {"lang": "qq", "latent_dim": "8", "level": "0.3"}
    control(app.segmented_control, f"{OPEN}Language{'ǃ' * 4}{SHUT}")


def test_a_server_without_catalogues_has_no_switch(server, monkeypatch, tmp_path):
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path / "none")
    labels = [one.label for one in visit().segmented_control]
    assert "Language" not in labels


def test_a_file_that_is_asked_for_later_is_in_the_language_of_its_page(monkeypatch):
    monkeypatch.delenv("AE_LANGUAGE", raising=False)
    with i18n.speaking("zh"):
        make = language.in_this(lambda: i18n._("Latent space"))
    assert make() == "隐空间" and i18n._("Latent space") == "Latent space"


def words_in_a_fragment():
    """A page whose session is spoken to in `qq`, as a run of a fragment alone finds it."""
    import streamlit as st

    from ae import i18n
    from ae.web import language

    i18n.listen_to(language.spoken)
    st.markdown(i18n._("before"))
    st.session_state["language"] = "qq"
    st.markdown(i18n._("after"))


def test_a_run_that_did_not_begin_as_a_page_knows_its_sessions_language(two_languages):
    app = AppTest.from_function(words_in_a_fragment).run()
    assert not app.exception
    before, after = (one.value for one in app.markdown)
    assert before == "before" and after.startswith(f"{OPEN}after")
