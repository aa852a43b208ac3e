"""The demo community: labelled, kept away from real sites, removed whole."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from forum import audit, clock
from forum.activity.services import toggle_support
from forum.articles.importing import import_folder
from forum.extensions import db
from forum.models import (
    Appeal,
    AuditEntry,
    AuditWords,
    Case,
    CaseView,
    ClaimKind,
    ClaimRecord,
    Consultation,
    ContextNote,
    Decision,
    Duty,
    Evidence,
    Follow,
    Harm,
    Level,
    LibraryNote,
    LibraryNoteVersion,
    Member,
    MemberNote,
    MemberState,
    Notification,
    Outcome,
    Post,
    PostState,
    ReportReason,
    Restriction,
    RestrictionKind,
    Role,
    SupportKind,
    Thread,
)
from forum.moderation import (
    appeals,
    claim_records,
    consultations,
    duty,
    leases,
    library,
    member_notes,
    reporting,
)
from forum.moderation.restrictions import Wish
from forum.ops import demo, demo_removal
from forum.publishing import restricting, road, undoing, verdict
from forum.publishing.ruling import Ruling
from forum.web.transaction import ledger, unit_of_work
from tests.factories import kept, make_member, make_post
from tests.moderation.desk import ADVICE

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def demo_app(app):
    """The application as `make run` makes it on an empty instance."""
    app.config["DEMO"] = True
    import_folder(CONTENT)
    yield app
    app.config["DEMO"] = False


def test_the_demo_has_two_members_a_moderator_and_an_editor_labelled_as_demo(demo_app):
    assert demo.load()
    people = db.session.query(Member).order_by(Member.id).all()
    assert [person.role.value for person in people] == ["member", "member", "moderator", "editor"]
    assert all("(demo)" in person.handle and person.demo for person in people)


def test_its_passwords_are_its_own_and_readable_by_the_owner_only(demo_app, client):
    demo.load()
    path = Path(demo_app.instance_path) / "demo_sign_ins.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    people = json.loads(path.read_text())
    assert len({person["password"] for person in people}) == 4
    answer = client.post(
        "/sign-in", data={"email": people[0]["email"], "password": people[0]["password"]}
    )
    assert answer.status_code == 303
    assert "session=" in answer.headers["Set-Cookie"]


def test_it_shows_every_road_something_held_something_to_review_a_question_without_answer(demo_app):
    demo.load()
    assert {case.level for case in db.session.query(Case)} >= {Level.HOLD, Level.REVIEW}
    assert db.session.query(Post).filter_by(state=PostState.HELD).count() == 1
    assert db.session.query(Thread).filter_by(answers=0).count() > 1


def test_loading_twice_makes_nothing_twice(demo_app):
    assert demo.load()
    count = db.session.query(Post).count()
    assert not demo.load()
    assert db.session.query(Post).count() == count


def test_a_real_site_never_gets_it(app):
    with pytest.raises(demo.DemoRefused):
        demo.load()
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "operator" in result.output
    assert db.session.query(Member).count() == 0


def test_one_command_removes_it_and_leaves_what_is_real(demo_app):
    demo.load()
    real = make_member("Real")
    thread = db.session.query(Thread).filter(Thread.article_id.is_not(None)).first()
    parent = db.session.query(Post).filter_by(thread_id=thread.id, path="").first()
    assert parent is None
    own = make_post(thread, real, "A real comment.")
    with unit_of_work():
        demo_removal.remove()
    db.session.expunge_all()
    assert [member.handle for member in db.session.query(Member)] == ["Real"]
    assert [post.id for post in db.session.query(Post)] == [own.id]
    for table in (Case, Decision, Notification, Follow):
        assert db.session.query(table).count() == 0
    assert db.session.get_one(Thread, thread.id).answers == 1
    assert not (Path(demo_app.instance_path) / "demo_sign_ins.json").exists()


# A made-up moderator who did everything.


def do(act, *values):
    """One act in a transaction of its own."""
    db.session.remove()
    with unit_of_work(begin=False):
        done = act(*values)
    return kept(done)


def person(handle):
    db.session.remove()
    return kept(db.session.query(Member).filter_by(handle=handle).one())


def write(author, words, thread_id):
    sent = do(
        road.answer,
        road.Writer(author.id),
        road.Writing(words=words, key=f"key-{abs(hash(words))}"[:30]),
        thread_id,
        None,
    )
    return sent.post_id


def case_of(post_id):
    db.session.remove()
    return kept(db.session.query(Case).filter_by(post_id=post_id).order_by(Case.id.desc()).first())


NOTED = Ruling(Outcome.PUBLISH_WITH_NOTE, "Read.", note="Ask first.", sources=(("Sheet", ""),))


@pytest.fixture
def busy(demo_app):
    """Mo of the demo does all that a moderator can do, about the demo and about a real member."""
    demo.load()
    people = {name: person(f"{name} (demo)") for name in ("Cora", "Ben", "Mo")}
    people["real"] = make_member("Real")
    people["nia"] = make_member("Nia", role=Role.MODERATOR)
    db.session.remove()
    query = db.session.query(Thread.id).filter(Thread.article_id.is_not(None))
    people["thread_id"] = query.order_by(Thread.id).first()[0]
    theirs = write(people["Ben"], f"{ADVICE} Ben says so.", people["thread_id"])
    real = write(people["real"], f"{ADVICE} Real says so.", people["thread_id"])
    mo, nia = people["Mo"], people["nia"]
    do(duty.go_on_duty, mo, 4)
    for post_id in (theirs, real):
        case = case_of(post_id)
        with ledger() as book:
            leases.look(book, case.id, mo.id)
        marking = claim_records.Marking(
            "Stop your", ClaimKind.DIRECTIVE, Harm.GRAVE, Evidence.AGAINST
        )
        do(claim_records.add, mo, case.id, 1, marking)
        do(consultations.ask_moderator, mo, case.id, "What do you think?")
        made = do(verdict.rule, mo, case.id, 1, NOTED)
        do(undoing.undo, mo, made.id)
        made = do(verdict.rule, mo, case.id, 1, NOTED)
        do(library.keep, mo, made.id, f"Ask first {post_id}", "keep_name")
    do(reporting.report, people["real"], theirs, ReportReason.HARM, "I worry.")
    do(reporting.report, people["Cora"], real, ReportReason.HARM, "I worry too.")
    do(restricting.restrict, mo, case_of(theirs).id, Wish(RestrictionKind.PAUSE, 7, "Too much."))
    removed = do(verdict.rule, mo, case_of(theirs).id, 1, Ruling(Outcome.REMOVE, "x", message="x"))
    do(appeals.ask, people["Ben"], theirs, removed.id, "Please look again.")
    do(restricting.restrict, mo, case_of(real).id, Wish(RestrictionKind.PAUSE, 7, "Too much."))
    do(member_notes.add, mo, people["real"].id, "Writes a lot.")
    do(member_notes.add, nia, people["Ben"].id, "A made-up person.")
    do(toggle_support, people["Ben"], real, SupportKind.HELPED)
    with unit_of_work():
        held = db.session.get_one(Case, case_of(real).id)
        held.taken_by_id, held.taken_until = mo.id, clock.now()
    assert audit.verify().problems == []
    return {**people, "theirs": theirs, "real_post": real}


def remove_demo():
    db.session.remove()
    with unit_of_work():
        gone = demo_removal.remove()
    db.session.remove()
    return gone


def test_nothing_of_a_made_up_moderator_stays_in_force(busy):
    remove_demo()
    for table in (Duty, Consultation, ClaimRecord, Appeal, Restriction, MemberNote):
        assert db.session.query(table).count() == 0, table
    assert db.session.query(CaseView).filter_by(member_id=busy["Mo"].id).count() == 0
    real = db.session.get_one(Member, busy["real"].id)
    assert real.paused_until is None
    assert db.session.query(Case).filter(Case.taken_by_id.is_not(None)).count() == 0


def test_what_was_decided_about_a_real_post_stays_with_a_nameless_person(busy):
    remove_demo()
    post = db.session.get_one(Post, busy["real_post"])
    assert (post.state, post.noted, post.helped) == (PostState.PUBLISHED, True, 0)
    rows = db.session.query(Decision).filter_by(post_id=post.id).order_by(Decision.id).all()
    assert [row.outcome.value for row in rows] == [
        "hold", "publish_with_note", "undo", "publish_with_note",
    ]  # fmt: skip
    mo = db.session.get_one(Member, busy["Mo"].id)
    assert (mo.handle, mo.state, mo.email, mo.demo) == ("–", MemberState.ERASED, None, False)
    assert db.session.query(ContextNote).filter(ContextNote.ended_at.is_(None)).count() == 1
    handles = {member.handle for member in db.session.query(Member)}
    assert {"Real", "Nia"} <= handles
    assert not any("demo" in handle for handle in handles)


def test_posts_of_the_demo_go_with_all_cases_and_decisions(busy):
    assert remove_demo() > 1
    left = {post.id for post in db.session.query(Post)}
    assert left == {busy["real_post"]}
    for table in (Case, Decision, ContextNote, Notification):
        assert {row.post_id for row in db.session.query(table)} <= left
    assert db.session.get_one(Thread, busy["thread_id"]).answers == 1


def test_notes_in_the_library_are_kept_without_a_name(busy):
    remove_demo()
    assert db.session.query(LibraryNote).count() == 2
    assert {version.by_id for version in db.session.query(LibraryNoteVersion)} == {None}


def test_the_trail_tells_of_it_and_stays_whole(busy):
    gone = db.session.query(Decision.id).filter(Decision.post_id != busy["real_post"]).all()
    remove_demo()
    entry = db.session.query(AuditEntry).filter_by(kind="demo_removed").one()
    words = db.session.query(AuditWords).filter_by(number=entry.number).one()
    assert words.words["decisions"] == sorted(row.id for row in gone)
    report = audit.verify()
    assert report.problems == []
    assert report.erased > 0
    with unit_of_work():
        last = db.session.query(Decision).order_by(Decision.id.desc()).first()
        number = last.id
        db.session.query(Notification).delete()
        db.session.query(ContextNote).delete()
        db.session.delete(last)
    assert audit.verify().problems == [f"decision {number} is gone"]


def test_removing_what_is_not_there_changes_nothing(app):
    make_member("Real")
    assert remove_demo() == 0
    assert db.session.query(AuditEntry).count() == 0
    result = app.test_cli_runner().invoke(args=["demo", "remove"])
    assert result.exit_code == 0
