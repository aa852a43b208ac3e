"""The list of what waits: its order, its lanes, its filters, and what comes next."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from forum import clock
from forum.extensions import db
from forum.models import (
    Appeal,
    ArticleTopic,
    Case,
    Consultation,
    ConsultationKind,
    Decision,
    Level,
    Outcome,
    Post,
    Role,
    StoredFinding,
    Topic,
)
from forum.moderation import lanes
from forum.moderation.filters import Filters
from forum.moderation.rows import excerpt
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, make_post, make_thread, thread_of


def make_case(post, level=Level.HOLD, ago=timedelta(hours=1), **values):
    with unit_of_work():
        case = Case(
            post_id=post.id,
            level=level,
            rank=level.rank,
            post_version=post.version,
            cause="screening: test",
            opened_at=clock.now() - ago,
            **values,
        )
        db.session.add(case)
        db.session.get_one(Post, post.id).open_case = True
    return kept(case)


def make_finding(post, category="dosage_advice", start=0, end=5, version=1, **values):
    with unit_of_work():
        db.session.add(
            StoredFinding(
                post_id=post.id,
                post_version=version,
                category=category,
                rule="test.rule",
                action="hold",
                start=start,
                end=end,
                reason="Because.",
                source="A label",
                against=[],
                engine="test",
                at=clock.now(),
                **values,
            )
        )


@pytest.fixture
def desk(app, browse):
    """Mo and Ann moderate; Cora writes under IVIG."""
    found = {
        "cora": make_member("Cora"),
        "mo": make_member("Mo", role=Role.MODERATOR),
        "ann": make_member("Ann", role=Role.MODERATOR),
        "thread": thread_of(make_article()),
    }
    found["page"] = browse(found["mo"])
    return found


def waiting(desk, source="Some words.", level=Level.HOLD, **values):
    """A post of Cora's with a case."""
    post = make_post(desk["thread"], values.pop("author", desk["cora"]), source)
    return make_case(post, level, **values)


def shown(page):
    """The cases of a page's rows, in order."""
    return [int(found) for found in re.findall(r'href="/desk/cases/(\d+)"', page.text)]


def test_all_wait_by_harm_then_age_and_a_lane_shows_its_own(desk):
    newcomer = waiting(desk, level=Level.NEWCOMER, ago=timedelta(days=9))
    young = waiting(desk, level=Level.HOLD, ago=timedelta(minutes=5))
    old = waiting(desk, level=Level.HOLD, ago=timedelta(hours=30))
    appeal = waiting(desk, level=Level.APPEAL)
    urgent = waiting(desk, level=Level.URGENT, ago=timedelta(minutes=1))
    page = desk["page"].get("/desk/list")
    assert shown(page) == [case.id for case in (urgent, old, young, appeal, newcomer)]
    said = words(page)
    for part in ("All 5", "1 urgent", "2 held", "0 to review", "1 appeal", "1 by newcomers"):
        assert part in said
    assert "waiting 1 day 6 hours" in said
    held = desk["page"].get("/desk/list?lane=hold")
    assert shown(held) == [old.id, young.id]
    assert re.search(r'href="/desk/list\?lane=hold" aria-current="true"', held.text)
    assert "Show all" in words(held)


def test_a_row_says_what_who_and_who_has_it(desk):
    post = make_post(desk["thread"], desk["cora"], "Take 300 mg and you will be fine.")
    make_finding(post, "dosage_advice", 0, 11)
    make_case(post, taken_by_id=desk["ann"].id, taken_until=clock.now() + timedelta(minutes=3))
    own = waiting(desk, author=desk["mo"])
    waiting(desk, practice=True)
    said = words(desk["page"].get("/desk/list"))
    assert "advice about amounts" in said
    assert "Ann has it open" in said
    assert "Practice" in said
    assert "Mo, your own words" in said
    assert own.id in shown(desk["page"].get("/desk/list"))


def test_a_lease_that_ran_out_is_not_told(desk):
    waiting(desk, taken_by_id=desk["ann"].id, taken_until=clock.now() - timedelta(minutes=1))
    assert "has it open" not in words(desk["page"].get("/desk/list"))


def test_marked_words_far_down_are_in_the_row(desk):
    source = (
        "We talked a long time about the weather. " * 20 + "Stop your pills today. " + "Bye. " * 90
    )
    start = source.index("Stop")
    post = make_post(desk["thread"], desk["cora"], source)
    make_finding(post, "stop_or_change_treatment", start, start + 21)
    make_case(post)
    page = desk["page"].get("/desk/list")
    assert "<mark>Stop your pills today</mark>" in page.text
    assert page.text.count("weather") < 4


@pytest.mark.parametrize(
    ("text", "span"),
    [("", (0, 5)), ("x" * 5000, (4000, 4900)), ("short", (900, 990)), ("a b", (0, 0))],
)
def test_a_row_can_be_cut_from_any_text(text, span):
    class Found:
        start, end = span

    pieces = excerpt(text, [Found()])
    assert sum(len(piece.words) for piece in pieces) <= 130
    assert excerpt(text, [])[:1] == excerpt(text, [])[:1]


