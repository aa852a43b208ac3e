"""Whom the site speaks which language to: on pages, in mails, at the desk, and in what is kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import render_template_string, request
from flask_babel import gettext, ngettext
from sqlalchemy import select

from forum import clock
from forum.articles.kept import KeptPages
from forum.digest.composing import draft
from forum.extensions import db
from forum.mail import outbox
from forum.mail.delivery import deliver_pending
from forum.models import (
    Audience,
    Case,
    GlossaryTerm,
    Member,
    OutboxMessage,
    Outcome,
    Role,
    Subscription,
    Topic,
)
from forum.moderation.ready_texts import texts_for
from forum.web.language import language, of_browser, speaking
from forum.web.pages import day
from forum.web.transaction import unit_of_work
from tests.accounts.mail import last_mail, link_in
from tests.browser_client import words
from tests.digest.test_content import STRANGER, subscribed
from tests.factories import make_article, make_member, make_post, make_thread, thread_of
from tests.moderation.desk import ADVICE, held_case, newest, ruled
from tests.publishing.pressing import sends
from tests.publishing.test_guests import write as write_as_guest

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
ENGLISH = {"Accept-Language": "en-GB,en"}


@pytest.fixture
def luz(app):
    """A member who chose Spanish, whatever her browser says."""
    return make_member("Luz", language="es")


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/", "Vivir con miastenia gravis, en compañía"),
        ("/sign-in", "Escribe tu dirección de correo."),
        ("/join", "Tu nombre real no hace falta."),
        ("/help-now", "Llama ahora a tu número local de emergencias"),
        ("/help-now/card", "No puedo respirar bien."),
        ("/articles", "Los artículos están en inglés."),
        ("/articles/ivig", "Este artículo está en inglés."),
        ("/articles/ivig/print", "Este artículo está en inglés."),
        ("/topics/treatments", "Los artículos están en inglés."),
        ("/glossary", "Las palabras se explican en inglés."),
        ("/subscribe", "No necesitas una cuenta."),
        ("/privacy", "No te rastreamos"),
        ("/nothing-here", "Aquí no hay nada"),
    ],
)
def test_a_guest_reads_what_the_browser_asks_for(client, path, says):
    make_article()
    with unit_of_work():
        db.session.add(Topic(slug="treatments", title="Treatments", summary="All ways."))
        term = {"slug": "ptosis", "term": "Ptosis", "definition": "A drooping lid."}
        db.session.add(GlossaryTerm(**term, short="", also=[]))
    answer = client.get(path, headers=SPANISH)
    assert '<html lang="es"' in answer.text
    assert says in words(answer)
    english = client.get(path, headers=ENGLISH)
    assert '<html lang="en"' in english.text
    assert says not in words(english)


def test_no_word_of_english_is_around_an_article(client):
    """What is English says so to a screen reader; all else speaks Spanish."""
    make_article()
    text = client.get("/articles/ivig", headers=SPANISH).text
    main = text[text.index("<article>") : text.index("</article>")]
    assert '<h1 lang="en">IVIG</h1>' in main
    assert re.search(r'<div class="prose" lang="en">\s*<h2[^>]*>How it works', main)
    assert '<ul lang="en"><li>It is a medicine made of antibodies.' in main
    around = re.sub(r'<(\w+)[^>]* lang="en".*?</\1>', " ", main, flags=re.DOTALL)
    said = " ".join(re.sub(r"<[^>]+>", " ", around).split())
    assert "How it works" not in said
    assert "Sin revisar todavía por profesionales de la salud." in said
    assert "En pocas palabras" in said


def test_a_member_reads_the_language_they_chose(browse, luz):
    assert "Actividades" in words(browse(luz).get("/activities", headers=ENGLISH))
    undecided = browse(make_member("Una"))
    assert "Actividades" in words(undecided.get("/activities", headers=SPANISH))
    assert "Actividades" not in words(undecided.get("/activities", headers=ENGLISH))


def test_a_member_chooses_a_language(browse):
    cora = make_member("Cora")
    browser = browse(cora)
    data = {"who_here": "other", "language": "es"}
    assert browser.post("/you", data=data).status_code == 303
    assert db.session.get_one(Member, cora.id).language == "es"
    page = browser.get("/you", headers=ENGLISH)
    assert "Guardar" in words(page)
    assert re.search(r'name="language" value="es" checked', page.text)
    assert "English" in words(page)
    browser.post("/you", data={**data, "language": ""})
    assert "Save" in words(browser.get("/you", headers=ENGLISH))


@pytest.mark.parametrize("other", ["fr", "es-MX", "x" * 300])
def test_only_a_language_of_the_site_can_be_chosen(browse, luz, other):
    answer = browse(luz).post("/you", data={"who_here": "other", "language": other})
    assert answer.status_code == 422
    db.session.remove()
    assert db.session.get_one(Member, luz.id).language == "es"


def test_a_site_of_one_language_offers_none(browse, luz, app, monkeypatch):
    monkeypatch.setitem(app.config, "LANGUAGES", ["en"])
    page = browse(luz).get("/you", headers=SPANISH)
    assert 'name="language"' not in page.text
    assert '<html lang="en"' in page.text
    assert "Accept-Language" not in page.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-AR", "es"),
        ("fr,es;q=0.4", "es"),
        ("es;q=0.4,en", "en"),
        ("de", "en"),
        ("*", "en"),
        ("es;q=0", "en"),
        (";;;,,=", "en"),
        ("es" * 5000, "en"),
    ],
)
def test_browsers_say_it_in_many_ways(app, accepted, spoken):
    assert of_browser("", accepted, ["en", "es"]) == spoken


def test_a_guest_chooses_a_language_and_every_page_speaks_it(client):
    make_article()
    assert "Help now" in words(client.get("/articles/ivig", headers=ENGLISH))
    page = client.get("/comfort", headers=ENGLISH)
    assert 'name="language" value="" checked' in page.text
    answer = client.post("/language", data={"language": "es", "back": "/articles"}, headers=ENGLISH)
    page = client.get(answer.location, headers=ENGLISH)
    assert "Las páginas hablan ahora este idioma." in words(page)
    assert 'name="language" value="es" checked' in page.text
    for path in ("/", "/articles/ivig", "/help-now", "/help-now/card"):
        assert "Ayuda" in words(client.get(path, headers=ENGLISH)), path
    client.post("/language", data={"language": "", "back": "/articles"}, headers=ENGLISH)
    assert "Ayuda" not in words(client.get("/help-now", headers=ENGLISH))


@pytest.mark.parametrize("other", ["fr", "es-MX", "x" * 300, '"><b>'])
def test_only_a_language_of_the_site_is_kept(client, other):
    answer = client.post("/language", data={"language": other})
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("language", other)
    assert '<html lang="en"' in client.get("/articles", headers=ENGLISH).text


def test_help_now_speaks_the_language_of_the_account(browse, luz):
    """It asks nobody who they are, so that it answers also when the database does not."""
    browser = browse(luz)
    browser.get("/activities", headers=ENGLISH)
    assert "Ayuda" in words(browser.get("/help-now", headers=ENGLISH))
    browser.post("/language", data={"language": "en"}, headers=ENGLISH)
    assert db.session.get_one(Member, luz.id).language == "en"
    assert "Ayuda" not in words(browser.get("/help-now", headers=SPANISH))
    browser.post("/you", data={"who_here": "other", "language": ""})
    assert "Ayuda" in words(browser.get("/help-now", headers=SPANISH))


def test_pages_vary_by_what_the_browser_asks_for(client):
    make_article()
    for path in ("/", "/articles/ivig", "/help-now", "/feeds/articles.atom"):
        varies = ", ".join(client.get(path).headers.getlist("Vary"))
        assert "Accept-Language" in varies, path
        assert "Cookie" in varies, path


def test_kept_pages_are_kept_by_language(app):
    """Not by the words of the header: browsers word the same wish in hundreds of ways."""
    make_article()
    kept = app.wsgi_app
    while not isinstance(kept, KeptPages):
        kept = kept._inner

    def key(accepted, cookies=""):
        environ = {
            "HTTP_COOKIE": cookies,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/articles/ivig",
            "wsgi.url_scheme": "http",
            "HTTP_ACCEPT_LANGUAGE": accepted,
        }
        return kept._key(environ)

    assert key("es") == key("es-ES,es;q=0.9") != key("en") == key("") == key("de-AT")
    assert key("en", "a=b; language=es") == key("es")
    assert key("en", "xlanguage=es") == key("en", "language=fr") == key("en")


def test_words_that_are_kept_between_requests_are_kept_by_language(client, browse, luz):
    """The cards of a list, its header and a thread were made for somebody else before."""
    post = make_thread(luz, audience=Audience.EVERYONE, title="Una pregunta")
    make_post(post.thread_id, None, "Unas palabras.")
    ben = browse(make_member("Ben"))
    for path in ("/activities", f"/threads/{post.thread_id}", f"/members/{luz.id}"):
        for _ in range(2):
            english = words(ben.get(path, headers=ENGLISH))
            assert "Menu" in english
            assert not re.search(r"\b(?:Actualización|Responder|visitante|Pienso)\b", english), path
            spanish = words(browse(luz).get(path, headers=ENGLISH))
            assert "Menú" in spanish
            assert not re.search(r"\b(?:Update|Reply|guest|Thinking)\b", spanish), path


def test_feeds_speak_as_the_articles_do(client):
    make_article()
    for path in ("/feeds/articles.atom", "/feeds/articles.json"):
        spanish = client.get(path, headers=SPANISH)
        assert spanish.data == client.get(path, headers=ENGLISH).data
        assert "Fuentes" not in spanish.text


# ---------------------------------------------------------------- help


def test_the_spanish_help_says_that_no_native_clinician_checked_it(client, browse, luz):
    says = "Ningún profesional de la salud que hable español como lengua materna"
    for path in ("/help-now", "/help-now/card", "/articles/ivig?care=breathing"):
        make_article() if "ivig" in path else None
        assert says in words(client.get(path, headers=SPANISH)), path
        assert "clinician who speaks this language" not in words(client.get(path))


def test_the_spanish_card_says_it_in_english_too(client):
    """Whoever is shown the card may not read Spanish."""
    card = client.get("/help-now/card/swallowing", headers=SPANISH).text
    assert '<p lang="en">I have myasthenia gravis. I cannot swallow well.' in card
    assert '<p lang="en">' not in client.get("/help-now/card/swallowing").text


def test_numbers_are_named_in_spanish(client):
    seen = words(client.get("/help-now", headers=SPANISH))
    assert "Reino Unido" in seen
    assert "United Kingdom" not in seen
    assert "Lifeline, de día y de noche." in seen


def test_danger_is_answered_in_spanish(browse, luz):
    browser = browse(luz)
    text = "No puedo respirar y no puedo tragar desde hace una hora."
    data = {"kind": "update", "words": text, "key": "one", "audience": "members"}
    sent = sends(browser, "/activities/new", data)
    assert "care=breathing" in sent.location
    seen = words(browser.get(sent.location, follow_redirects=True))
    assert "Si cuesta respirar o tragar, llama ahora a tu número local de emergencias." in seen
    assert "Puede que nadie esté leyendo en este momento." in seen or "de guardia" in seen


# ---------------------------------------------------------------- mails


def test_a_sign_in_mail_speaks_the_members_language(client, luz):
    client.post("/sign-in", data={"email": luz.email}, headers=ENGLISH)
    mail = last_mail(luz.email)
    assert mail.subject == "Tu enlace para entrar en Snowdrop"
    assert mail.body.startswith("Hola:")


def test_who_asks_and_has_chosen_nothing_gets_what_the_browser_says(client, browse):
    client.post("/sign-in", data={"email": "nobody@example.org"}, headers=SPANISH)
    assert last_mail("nobody@example.org").subject == "Tu pregunta a Snowdrop"
    data = {"email": "reader@example.org", "frequency": "weekly"}
    client.post("/subscribe", data=data, headers=SPANISH)
    assert last_mail("reader@example.org").subject == "¿Quieres el boletín de Snowdrop?"
    una = make_member("Una")
    browse().post("/sign-in", data={"email": una.email}, headers=SPANISH)
    assert last_mail(una.email).subject == "Tu enlace para entrar en Snowdrop"


def test_mail_that_nobody_asked_for_speaks_the_sites_language(browse):
    """A moderator's browser says nothing about who reads the mail."""
    una, mo = make_member("Una"), make_member("Mo", Role.MODERATOR)
    case = held_case(browse(una), thread_of(make_article()))
    moderator = browse(mo)
    moderator.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    ruled(moderator, case, "publish")
    assert last_mail(una.email).body.startswith("Hello,")


