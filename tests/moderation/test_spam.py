"""Spam in bulk: many rows at one press, each decided by the ordinary road, each to be undone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.models import AuditEntry, Case, Decision, Level, OutboxMessage, Post, PostState
from forum.publishing import spam
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_post
from tests.moderation.test_lanes import desk, make_case, waiting
from tests.publishing.test_at_once import at_once

assert desk  # the fixture


def tick(*cases, version=1):
    return {"case": [f"{case.id}.{version}" for case in cases]}


def state_of(case):
    db.session.expire_all()
    return db.session.get_one(Post, case.post_id).state


def test_what_is_ticked_is_taken_down_and_the_rest_stays(desk):
    adverts = [waiting(desk, f"Buy my tea {n}!", Level.NEWCOMER) for n in range(3)]
    story = waiting(desk, "My story.", Level.REVIEW)
    page = desk["page"].get("/desk/list?mode=spam")
    assert page.text.count('type="checkbox"') == 4
    assert f'value="{adverts[0].id}.1"' in page.text
    answer = desk["page"].post("/desk/spam", data=tick(*adverts))
    assert answer.status_code == 200
    said = words(answer)
    assert "3 taken down as spam" in said
    assert "Buy my tea 2!" in said
    assert "Undo all of these" in said
    assert {state_of(case) for case in adverts} == {PostState.REMOVED}
    assert state_of(story) is PostState.PUBLISHED
    decisions = db.session.query(Decision).filter_by(cause="spam in bulk").all()
    assert {each.actor_id for each in decisions} == {desk["mo"].id}
    assert {each.outcome for each in decisions} == {"remove"}
    for each in decisions:
        assert f'action="/desk/decisions/{each.id}/undo"' in answer.text
    assert db.session.query(OutboxMessage).filter_by(message="decided").count() == 3
    assert db.session.query(AuditEntry).filter_by(kind="decision").count() == 3


def test_urgent_and_appeals_are_neither_offered_nor_taken(desk):
    cases = [waiting(desk, f"Words {n}.", level) for n, level in enumerate(Level)]
    page = desk["page"].get("/desk/list?mode=spam")
    offered = {int(found) for found in re.findall(r'value="(\d+)\.1"', page.text)}
    assert offered == {case.id for case in cases if case.level not in {"urgent", "appeal"}}
    assert "urgent" not in words(page).split("All 4")[1].split("Show only")[0]
    for lane in ("urgent", "appeal"):
        again = desk["page"].get(f"/desk/list?mode=spam&lane={lane}")
        assert again.text.count('type="checkbox"') == 4
    said = words(desk["page"].post("/desk/spam", data=tick(*cases)))
    assert "4 taken down as spam" in said
    assert "2 left as they were" in said
    assert "has become urgent or is asked about" in said
    assert [state_of(case) for case in cases if case.level in {"urgent", "appeal"}] == [
        PostState.PUBLISHED
    ] * 2


def test_one_that_moved_does_not_spoil_the_rest_and_each_says_why(desk):
    soon = clock.now() + timedelta(minutes=9)
    good = waiting(desk, "Buy tea!")
    decided = waiting(desk, "Decided.")
    moved = waiting(desk, "Changed.")
    own = waiting(desk, "Mine.", author=desk["mo"])
    taken = waiting(desk, "Taken.", taken_by_id=desk["ann"].id, taken_until=soon)
    practice = waiting(desk, "Practice.", practice=True)
    last = waiting(desk, "Buy more tea!")
    page = desk["page"].get("/desk/list?mode=spam")
    assert f'value="{own.id}.' not in page.text
    assert f'value="{taken.id}.' not in page.text
    with unit_of_work():
        db.session.get_one(Case, decided.id).closed_at = clock.now()
        db.session.get_one(Post, moved.post_id).version = 2
    data = tick(good, decided, moved, own, taken, practice, last)
    data["case"] += ["2000000000.1"]
    answer = desk["page"].post("/desk/spam", data=data)
    assert answer.status_code == 200
    said = words(answer)
    assert "2 taken down as spam" in said
    assert "6 left as they were" in said
    for why in (
        "decided already",
        "The author has changed the words",
        "your own words. Somebody else decides",
        "Ann has this case open now",
        "for practice",
        "This one is gone",
    ):
        assert why in said
    assert [state_of(case) for case in (good, last)] == [PostState.REMOVED] * 2
    for case in (decided, moved, own, taken, practice):
        assert state_of(case) is PostState.PUBLISHED


def test_the_same_press_twice_changes_nothing_more(desk):
    case = waiting(desk)
    desk["page"].post("/desk/spam", data=tick(case))
    said = words(desk["page"].post("/desk/spam", data=tick(case)))
    assert "0 taken down as spam" in said
    assert "decided already" in said
    assert db.session.query(Decision).count() == 1


@pytest.mark.parametrize(
    "boxes", [[], ["nonsense"], ["1"], ["0.1"], ["1.0"], ["99999999999.1"], ["-1.1"], ["1.1.1"]]
)
def test_nothing_to_take_down_is_said_and_nothing_is_lost(desk, boxes):
    case = waiting(desk)
    answer = desk["page"].post("/desk/spam", data={"case": boxes, "lane": "hold"})
    assert answer.status_code == 422
    assert "Choose at least one row first." in words(answer)
    assert 'name="lane" value="hold"' in answer.text
    assert state_of(case) is PostState.PUBLISHED


def test_more_than_fifty_are_refused_and_stay_ticked(desk):
    case = waiting(desk)
    boxes = [f"{case.id + n}.1" for n in range(spam.MOST + 1)]
    answer = desk["page"].post("/desk/spam", data={"case": boxes})
    assert answer.status_code == 422
    assert "That is more than 50" in words(answer)
    assert re.search(rf'value="{case.id}\.1" checked', answer.text)
    assert state_of(case) is PostState.PUBLISHED


def test_all_of_it_is_taken_back_at_one_press(desk):
    held = make_case(make_post(desk["thread"], desk["cora"], "Tea!", state=PostState.HELD))
    shown = waiting(desk, "More tea!", Level.REPORT)
    answer = desk["page"].post("/desk/spam", data=tick(held, shown))
    ids = re.findall(r'name="decision" value="(\d+)"', answer.text)
    assert len(ids) == 2
    back = desk["page"].post("/desk/spam/undo", data={"decision": ids})
    assert "2 taken back" in words(back)
    assert state_of(held) is PostState.HELD
    assert state_of(shown) is PostState.PUBLISHED
    assert db.session.query(Case).filter(Case.closed_at.is_(None)).count() == 2
    left = db.session.query(OutboxMessage).filter_by(message="decided", state="waiting").count()
    assert left == 0
    again = words(desk["page"].post("/desk/spam/undo", data={"decision": ids}))
    assert "0 taken back" in again
    assert "can no longer be undone" in again


def test_after_ten_minutes_it_is_too_late_to_take_it_back(desk):
    case = waiting(desk)
    answer = desk["page"].post("/desk/spam", data=tick(case))
    decision = db.session.query(Decision).one()
    assert "Undo all of these" not in words(answer), "for one, its own button is enough"
    with clock.travel(timedelta(minutes=11)):
        said = words(desk["page"].post("/desk/spam/undo", data={"decision": [str(decision.id)]}))
    assert "can no longer be undone" in said
    assert state_of(case) is PostState.REMOVED


def test_only_what_was_done_in_bulk_is_taken_back_in_bulk(desk):
    case = waiting(desk)
    desk["page"].post(
        f"/desk/cases/{case.id}/remove", data={"version": 1, "reason": "No.", "message": "No."}
    )
    decision = db.session.query(Decision).one()
    answer = desk["page"].post("/desk/spam/undo", data={"decision": [str(decision.id), "x", "0"]})
    assert "0 taken back" in words(answer)
    assert state_of(case) is PostState.REMOVED


def test_the_reporter_hears_the_outcome(desk, browse):
    post = make_post(desk["thread"], desk["cora"], "Buy tea!")
    browse(desk["ann"]).post(f"/posts/{post.id}/report", data={"reason": "selling", "words": ""})
    case = db.session.query(Case).one()
    db.session.expunge_all()
    desk["page"].post("/desk/spam", data=tick(case))
    assert "A moderator has looked at what you reported" in words(
        browse(desk["ann"]).get("/you/notices")
    )


@pytest.mark.parametrize("path", ["/desk/spam", "/desk/spam/undo"])
def test_members_cannot(desk, browse, path):
    case = waiting(desk)
    assert browse(desk["cora"]).post(path, data=tick(case)).status_code == 404
    assert desk["page"].post(path, data=tick(case), forged=True).status_code in {400, 401, 403}
    assert state_of(case) is PostState.PUBLISHED


def test_two_at_once_choose_the_same_and_each_is_taken_down_once(app, desk, browse):
    cases = [waiting(desk, f"Buy tea {n}!") for n in range(6)]
    mo, ann = browse(desk["mo"]), browse(desk["ann"])
    answers = at_once(
        app,
        lambda: mo.post("/desk/spam", data=tick(*cases)),
        lambda: ann.post("/desk/spam", data=tick(*reversed(cases))),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    counts = [int(re.search(r"(\d+) taken down as spam", words(each))[1]) for each in answers]
    assert sum(counts) == 6
    assert db.session.query(Decision).count() == 6
    assert {state_of(case) for case in cases} == {PostState.REMOVED}