def test_filters_by_category_treatment_topic_and_talk(desk):
    first = make_post(desk["thread"], desk["cora"], "One.")
    make_finding(first, "dosage_advice", treatment="pyridostigmine")
    second = make_post(make_thread(desk["cora"], "My week").thread_id, desk["cora"], "Two.")
    make_finding(second, "cure_claim")
    # Found in words that have been changed since: it no longer counts.
    make_finding(second, "dosage_advice", version=2, treatment="zinc")
    one, two = make_case(first), make_case(second)
    with unit_of_work():
        topic = Topic(slug="treatments", title="Treatments")
        db.session.add(topic)
        db.session.flush()
        db.session.add(ArticleTopic(article_id=desk["thread"].article_id, topic_id=topic.id))
    go = desk["page"].get
    assert shown(go("/desk/list?category=dosage_advice")) == [one.id]
    assert shown(go("/desk/list?category=cure_claim")) == [two.id]
    assert shown(go("/desk/list?treatment=pyridostigmine")) == [one.id]
    assert shown(go("/desk/list?topic=treatments")) == [one.id]
    assert shown(go(f"/desk/list?thread={second.thread_id}")) == [two.id]
    assert shown(go("/desk/list?category=cure_claim&topic=treatments")) == []
    narrow = go(f"/desk/list?treatment=pyridostigmine&topic=treatments&thread={desk['thread'].id}")
    assert shown(narrow) == [one.id]
    assert "You see only: pyridostigmine, Treatments, IVIG." in words(narrow)
    assert 'href="/desk/list">Show all' in narrow.text
    page = go("/desk/list?category=cure_claim&lane=review")
    assert "Nothing waits here." in words(page)
    assert "1 held" in words(page), "a lane's count goes with the filter, not with the lane"
    assert '<option value="cure_claim" selected>' in page.text
    assert '"zinc"' not in page.text


@pytest.mark.parametrize(
    "query",
    [
        "lane=nonsense", "thread=0", "thread=-1", "thread=99999999999", "thread=%01", "thread=a",
        "after=zzz", "after=1.2", "after=9.99999999999999999.999999999", "after=1.1.1%01",
        "after=١.١.١", "category=%01", "category=" + "x" * 5000, "treatment=%ff", "topic=%0a", "mode=x",
        "category=no_such", "lane=hold&lane=urgent", "mode=spam&lane=urgent",
    ],
)  # fmt: skip
def test_addresses_that_mean_nothing_are_answered(desk, query):
    waiting(desk)
    assert desk["page"].get(f"/desk/list?{query}").status_code == 200
    assert desk["page"].get(f"/desk/first?{query}").status_code == 303


def test_paging_goes_on_where_it_stopped_whatever_was_decided_meanwhile(desk, monkeypatch):
    monkeypatch.setattr(lanes, "PAGE", 3)
    same = timedelta(hours=2)
    with clock.travel(timedelta(0)):
        cases = [waiting(desk, f"Words {number}.", ago=same) for number in range(8)]
    seen, address = [], "/desk/list?lane=hold&category="
    while address:
        page = desk["page"].get(address)
        seen += shown(page)
        found = re.search(r'href="([^"]*after=[^"]*)">Show more', page.text)
        address = found[1].replace("&amp;", "&") if found else ""
        if address:
            assert "lane=hold" in address
            with unit_of_work():
                # The last row seen is decided by somebody else: the rest stays where it was.
                db.session.get_one(Case, seen[-1]).closed_at = clock.now()
    assert sorted(seen) == sorted(case.id for case in cases)
    assert len(seen) == len(set(seen))


def first(desk, query=""):
    answer = desk["page"].get(f"/desk/first{query}")
    found = re.search(r"/desk/cases/(\d+)$", answer.location)
    return int(found[1]) if found else answer.location


def test_next_comes_what_is_gravest_and_oldest_and_mine_to_decide(desk):
    review = waiting(desk, level=Level.REVIEW, ago=timedelta(days=3))
    old = waiting(desk, ago=timedelta(hours=9))
    waiting(desk, level=Level.URGENT, author=desk["mo"])
    waiting(
        desk,
        level=Level.URGENT,
        taken_by_id=desk["ann"].id,
        taken_until=clock.now() + timedelta(minutes=9),
    )
    assert first(desk) == old.id
    assert desk["page"].get("/desk").location.endswith(f"/desk/cases/{old.id}")
    assert first(desk, "?lane=review") == review.id
    assert first(desk, "?lane=appeal") == "/desk/list?lane=appeal&notice=none-waiting"
    ran_out = waiting(
        desk,
        level=Level.URGENT,
        taken_by_id=desk["ann"].id,
        taken_until=clock.now() - timedelta(minutes=9),
    )
    assert first(desk) == ran_out.id


