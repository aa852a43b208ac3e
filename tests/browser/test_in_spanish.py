"""The main journey by somebody whose browser speaks Spanish: every word met on the way is Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import expect

from forum.models import Role
from tests.browser.live_site import new_address, new_name
from tests.browser.test_moderation import NOTE
from tests.browser.test_news_by_mail import write_news

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


def test_a_guest_comments_and_proves_the_address(site, arrive, way, es):
    name, address = new_name("Gil"), new_address("gil")
    gil = arrive(**SPANISH)
    gil.opens("/articles/ivig")
    gil.follows(es("Write a comment"))
    is_spanish(gil)
    gil.writes(f"La enfermera calentó antes el frasco, dice {name}.", es("Your words"))
    gil.chooses(es("Everyone, also people who are not members"))
    gil.writes(name, es("Your name, as others will see it"))
    gil.expected = {422}
    gil.presses(es("Send"))
    expect(gil.page.locator("#summary")).to_be_focused()
    is_spanish(gil)
    gil.writes(address, es("Your e-mail address"))
    gil.presses(es("Send"))
    gil.reads_heading(es("Your comment is kept"))
    is_spanish(gil)
    mail = site.post.wait_for(address)
    assert not _ENGLISH.search(mail.words), mail.words
    gil.opens(mail.link("/comments/confirm/"))
    is_spanish(gil)
    gil.presses(es("Yes, this is my comment"))
    gil.reads_heading(es("Your comment is here now"))
    is_spanish(gil)


def test_the_news_are_asked_for_and_left(site, arrive, way, es):
    address = new_address("sol")
    sol = arrive(**SPANISH)
    sol.opens("/subscribe")
    is_spanish(sol)
    sol.writes(address, es("Your e-mail address"))
    sol.presses(es("Send me the link"))
    sol.reads_heading(es("Look in your mail"))
    is_spanish(sol)
    asked = site.post.wait_for(address)
    assert not _ENGLISH.search(asked.words), asked.words
    sol.opens(asked.link("/subscribe/confirm/"))
    is_spanish(sol)
    sol.presses(es("Yes, send me the news"))
    sol.reads_heading(es("Thank you"))
    is_spanish(sol)
    write_news(site, "¿Cómo descansan tus brazos?")
    site.send_digest(address)
    digest = site.post.wait_for(address, 2)
    assert digest.subject.startswith("Boletín de ")
    assert digest.mail["Content-Language"] == "es"
    sol.opens(digest.link("/digest/leave/"))
    is_spanish(sol)
    sol.presses(es("Leave now"))
    sol.reads_heading(es("You have left"))
    is_spanish(sol)


def test_who_gives_advice_waits_and_hears_in_spanish(site, arrive, way, es):
    author = site.member("Nora", language="es")
    nora = arrive(author, **SPANISH)
    nora.opens(f"/threads/{site.thread_of('pyridostigmine')}/reply")
    words = f"Dejad el Mestinon. Yo lo dejé y estoy curada, dice {author.handle}."
    nora.writes(words, es("Your words"))
    nora.presses(es("Send"))
    nora.reads_heading(es("Would you like to say it as your own experience?"))
    is_spanish(nora)
    nora.presses(es("Keep my words and wait for a moderator"))
    nora.sees("una persona las leerá antes de que otras puedan verlas")
    is_spanish(nora)
    mo = arrive(site.member("Mo", Role.MODERATOR))
    mo.opens("/desk/list")
    mo.page.get_by_role("link", name=re.compile(rf"{author.handle}\b")).click()
    mo.follows("Publish with a note")
    mo.reads_heading("Publish with a note")
    for field, said in NOTE.items():
        mo.writes(said, field)
    mo.presses("Publish with this note")
    mo.sees("The author will hear of it.")
    nora.opens("/you/notices")
    is_spanish(nora)
    nora.follows(es("Your words are shown now, with a note below"))
    nora.sees(NOTE["The note that readers will see"])
    expect(nora.page.locator("html")).to_have_attribute("lang", "es")
    site.let_mail_leave(author.email)
    told = site.post.wait_for(author.email)
    assert not _ENGLISH.search(told.words), told.words