def test_the_mail_about_a_decision_speaks_the_authors_language(browse, luz):
    case = held_case(browse(luz), thread_of(make_article()))
    ruled(browse(make_member("Mo", Role.MODERATOR)), case, "publish")
    mail = last_mail(luz.email)
    assert mail.subject == "Sobre tus palabras en Snowdrop"
    assert "Todas las personas para quienes las escribiste pueden verlas ahora." in mail.body


def test_who_has_chosen_nothing_hears_of_a_decision_in_the_language_they_wrote_in(client, browse):
    moderator = browse(make_member("Mo", Role.MODERATOR))
    una = make_member("Una")
    browser = browse(una)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    ruled(moderator, held_case(browser, thread_of(make_article())), "remove", message="x")
    assert last_mail(una.email).subject == "Sobre tus palabras en Snowdrop"

    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    write_as_guest(client, thread_of(make_article("steroids")), ADVICE, asked="1")
    client.post(link_in(last_mail("gina@example.org")))
    ruled(moderator, newest(Case), "remove", message="x")
    assert last_mail("gina@example.org").subject == "Sobre tus palabras en Snowdrop"


def test_a_ready_text_speaks_the_authors_language_where_nobody_changed_it(browse, luz):
    case = held_case(browse(luz), thread_of(make_article()))
    [ready] = [each.words for each in texts_for(Outcome.REMOVE, ()) if each.key == "harm"]
    own = "Take care, please."
    moderator = browse(make_member("Mo", Role.MODERATOR))
    reason = "Following this could harm a reader."
    decision = ruled(moderator, case, "remove", reason=reason, message=ready)
    assert "> Hemos retirado esto, porque quien lo siga" in last_mail(luz.email).body
    page = words(browse(luz).get(f"/posts/{decision.post_id}/decision"))
    assert "Hemos retirado esto, porque quien lo siga" in page
    assert "Seguir esto podría dañar a quien lo lea." in page
    paz = make_member("Paz", language="es")
    case = held_case(browse(paz), thread_of(make_article("steroids")))
    ruled(moderator, case, "remove", message=own)
    assert f"> {own}" in last_mail(paz.email).body


