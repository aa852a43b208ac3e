"""The health of the queue and of the rules, as a moderator reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.claims import rules
from forum.extensions import db
from forum.models import (
    Case,
    CaseView,
    Decision,
    Level,
    Outcome,
    PostState,
    Role,
    StoredFinding,
)
from forum.moderation import health, rule_stats
from forum.moderation.spans import in_words, percentile
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, make_post, thread_of

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(app):
    """A moderator, a talk and its author."""
    return {
        "mo": make_member("Mo", role=Role.MODERATOR),
        "cora": make_member("Cora"),
        "thread": thread_of(make_article()),
    }


def make_case(
    desk,
    *,
    ago=HOUR,
    level=Level.HOLD,
    seen=None,
    decided=None,
    outcome=Outcome.PUBLISH,
    rule=None,
    action="hold",
    old_state="held",
    practice=False,
    by="mo",
):
    """A case opened `ago`, looked at and decided after so long, past the road."""
    post = make_post(desk["thread"], desk["cora"], state=PostState.HELD)
    opened = clock.now() - ago
    with unit_of_work():
        case = Case(
            post_id=post.id,
            level=level,
            rank=level.rank,
            post_version=1,
            cause="made for a test",
            practice=practice,
            opened_at=opened,
            seen_at=opened + seen if seen is not None else None,
            closed_at=opened + decided if decided is not None else None,
        )
        db.session.add(case)
        db.session.flush()
        if rule:
            db.session.add(
                StoredFinding(
                    post_id=post.id,
                    post_version=1,
                    rule=rule,
                    action=action,
                    start=0,
                    end=1,
                    reason="",
                    source="",
                    against=[],
                    engine="1",
                    at=opened,
                )
            )
        if decided is not None and outcome is not None:
            add_decision(case, desk[by].id, outcome, opened + decided, old_state=old_state)
    return kept(case)


def add_decision(case, actor_id, outcome, at, *, old_state="held", undoes_id=None):
    decision = Decision(
        post_id=case.post_id,
        case_id=case.id,
        actor_id=actor_id,
        outcome=outcome,
        reason="Read.",
        old_state=old_state,
        new_state="published",
        post_version=1,
        undoes_id=undoes_id,
        at=at,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def lane(level=Level.HOLD):
    return next(each for each in health.lanes() if each.level is level)


def test_what_waits_now_and_since_when(desk, browse):
    make_case(desk, ago=timedelta(days=2, hours=4))
    make_case(desk, ago=HOUR)
    make_case(desk, ago=HOUR, decided=HOUR / 2)
    make_case(desk, ago=timedelta(days=9), level=Level.APPEAL)
    page = words(browse(desk["mo"]).get("/desk/health"))
    assert "Held 2 are waiting, the oldest for 2 days 4 hours." in page
    assert "Appeals 1 is waiting, for 9 days." in page
    assert "Urgent Nothing is waiting." in page


def test_time_to_look_and_to_decide(desk, browse):
    for minutes in range(1, 11):
        make_case(
            desk,
            ago=timedelta(days=3),
            seen=timedelta(minutes=minutes),
            decided=timedelta(hours=minutes),
        )
    make_case(desk, ago=timedelta(minutes=5))
    found = lane()
    assert (found.look.count, found.look.half, found.look.most) == (
        10,
        timedelta(minutes=5),
        timedelta(minutes=9),
    )
    assert (found.decision.half, found.decision.most) == (5 * HOUR, 9 * HOUR)
    page = words(browse(desk["mo"]).get("/desk/health"))
    assert "half within 5 minutes, nine of ten within 9 minutes (10 cases)." in page
    assert "1 was not looked at yet." in page
    assert "half within 5 hours, nine of ten within 9 hours (10 cases)." in page


def test_only_the_last_days_count_and_what_its_author_took_down_was_not_decided(desk):
    make_case(desk, ago=timedelta(days=40), seen=HOUR, decided=HOUR)
    make_case(desk, ago=timedelta(days=2), seen=HOUR, decided=HOUR, outcome=None)
    found = lane()
    assert found.look.count == 1
    assert found.decision.count == 0


def test_practice_cases_are_in_no_figure(desk):
    for decided in (None, HOUR):
        make_case(desk, ago=2 * HOUR, seen=HOUR, decided=decided, practice=True, rule="x.y")
    found = lane()
    assert (found.waiting, found.look.count, found.decision.count) == (0, 0, 0)
    assert {each.open for each in health.backlog()} == {0}
    assert [(each.decisions, each.held) for each in health.loads()] == [(0, 0)]
    record = next(each for each in rule_stats.records() if each.id == "x.y")
    assert record.judged == record.looked_at == 0


def test_the_backlog_is_what_was_open_when_each_day_ended(desk, browse):
    make_case(desk, ago=timedelta(days=50))
    make_case(desk, ago=timedelta(days=50), decided=timedelta(days=50) - 3 * HOUR * 24)
    make_case(desk, ago=timedelta(days=10), decided=timedelta(days=5))
    today = clock.today()
    found = {(today - each.day).days: each.open for each in health.backlog()}
    assert list(found) == list(reversed(range(30)))
    assert (found[29], found[11], found[10], found[6], found[5]) == (2, 2, 3, 3, 2)
    assert (found[4], found[3], found[0]) == (2, 1, 1)
    page = browse(desk["mo"]).get("/desk/health")
    assert 'role="img"' in page.text
    assert page.text.count("<rect") == 30
    # Every number of the chart stands in the table as well.
    assert page.text.count('<th scope="row">') >= 30


def test_load_is_told_by_name_without_undone_decisions(desk):
    desk["ada"] = make_member("ada", role=Role.ADMIN)
    desk["zoe"] = make_member("Zoe")
    make_case(desk, decided=HOUR / 2)
    make_case(desk, decided=HOUR / 2)
    undone = make_case(desk, decided=HOUR / 2)
    taken = make_case(desk)
    make_case(desk, decided=HOUR / 2, by="zoe")
    with unit_of_work():
        first = db.session.query(Decision).filter_by(case_id=undone.id).one()
        add_decision(undone, desk["mo"].id, Outcome.UNDO, clock.now(), undoes_id=first.id)
        case = db.session.get_one(Case, taken.id)
        case.taken_by_id, case.taken_until = desk["ada"].id, clock.now() + HOUR
    found = [(each.handle, each.decisions, each.held) for each in health.loads()]
    # Zoe moderates no more; what she decided still counts.
    assert found == [("ada", 0, 1), ("Mo", 2, 0), ("Zoe", 1, 0)]


def test_the_usual_wait_is_told_only_after_twenty_decisions(desk, browse):
    for _ in range(19):
        make_case(desk, ago=timedelta(days=4), decided=3 * HOUR)
    assert health.usual_wait(Level.HOLD) is None
    make_case(desk, ago=timedelta(days=4), decided=9 * HOUR)
    assert health.usual_wait(Level.HOLD) == 3 * HOUR
    assert health.usual_wait(Level.URGENT) is None
    post = db.session.query(Case).first().post_id
    make_again = Case(
        post_id=post, level=Level.HOLD, rank=1, post_version=1, cause="", opened_at=clock.now()
    )
    with unit_of_work():
        db.session.add(make_again)
    page = words(browse(desk["cora"]).get(f"/posts/{post}/decision"))
    assert "It usually takes about 3 hours until a person has decided." in page


def test_who_has_seen_a_case_in_their_order(desk):
    nia, case = make_member("Nia", role=Role.MODERATOR), make_case(desk)
    with unit_of_work():
        db.session.add(CaseView(case_id=case.id, member_id=nia.id, at=clock.now() - HOUR))
        db.session.add(CaseView(case_id=case.id, member_id=desk["mo"].id, at=clock.now()))
    assert [row.handle for row in health.seen_by(case.id)] == ["Nia", "Mo"]
    assert health.seen_by(case.id + 1) == []


def test_the_pages_say_as_many_statements_for_a_hundred_cases_as_for_one(
    desk, browse, count_statements
):
    browser = browse(desk["mo"])
    make_case(desk, rule="x.y", decided=HOUR / 2)
    pages = ("/desk/health", "/desk/rules")
    few = [count_statements(lambda path=path: browser.get(path)) for path in pages]
    for number in range(40):
        desk[f"m{number}"] = make_member(role=Role.MODERATOR)
        make_case(desk, rule=f"x.{number}", decided=HOUR / 2, by=f"m{number}")
        make_case(desk)
    assert [count_statements(lambda path=path: browser.get(path)) for path in pages] == few
    assert max(few) <= 16


# Rules


def record_of(rule):
    return next(each for each in rule_stats.records() if each.id == rule)


def rule_case(desk, outcome, action="hold", old_state="held", rule="x.y"):
    return make_case(
        desk, decided=HOUR / 2, outcome=outcome, rule=rule, action=action, old_state=old_state
    )


def test_upheld_overruled_and_looked_at(desk):
    for outcome in (Outcome.REWORD, Outcome.REMOVE, Outcome.PUBLISH_WITH_NOTE):
        rule_case(desk, outcome)
    rule_case(desk, Outcome.PUBLISH)
    rule_case(desk, Outcome.PUBLISH, action="review", old_state="published")
    rule_case(desk, Outcome.REMOVE, action="review", old_state="published")
    make_case(desk, rule="x.y")
    found = record_of("x.y")
    assert (found.fired, found.upheld, found.overruled, found.looked_at) == (7, 3, 1, 2)
    assert found.precision == 0.75


def test_a_plea_left_as_it_is_says_nothing_against_its_rule(desk):
    rule_case(desk, Outcome.PUBLISH, action="urgent", old_state="published")
    rule_case(desk, Outcome.PUBLISH, action="urgent", old_state="held")
    rule_case(desk, Outcome.REMOVE, action="urgent", old_state="published")
    found = record_of("x.y")
    assert (found.upheld, found.overruled, found.looked_at) == (1, 1, 1)


def test_an_undone_decision_does_not_count_and_the_last_word_does(desk):
    case = rule_case(desk, Outcome.REMOVE)
    with unit_of_work():
        first = db.session.query(Decision).filter_by(case_id=case.id).one()
        add_decision(case, desk["mo"].id, Outcome.UNDO, clock.now(), undoes_id=first.id)
    assert record_of("x.y").judged == 0
    with unit_of_work():
        add_decision(case, desk["mo"].id, Outcome.PUBLISH, clock.now())
        add_decision(case, desk["mo"].id, Outcome.UPHOLD, clock.now())
    found = record_of("x.y")
    assert (found.upheld, found.overruled) == (0, 1)


def test_a_rule_that_is_usually_overruled_is_listed_for_retuning(desk, browse):
    known = rules()[0]
    for _ in range(9):
        rule_case(desk, Outcome.PUBLISH, rule=known.id)
    assert not record_of(known.id).usually_overruled
    rule_case(desk, Outcome.REMOVE, rule=known.id)
    for _ in range(10):
        rule_case(desk, Outcome.REWORD if _ % 2 else Outcome.PUBLISH, rule="gone.rule")
    page = words(browse(desk["mo"]).get("/desk/rules"))
    listed = page.split("Usually overruled")[1].split("All rules")[0]
    assert known.id in listed
    assert "Right in 1 of 10 rulings (10 %)." in listed
    assert "gone.rule" not in listed
    assert "gone.rule : This rule is no longer in use." in page
    assert "Right in 5 of 10 rulings (50 %)." in page
    # One sentence does not run into the next.
    assert "Spoke in 10 posts. <strong>Right" in browse(desk["mo"]).get("/desk/rules").text


def test_every_rule_of_the_engine_stands_there_with_what_it_catches(desk, browse):
    page = browse(desk["mo"]).get("/desk/rules")
    for rule in rules():
        assert f'id="{rule.id}"' in page.text
    assert "No rule, as far as at least 10 rulings tell." in words(page)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "less than a minute"),
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=61), "1 minute"),
        (timedelta(minutes=60), "1 hour"),
        (timedelta(hours=25, minutes=7), "1 day 1 hour"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_spans_in_words(app, span, said):
    assert in_words(span) == said


def test_percentiles_of_few():
    assert percentile([], 0.5) is None
    assert percentile([HOUR], 0.9) == HOUR
    assert percentile([3 * HOUR, HOUR], 0.5) == HOUR
    assert percentile([3 * HOUR, HOUR], 0.9) == 3 * HOUR
