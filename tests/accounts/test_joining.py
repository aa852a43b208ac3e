"""Joining: a name, an address that is proved, and a yes asked for each thing on its own."""

from __future__ import annotations

import re

import pytest

from forum import clock
from forum.extensions import db
from forum.models import (
    Consent,
    ConsentPurpose,
    Member,
    OutboxMessage,
    Proof,
    Role,
    Subscription,
)
from tests.accounts.mail import code_in, last_mail, link_in, mails_to
from tests.accounts.together import at_once
from tests.browser_client import words
from tests.factories import make_member

# Where a table of cases asks nothing of the database, one engine is enough.
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_somebody_joins_by_the_link_of_the_mail(client, join, is_signed_in):
    answer = join()
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    answer = client.post(link_in(last_mail("cora@example.org")))
    assert (answer.status_code, answer.location) == (303, "/?notice=welcome")
    assert is_signed_in(client)
    cora = db.session.query(Member).one()
    assert (cora.handle, cora.email, cora.role) == ("Cora", "cora@example.org", Role.MEMBER)


def test_what_a_guest_chose_of_comfort_becomes_the_new_members(client, join):
    client.set_cookie("comfort", "t1.c-oat")
    join()
    client.post(link_in(last_mail("cora@example.org")))
    assert db.session.query(Member).one().comfort == "t1.c-oat"


def test_nobody_is_a_member_before_the_button_is_pressed(app, join):
    join()
    assert db.session.query(Member).count() == 0


def test_each_yes_is_kept_with_its_words_its_page_and_the_time_it_was_given(client, join):
    asked = clock.now()
    join()
    client.post(link_in(last_mail("cora@example.org")))
    kept = {row.purpose: row for row in db.session.query(Consent)}
    assert set(kept) == {ConsentPurpose.HEALTH_DATA, ConsentPurpose.AGE}
    assert kept[ConsentPurpose.HEALTH_DATA].wording == (
        "I agree that what I choose to write here about my health is kept, "
        "so that I can be a member. I can take this back at any time."
    )
    assert kept[ConsentPurpose.AGE].wording.startswith("I am 16 or older.")
    for row in kept.values():
        assert row.given_on == "/join"
        assert row.email == "cora@example.org"
        assert row.member_id is not None
        assert abs((row.given_at - asked).total_seconds()) < 60


def test_the_words_that_are_kept_are_the_words_on_the_page(client, join):
    page = words(client.get("/join"))
    join(newsletter="y")
    client.post(link_in(last_mail("cora@example.org")))
    recorded = [row.wording for row in db.session.query(Consent)]
    assert len(recorded) == 3
    assert all(words in page for words in recorded)


def test_news_come_only_to_those_who_ticked_the_box(client, join, browse):
    join()
    client.post(link_in(last_mail("cora@example.org")))
    assert db.session.query(Subscription).count() == 0
    other = browse()
    join(other, handle="Ann", email="ann@example.org", newsletter="y")
    other.post(link_in(last_mail("ann@example.org")))
    db.session.remove()
    assert [row.email for row in db.session.query(Subscription)] == ["ann@example.org"]


def test_no_box_is_ticked_beforehand(client):
    boxes = [line for line in client.get("/join").text.split("<input") if "checkbox" in line]
    assert len(boxes) == 4
    assert not any("checked" in box.split(">")[0] for box in boxes)


@ONE_ENGINE
@pytest.mark.parametrize(
    ("missing", "blame"),
    [
        ({"health": None}, "We need your yes"),
        ({"age": None}, "you are old enough"),
        ({"health": "", "age": ""}, "We need your yes"),
        ({"handle": ""}, "Please fill this in"),
        ({"email": ""}, "Please fill this in"),
        ({"email": "cora"}, "one e-mail address"),
        ({"handle": "C"}, "2 to 30 letters"),
        ({"who_here": "the queen"}, ""),
    ],
)
def test_a_form_that_is_not_complete_joins_nobody_and_keeps_what_was_typed(join, missing, blame):
    typed = {"handle": "Cora of the Hill", "email": "cora.hill@example.org", "who_shown": "y"}
    answer = join(**{**typed, **missing})
    page = answer.text
    assert answer.status_code == 422
    assert blame in words(answer)
    for name, value in {**typed, **missing}.items():
        if name in {"handle", "email"}:
            assert f'value="{value}"' in page
    assert 'name="who_shown" value="y" checked' in page
    assert db.session.query(OutboxMessage).count() == db.session.query(Proof).count() == 0


def test_a_name_that_is_taken_is_told(join):
    make_member("Cora")
    answer = join(email="another@example.org")
    assert answer.status_code == 422
    assert "has this name already" in words(answer)
    assert mails_to("another@example.org") == []


def test_trying_taken_names_does_not_use_up_the_mails_of_an_address(join):
    make_member("Cora")
    for _ in range(5):
        assert join(email="another@example.org").status_code == 422
    assert join(handle="Dora", email="another@example.org").status_code == 303


# One name, written in ways that look alike or nearly so.
SAME_NAMES = [
    ("cora", "case"),
    ("CORA", "case"),
    ("C o r a", "blanks"),
    ("Ｃｏｒａ", "width"),
    ("Co\u200bra", "a blank of no width"),
    ("Co\u00adra", "a soft hyphen"),
    ("Cora\u200d", "a joiner"),
    ("\u202eCora", "a turn of direction"),
    ("Co\u00a0ra", "a blank that does not break"),
]