def test_a_mail_in_the_middle_of_a_request_does_not_change_its_language(app, luz):
    with app.test_request_context("/", headers=ENGLISH):
        shown = "{{ _('Sign in') }}"
        assert render_template_string(shown) == "Sign in"
        with unit_of_work():
            outbox.post("password_changed", luz.email, "one")
        assert render_template_string(shown) == "Sign in"
        assert gettext("Sign in") == "Sign in"
    assert last_mail(luz.email).body.startswith("Hola:")


def test_a_mail_says_its_language_to_programs(app, luz):
    with unit_of_work():
        outbox.post("password_changed", luz.email, "one")
    assert deliver_pending() == 1
    [sent] = (Path(app.instance_path) / "mailbox").glob("*.eml")
    mail = message_from_bytes(sent.read_bytes(), policy=policy.default)
    assert mail["Content-Language"] == "es"
    html = mail.get_body(("html",))
    assert html is not None
    assert '<html lang="es">' in html.get_content()


def test_who_joins_in_spanish_is_written_to_in_spanish(client):
    data = {"handle": "Paz", "email": "paz@example.org", "who_here": "other"}
    yes = {"health": "y", "age": "y"}
    client.post("/join", data={**data, **yes}, headers=SPANISH)
    mail = last_mail("paz@example.org")
    assert mail.subject == "Tu enlace para Snowdrop"
    client.post(link_in(mail), headers=SPANISH)
    assert db.session.scalars(select(Member.language)).one() == "es"


