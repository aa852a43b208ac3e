"""Two moderators at once, each in a process of their own, on one real database."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from forum import audit, clock
from forum.extensions import db
from forum.models import (
    Case,
    CaseView,
    Decision,
    OutboxMessage,
    Outcome,
    Post,
    PostState,
    Role,
)
from forum.models import Thread as Talk
from forum.publishing import road
from forum.web.transaction import unit_of_work
from tests.conftest import settings
from tests.factories import make_article, make_member, make_thread, thread_of
from tests.moderation.at_the_desk import Moderator
from tests.moderation.desk import ADVICE, held_case, is_with, newest, rule
from tests.publishing.test_at_once import at_once
from tests.publishing.test_edits import edit
from tests.publishing.test_road import send

TURNED_AWAY = {"AlreadyDecided", "TakenByOther"}


@pytest.fixture
def people(app):
    return {
        "cora": make_member("Cora"),
        "mo": make_member("Mo", role=Role.MODERATOR),
        "ann": make_member("Ann", role=Role.MODERATOR),
        "thread": thread_of(make_article()),
    }


@pytest.fixture(scope="module")
def processes():
    """Two processes for each engine, started when first asked for."""
    started = {}
    yield started
    for each in itertools.chain(*started.values()):
        each.leaves()


@pytest.fixture
def desks(app, engine_name, people, processes, request):
    """Mo and Ann, each in another process."""
    if engine_name not in processes:
        database = ""
        if engine_name == "postgresql":
            database = f"{request.getfixturevalue('postgres')}?options=-csynchronous_commit%3Doff"
        ours = settings(Path(app.instance_path), database)
        processes[engine_name] = [Moderator(ours), Moderator(ours)]
        assert all(each.is_ready() for each in processes[engine_name])
    mo, ann = processes[engine_name]
    mo.member, ann.member = people["mo"], people["ann"]
    return mo, ann


@pytest.fixture
def case(people, browse):
    return held_case(browse(people["cora"]), people["thread"])


def rulings():
    db.session.remove()
    return db.session.query(Decision).filter(Decision.actor_id.is_not(None)).all()


def test_twenty_cases_are_each_decided_once_by_whoever_was_faster(people, desks, browse):
    cora, mo, ann = browse(people["cora"]), *desks
    cases = [held_case(cora, people["thread"], f"{ADVICE} {number}") for number in range(20)]
    for each, name in zip(cases, ("mo", "ann") * 10, strict=True):
        # Both had them open once; that has run out.
        is_with(each, people[name], minutes=-1)
    mo.asks("rule", *cases, outcome="publish")
    ann.asks("rule", *cases, outcome="remove")
    by_mo, by_ann = mo.answer(), ann.answer()

    for first, second in zip(by_mo, by_ann, strict=True):
        assert [first, second].count("decided") == 1
        assert ({first, second} - {"decided"}) <= TURNED_AWAY
    made = rulings()
    assert Counter(row.case_id for row in made) == {each.id: 1 for each in cases}
    for row in made:
        post = db.session.get_one(Post, row.post_id)
        assert post.state.value == row.new_state
        assert (row.outcome is Outcome.PUBLISH) is (row.actor_id == people["mo"].id)
        assert not post.open_case
    assert db.session.query(Case).filter(Case.closed_at.is_(None)).count() == 0
    assert db.session.query(OutboxMessage).filter_by(message="decided").count() == 20
    shown = db.session.query(Post).filter_by(state=PostState.PUBLISHED).count()
    assert db.session.query(Talk).one().answers == shown == by_mo.count("decided")
    assert audit.verify().problems == []


def test_from_opposite_ends_they_meet_in_the_middle(people, desks, browse):
    cora, mo, ann = browse(people["cora"]), *desks
    cases = [held_case(cora, people["thread"], f"{ADVICE} {number}") for number in range(10)]
    mo.asks("rule", *cases, outcome="publish")
    ann.asks("rule", *reversed(cases), outcome="publish")
    became = Counter(mo.answer()) + Counter(ann.answer())
    assert became["decided"] == len(rulings()) == 10
    assert set(became) <= {"decided", *TURNED_AWAY}


def test_a_case_that_is_open_elsewhere_is_taken_over_and_its_holder_is_turned_away(desks, case):
    mo, ann = desks
    assert mo.does("look", case) == ["done"]
    assert ann.does("rule", case, outcome="remove") == ["TakenByOther"]
    assert ann.does("take", case) == ["done"]
    assert mo.does("rule", case, outcome="publish") == ["TakenByOther"]
    assert ann.does("rule", case, outcome="reword") == ["decided"]
    assert mo.does("rule", case, outcome="publish") == ["AlreadyDecided"]
    assert len(rulings()) == 1


def test_looking_does_not_take_a_case_from_who_has_it_until_that_runs_out(desks, case, people):
    mo, ann = desks
    mo.does("look", case)
    ann.does("look", case)
    db.session.remove()
    assert db.session.get_one(Case, case.id).taken_by_id == people["mo"].id
    with unit_of_work():
        held = db.session.get_one(Case, case.id)
        held.taken_until = clock.now() - timedelta(seconds=1)
    ann.does("look", case)
    db.session.remove()
    assert db.session.get_one(Case, case.id).taken_by_id == people["ann"].id
    assert mo.does("rule", case, outcome="publish") == ["TakenByOther"]


def test_both_open_free_cases_at_once_and_only_who_has_a_case_decides_it(people, desks, browse):
    """Of two who open a case at the same moment one has it, and the other is held back."""
    cora, (mo, ann) = browse(people["cora"]), desks
    cases = [held_case(cora, people["thread"], f"{ADVICE} {number}") for number in range(20)]
    for each in desks:
        each.asks("look", *cases)
    assert [each.answer() for each in desks] == [["done"] * 20] * 2
    db.session.remove()
    has = {row.id: row.taken_by_id for row in db.session.query(Case)}
    assert has == {row.id: row.seen_by_id for row in db.session.query(Case)}
    both = {people["mo"].id, people["ann"].id}
    assert set(has.values()) <= both
    seen = db.session.query(CaseView.case_id, CaseView.member_id).all()
    assert sorted(map(tuple, seen)) == sorted((case, who) for case in has for who in both)

    mo.asks("rule", *cases, outcome="publish")
    ann.asks("rule", *cases, outcome="remove")
    became = Counter(mo.answer()) + Counter(ann.answer())
    assert became["decided"] == 20
    assert set(became) <= {"decided", *TURNED_AWAY}
    assert {row.case_id: row.actor_id for row in rulings()} == has


def test_of_two_presses_one_is_done_and_the_other_is_answered_with_409(people, desks, browse):
    """The whole road of a request, in two processes: no case is decided twice, no word is lost."""
    cora, (mo, ann) = browse(people["cora"]), desks
    cases = [held_case(cora, people["thread"], f"{ADVICE} {number}") for number in range(8)]
    mo.asks("press", *cases, outcome="reword", message="My long words, by Mo.")
    ann.asks("press", *reversed(cases), outcome="remove", message="My long words, by Ann.")
    by_mo, by_ann = mo.answer(), ann.answer()[::-1]

    for first, second in zip(by_mo, by_ann, strict=True):
        assert sorted([first[0], second[0]]) == [303, 409]
    for name, answers in (("Mo", by_mo), ("Ann", by_ann)):
        late = [page for status, page in answers if status == 409]
        assert all(f"My long words, by {name}." in page for page in late)
        assert all("This case was decided already" in page for page in late)
    made = rulings()
    assert Counter(row.case_id for row in made) == {each.id: 1 for each in cases}
    assert audit.verify().problems == []


def test_a_press_about_words_that_have_moved_is_answered_with_409_and_what_changed(
    desks, case, people, browse
):
    mo, _ann = desks
    mo.does("look", case)
    edited = edit(browse(people["cora"]), newest(Post), f"{ADVICE} Slowly, though.")
    assert edited.status_code == 303
    [[status, page]] = mo.does("press", case, outcome="reword", message="My long words.")
    assert status == 409
    assert "The author has changed the words since you read them." in page
    assert re.search(r"<ins>.*Slowly, though.*</ins>", page, re.DOTALL)
    assert "My long words." in page
    assert rulings() == []
    again = {"outcome": "reword", "message": "My long words.", "version": 2}
    [[status, _page]] = mo.does("press", case, **again)
    assert status == 303
    assert [row.post_version for row in rulings()] == [2]


def test_both_take_it_over_at_once_and_one_has_it(desks, case, people):
    is_with(case, people["cora"])
    for each in desks:
        each.asks("take", case)
    assert [each.answer() for each in desks] == [["done"], ["done"]]
    decided = [each.does("rule", case, outcome="publish") for each in desks]
    assert sorted(decided) in ([["TakenByOther"], ["decided"]], [["AlreadyDecided"], ["decided"]])
    assert len(rulings()) == 1


def test_words_that_have_moved_since_they_were_read_are_not_decided(desks, case, people, browse):
    mo, _ann = desks
    mo.does("look", case)
    assert edit(browse(people["cora"]), newest(Post), "I stopped mine, slowly.").status_code == 303
    assert mo.does("rule", case, outcome="remove", version=1) == ["TextMoved"]
    assert rulings() == []
    assert mo.does("rule", newest(Case), outcome="publish", version=2) == ["decided"]


def test_an_author_who_writes_while_it_is_decided_never_has_unread_words_ruled_on(
    people, desks, browse
):
    """Twelve edits against twelve decisions: each decision is about the words it was made for."""
    cora, (mo, _ann) = browse(people["cora"]), desks
    cases = [held_case(cora, people["thread"], f"{ADVICE} {number}") for number in range(12)]
    mo.asks("rule", *cases, outcome="reword")
    for each in cases:
        edit(cora, db.session.get_one(Post, each.post_id), f"My own story {each.id}.")
    became = mo.answer()
    assert set(became) <= {"decided", "TextMoved", "AlreadyDecided"}
    for row in rulings():
        if row.case_id is not None and row.actor_id == people["mo"].id:
            assert row.post_version == 1
    for post in db.session.query(Post):
        assert post.version == 2
        of_post = db.session.query(Decision).filter_by(post_id=post.id)
        last = of_post.order_by(Decision.id.desc()).first()
        assert post.state.value == last.new_state
    assert audit.verify().problems == []


# What holds what, so that no two presses wait for each other.


@pytest.fixture
def pair(people, browse):
    """Makes a post and an answer to it, each with an open case."""

    def make(number):
        db.session.remove()
        opening = make_thread(make_member(), "How was your week?")
        talk = db.session.get_one(Talk, opening.thread_id)
        send(browse(people["cora"]), talk, f"zinc might calm the antibodies a bit {number}")
        parent = newest(Post)
        answer = road.Writing(words=f"{ADVICE} {number}", key=f"answer-{number:04d}")
        with unit_of_work(begin=False):
            road.answer(road.Writer(people["cora"].id), answer, opening.thread_id, parent.id)
        child = newest(Post)
        assert child.parent_id == parent.id
        return [(post, of_post(post)) for post in (parent, child)]

    return make


def of_post(post):
    return newest_of(db.session.query(Case).filter_by(post_id=post.id, closed_at=None))


def newest_of(query):
    found = query.one()
    db.session.expunge_all()
    return found


@pytest.mark.parametrize("outcomes", [("remove", "remove"), ("remove", "publish")])
def test_an_answer_and_what_it_answers_are_decided_at_once(app, people, browse, pair, outcomes):
    moderators = [browse(people["mo"]), browse(people["ann"])]
    for number in range(5):
        answers = at_once(
            app,
            *[
                lambda who=who, case=case, outcome=outcome: rule(who, case, outcome, message="x")
                for who, (_post, case), outcome in zip(
                    moderators, pair(number), outcomes, strict=True
                )
            ],
        )
        assert [each.status_code for each in answers] == [303, 303]
    talks = db.session.query(Talk).filter(Talk.article_id.is_(None))
    assert {row.answers for row in talks} == {outcomes.count("publish")}


def test_a_support_of_a_post_whose_answer_is_decided_at_that_moment(app, people, browse, pair):
    ben, mo = browse(make_member("Ben")), browse(people["mo"])
    for number in range(8):
        (parent, _case), (_child, case) = pair(number)
        answers = at_once(
            app,
            lambda parent=parent: ben.post(f"/posts/{parent.id}/supports/me_too"),
            lambda case=case: rule(mo, case, "publish"),
        )
        assert [each.status_code for each in answers] == [303, 303]
        assert db.session.get_one(Post, parent.id).me_too == 1


def test_a_claim_is_marked_in_a_case_that_is_decided_at_that_moment(app, people, browse):
    cora, mo, ann = (browse(people[name]) for name in ("cora", "mo", "ann"))
    marked = {"words": "Stop your", "kind": "directive", "harm": "grave", "evidence": "against"}
    for number in range(8):
        case = held_case(cora, people["thread"], f"{ADVICE} {number}")
        path = f"/desk/cases/{case.id}/records"
        answers = at_once(
            app,
            lambda path=path: ann.post(path, data={**marked, "version": 1}),
            lambda case=case: rule(mo, case, "publish"),
        )
        assert [each.status_code for each in answers] == [303, 303]
    assert audit.verify().problems == []