@ONE_ENGINE
@pytest.mark.parametrize(("name", "why"), SAME_NAMES)
def test_nobody_can_pass_for_another_member(join, name, why):
    make_member("Cora")
    assert join(handle=name, email="another@example.org").status_code == 422, why


@ONE_ENGINE
@pytest.mark.parametrize(
    "name",
    ["admin", "Moderator", "STAFF", "a member", "A Member", "Ad min", "ａｄｍｉｎ", "Sta\u200bff"],
)
def test_nobody_can_pass_for_the_staff(join, name):
    answer = join(handle=name)
    assert answer.status_code == 422
    assert "mistaken for ours" in words(answer)


@pytest.mark.parametrize("name", ["@cora", "a/b", "...", "\u200b\u200b", "x" * 31, "ﷺ" * 30])
def test_a_name_that_no_page_can_show_is_refused_in_words(join, name):
    assert join(handle=name).status_code == 422


@pytest.mark.parametrize("name", ["O'Brien", "María José", "李小龍", "Дора", "D0ra_7", "Zoë 🌸"])
def test_names_of_many_languages_are_welcome(client, join, name):
    assert join(handle=name).status_code == 303
    client.post(link_in(last_mail("cora@example.org")))
    assert db.session.query(Member).one().handle == name


def test_a_name_taken_in_the_meantime_is_asked_for_again_at_the_link(client, join, is_signed_in):
    join()
    make_member("Cora", email="another@example.org")
    link = link_in(last_mail("cora@example.org"))
    answer = client.post(link)
    assert answer.status_code == 422
    assert "has this name already" in words(answer)
    assert not is_signed_in(client)
    assert client.post(link, data={"handle": "Cora B"}).status_code == 303
    assert is_signed_in(client)


def test_a_name_taken_in_the_meantime_is_asked_for_again_after_the_code(client, join, is_signed_in):
    join()
    make_member("Cora", email="another@example.org")
    answer = client.post("/sign-in/code", data={"code": code_in(last_mail("cora@example.org"))})
    assert answer.status_code == 422
    fields = {
        part.split('"')[1]: part.split('value="')[1].split('"')[0]
        for part in re.findall(r"<main.*</main>", answer.text, re.DOTALL)[0].split("name=")[1:]
        if 'value="' in part
    }
    client.post("/sign-in/code", data={**fields, "handle": "Cora B"})
    assert is_signed_in(client)


def test_two_people_who_take_one_name_at_once_both_get_an_answer(app, client, join, browse):
    """Both links are pressed in the same moment: one has the name, one is asked for another."""
    first, second = browse(), browse()
    join(first)
    join(second, email="other@example.org")
    links = [link_in(last_mail("cora@example.org")), link_in(last_mail("other@example.org"))]
    statuses = at_once(
        *(
            lambda b=b, link=link: b.post(link).status_code
            for b, link in zip((first, second), links, strict=True)
        )
    )
    assert sorted(statuses) == [303, 422]
    db.session.remove()
    assert db.session.query(Member).count() == 1


def test_joining_with_an_address_that_is_known_looks_the_same_and_signs_in(client, join, browse):
    make_member("Cora", email="cora@example.org")
    known = join(handle="Dora")
    unknown = join(browse(), handle="Eva", email="eva@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert words(client.get(known.location)) == words(browse().get(unknown.location))
    assert last_mail("cora@example.org").message == "sign_in"
    client.post(link_in(last_mail("cora@example.org")))
    assert db.session.query(Member).count() == 1


def test_extra_fields_make_nobody_more_than_a_member(client, join):
    extra = {"role": "admin", "state": "erased", "clinician_verified": "y", "id": "1", "demo": "y"}
    join(**extra)
    client.post(link_in(last_mail("cora@example.org")), data={**extra, "member_id": "1"})
    cora = db.session.query(Member).one()
    assert (cora.role, cora.clinician_verified, cora.demo) == (Role.MEMBER, False, False)


# What is typed as an address, and what is kept of it.
ADDRESSES = [
    ("  Cora@Example.ORG ", "cora@example.org"),
    ("cora+mg@example.org", "cora+mg@example.org"),
    ("cora@exämple.org", "cora@xn--exmple-cua.org"),
]


@ONE_ENGINE
@pytest.mark.parametrize(("typed", "kept"), ADDRESSES)
def test_an_address_is_kept_in_one_spelling(app, join, typed, kept):
    assert join(email=typed).status_code == 303
    assert [row.recipient for row in db.session.query(OutboxMessage)] == [kept]


@ONE_ENGINE
@pytest.mark.parametrize(
    "typed",
    [
        "a@example.org, b@example.org",
        "a@example.org;b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "Cora <cora@example.org>",
        "cora@example.org\x00",
        "cora@",
        "@example.org",
        "cora@localhost",
        "cora@[127.0.0.1]",
        '"c r"@example.org',
        "cora@" + "a." * 130 + "org",
    ],
)
def test_what_is_not_one_address_gets_no_mail(join, typed):
    assert join(email=typed).status_code == 422
    assert db.session.query(OutboxMessage).count() == 0
