"""The safety drill: called like a real case, seen by nobody but the desk, timed in words."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum import audit
from forum.errors import Refusal
from forum.extensions import db
from forum.models import (
    Case,
    Decision,
    Level,
    Notification,
    OutboxMessage,
    Post,
    PostState,
    Role,
    StoredFinding,
    Thread,
)
from forum.moderation import drills, health, leases
from forum.publishing.drill import file_drill
from forum.publishing.undoing import undo
from forum.web.transaction import ledger, unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, thread_of
from tests.moderation.test_desk import rule

MADE_UP = "I cannot swallow since this morning"


@pytest.fixture
def mo(app):
    return make_member("Mo", role=Role.MODERATOR)


def command(app, *said):
    db.session.remove()
    return app.test_cli_runner().invoke(args=["safety", *said])


def the_case():
    return kept(db.session.query(Case).one())


def test_it_is_a_practice_case_in_the_first_lane_and_those_on_duty_are_called(app, mo, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    browse(ada).post("/desk/duty", data={"hours": "2"})
    answer = command(app, "drill")
    assert answer.exit_code == 0
    case = the_case()
    assert f"Practice case {case.id} is filed. 1 person called by mail." in answer.output
    assert case.practice
    assert case.level is Level.URGENT
    mail = db.session.query(OutboxMessage).one()
    assert (mail.message, mail.recipient) == ("urgent_case", ada.email)
    assert f"/desk/cases/{case.id}" in mail.body
    assert "swallow" not in mail.subject + mail.body
    assert audit.verify().problems == []


def test_at_the_desk_it_is_marked_as_practice(app, mo, browse):
    command(app, "drill")
    case = the_case()
    for path in ("/desk/list", f"/desk/cases/{case.id}"):
        page = words(browse(mo).get(path))
        assert "nobody is in danger" in page.lower()
    page = words(browse(mo).get(f"/desk/cases/{case.id}"))
    assert MADE_UP in page
    # The history of all other guests is not taken for that of the made-up author.
    assert "1 post in all." in page


def test_it_enters_the_figures_of_no_rule(app, mo):
    command(app, "drill")
    assert db.session.query(StoredFinding).count() == 0
    assert health.lanes()[0].waiting == 0


READABLE = (
    "/", "/articles", "/articles/ivig", "/activities", "/activities/newest",
    "/activities/unanswered", "/you/notices", "/feeds/articles.atom", "/feeds/articles.json",
    "/sitemap.xml",
)  # fmt: skip


@pytest.mark.parametrize("decided", [None, "publish", "remove"])
def test_no_reader_sees_it_anywhere_before_or_after_the_decision(app, mo, browse, decided):
    make_article()
    ben = make_member("Ben")
    command(app, "drill")
    post = kept(db.session.query(Post).one())
    if decided:
        answer = rule(browse(mo), the_case(), decided, message="x")
        assert answer.status_code == 303
        assert db.session.query(Post).one().state is PostState.REMOVED
    own = (f"/threads/{post.thread_id}", f"/posts/{post.id}", f"/threads/{post.thread_id}/print")
    for reader in (browse(ben), browse()):
        missing = words(reader.get("/threads/9999", follow_redirects=True))
        for path in READABLE:
            page = reader.get(path, follow_redirects=True).text
            assert MADE_UP not in page
            assert "Safety drill" not in page
            assert f"/threads/{post.thread_id}" not in page
            assert f"/posts/{post.id}" not in page
        for path in own:
            answer = reader.get(path, follow_redirects=True)
            assert MADE_UP not in answer.text
            if reader.member:
                assert answer.status_code == 404
                assert words(answer) == missing
    assert browse(ben).get(f"/posts/{post.id}/reply").status_code == 404
    assert browse(ben).get(f"/threads/{post.thread_id}/reply").status_code == 404
    assert browse(ben).get(f"/posts/{post.id}/report").status_code == 404


def test_no_counter_counts_it_and_no_mail_or_news_leaves(app, mo, browse):
    make_article()
    command(app, "drill")
    rule(browse(mo), the_case(), "publish")
    assert [row.answers for row in db.session.query(Thread)] == [0, 0]
    assert [row.last_post_at for row in db.session.query(Thread)] == [None, None]
    assert {row.message for row in db.session.query(OutboxMessage)} == {"urgent_case"}
    assert db.session.query(Notification).count() == 0
    assert db.session.query(Post).one().published_at is None


def test_a_second_drill_while_one_is_open_is_refused_in_words(app, mo, browse):
    command(app, "drill")
    case = the_case()
    answer = command(app, "drill")
    assert answer.exit_code == 1
    assert f"A drill is open already: case {case.id}." in answer.output
    assert db.session.query(Post).count() == 1
    rule(browse(mo), case, "publish")
    assert command(app, "drill").exit_code == 0
    assert db.session.query(Case).count() == 2


def test_of_two_at_the_same_moment_one_is_filed(app, mo):
    together = threading.Barrier(2)

    def file():
        with app.app_context():
            together.wait(10)
            try:
                with unit_of_work(begin=False):
                    return file_drill().case_id
            except Refusal:
                return None

    db.session.remove()
    with ThreadPoolExecutor(2) as people:
        filed = [each.result() for each in [people.submit(file) for _ in range(2)]]
    assert filed.count(None) == 1
    assert db.session.query(Case).count() == 1


def test_with_nobody_to_call_nothing_is_filed(app):
    answer = command(app, "drill")
    assert answer.exit_code == 1
    assert "There is no moderator to call." in answer.output
    assert db.session.query(Post).count() == 0


def test_waiting_tells_when_a_person_looked_and_when_it_was_decided(app, mo, browse):
    ended = threading.Event()
    judge = browse(mo)

    def moderate():
        """What Mo does at the desk while the command waits."""
        with app.app_context():
            while not ended.wait(0.05):
                case_id = drills.still_open()
                db.session.remove()
                if case_id is not None:
                    with ledger() as book:
                        leases.look(book, case_id, mo.id)
                    answer = judge.post(
                        f"/desk/cases/{case_id}/publish", data={"version": 1, "reason": "Drill."}
                    )
                    return answer.status_code
        return None

    with ThreadPoolExecutor(1) as people:
        moderating = people.submit(moderate)
        answer = command(app, "drill", "--wait", "1")
        ended.set()
        assert moderating.result() == 303
    assert answer.exit_code == 0
    assert "Mo looked after less than a minute." in answer.output
    assert "by Mo, decided after less than a minute." in answer.output
    assert "Waiting for" not in answer.output
    assert "\r" not in answer.output


def test_when_nobody_looks_in_time_the_command_says_so_and_fails(app, mo):
    answer = command(app, "drill", "--wait", "0")
    assert answer.exit_code == 1
    assert "nobody has looked yet, not decided yet." in answer.output
    assert the_case().closed_at is None


@pytest.mark.parametrize("minutes", ["-1", "soon", "1e9", "100000"])
def test_a_wait_that_cannot_be_is_refused_before_anything_is_filed(app, mo, minutes):
    assert command(app, "drill", "--wait", minutes).exit_code == 2
    assert db.session.query(Case).count() == 0


def test_status_and_the_health_page_list_the_last_drills(app, mo, browse):
    assert "No drill yet." in command(app, "status").output
    for number in range(12):
        command(app, "drill")
        case = kept(db.session.query(Case).order_by(Case.id.desc()).first())
        browse(mo).get(f"/desk/cases/{case.id}")
        if number < 11:
            rule(browse(mo), case, "remove", message="x")
    lines = command(app, "status").output.strip().splitlines()
    assert len(lines) == drills.SHOWN
    assert lines[0].endswith("looked at after less than a minute by Mo, not decided yet.")
    assert lines[1].endswith("by Mo, decided after less than a minute.")
    page = words(browse(mo).get("/desk/health"))
    assert re.search(r"Drills .* less than a minute, Mo not yet", page)


def test_a_member_who_gives_the_address_of_drills_is_not_taken_for_one(app, mo, browse):
    """Only a case that was filed as practice is one, whatever address a guest writes."""
    thread = thread_of(make_article())
    with unit_of_work():
        post = Post(
            thread_id=thread.id, path="x", kind="comment", source="s", html="h", teaser="t",
            guest_name="Eve", guest_email=drills.DRILL_EMAIL, audience="members", state="held",
            idempotency_key="k", created_at=thread.created_at,
        )  # fmt: skip
        db.session.add(post)
        db.session.flush()
        db.session.add(
            Case(
                post_id=post.id, level=Level.HOLD, rank=1, post_version=1, cause="",
                opened_at=thread.created_at,
            )
        )  # fmt: skip
    assert drills.recent() == []
    assert drills.still_open() is None


def test_the_decision_on_a_drill_stands_in_the_record_and_can_be_undone(app, mo, browse):
    command(app, "drill")
    case = the_case()
    rule(browse(mo), case, "publish")
    decisions = db.session.query(Decision).order_by(Decision.id).all()
    assert [row.new_state for row in decisions] == ["held", "removed"]
    last = decisions[-1].id
    db.session.remove()
    with unit_of_work(begin=False):
        undo(mo, last)
    assert drills.still_open() == case.id
    assert db.session.query(Post).one().state is PostState.HELD
    assert audit.verify().problems == []
