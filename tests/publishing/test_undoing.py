"""Who may take a decision back, when a case is opened again, and what a ruling must hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import audit, clock
from forum.errors import Invalid, NotFound
from forum.extensions import db
from forum.models import (
    AuditEntry,
    Case,
    ContextNote,
    Decision,
    Level,
    Outcome,
    Post,
    PostState,
    Role,
)
from forum.publishing import undoing
from forum.publishing.drill import file_drill
from forum.publishing.ruling import Ruling, prepare
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import ago, held_case, newest, rule, ruled
from tests.moderation.test_appeals import appeal
from tests.publishing.test_at_once import at_once


@pytest.fixture
def desk(app, browse):
    """Cora's advice, held; Mo and Ann moderate."""
    people = {"cora": make_member("Cora"), "thread": thread_of(make_article())}
    for name in ("Mo", "Ann"):
        people[name.lower()] = make_member(name, role=Role.MODERATOR)
    people["case"] = held_case(browse(people["cora"]), people["thread"])
    return people


def undo(browser, decision):
    return browser.post(f"/desk/decisions/{decision.id}/undo")


def reopen(browser, case):
    return browser.post(f"/desk/cases/{case.id}/reopen")


# Undoing.


def test_nobody_undoes_a_ruling_about_their_own_words(desk, browse):
    case = held_case(browse(desk["mo"]), desk["thread"], "Stop your Imuran, all of you.")
    decision = ruled(browse(desk["ann"]), case, "remove", message="x")
    assert undo(browse(desk["mo"]), decision).status_code == 404
    assert newest(Post).state is PostState.REMOVED
    assert db.session.query(Decision).filter_by(outcome=Outcome.UNDO).count() == 0
    assert undo(browse(desk["ann"]), decision).status_code == 303


