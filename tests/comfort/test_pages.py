"""Comfort on every page: by plain form, for guests in a cookie, for members with their account."""

from __future__ import annotations

import re

import pytest

from forum.extensions import db
from forum.models import ArticleState, KeptPlace, Member
from forum.web.comfort import read_comfort
from tests.browser_client import words
from tests.factories import make_article, make_member

ORIGIN = {"Origin": "http://localhost", "Referer": "http://localhost/articles?after=x"}


def root(page):
    return re.search(r"<html[^>]*>", page.text)[0]


def press(client, value, **headers):
    return client.post("/comfort/switch", data={"switch": value}, headers={**ORIGIN, **headers})


def cookie(client):
    found = client.get_cookie("comfort")
    return found.value if found else None


def test_a_guest_who_presses_nothing_has_no_cookie_and_the_usual_page(client):
    page = client.get("/comfort")
    assert "Set-Cookie" not in page.headers
    assert 'data-eye="1"' not in root(page)


def test_a_guest_switches_a_bad_eye_day_on_and_off_on_the_page_they_were(client):
    answer = press(client, "eye.on")
    assert (answer.status_code, answer.location) == (303, "/articles?after=x")
    assert cookie(client) == "e1"
    page = client.get("/")
    for attribute in ('data-eye="1"', 'data-text="2"', 'data-space="1"'):
        assert attribute in root(page)
    assert re.search(r'value="eye.off" aria-pressed="true"', page.text)
    assert press(client, "eye.on").status_code == 303
    assert cookie(client) == "e1", "a second press by mistake changes nothing"
    press(client, "eye.off")
    assert cookie(client) is None
    assert 'data-eye="1"' not in root(client.get("/"))


def test_the_cookie_is_small_readable_by_script_and_lasts(client):
    header = press(client, "hand.on").headers["Set-Cookie"]
    assert header.startswith("comfort=h1;")
    assert "HttpOnly" not in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Max-Age=34560000" in header


@pytest.mark.parametrize("value", ["eye.maybe", "theme.dusk", "", "x" * 5000, "place.up"])
def test_a_switch_that_does_not_exist_is_not_found(client, value):
    assert press(client, value).status_code == 404


def test_another_sites_form_changes_nothing(client):
    answer = client.post(
        "/comfort/switch", data={"switch": "eye.on"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 400
    assert cookie(client) is None


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/articles",
        "http://localhost//evil.example",
        "http://localhost/comfort",
        "",
    ],
)
def test_the_way_back_stays_on_this_site(client, referer):
    answer = press(client, "eye.on", Referer=referer)
    assert answer.location in {"/", "/articles"}


def test_everything_can_be_chosen_on_one_page_and_put_back(client):
    form = {
        "text": "1",
        "space": "2",
        "theme": "oat",
        "place": "right",
        "hand": "y",
        "still": "y",
        "speed": "0.8",
        "back": "/articles",
    }
    answer = client.post("/comfort", data=form, headers=ORIGIN)
    page = client.get(answer.location)
    assert "Kept. Every page looks like this now." in words(page)
    assert 'href="/articles">Back to where you were' in page.text
    assert cookie(client) == "t1.s2.c-oat.p-r.h1.m1.v8"
    assert 'data-theme="oat"' in root(page)
    assert re.search(r'name="theme" value="oat" checked', page.text)
    client.post("/comfort", data={"act": "usual", "back": "/"}, headers=ORIGIN)
    assert cookie(client) is None


def test_what_was_never_offered_is_said_and_not_kept(client):
    answer = client.post("/comfort", data={"text": "9", "back": "//evil.example"}, headers=ORIGIN)
    assert answer.status_code == 422
    assert 'id="summary"' in answer.text
    assert "evil.example" not in answer.text
    assert cookie(client) is None


def test_a_members_choice_follows_them_and_one_for_here_does_not(app, browse):
    cora = make_member("Cora")
    phone, laptop = browse(cora), browse(cora)
    phone.post("/comfort", data={"theme": "dusk", "back": "/"})
    assert 'data-theme="dusk"' in root(laptop.get("/"))
    laptop.post("/comfort", data={"theme": "plain", "here": "y", "back": "/"})
    assert 'data-theme="plain"' in root(laptop.get("/"))
    assert 'data-theme="dusk"' in root(phone.get("/"))
    db.session.expire_all()
    assert read_comfort(db.session.get(Member, cora.id).comfort).theme == "dusk"


