"""Signing in by link, by code and by password, and everything that must not work."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median

import pytest
from flask import Flask

from forum import clock, proofs
from forum.accounts import passwords
from forum.extensions import db
from forum.models import Attempt, MemberSession, OutboxMessage, Proof, Purpose, SecurityEvent
from forum.web.transaction import unit_of_work
from tests.accounts.mail import code_in, last_mail, link_in, mails_to
from tests.accounts.together import at_once
from tests.browser_client import words
from tests.factories import make_member

ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])
MINUTE = timedelta(minutes=1)
PASSWORD = "four quiet violet rivers"


def ask(browser, email="cora@example.org", **values):
    return browser.post("/sign-in", data={"email": email, **values})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
def cora(app: Flask):
    """A member with a password."""
    return make_member(
        "Cora", email="cora@example.org", password_hash=passwords.hash_password(PASSWORD)
    )


# ---------------------------------------------------------------- links


def test_a_link_signs_in_once(client, browse, cora, is_signed_in):
    ask(client)
    link = link_in(last_mail("cora@example.org"))
    assert client.post(link).location == "/?notice=signed-in"
    assert is_signed_in(client)
    second = browse()
    assert second.post(link).status_code == 404
    assert not is_signed_in(second)


def test_a_mail_scanner_that_opens_every_link_changes_nothing(client, browse, cora, sessions):
    """CVE-2019-1020018: a GET signed people in."""
    ask(client)
    link = link_in(last_mail("cora@example.org"))
    scanner = browse()
    for _ in range(3):
        opened = scanner.get(link)
        assert (opened.status_code, opened.headers.getlist("Set-Cookie")) == (200, [])
        assert scanner.head(link).status_code == 200
        assert scanner.options(link).status_code == 200
    assert sessions() == 0
    assert db.session.query(Proof).filter(Proof.used_at.isnot(None)).count() == 0
    assert client.post(link).status_code == 303


def test_every_link_that_does_not_work_shows_the_same_page(client, cora):
    ask(client)
    used = link_in(last_mail("cora@example.org"))
    client.post(used)
    client.delete_cookie("session", domain="localhost")
    ask(client)
    living = link_in(last_mail("cora@example.org"))
    with unit_of_work():
        issued = proofs.issue(Purpose.CONFIRM_DIGEST, "cora@example.org", payload={})
    links = {
        "used": used,
        "garbage": "/sign-in/link/garbage",
        "nearly right": living[:-1] + ("A" if living[-1] != "A" else "B"),
        "longer": living + "A",
        "for another purpose": f"/sign-in/link/{issued.token}",
        "for another page": living.replace("/sign-in/link/", "/you/email/"),
        "very long": "/sign-in/link/" + "A" * 2000,
        "not text": "/sign-in/link/%ff%fe%00",
    }
    pages = {}
    for name, link in links.items():
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 404, name
            pages[name] = words(answer)
    with clock.travel(31 * MINUTE):
        answer = client.get(living)
        assert answer.status_code == 404
        pages["too old"] = words(answer)
    pages.pop("not text")
    assert len(set(pages.values())) == 1
    assert "This link has been used or is too old. Ask for a new one." in pages["used"]
    assert "Ask for a new link" in pages["used"]


def test_a_link_works_for_thirty_minutes(client, cora):
    ask(client)
    with clock.travel(29 * MINUTE):
        assert client.post(link_in(last_mail("cora@example.org"))).status_code == 303


def test_one_link_pressed_twice_at_once_makes_one_session(client, browse, cora, sessions):
    ask(client)
    link = link_in(last_mail("cora@example.org"))
    browsers = [browse() for _ in range(4)]
    statuses = at_once(*(lambda b=b: b.post(link).status_code for b in browsers))
    assert sorted(statuses) == [303, 404, 404, 404]
    assert sessions() == 1


def test_a_link_sent_to_an_address_one_has_left_signs_in_nobody(client, cora, sessions):
    ask(client)
    link = link_in(last_mail("cora@example.org"))
    with unit_of_work():
        db.session.get_one(type(cora), cora.id).email = "new@example.org"
    assert client.post(link).status_code == 404
    make_member("Ann", email="cora@example.org")
    assert client.post(link).status_code == 404, "nor the one who has the address now"
    assert sessions() == 0


@ONE_ENGINE
def test_tokens_are_long_random_and_not_kept(client, cora):
    ask(client)
    token = link_in(last_mail("cora@example.org")).rsplit("/", 1)[1]
    row = db.session.query(Proof).one()
    assert len(token) >= 43
    kept = {str(getattr(row, column.name)) for column in Proof.__table__.columns}
    assert token not in kept
    assert code_in(last_mail("cora@example.org")) not in kept
    assert client.get_cookie("asked", path="/sign-in").value not in kept


# ---------------------------------------------------------------- codes


def test_a_code_works_in_the_browser_that_asked(client, cora, is_signed_in):
    ask(client)
    code = code_in(last_mail("cora@example.org"))
    answer = client.post("/sign-in/code", data={"code": f" {code[:3]} {code[3:]} "})
    assert answer.status_code == 303
    assert is_signed_in(client)
    assert client.get_cookie("asked", path="/sign-in") is None


def test_a_code_works_once(client, browse, cora):
    ask(client)
    code = code_in(last_mail("cora@example.org"))
    asked = client.get_cookie("asked", path="/sign-in").value
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303
    second = browse()
    second.set_cookie("asked", asked, domain="localhost", path="/sign-in")
    assert second.post("/sign-in/code", data={"code": code}).status_code == 422


def test_a_code_works_in_no_other_browser(client, browse, cora, sessions):
    ask(client)
    code = code_in(last_mail("cora@example.org"))
    other = browse()
    assert other.post("/sign-in/code", data={"code": code}).status_code == 422
    ask(other, "stranger@example.org")
    assert other.post("/sign-in/code", data={"code": code}).status_code == 422
    assert sessions() == 0


def test_a_code_dies_after_five_tries_and_the_link_still_works(client, cora, is_signed_in):
    ask(client)
    mail = last_mail("cora@example.org")
    code = code_in(mail)
    for _ in range(5):
        assert client.post("/sign-in/code", data={"code": wrong(code)}).status_code == 422
    assert client.post("/sign-in/code", data={"code": code}).status_code == 422
    assert not is_signed_in(client)
    client.post(link_in(mail))
    assert is_signed_in(client)


def test_the_fifth_try_may_be_the_right_one(client, cora):
    ask(client)
    code = code_in(last_mail("cora@example.org"))
    for _ in range(4):
        client.post("/sign-in/code", data={"code": wrong(code)})
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303


def test_guesses_sent_all_at_once_are_counted_one_by_one(client, browse, cora):
    """CVE-2022-2166: unlimited guesses."""
    ask(client)
    asked = client.get_cookie("asked", path="/sign-in").value

    def guess():
        browser = browse()
        browser.set_cookie("asked", asked, domain="localhost", path="/sign-in")
        return browser.post("/sign-in/code", data={"code": "x1"}).status_code

    assert set(at_once(*[guess] * 10)) == {422}
    db.session.remove()
    assert db.session.query(Proof).one().tries == 5


def test_a_code_lives_ten_minutes_and_the_link_goes_on(client, cora):
    ask(client)
    mail = last_mail("cora@example.org")
    with clock.travel(11 * MINUTE):
        assert client.post("/sign-in/code", data={"code": code_in(mail)}).status_code == 422
        assert client.post(link_in(mail)).status_code == 303


@ONE_ENGINE
def test_all_that_is_no_code_is_refused_alike(client, cora):
    ask(client)
    code = code_in(last_mail("cora@example.org"))
    pages = set()
    for typed in (wrong(code), code[:5], code + "0", "abcdef", "²²²²²²", "' OR 1=1"):
        answer = client.post(
            "/sign-in/code", data={"code": typed}, headers={"Cookie": "asked=\xff\xfe"}
        )
        assert answer.status_code == 422
        pages.add(words(answer))
    assert len(pages) == 1


# ---------------------------------------------------------------- known and unknown look alike


def test_known_and_unknown_addresses_get_the_same_answer(client, browse, cora):
    other = browse()
    known, unknown = ask(client), ask(other, "stranger@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert words(client.get(known.location)) == words(other.get(unknown.location))
    assert len(known.data) == len(unknown.data)
    cookies = [answer.headers["Set-Cookie"].split(";")[1:] for answer in (known, unknown)]
    assert [part for part in cookies[0] if "Expires" not in part] == [
        part for part in cookies[1] if "Expires" not in part
    ]
    assert len(mails_to("cora@example.org")) == len(mails_to("stranger@example.org")) == 1
    assert last_mail("stranger@example.org").message == "no_account"


def test_known_and_unknown_addresses_make_the_same_work(client, cora, count_statements):
    ask(client, "warm@example.org")
    known = count_statements(lambda: ask(client))
    unknown = count_statements(lambda: ask(client, "stranger@example.org"))
    assert known == unknown


def test_a_wrong_password_looks_the_same_with_and_without_an_account(client, cora):
    pages = []
    for email in ("cora@example.org", "stranger@example.org"):
        answer = ask(client, email, password="not the one")
        assert answer.status_code == 422
        pages.append(words(answer))
    assert pages[0] == pages[1]


def test_a_wrong_password_makes_the_same_work_with_and_without_an_account(
    client, cora, count_statements, monkeypatch
):
    make_member("Dora", email="dora@example.org")
    checked = []

    class Counting:
        """The real hasher, and a note of each use."""

        def verify(self, stored, password):
            checked.append(stored.split("$")[3])
            return real.verify(stored, password)

        hash = passwords._HASHER.hash

    real = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    counts = []
    for email in ("cora@example.org", "stranger@example.org", "dora@example.org"):
        counts.append(
            count_statements(lambda email=email: ask(client, email, password="not the one"))
        )
    assert len(checked) == 3
    assert len(set(checked)) == 1, "the same cost for each"
    assert len(set(counts)) == 1


@ONE_ENGINE
def test_a_wrong_password_takes_as_long_with_as_without_an_account(app, cora):
    """Interleaved, so that a busy machine is busy for both; peers differ by thirty times."""
    passwords.matches(None, "warm")
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(12):
        for known in (True, False):
            start = time.perf_counter()
            passwords.matches(cora.password_hash if known else None, "not the one")
            times[known].append(time.perf_counter() - start)
    assert 0.4 < median(times[True]) / median(times[False]) < 2.5


# ---------------------------------------------------------------- passwords


def test_a_member_signs_in_with_a_password(client, cora, is_signed_in):
    answer = ask(client, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/?notice=signed-in")
    assert is_signed_in(client)
    assert mails_to("cora@example.org") == []


def test_ten_tries_in_a_quarter_of_an_hour_then_wait_but_a_link_still_comes(client, cora):
    for _ in range(10):
        assert ask(client, password="not the one").status_code == 422
    answer = ask(client, password=PASSWORD)
    assert answer.status_code == 429
    assert "ask for a sign-in link" in words(answer)
    assert 'value="cora@example.org"' in answer.text
    assert ask(client).status_code == 303
    assert client.post(link_in(last_mail("cora@example.org"))).status_code == 303


def test_nobody_is_shut_out_for_good_by_somebody_who_guesses(client, cora):
    for _ in range(11):
        ask(client, password="not the one")
    with clock.travel(16 * MINUTE):
        assert ask(client, password=PASSWORD).status_code == 303


def test_tries_sent_all_at_once_are_counted_one_by_one(browse, cora):
    def guess():
        return ask(browse(), password="not the one").status_code

    assert sorted(at_once(*[guess] * 14)) == [422] * 10 + [429] * 4


@ONE_ENGINE
def test_a_forged_forwarding_header_does_not_get_round_a_limit(client, cora):
    """With PROXIES=0 nobody is trusted to say where a request comes from."""
    make_member("Dora", email="dora@example.org")
    statuses = []
    for number in range(62):
        answer = client.post(
            "/sign-in",
            data={"email": f"x{number}@example.org", "password": "not the one"},
            headers={
                "X-Forwarded-For": f"10.0.0.{number}",
                "X-Real-IP": f"10.0.1.{number}",
                "Forwarded": f"for=10.0.2.{number}",
            },
        )
        statuses.append(answer.status_code)
    assert statuses == [422] * 60 + [429] * 2


def test_a_refused_password_stands_in_the_security_log_of_the_member(client, cora, browse):
    ask(client, password="not the one")
    assert "A wrong password was tried" in words(browse(cora).get("/you/sessions"))


# ---------------------------------------------------------------- how many mails


def test_fifteen_sign_ups_of_one_address_send_three_mails(client, browse, join):
    """CVE-2022-31184: mail flooding."""
    statuses = [join(browse(), handle=f"Cora {number}").status_code for number in range(15)]
    assert statuses == [303] * 3 + [429] * 12
    assert len(mails_to("cora@example.org")) == 3


def test_all_doors_together_send_three_mails_to_an_address(client, browse, join, cora):
    for _ in range(3):
        ask(browse())
        join(browse(), handle="Somebody")
    assert len(mails_to("cora@example.org")) == 3


@ONE_ENGINE
def test_an_address_gets_ten_mails_a_day_at_most(client, browse, cora):
    with_mail = 0
    for hour in range(6):
        with clock.travel(timedelta(hours=hour)):
            for _ in range(3):
                with_mail += ask(browse()).status_code == 303
    assert with_mail == len(mails_to("cora@example.org")) == 10
    with clock.travel(timedelta(hours=26)):
        assert ask(client).status_code == 303


@ONE_ENGINE
def test_one_machine_writes_to_forty_addresses_an_hour_at_most(client):
    statuses = [
        client.post(
            "/sign-in",
            data={"email": f"x{number}@example.org"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        ).status_code
        for number in range(42)
    ]
    assert statuses == [303] * 40 + [429] * 2


def test_mails_asked_for_at_once_are_counted_one_by_one(browse, cora):
    statuses = at_once(*[lambda: ask(browse()).status_code] * 8)
    assert sorted(statuses) == [303] * 3 + [429] * 5
    assert len(mails_to("cora@example.org")) == 3


@ONE_ENGINE
def test_what_is_counted_holds_no_address(client, cora):
    ask(client, password="not the one")
    ask(client)
    rows = db.session.query(Attempt).all()
    assert len(rows) >= 4
    assert not any("@" in row.subject or "127.0.0.1" in row.subject for row in rows)
    assert all(len(row.subject) == 64 for row in rows)


# ---------------------------------------------------------------- mail and host


@ONE_ENGINE
def test_a_forged_host_is_refused_and_never_gets_into_a_mail(client, cora):
    """CVE-2025-43930 and kin: the reset link pointed where the attacker's Host said."""
    data = {"email": "cora@example.org"}
    for host in (
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "localhost@evil.example",
    ):
        answer = client.post("/sign-in", data=data, headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil" not in answer.text
    assert mails_to("cora@example.org") == []
    for name in (
        "X-Forwarded-Host",
        "X-Host",
        "X-Forwarded-Server",
        "X-HTTP-Host-Override",
        "Forwarded",
    ):
        forged = {name: "host=evil.example" if name == "Forwarded" else "evil.example"}
        with clock.travel(timedelta(hours=len(mails_to("cora@example.org")))):
            assert client.post("/sign-in", data=data, headers=forged).status_code == 303
    mails = mails_to("cora@example.org")
    assert len(mails) == 5
    for mail in mails:
        assert link_in(mail).startswith("/sign-in/link/")
        assert "evil" not in mail.body + mail.subject


@ONE_ENGINE
def test_the_subject_of_a_mail_tells_nothing_about_health(client, cora, join):
    ask(client)
    join(handle="Dora", email="dora@example.org")
    for mail in db.session.query(OutboxMessage):
        assert not any(
            word in mail.subject.lower() for word in ("mg", "myasthenia", "ill", "health")
        )


# ---------------------------------------------------------------- where one comes back to


def test_one_comes_back_to_where_one_was_by_code_and_by_password(client, browse, cora):
    page = "/activities?kind=story&before=7"
    sent = client.get(page)
    assert sent.location == "/sign-in?next=/activities?kind%3Dstory%26before%3D7"
    answer = client.post(sent.location, data={"email": "cora@example.org"})
    code = code_in(last_mail("cora@example.org"))
    assert client.post(answer.location, data={"code": code}).location == f"{page}&notice=signed-in"
    by_password = browse().post(
        sent.location, data={"email": "cora@example.org", "password": PASSWORD}
    )
    assert by_password.location == f"{page}&notice=signed-in"


def test_signing_in_again_ends_the_session_this_browser_had(client, browse, cora, sessions):
    """ASVS 7.2.4: a new token at each sign-in, and the old one dies."""
    browser = browse(cora)
    old = browser.get_cookie("session").value
    ask(browser, password=PASSWORD)
    assert browser.get_cookie("session").value != old
    assert sessions() == 1
    thief = browse()
    thief.set_cookie("session", old, domain="localhost")
    assert thief.get("/you").status_code == 302


def test_a_cookie_planted_before_signing_in_is_worth_nothing(client, browse, cora):
    client.set_cookie("session", "planted", domain="localhost")
    ask(client, password=PASSWORD)
    assert client.get_cookie("session").value != "planted"
    other = browse()
    other.set_cookie("session", "planted", domain="localhost")
    assert other.get("/you").status_code == 302


@ONE_ENGINE
def test_the_session_row_does_not_hold_the_cookie(client, cora):
    ask(client, password=PASSWORD)
    row = db.session.query(MemberSession).one()
    cookie = client.get_cookie("session").value
    assert len(cookie) >= 43
    assert cookie not in {str(getattr(row, c.name)) for c in MemberSession.__table__.columns}


@ONE_ENGINE
def test_guessing_at_unknown_addresses_is_seen_by_the_operator(client):
    ask(client, "stranger@example.org", password="not the one")
    event = db.session.query(SecurityEvent).one()
    assert (event.kind, event.member_id) == ("password-refused", None)