def test_who_joins_in_the_sites_language_has_chosen_none(client):
    data = {"handle": "Sam", "email": "sam@example.org", "who_here": "other"}
    client.post("/join", data={**data, "health": "y", "age": "y"}, headers=ENGLISH)
    client.post(link_in(last_mail("sam@example.org")), headers=ENGLISH)
    assert db.session.scalars(select(Member.language)).one() == ""


def test_a_digest_speaks_the_members_language(app, luz):
    for email in (luz.email, STRANGER):
        subscribed(email)
    make_article()
    made = {
        each.email: draft(db.session(), each) for each in db.session.scalars(select(Subscription))
    }
    assert made[luz.email].subject.startswith("Boletín de Snowdrop, ")
    assert made[luz.email].body.startswith("1 cosa para ti, alrededor de 1 minuto de lectura.")
    assert "Leer el artículo:" in made[luz.email].body
    assert made[luz.email].language == "es"
    assert made[STRANGER].subject.startswith("News from Snowdrop, ")
    assert made[STRANGER].language == language() == "en"


def test_who_has_no_account_is_written_to_in_the_language_of_their_yes(client):
    """The news, and whatever else nobody asks for in a browser."""
    email = "eva@example.org"
    with clock.travel(-timedelta(days=8)):
        client.post("/subscribe", data={"email": email, "frequency": "weekly"}, headers=SPANISH)
        client.post(link_in(last_mail(email)), headers=SPANISH)
    make_article()
    [made] = [draft(db.session(), each) for each in db.session.scalars(select(Subscription))]
    assert made.subject.startswith("Boletín de Snowdrop, ")
    with unit_of_work():
        outbox.post("password_changed", email, "one")
    assert last_mail(email).body.startswith("Hola:")


