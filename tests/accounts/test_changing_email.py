"""A new address is proved; the old one is told and can undo it for seven days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.accounts import passwords
from forum.extensions import db
from forum.models import Member, OutboxMessage
from tests.accounts.mail import last_mail, link_in, mails_to
from tests.browser_client import words
from tests.factories import make_member

ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])
OLD, NEW = "cora@example.org", "new@example.org"


@pytest.fixture
def cora(app):
    return make_member("Cora", email=OLD)


def address(member: Member) -> str | None:
    db.session.remove()
    return db.session.get_one(Member, member.id).email


def change(browser, new=NEW):
    """Ask for the change and press the button in the new mailbox."""
    assert browser.post("/you/email", data={"email": new}).status_code == 303
    return browser.post(link_in(last_mail(new)))


def test_nothing_changes_until_the_new_address_is_proved(browse, cora):
    browser = browse(cora)
    browser.post("/you/email", data={"email": NEW})
    assert address(cora) == OLD
    link = link_in(last_mail(NEW))
    assert browser.get(link).status_code == 200
    assert address(cora) == OLD
    assert browser.post(link).location == "/?notice=email-changed"
    assert address(cora) == NEW
    assert browser.post(link).status_code == 404


def test_the_old_address_is_told_and_undoes_it(client, browse, cora, sessions):
    browser = browse(cora)
    change(browser)
    undo = link_in(last_mail(OLD))
    assert last_mail(OLD).message == "email_changed"
    assert client.get(undo).status_code == 200
    assert address(cora) == NEW
    answer = client.post(undo)
    assert answer.location == "/?notice=email-undone"
    assert address(cora) == OLD
    assert sessions() == 0
    assert client.post(undo).status_code == 404


@pytest.mark.parametrize(("days", "works"), [(6.9, True), (7.1, False)])
def test_undoing_is_possible_for_seven_days(client, browse, cora, days, works):
    change(browse(cora))
    with clock.travel(timedelta(days=days)):
        client.post(link_in(last_mail(OLD)))
    assert address(cora) == (OLD if works else NEW)


def test_after_an_undo_a_thief_has_no_way_back(client, browse, cora, sessions):
    """A thief with an open browser moved the address, twice, set a password and kept links."""
    thief = browse(cora)
    thief.post("/you/password", data={"password": "the thief's own words"})
    change(thief, "thief@example.org")
    change(thief, "thief2@example.org")
    undo_of_thief = link_in(last_mail("thief@example.org"))
    thief.post("/you/email", data={"email": "thief3@example.org"})
    change_of_thief = link_in(last_mail("thief3@example.org"))
    other = browse()
    other.post("/sign-in", data={"email": "thief2@example.org"})
    sign_in_of_thief = link_in(last_mail("thief2@example.org"))

    client.post(link_in(last_mail(OLD)))

    assert address(cora) == OLD
    for link in (undo_of_thief, change_of_thief, sign_in_of_thief):
        assert other.post(link).status_code == 404, link
    answer = other.post("/sign-in", data={"email": OLD, "password": "the thief's own words"})
    assert answer.status_code == 422
    assert sessions() == 0
    assert address(cora) == OLD


def test_undoing_a_later_change_does_not_take_away_the_first_undo(client, browse, cora):
    thief = browse(cora)
    change(thief, "thief@example.org")
    first = link_in(last_mail(OLD))
    change(thief, "thief2@example.org")
    client.post(link_in(last_mail("thief@example.org")))
    assert address(cora) == "thief@example.org"
    client.post(first)
    assert address(cora) == OLD


def test_a_taken_address_does_not_tell(browse, cora):
    make_member("Ann", email="ann@example.org")
    browser = browse(cora)
    taken = browser.post("/you/email", data={"email": "ann@example.org"})
    free = browser.post("/you/email", data={"email": NEW})
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert mails_to("ann@example.org") == []


def test_an_address_taken_in_the_meantime_stays_with_its_owner(browse, cora):
    browser = browse(cora)
    browser.post("/you/email", data={"email": NEW})
    ann = make_member("Ann", email=NEW)
    answer = browser.post(link_in(last_mail(NEW)))
    assert answer.status_code == 400
    assert "write to us" in words(answer)
    assert (address(cora), address(ann)) == (OLD, NEW)


def test_an_old_address_taken_in_the_meantime_stays_with_its_owner(client, browse, cora):
    change(browse(cora))
    ann = make_member("Ann", email=OLD)
    answer = client.post(link_in(last_mail(OLD)))
    assert answer.status_code == 400
    assert (address(cora), address(ann)) == (NEW, OLD)


@ONE_ENGINE
def test_asking_for_a_change_is_limited_like_all_mail(browse, cora):
    browser = browse(cora)
    statuses = [browser.post("/you/email", data={"email": NEW}).status_code for _ in range(5)]
    assert statuses == [303] * 3 + [429] * 2


@ONE_ENGINE
def test_another_site_cannot_ask_for_a_change(browse, cora):
    browser = browse(cora)
    assert browser.post("/you/email", data={"email": NEW}, forged=True).status_code == 400
    assert db.session.query(OutboxMessage).count() == 0


@ONE_ENGINE
def test_the_link_of_one_member_does_not_move_another(browse, cora):
    ann = make_member("Ann")
    browse(cora).post("/you/email", data={"email": NEW})
    browse(ann).post(
        link_in(last_mail(NEW)), data={"member_id": str(ann.id), "email": "x@example.org"}
    )
    assert (address(cora), address(ann)) == (NEW, ann.email)


@ONE_ENGINE
def test_the_password_stays_when_the_owner_changes_the_address(browse, client):
    cora = make_member(
        "Cora", email=OLD, password_hash=passwords.hash_password("quiet violet rivers")
    )
    change(browse(cora))
    answer = client.post("/sign-in", data={"email": NEW, "password": "quiet violet rivers"})
    assert answer.status_code == 303
