"""What tests of the desk share: something held, and pressing what a moderator presses."""

from __future__ import annotations

from datetime import timedelta

from forum import clock
from forum.extensions import db
from forum.models import Case, Decision, Member
from forum.web.transaction import unit_of_work
from tests.factories import kept
from tests.publishing.test_road import send

ADVICE = "Stop your Mestinon, all of you. I did and I am cured."


def newest(model):
    return kept(db.session.query(model).order_by(model.id.desc()).first())


def held_case(browser, thread, text=ADVICE):
    """Somebody writes what is held; its case."""
    # Asked already whether to say it more gently: the words are kept as they are.
    assert send(browser, thread, text, asked="1").status_code == 303
    return newest(Case)


def rule(browser, case, outcome, version=1, **values):
    data = {"version": version, "reason": "Read by a moderator.", **values}
    return browser.post(f"/desk/cases/{case.id}/{outcome}", data=data)


def ruled(browser, case, outcome, **values):
    """Decide, and give back the decision."""
    answer = rule(browser, case, outcome, **values)
    assert answer.status_code == 303, answer.text
    return newest(Decision)


def ago(decision, **past):
    """As if the decision had been made some time ago."""
    with unit_of_work():
        db.session.get_one(Decision, decision.id).at = clock.now() - timedelta(**past)


def is_with(case, member: Member, minutes=15):
    """As if a moderator had the case open."""
    with unit_of_work():
        held = db.session.get_one(Case, case.id)
        held.taken_by_id, held.taken_until = member.id, clock.now() + timedelta(minutes=minutes)
