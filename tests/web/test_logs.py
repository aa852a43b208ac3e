"""The log tells what broke and where, and nothing about anybody."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts import passwords
from forum.extensions import db
from forum.models import Member
from tests.accounts.mail import code_in, last_mail, link_in
from tests.factories import make_member

WHO = "cora@example.org"
PASSWORD = "four quiet violet rivers"
POST = "My neurologist raised my dose and I feel afraid."
SECRETS = ["cora", "@", "example.org", PASSWORD, "neurologist", "afraid", "stranger", "next="]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture):
    """All that was logged, as it would be written to the file."""
    caplog.set_level(logging.INFO)
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")

    def read() -> str:
        return "\n".join(formatter.format(record) for record in caplog.records)

    return read


def nothing_told(written: str, *more: str) -> None:
    for secret in (*SECRETS, *more):
        assert secret.lower() not in written.lower(), secret


@pytest.fixture
def cora(app):
    return make_member(
        "Cora", email="cora@example.org", password_hash=passwords.hash_password(PASSWORD)
    )


def test_signing_in_and_being_refused_leave_no_trace_of_who(app, client, browse, cora, log):
    client.get("/activities?before=3&q=neurologist")
    client.post("/sign-in?next=/you", data={"email": "cora@example.org"})
    link, code = (link_in(last_mail("cora@example.org")), code_in(last_mail("cora@example.org")))
    client.post("/sign-in/code", data={"code": "12345x"})
    for _ in range(11):
        browse().post("/sign-in", data={"email": "cora@example.org", "password": PASSWORD + "x"})
    browse().post("/sign-in", data={"email": "stranger@example.org", "password": PASSWORD})
    browse().post("/sign-in", data={"email": "cora@example.org"}, forged=True)
    browse().get(link)
    client.post(link)
    cookie = client.get_cookie("session").value
    client.get("/you?words=afraid")
    client.get("/sign-in/link/" + "x" * 43 + "?stranger")
    client.get("/", headers={"Host": "stranger.example"})
    nothing_told(log(), link.rsplit("/", 1)[1], code, cookie, "x" * 43)


def test_a_form_of_another_site_is_logged_without_its_words(app, browse, cora, log):
    browse(cora).post("/you", data={"words": POST}, forged=True)
    written = log()
    assert "POST accounts.you refused" in written
    nothing_told(written)


def breaking(app, monkeypatch, fail):
    monkeypatch.setitem(app.view_functions, "accounts.you", fail)
    monkeypatch.setitem(app.view_functions, "accounts.link", fail)


def by_its_message(**_k):
    raise RuntimeError(f"{WHO} wrote: {POST}")


def by_its_cause(**_k):
    try:
        raise KeyError(POST)
    except KeyError as error:
        raise ValueError(WHO) from error


def by_the_database(**_k):
    db.session.execute(text("SELECT * FROM nowhere WHERE email = :email"), {"email": POST})


def by_a_rule_of_the_database(**_k):
    db.session.add(Member(handle=POST, handle_key=POST, email=WHO))
    db.session.flush()


@pytest.mark.parametrize(
    "fail", [by_its_message, by_its_cause, by_the_database, by_a_rule_of_the_database]
)
def test_what_breaks_is_logged_without_addresses_links_and_words(
    app, browse, cora, log, monkeypatch, fail
):
    breaking(app, monkeypatch, fail)
    browser = browse(cora)
    assert browser.post("/you?q=neurologist", data={"words": POST}).status_code == 500
    assert browser.get("/sign-in/link/a-secret-token").status_code == 500
    written = log()
    assert "POST accounts.you failed" in written
    assert "test_logs.py" in written, "it tells where"
    nothing_told(written.replace("email = :email", ""), "a-secret-token")


def test_a_commit_that_fails_is_logged_without_its_values(app, browse, cora, log, monkeypatch):
    browser = browse(cora)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail(_self):
        raise SQLAlchemyError(POST)

    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.orm.Session.commit", fail)
        assert browser.post("/you?q=neurologist", data={"who_here": "carer"}).status_code == 500
    nothing_told(log())


def test_nothing_that_is_typed_can_forge_a_line_of_the_log(app, client, log):
    for path in ("/x%0aERROR forged", "/sign-in/link/x%0d%0aERROR forged", "/articles/x%0aERROR"):
        client.get(path)
        client.post(path, data={"x": "\nERROR forged"}, headers={"User-Agent": "ERROR forged"})
    assert "forged" not in log().replace("may be", "")