def test_a_member_switches_on_a_page_that_is_made_for_everybody(app, browse):
    """Help now carries nobody's token."""
    cora = make_member("Cora")
    phone = browse(cora)
    page = phone.get("/help-now")
    form = re.search(r'<form id="page-form".*?</form>', page.text)[0]
    assert "csrf" not in form
    phone._token = None
    assert phone.post("/comfort/switch", data={"switch": "eye.on"}).status_code == 303
    assert phone.post("/comfort/switch", data={"switch": "eye.off"}, forged=True).status_code == 400
    assert 'data-eye="1"' in root(browse(cora).get("/"))


def test_a_member_who_wants_everything_as_usual_has_it_on_every_device(app, browse):
    cora = make_member("Cora")
    phone, laptop = browse(cora), browse(cora)
    laptop.post("/comfort/switch", data={"switch": "eye.on"})
    phone.post("/comfort", data={"act": "usual", "back": "/"})
    assert 'data-eye="1"' not in root(laptop.get("/"))


def test_a_member_who_never_chose_keeps_the_face_of_this_browser(app, browse):
    cora = browse(make_member("Cora"))
    cora.set_cookie("comfort", "c-oat")
    assert 'data-theme="oat"' in root(cora.get("/"))


def test_an_article_kept_for_guests_is_kept_for_each_face(client):
    make_article()
    db.session.commit()
    assert 'data-eye="1"' not in root(client.get("/articles/ivig"))
    press(client, "eye.on")
    page = client.get("/articles/ivig")
    assert 'data-eye="1"' in root(page)
    assert "Cookie" in page.headers["Vary"]
    press(client, "eye.off")
    assert 'data-eye="1"' not in root(client.get("/articles/ivig"))


def test_a_rest_is_dim_and_leads_back_to_the_very_paragraph(client):
    client.set_cookie("comfort", "c-plain.t3")
    page = client.get("/rest?back=/articles/ivig%23p12")
    assert 'data-theme="night"' in root(page)
    assert 'data-text="3"' in root(page)
    assert 'href="/articles/ivig#p12"' in page.text
    assert "Close your eyes. Your place and your words are kept." in words(page)
    away = client.get("/rest?back=https://evil.example")
    assert "evil.example" not in away.text
    assert client.get("/rest", headers={"Referer": "http://localhost/about"}).text.count(
        'href="/about"'
    )


LONG = "".join(f'<p id="p{number}">{"word " * 100}</p>\n' for number in range(1, 13))


@pytest.fixture
def article(app):
    return make_article(html=LONG, words=1200)


def test_a_guest_keeps_the_place_and_the_first_page_offers_it(client, article):
    page = client.get("/articles/ivig")
    mark = re.search(r'name="at" value="(ivig\.p\d+)"', page.text)[1]
    answer = client.post("/place", data={"at": mark}, headers=ORIGIN)
    paragraph = mark.split(".")[1]
    assert answer.location == f"/articles/ivig?notice=place-kept#{paragraph}"
    assert "Your place is kept." in words(client.get(answer.location))
    home = client.get("/")
    assert f'href="/articles/ivig#{paragraph}"' in home.text
    assert "Go on reading: IVIG" in words(home)


def test_a_member_finds_the_place_on_another_device_and_only_the_last_one_counts(
    app, browse, article
):
    cora = make_member("Cora")
    for paragraph in ("p4", "p8"):
        browse(cora).post("/place", data={"at": f"ivig.{paragraph}"})
    assert 'href="/articles/ivig#p8"' in browse(cora).get("/").text
    assert db.session.query(KeptPlace).count() == 1
    assert "Go on reading" not in browse(make_member("Ben")).get("/").text


@pytest.mark.parametrize("at", ["", "ivig", "ivig.p0", "ivig.x1", "gone.p1", "../x.p1", "a" * 9000])
def test_a_place_that_does_not_exist_is_not_found(client, article, at):
    assert client.post("/place", data={"at": at}, headers=ORIGIN).status_code == 404


def test_a_place_in_an_article_that_is_gone_is_offered_no_more(client, article):
    client.set_cookie("place", "ivig.p4")
    assert "Go on reading" in client.get("/").text
    article.state = ArticleState.WITHDRAWN
    db.session.add(article)
    db.session.commit()
    assert "Go on reading" not in client.get("/").text
    client.set_cookie("place", "<script>")
    assert client.get("/").status_code == 200