def test_a_lone_admin_may_and_the_row_says_that_they_were_alone(app, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    case = held_case(browse(ada), thread_of(make_article()))
    decision = ruled(browse(ada), case, "publish")
    assert undo(browse(ada), decision).status_code == 303
    assert newest(Decision).acted_alone
    assert newest(Post).state is PostState.HELD
    ago(ruled(browse(ada), case, "publish"), minutes=11)
    assert reopen(browse(ada), case).status_code == 303


def test_an_admin_with_a_second_moderator_may_not(app, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    case = held_case(browse(ada), thread_of(make_article()))
    decision = ruled(browse(ada), case, "publish")
    make_member("Mo", role=Role.MODERATOR)
    assert undo(browse(ada), decision).status_code == 404
    ago(decision, minutes=11)
    assert reopen(browse(ada), case).status_code == 404


def test_while_an_appeal_about_it_waits_it_is_not_undone(desk, browse):
    mo, cora = browse(desk["mo"]), browse(desk["cora"])
    decision = ruled(mo, desk["case"], "remove", message="It could harm.")
    assert appeal(cora, decision).status_code == 303
    answer = undo(mo, decision)
    assert answer.status_code == 409
    assert "The author has asked another moderator to look at this." in words(answer)
    assert newest(Post).state is PostState.REMOVED


def test_who_was_appealed_against_does_not_undo_the_answer(desk, browse):
    mo, ann = browse(desk["mo"]), browse(desk["ann"])
    decision = ruled(mo, desk["case"], "remove", message="It could harm.")
    appeal(browse(desk["cora"]), decision)
    answered = ruled(ann, newest(Case), "publish")
    answer = undo(mo, answered)
    assert answer.status_code == 409
    assert "This appeal is about your own decision." in words(answer)
    assert undo(ann, answered).status_code == 303
    assert newest(Case).level is Level.APPEAL
    assert newest(Post).state is PostState.REMOVED


def test_members_and_guests_undo_and_open_nothing(desk, browse):
    decision = ruled(browse(desk["mo"]), desk["case"], "remove", message="x")
    for act, number in ((undoing.undo, decision.id), (undoing.open_again, desk["case"].id)):
        with pytest.raises(NotFound), unit_of_work(begin=False):
            act(desk["cora"], number)


@pytest.mark.parametrize("outcome", ["publish", "remove", "reword"])
def test_a_note_that_the_decision_ended_stands_again(desk, browse, outcome):
    mo, ann = browse(desk["mo"]), browse(desk["ann"])
    ago(
        ruled(mo, desk["case"], "publish_with_note", note="Ask first.", source_title="Sheet"),
        hours=1,
    )
    reopen(ann, desk["case"])
    decision = ruled(ann, newest(Case), outcome, message="x")
    assert not newest(Post).noted
    assert undo(ann, decision).status_code == 303
    post = newest(Post)
    assert (post.state, post.noted) == (PostState.PUBLISHED, True)
    assert newest(ContextNote).ended_at is None


# Opening again.


def test_who_opened_it_is_named_on_the_case_and_in_the_trail(desk, browse):
    with clock.travel(-timedelta(minutes=20)):
        ruled(browse(desk["mo"]), desk["case"], "remove", message="x")
    assert reopen(browse(desk["ann"]), desk["case"]).status_code == 303
    case = newest(Case)
    assert (case.cause, case.reopens_id) == ("opened again by Ann", desk["case"].id)
    page = words(browse(desk["mo"]).get(f"/desk/cases/{case.id}"))
    assert "A moderator opened the case again: Ann." in page
    entry = db.session.query(AuditEntry).filter_by(kind="opened_again").one()
    assert (entry.subject, entry.actor) == (f"case:{case.id}", audit.pseudonym(desk["ann"].id))
    assert audit.verify().problems == []


def test_a_very_long_name_fits_into_the_cause(desk, browse):
    long = make_member("ß" * 40, role=Role.MODERATOR)
    ago(ruled(browse(desk["mo"]), desk["case"], "remove", message="x"), hours=1)
    assert reopen(browse(long), desk["case"]).status_code == 303
    assert newest(Case).cause == f"opened again by {'ß' * 40}"


def test_what_waits_already_is_not_opened_again(desk, browse):
    mo = browse(desk["mo"])
    assert reopen(mo, desk["case"]).status_code == 409
    ago(ruled(mo, desk["case"], "remove", message="x"), hours=1)
    assert reopen(mo, desk["case"]).status_code == 303
    answer = reopen(mo, desk["case"])
    assert answer.status_code == 409
    assert "This post waits for a decision already." in words(answer)
    assert newest(Case).level is Level.REVIEW


def test_pressed_by_two_at_once_it_is_opened_once(app, desk, browse):
    mo, ann = browse(desk["mo"]), browse(desk["ann"])
    ago(ruled(mo, desk["case"], "remove", message="x"), hours=1)
    answers = at_once(app, *[lambda b=b: reopen(b, desk["case"]) for b in (mo, ann)])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert db.session.query(Case).count() == 2


# Practice.


def test_a_drill_is_over_when_it_is_decided_and_another_does_not_run_beside_it(desk, browse):
    mo = browse(desk["mo"])
    with unit_of_work(begin=False):
        file_drill()
    first = newest(Case)
    decision = ruled(mo, first, "publish")
    answer = reopen(mo, first)
    assert answer.status_code == 409
    assert "This was practice, and it is over." in words(answer)
    with unit_of_work(begin=False):
        file_drill()
    answer = undo(mo, decision)
    assert answer.status_code == 409
    assert "Another practice case is open." in words(answer)
    assert db.session.query(Case).filter(Case.practice, Case.closed_at.is_(None)).count() == 1


# What a ruling holds.


def noted(*sources, **values):
    return Ruling(Outcome.PUBLISH_WITH_NOTE, "Read.", note="Ask first.", sources=sources, **values)


@pytest.mark.parametrize(
    ("sources", "field"),
    [
        ((("", "https://fda.gov"),), "source_title"),
        ((("Label", ""), ("", "https://fda.gov")), "second_title"),
        ((("Label", ""), ("Sheet", ""), ("", "https://fda.gov")), "second_title"),
        ((("Label", "http://fda.gov"),), "source_url"),
        ((("Label", "javascript:alert(1)"),), "source_url"),
        ((("x" * 301, ""),), "source_title"),
        ((("  ", " "),), "source_title"),
        ((), "source_title"),
    ],
)
def test_a_source_is_named_or_refused_and_never_dropped(app, sources, field):
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        prepare(noted(*sources))
    assert refused.value.field == field


def test_all_sources_that_are_named_are_kept(app):
    sources = (("Label", "https://fda.gov"), ("Sheet", ""), ("Guide", "https://nhs.uk"))
    with app.test_request_context():
        assert prepare(noted(*sources)).sources == sources


@pytest.mark.parametrize("field", ["reason", "message"])
def test_what_is_too_long_is_said_at_its_field(desk, browse, field):
    answer = rule(browse(desk["mo"]), desk["case"], "reword", **{"message": "x", field: "x" * 2001})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert newest(Post).state is PostState.HELD


def test_held_words_cannot_be_left_as_they_are(desk, browse):
    """Without a case and not shown, nobody would ever look at them again."""
    mo = browse(desk["mo"])
    answer = rule(mo, desk["case"], "uphold")
    assert answer.status_code == 422
    assert "Read by a moderator." in answer.text
    assert db.session.get_one(Case, desk["case"].id).closed_at is None
    assert newest(Post).state is PostState.HELD
    ruled(mo, desk["case"], "publish")
