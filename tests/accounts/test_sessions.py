"""Sessions live on the server: they end where and when we say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts import passwords, services
from forum.extensions import db
from forum.models import Member, MemberSession, Role
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.conftest import build, settings
from tests.factories import make_member

ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app, browse, sessions):
    browser = browse(make_member("Cora"))
    copied = browse()
    copied.set_cookie("session", browser.get_cookie("session").value, domain="localhost")
    assert copied.get("/you").status_code == 200
    answer = browser.post("/sign-out")
    assert answer.location == "/?notice=signed-out"
    assert copied.get("/you").status_code == 302
    assert sessions() == 0


@ONE_ENGINE
def test_signing_out_clears_the_cache_but_not_the_comfort_of_the_pages(app, browse):
    browser = browse(make_member("Cora"))
    browser.set_cookie("comfort", "large", domain="localhost")
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("session=;")
    assert browser.get_cookie("comfort").value == "large"


@ONE_ENGINE
def test_another_site_cannot_sign_a_member_out(app, browse, is_signed_in):
    browser = browse(make_member("Cora"))
    assert browser.post("/sign-out", forged=True).status_code == 400
    assert browser.get("/sign-out").status_code == 404
    assert is_signed_in(browser)


# After how long without a page, or since signing in, is a session over?
LIMITS = [
    (Role.MEMBER, timedelta(days=89), True),
    (Role.MEMBER, timedelta(days=91), False),
    (Role.REVIEWER, timedelta(hours=11), True),
    (Role.REVIEWER, timedelta(hours=13), False),
    (Role.MODERATOR, timedelta(hours=13), False),
    (Role.EDITOR, timedelta(hours=13), False),
    (Role.ADMIN, timedelta(hours=11), True),
    (Role.ADMIN, timedelta(hours=13), False),
]


@ONE_ENGINE
@pytest.mark.parametrize(("role", "quiet", "alive"), LIMITS)
def test_a_session_ends_by_itself_after_quiet(app, browse, is_signed_in, role, quiet, alive):
    browser = browse(make_member("Cora", role))
    with clock.travel(quiet):
        assert is_signed_in(browser) is alive


def test_a_session_that_is_used_ends_after_a_year(app, browse, is_signed_in):
    browser = browse(make_member("Cora"))
    for days in range(60, 361, 60):
        with clock.travel(timedelta(days=days)):
            assert is_signed_in(browser)
    with clock.travel(timedelta(days=366)):
        assert not is_signed_in(browser)


@ONE_ENGINE
def test_reading_marks_a_session_as_used_once_an_hour_not_at_each_page(
    app, browse, count_statements
):
    browser = browse(make_member("Cora"))
    first = count_statements(lambda: browser.get("/you/email"))
    with clock.travel(timedelta(minutes=61)):
        assert count_statements(lambda: browser.get("/you/email")) == first + 1
        assert count_statements(lambda: browser.get("/you/email")) == first


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.MEMBER])
def test_a_change_of_role_ends_all_sessions(app, browse, is_signed_in, role):
    cora = make_member("Cora", Role.EDITOR)
    browsers = [browse(cora), browse(cora)]
    with unit_of_work():
        services.give_role(db.session.get_one(Member, cora.id), role)
    assert not any(is_signed_in(browser) for browser in browsers)


def test_a_member_sees_their_devices_and_ends_the_others(app, browse, is_signed_in):
    cora = make_member("Cora")
    here, there = browse(cora), browse(cora)
    page = words(here.get("/you/sessions"))
    assert page.count("last used") == 2
    assert page.count("(this device)") == 1
    assert here.post("/you/sessions/end").status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)


@ONE_ENGINE
def test_nobody_ends_or_sees_the_session_of_another_member(app, browse, is_signed_in):
    ann, cora = browse(make_member("Ann")), browse(make_member("Cora"))
    number = db.session.query(MemberSession).order_by(MemberSession.id).first().id
    data = {"session_id": number, "id": number, "member_id": 1, "keep": number}
    for path in ("/you/sessions/end", "/sign-out"):
        assert cora.post(path, data=data).status_code == 303
        assert is_signed_in(ann)
    for path in (f"/you/sessions/{number}", f"/you/sessions/{number}/end", f"/sign-out/{number}"):
        assert ann.post(path).status_code == 404
    assert words(ann.get("/you/sessions")).count("last used") == 1


@ONE_ENGINE
@pytest.mark.parametrize(
    "value", ["", "x", "x" * 5000, "null", "0", "1", "' OR 1=1 --", "%00", "\xff\xfe", "..%2f"]
)
def test_a_made_up_cookie_is_a_guest(app, client, value):
    make_member("Cora")
    answer = client.get("/you", headers={"Cookie": f"session={value}"})
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/you")


@ONE_ENGINE
def test_a_member_who_was_erased_is_signed_out(app, browse, is_signed_in):
    cora = make_member("Cora")
    browser = browse(cora)
    with unit_of_work():
        db.session.get_one(Member, cora.id).state = "erased"
    assert not is_signed_in(browser)


@pytest.fixture(scope="module")
def tls_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site behind https."""
    environ = settings(tmp_path_factory.mktemp("tls"))
    return build({**environ, "PUBLIC_URL": "https://mg.example.org"})


def test_over_https_cookies_are_bound_to_the_host_and_hidden_from_scripts(tls_app):
    with tls_app.app_context():
        make_member(
            "Cora", email="cora@example.org", password_hash=passwords.hash_password("abcdefghij!!")
        )
    browser = tls_app.test_client()
    base = "https://mg.example.org"
    headers = {"Origin": base}
    data = {"email": "cora@example.org"}
    answer = browser.post("/sign-in", data=data, base_url=base, headers=headers)
    [asked] = answer.headers.getlist("Set-Cookie")
    data["password"] = "abcdefghij!!"
    answer = browser.post("/sign-in", data=data, base_url=base, headers=headers)
    cookies = answer.headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if "session" in cookie)
    assert session.startswith("__Host-session=")
    assert asked.startswith("__Secure-asked=")
    for cookie in (session, asked):
        parts = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
    assert "Path=/" in session.split("; ")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    page = browser.get("/you", base_url=base)
    assert page.status_code == 200
    planted = tls_app.test_client()
    value = session.split("=", 1)[1].split(";")[0]
    planted.set_cookie("session", value, domain="mg.example.org")
    assert planted.get("/you", base_url=base).status_code == 302, "a name without the prefix"


@ONE_ENGINE
def test_over_plain_http_the_cookie_is_hidden_from_scripts_and_other_sites(app, client):
    make_member(
        "Cora", email="cora@example.org", password_hash=passwords.hash_password("abcdefghij!!")
    )
    answer = client.post("/sign-in", data={"email": "cora@example.org", "password": "abcdefghij!!"})
    session = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in session.split(";")}
