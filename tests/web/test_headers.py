"""What every answer says to browsers and caches."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from forum import proofs
from forum.extensions import db
from forum.models import Purpose, Role
from forum.web import viewer
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_member
from tests.web.conftest import addresses


def answers(app, browser):
    """An answer of every page, and of each kind of error."""
    for rule, path in addresses(app):
        if "GET" in rule.methods:
            yield path, browser.get(path)
    yield "404", browser.get("/nowhere")
    yield "forged", browser.post("/sign-in", data={"email": "x"}, forged=True)
    yield "host", browser.get("/", headers={"Host": "evil.example"})
    yield "long", browser.post("/sign-in", data={"email": "x" * 2_200_000})


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.ADMIN])
def test_every_answer_says_what_a_browser_may_do_with_it(app, browse, people, role):
    for path, answer in answers(app, browse(people[role] if role else None)):
        headers = answer.headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'self'", path
        assert policy["object-src"] == policy["base-uri"] == "'none'", path
        assert policy["frame-ancestors"] == "'none'", path
        assert policy["form-action"] == "'self'", path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer, strict-origin"}, path
        assert "Access-Control-Allow-Origin" not in headers, path
        if answer.data and answer.mimetype.startswith("text/"):
            assert "charset=utf-8" in headers["Content-Type"], path


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_no_page_of_a_member_is_kept_anywhere(app, client, browse, people, role):
    """CVE-2023-30861: one person's page or cookie out of a shared cache."""
    for path, answer in answers(app, browse(people[role])):
        if (
            path == "host"
            or path.startswith("/assets/")
            or answer.mimetype in {"application/atom+xml"}
        ):
            continue
        if path.endswith((".xml", ".txt")):
            continue
        if path.startswith(("/help-now", "/manifest.", "/service-worker.")):
            assert answer.data == client.get(path).data, "there everybody is a guest"
            continue
        assert answer.headers["Cache-Control"] == "no-store", path


def test_guest_pages_are_asked_about_again_and_set_no_cookie(app, client, people):
    for path, answer in answers(app, client):
        assert answer.headers.getlist("Set-Cookie") == [], path
        kept = answer.headers["Cache-Control"]
        assert kept in {"no-cache", "no-store"} or "max-age" in kept, path
        if kept == "no-cache":
            assert "Cookie" in answer.headers["Vary"], path


def test_a_header_of_the_request_changes_no_page_that_is_kept(app, client, people):
    """CVE-2026-53943: a request header changed a shared page."""
    plain = client.get("/articles/ivig")
    for name in ("X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL",
                 "X-Forwarded-Prefix", "X-HTTP-Method-Override", "X-Forwarded-Scheme"):  # fmt: skip
        assert client.get("/articles/ivig", headers={name: "evil.example"}).data == plain.data
    assert client.get("/articles/ivig").data == plain.data


@pytest.mark.parametrize("name", ["snowdrop.css", "snowdrop.js", "icons.svg", "favicon.svg"])
def test_styles_and_scripts_are_kept_for_good_under_their_fingerprint(app, client, name):
    path = app.jinja_env.globals["asset"](name)
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert answer.headers.getlist("Set-Cookie") == []


def test_a_page_whose_address_is_a_secret_is_told_to_nobody(app, client, people):
    with unit_of_work():
        tokens = {
            path: proofs.issue(
                purpose, "x@example.org", member_id=1, payload={"frequency": "weekly"}
            ).token
            for path, purpose in {
                "/sign-in/link/": Purpose.SIGN_IN,
                "/you/email/": Purpose.CHANGE_EMAIL,
                "/you/email/undo/": Purpose.UNDO_EMAIL,
                "/subscribe/confirm/": Purpose.CONFIRM_DIGEST,
                "/comments/confirm/": Purpose.CONFIRM_COMMENT,
            }.items()
        }
    for path, token in tokens.items():
        for address, status in ((path + token, 200), (path + "garbage", 404)):
            answer = client.get(address)
            assert answer.status_code == status, address
            # The last word that a browser knows counts: the site without its path.
            assert answer.headers["Referrer-Policy"] == "no-referrer, strict-origin", address
            assert answer.headers["Cache-Control"] == "no-store", address
            assert "http://" not in answer.text.replace("http://www.w3.org", ""), address


def test_no_page_loads_anything_from_elsewhere(app, browse, people):
    browser = browse(people[Role.ADMIN])
    for path, answer in answers(app, browser):
        if answer.mimetype != "text/html":
            continue
        for mark in (' src="http', ' src="//', "@import", 'action="http', 'srcset="http'):
            assert mark not in answer.text, (path, mark)
        for tag in answer.text.split("<link")[1:]:
            assert 'href="http' not in tag.split(">")[0] or "canonical" in tag.split(">")[0], path
        assert " style=" not in answer.text, path
        assert not any(f" on{event}=" in answer.text for event in ("click", "load", "error")), path


def test_a_missing_page_says_so_alike_to_all(app, client, browse):
    guest = client.get("/nowhere")
    assert guest.status_code == 404
    assert "There is nothing here" in words(guest)
    assert "/nowhere" not in guest.text.replace("next=/nowhere", "")
    cora = browse(make_member("Cora")).get("/nowhere")
    assert cora.headers["Cache-Control"] == "no-store"


@pytest.fixture
def broken(app, monkeypatch):
    """A view that breaks with a message that holds what must not be told."""

    def fail(*_a, **_k):
        raise RuntimeError("cora@example.org wrote: my secret words")

    monkeypatch.setitem(app.view_functions, "accounts.you", fail)


def test_when_something_breaks_the_page_tells_nothing_and_gives_back_the_words(app, browse, broken):
    typed = "A long sentence that somebody typed with tired hands."
    answer = browse(make_member("Cora")).post("/you", data={"who_here": typed})
    assert answer.status_code == 500
    page = words(answer)
    assert "Something broke on our side" in page
    assert typed in page
    for secret in ("RuntimeError", "Traceback", "secret words", "cora@", "forum/", ".py"):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("signed_in", [True, False])
def test_without_a_database_there_is_still_a_kind_page(app, browse, monkeypatch, signed_in):
    browser = browse(make_member("Cora") if signed_in else None)

    def away(_request):
        raise OperationalError(
            "SELECT members.email", {"email": "cora@example.org"}, Exception("x")
        )

    monkeypatch.setattr(viewer, "load_viewer", away)
    # As on a real site, where what an error page raises does not leave the program.
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    typed = "A long sentence <b>that</b> somebody typed with tired hands."
    for answer in (
        browser.get("/you"),
        browser.post("/you", data={"who_here": typed}),
        browser.get("/nowhere"),
    ):
        assert answer.status_code == 500
        assert "Something broke on our side" in words(answer)
        assert "cora@example.org" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "<b>that</b>" not in browser.post("/you", data={"who_here": typed}).text


def test_when_the_commit_fails_nothing_is_half_done(app, browse, monkeypatch):
    cora = make_member("Cora")
    browser = browse(cora)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail():
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.orm.Session.commit", lambda self: fail())
        answer = browser.post("/you", data={"who_here": "carer", "mail_replies": "y"})
    assert answer.status_code == 500
    assert "Something broke on our side" in words(answer)
    db.session.remove()
    assert db.session.get_one(type(cora), cora.id).who_here == "other"
    assert browser.post("/you", data={"who_here": "carer"}).status_code == 303