# ---------------------------------------------------------------- the desk


def test_reasons_of_the_rules_come_in_spanish(browse, luz):
    case = held_case(browse(make_member("Cora")), thread_of(make_article()), ADVICE)
    mo = browse(make_member("Mo", Role.MODERATOR, language="es"))
    seen = words(mo.get(f"/desk/cases/{case.id}"))
    reason = (
        "Esto dice a otras personas que dejen o cambien un tratamiento sin quien se lo recetó. "
        "Dejar de golpe algunos tratamientos de la MG es peligroso."
    )
    assert reason in seen
    assert "stop.directive" in seen
    rules = words(mo.get("/desk/rules"))
    assert "Insultos, amenazas u odio hacia alguien de la comunidad" in rules
    mine = words(browse(make_member("Ann", Role.MODERATOR)).get(f"/desk/cases/{case.id}"))
    assert "This tells others to stop or change a treatment" in mine


# ---------------------------------------------------------------- words


def test_plurals(app):
    one, many = "%(num)s answer", "%(num)s answers"
    with speaking("es"):
        assert ngettext(one, many, 1) == "1 respuesta"
        assert ngettext(one, many, 0) == "0 respuestas"
        assert ngettext(one, many, 2) == "2 respuestas"
    with speaking("en"):
        assert ngettext(one, many, 1) == "1 answer"


def test_days_are_in_words_of_the_language(app, monkeypatch):
    old = date(2019, 3, 1)
    this_year = clock.today().replace(month=1, day=20)
    for _ in range(2):
        with speaking("es"):
            assert day(old) == "1 de marzo de 2019"
            assert day(this_year) == "20 de enero"
        with speaking("en"):
            assert day(old) == "1 March 2019"
        # There is no catalogue of this language, but days have their names in it.
        with speaking("fr"):
            assert day(old) == "1 mars 2019"


def test_speaking_ends_even_when_something_breaks(app):
    with app.test_request_context("/", headers=ENGLISH):
        with pytest.raises(ZeroDivisionError), speaking("es"):
            raise ZeroDivisionError
        assert request
        assert gettext("Sign in") == "Sign in"


def test_a_mail_from_before_languages_still_leaves(app):
    """A row that was written before mails had a language is still sent."""
    with unit_of_work():
        outbox.post("password_changed", "old@example.org", "old")
        db.session.scalars(select(OutboxMessage)).one().payload = {}
    assert deliver_pending() == 1
