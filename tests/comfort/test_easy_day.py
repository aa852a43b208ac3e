"""An easy day: only what is for me, one thing at a time, until the next morning."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from forum import clock
from forum.comfort.easy_day import next_morning, read_offset
from forum.digest.windows import due_subscriptions
from forum.extensions import db
from forum.models import Follow, FollowKind, Frequency, Member, Subscription, SubscriptionState
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_member, make_thread
from tests.publishing.test_road import send


def at(hour, day=22):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "offset", "ends"),
    [
        (at(20), 60, at(5, 23)),
        (at(2), 60, at(5)),
        (at(2), -300, at(11)),
        (at(12), -300, at(11, 23)),
        (at(5), 60, at(5, 23)),
        (at(20), None, at(6, 23)),
        (at(2), None, at(6, 23)),
    ],
)
def test_it_ends_at_six_in_the_morning_of_where_one_is(now, offset, ends):
    assert next_morning(now, offset) == ends


@pytest.mark.parametrize("given", [None, "", "x", "99999", "-99999", "1.5", "²"])
def test_an_offset_that_makes_no_sense_is_none(given):
    assert read_offset(given) is None


@pytest.fixture
def cora(browse):
    return browse(make_member("Cora"))


def begin(member):
    answer = member.post("/rest/easy", data={"offset": "0"})
    assert answer.location == "/activities?notice=easy-begun"
    return member.get("/activities")


def test_only_what_is_for_me_one_at_a_time_the_oldest_first(browse, cora):
    ben = browse(make_member("Ben"))
    mine = make_thread(cora.member, "How was your week?")
    others = make_thread(make_member("Dora"), "A quiet talk of others.")
    with unit_of_work():
        follow = {"kind": FollowKind.THREAD, "subject_id": others.thread_id}
        db.session.add(Follow(member_id=cora.member.id, at=clock.now(), **follow))
    for opening, text in ((others, "Between others."), (mine, "First for you."), (mine, "Second.")):
        thread = type("Thread", (), {"id": opening.thread_id})
        assert send(ben, thread, text).status_code == 303
    assert "Between others." in words(cora.get("/you/notices"))
    page = begin(cora)
    assert "First for you." in words(page)
    for hidden in ("Second.", "Between others.", "New from all members"):
        assert hidden not in words(page)
    assert "Between others." not in words(cora.get("/you/notices"))
    for expected in ("Second.", "Nothing for you right now."):
        seen = re.search(r'action="(/you/notices/\d+/read)"', page.text)[1]
        page = cora.get(cora.post(seen).location)
        assert expected in words(page)
    cora.post("/rest/easy/end")
    assert "Between others." in words(cora.get("/you/notices"))


def test_it_ends_by_itself(cora):
    begin(cora)
    with unit_of_work():
        member = db.session.get(Member, cora.member.id)
        member.easy_until = clock.now() - timedelta(seconds=1)
    assert "New from all members" in words(cora.get("/activities"))


def test_nobody_marks_anothers_news_as_read(browse, cora):
    mine = make_thread(cora.member, "How was your week?")
    ben = browse(make_member("Ben"))
    send(ben, type("Thread", (), {"id": mine.thread_id}), "For Cora.")
    seen = re.search(r'action="(/you/notices/\d+/read)"', begin(cora).text)[1]
    ben.post(seen)
    assert "For Cora." in words(cora.get("/activities"))


def test_the_news_by_mail_waits_until_the_day_is_over(cora):
    with unit_of_work():
        db.session.add(
            Subscription(
                token="a" * 20,
                email=cora.member.email,
                state=SubscriptionState.ACTIVE,
                frequency=Frequency.WEEKLY,
                confirmed_at=clock.now() - timedelta(days=30),
                created_at=clock.now() - timedelta(days=30),
            )
        )
    assert len(due_subscriptions(clock.now(), 5)) == 1
    begin(cora)
    assert due_subscriptions(clock.now(), 5) == []
    cora.post("/rest/easy/end")
    assert len(due_subscriptions(clock.now(), 5)) == 1


def test_a_guest_has_no_easy_day(client):
    assert "easy day" not in client.get("/rest").text
    answer = client.post("/rest/easy", headers={"Origin": "http://localhost"})
    assert answer.status_code == 401