def test_an_appeal_against_my_decision_and_an_answer_i_wait_for_are_not_next(desk):
    asked = waiting(desk, level=Level.URGENT)
    appealed = waiting(desk, level=Level.APPEAL)
    with unit_of_work():
        question = Consultation(
            case_id=asked.id,
            kind=ConsultationKind.SECOND_OPINION,
            asked_by_id=desk["mo"].id,
            question="Do you agree?",
            post_version=1,
            asked_at=clock.now(),
        )
        decision = Decision(
            post_id=appealed.post_id,
            actor_id=desk["mo"].id,
            outcome=Outcome.REMOVE,
            reason="x",
            old_state="held",
            new_state="removed",
            post_version=1,
            at=clock.now(),
        )
        db.session.add_all([question, decision])
        db.session.flush()
        db.session.add(
            Appeal(
                decision_id=decision.id,
                post_id=appealed.post_id,
                case_id=appealed.id,
                member_id=desk["cora"].id,
                words="Please look again.",
                at=clock.now(),
            )
        )
    question_id = question.id
    assert lanes.next_case(desk["mo"].id) is None
    assert first(desk) == "/desk/list?notice=none-waiting"
    assert lanes.next_case(desk["ann"].id) == asked.id
    with unit_of_work():
        db.session.get_one(Consultation, question_id).answered_at = clock.now()
    assert lanes.next_case(desk["mo"].id) == asked.id
    assert lanes.next_case(desk["ann"].id, Filters(lane=Level.APPEAL)) == appealed.id


def fill(desk, count):
    """Many posts with cases and findings, made at once."""
    now = clock.now()
    with unit_of_work():
        begin = (db.session.scalar(text("SELECT max(id) FROM posts")) or 0) + 1
        numbers = range(begin, begin + count)
        db.session.execute(
            Post.__table__.insert(),
            [
                {
                    "id": n, "thread_id": desk["thread"].id, "path": f"p{n}", "depth": 0, "kind": "comment",
                    "source": f"Words {n}", "html": "", "teaser": "", "author_id": desk["cora"].id,
                    "audience": "members", "state": "published", "idempotency_key": f"fill-{n}",
                    "open_case": n % 10 < 9, "created_at": now, "as_member": False, "version": 1, "noted": False,
                    "answers": 0, "me_too": 0, "thinking": 0, "helped": 0, "demo": False,
                }
                for n in numbers
            ],
        )  # fmt: skip
        levels = list(Level)
        db.session.execute(
            Case.__table__.insert(),
            [
                {
                    "post_id": n, "level": levels[n % 6].value, "rank": n % 6, "post_version": 1,
                    "cause": "x", "practice": False, "opened_at": now - timedelta(minutes=n),
                    "closed_at": now if n % 10 == 9 else None,
                }
                for n in numbers
            ],
        )  # fmt: skip
        db.session.execute(
            StoredFinding.__table__.insert(),
            [
                {
                    "post_id": n, "post_version": 1, "category": "cure_claim", "rule": "r", "action": "hold",
                    "start": 0, "end": 4, "reason": "x", "source": "y", "against": [], "engine": "t", "at": now,
                }
                for n in numbers
            ],
        )  # fmt: skip


def test_a_long_queue_costs_no_more_statements_and_walks_the_index(desk, count_statements):
    fill(desk, 40)
    address = "/desk/list?category=cure_claim"
    few = count_statements(lambda: desk["page"].get(address))
    fill(desk, 4000)
    assert count_statements(lambda: desk["page"].get(address)) == few
    assert few <= 14
    engine = db.engine.dialect.name
    if engine == "postgresql":
        with unit_of_work():
            db.session.execute(text("ANALYZE"))
    plans = []
    for statement in _statements():
        explain = "EXPLAIN " if engine == "postgresql" else "EXPLAIN QUERY PLAN "
        bound = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
        plans.append("\n".join(str(row) for row in db.session.execute(text(explain + str(bound)))))
    for plan in plans:
        assert "ix_cases_queue" in plan, plan
        assert "Sort" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def _statements():
    """The main query as it is said: whole, one lane, further on, narrowed."""
    from sqlalchemy import event

    said = []
    listener = lambda state: said.append(state.statement)  # noqa: E731
    event.listen(db.session, "do_orm_execute", listener)
    try:
        last = lanes.queue()
        lanes.queue(last.later)
        lanes.queue(None, Filters(lane=Level.REVIEW))
        lanes.queue(last.later, Filters(category="cure_claim"))
        lanes.queue(last.later, without=[Level.URGENT, Level.APPEAL])
    finally:
        event.remove(db.session, "do_orm_execute", listener)
    return [each for each in said if "cases.rank" in str(each)]


@pytest.mark.parametrize("path", ["/desk/list", "/desk/first", "/desk/list?mode=spam"])
def test_the_list_does_not_exist_for_members(desk, browse, path):
    assert browse(desk["cora"]).get(path).status_code == 404
