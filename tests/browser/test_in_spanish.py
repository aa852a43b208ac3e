"""The main journey by somebody whose browser speaks Spanish: every word met on the way is Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import expect

from forum.models import Role
from tests.browser.live_site import new_address, new_name

SPANISH = {"locale": "es-ES", "viewport": {"width": 390, "height": 844}}
# Words that stand on nearly every English page, and on no Spanish one.
_ENGLISH = re.compile(r"\b(the|your|you|and|with|write|please|sign in)\b", re.IGNORECASE)


@pytest.fixture
def es(site) -> Callable[..., str]:
    """A sentence of the program, as Spanish pages say it."""

    def say(words: str, **values: str) -> str:
        with site.app.test_request_context(), force_locale("es"):
            return str(gettext(words, **values))

    return say


def is_spanish(visitor):
    """The page says so, and outside of what is marked as English no English word stands."""
    visitor.has_the_whole_page()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
    text = visitor.page.evaluate(
        """() => { const page = document.body.cloneNode(true);
        page.querySelectorAll('[lang="en"], script, template, .prose, code, .cards, #comments .card').forEach(e => e.remove());
        return page.textContent; }"""
    )
    found = _ENGLISH.search(text)
    assert found is None, text[max(0, found.start() - 60) : found.end() + 60]


def test_from_joining_to_a_comment_that_is_seen(site, arrive, way, es):
    name, address = new_name("Nora"), new_address("nora")
    nora = arrive(**SPANISH)
    for path in ("/", "/articles", "/articles/ivig", "/help-now", "/comfort", "/join"):
        nora.opens(path)
        is_spanish(nora)
    nora.writes(name, es("The name you want to be known by"))
    nora.writes(address, es("Your e-mail address"))
    nora.chooses(es("I live with MG"))
    for name_of_box in ("health", "age"):
        nora.page.locator(f'input[name="{name_of_box}"]').check()
    nora.presses(es("Send me the link"))
    nora.reads_heading(es("Look in your mail"))
    is_spanish(nora)
    mail = site.post.wait_for(address)
    assert not _ENGLISH.search(mail.words), mail.words
    nora.opens(mail.link("/sign-in/link/"))
    is_spanish(nora)
    nora.presses(es("Sign in now"))
    nora.sees(es("Welcome. You are signed in."))
    nora.opens("/articles/ivig")
    nora.follows(es("Write a comment"))
    nora.is_at("/threads/")
    is_spanish(nora)
    words = new_name("Mi segunda infusión fue más fácil, dice")
    nora.writes(words, es("Your words"))
    nora.presses(es("Send"))
    nora.sees(es("Your words are here now."))
    expect(nora.post(words)).to_be_visible()
    for path in ("/activities", "/you", "/you/notices", "/rest", "/activities/new"):
        nora.opens(path)
        is_spanish(nora)


def test_words_of_danger_bring_the_card_in_spanish_and_a_moderator_reads_why(site, arrive, way, es):
    nora = arrive(site.member("Nora", language="es"), **SPANISH)
    nora.opens(f"/threads/{site.thread_of('ivig')}/reply")
    nora.writes("No puedo respirar bien y no puedo tragar.", es("Your words"))
    card = nora.page.get_by_role("alert", name=es("If this is happening now")).first
    if way.script:
        expect(card).to_be_visible()
    nora.presses(es("Send"))
    nora.sees(es("Your words are here now."))
    expect(card).to_be_visible()
    is_spanish(nora)
    mo = arrive(site.member("Mo", Role.MODERATOR, language="es"), **SPANISH)
    mo.opens("/desk/list")
    mo.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    mo.reads_heading(es("Is this safe to show?"))
    for path in ("/desk/list", "/desk/health", "/desk/notes", "/desk/settings", "/desk/trial"):
        mo.opens(path)
        expect(mo.page.locator("html")).to_have_attribute("lang", "es")
