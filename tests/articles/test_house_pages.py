"""The first page, and the pages about the house itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from forum import clock, create_app
from tests.browser_client import words
from tests.conftest import settings
from tests.factories import make_article, make_member

PAGES = ("/about", "/privacy", "/health-data", "/rules", "/contact")


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_may_read_how_this_place_works_without_a_cookie(app, client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.text.count("<h1>") == 1


def test_the_about_page_leads_to_the_others(app, client):
    page = client.get("/about").text
    for path in PAGES[1:]:
        assert f'href="{path}"' in page


def test_a_guest_is_welcomed_calmly(app, client):
    for number in range(6):
        make_article(f"a-{number}", f"Article {number}")
    page = client.get("/")
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    for path in ("/help-now", "/join", "/subscribe", "/articles"):
        assert f'href="{path}"' in main
    assert re.findall(r"Article (\d)", words(page)) == ["5", "4", "3", "2"]


def test_the_first_page_stands_before_there_is_any_article(app, client):
    assert "There are no articles yet." in words(client.get("/"))


def test_a_member_is_greeted_by_the_chosen_name(app, browse):
    assert "Good to see you, Ben" in words(browse(make_member("Ben")).get("/?notice=signed-in"))


def test_the_privacy_page_tells_the_terms_that_are_kept(tmp_path):
    mine = {"RETENTION_SENT_MAIL_DAYS": "7", "RETENTION_SECURITY_LOG_DAYS": "41"}
    page = create_app({**settings(tmp_path), **mine}).test_client().get("/privacy")
    text = words(page)
    assert "Its text, for 7 days." in text
    assert "for you to see: 41 days." in text
    for cookie in ("session", "asked"):
        assert f"<dt>{cookie}</dt>" in page.text


def test_the_contact_page_names_the_operators_address(app, client):
    assert 'href="mailto:operator@example.org"' in client.get("/contact").text


def test_security_txt_names_a_contact_and_ends(app, client):
    answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:operator@example.org"
    ends = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=30) < ends - clock.now() < timedelta(days=365)
    assert ends.tzinfo == UTC
    assert lines["Canonical"] == "http://localhost/.well-known/security.txt"


def test_without_an_address_the_contact_is_a_page(tmp_path):
    client = create_app({**settings(tmp_path), "CONTACT_EMAIL": ""}).test_client()
    assert "Contact: http://localhost/contact" in client.get("/.well-known/security.txt").text
    assert client.get("/contact").status_code == 200
