"""The audit trail: who changes it, cuts it or forges it is found out, on both engines."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from forum import audit, clock
from forum.audit import verifying
from forum.audit.chain import link_of
from forum.errors import Invalid
from forum.extensions import db
from forum.models import (
    AuditEntry,
    AuditWords,
    Case,
    Decision,
    Member,
    Outcome,
    Post,
    PostState,
    Role,
)
from forum.web.transaction import begin_write, unit_of_work
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import ADVICE, held_case, is_with, newest, ruled
from tests.publishing.test_at_once import at_once
from tests.publishing.test_edits import edit
from tests.publishing.test_road import send


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Every border of a batch lies within these few rows."""
    monkeypatch.setattr(verifying, "_BATCH", 2)


@pytest.fixture
def trail(app, browse):
    """Three posts held and decided: six rows."""
    cora, mo = browse(make_member("Cora")), browse(make_member("Mo", role=Role.MODERATOR))
    thread = thread_of(make_article())
    for number, outcome in enumerate(("publish", "remove", "reword")):
        case = held_case(cora, thread, f"{ADVICE} {number}")
        ruled(mo, case, outcome, message="Please reword.")
    return {"cora": cora.member, "mo": mo.member, "thread": thread, "browser": cora}


@contextmanager
def past_the_guards():
    """What somebody can do who owns the database: the triggers do not hold them back."""
    db.session.remove()
    with db.engine.connect() as connection:
        guards = []
        if db.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            guards = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).all()
            for name, _ in guards:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.commit()
        yield lambda words, **values: connection.execute(text(words), values)
        for _, words in guards:
            connection.exec_driver_sql(words)
        connection.commit()
        connection.invalidate()


def tamper(words, **values):
    with past_the_guards() as say:
        say(words, **values)


def problems(head=""):
    db.session.remove()
    return audit.verify(head).problems


def last_row():
    db.session.remove()
    return db.session.query(AuditEntry).order_by(AuditEntry.number.desc()).first()


def verify(app, *options):
    return app.test_cli_runner().invoke(args=["audit", "verify", *options])


def act(kind="test", subject="case:1", *, about=None, **words):
    audit.record(kind, subject, words or {"x": 1}, actor_id=None, about_id=about)


# A whole trail.


def test_a_whole_trail_is_said_to_be_whole_with_its_head(trail, app):
    answer = verify(app)
    assert answer.exit_code == 0
    last = last_row()
    assert answer.output.splitlines() == [
        "6 rows, 0 with words erased.",
        f"Head: 6:{last.chain}",
        "Note the head down away from this machine, and give it next time with --head.",
        "No problem found.",
    ]
    assert verify(app, "--head", f"6:{last.chain}").exit_code == 0
    assert "\r" not in answer.output + answer.stderr


def test_an_empty_trail_is_whole(app):
    answer = verify(app)
    assert (answer.exit_code, answer.output) == (
        0,
        "0 rows, 0 with words erased.\nNo problem found.\n",
    )


def test_a_head_noted_earlier_is_found_after_more_was_done(trail, app, browse):
    head = audit.verify().head
    ruled(
        browse(trail["mo"]), held_case(trail["browser"], trail["thread"], "Stop Imuran."), "publish"
    )
    assert verify(app, "--head", head).exit_code == 0


@pytest.mark.parametrize("head", ["6", "x:y", "0:" + "a" * 64, "6:" + "g" * 64, "6:" + "a" * 65])
def test_a_head_that_cannot_be_one_is_asked_again(trail, app, head):
    answer = verify(app, "--head", head)
    assert answer.exit_code == 2
    assert "Give it as it was printed" in answer.stderr


def test_ordinary_posts_and_changed_settings_of_a_post_are_no_moderation(app, browse):
    cora = browse(make_member("Cora"))
    thread = thread_of(make_article())
    send(cora, thread, "My second infusion was easier.")
    with unit_of_work():
        act()
    edit(cora, newest(Post), "My second infusion was easier.", audience="everyone")
    assert db.session.query(Decision).count() == 2
    assert problems() == []


def test_decisions_from_before_the_trail_began_are_not_asked_for(trail):
    post = newest(Post)
    with unit_of_work():
        old = Decision(
            post_id=post.id, outcome=Outcome.REMOVE, reason="x", old_state="held",
            new_state="removed", post_version=1, at=clock.now() - timedelta(days=9),
        )  # fmt: skip
        db.session.add(old)
    assert problems() == []
    with unit_of_work():
        db.session.get_one(Decision, old.id).at = clock.now()
    assert problems() == [f"decision {old.id} has no row in the trail"]


def test_a_refused_request_leaves_no_row(app):
    def refused():
        with unit_of_work():
            act()
            raise Invalid("x", "No.")

    with pytest.raises(Invalid):
        refused()
    with unit_of_work():
        pass
    assert db.session.query(AuditEntry).count() == 0


def test_what_was_taken_back_with_a_savepoint_leaves_no_row(app):
    def fails():
        with db.session.begin_nested():
            act(subject="case:2")
            with db.session.begin_nested():
                act(subject="case:3")
            db.session.add(Member(handle=None))

    with unit_of_work():
        act(subject="case:1")
        with pytest.raises(IntegrityError):
            fails()
        with db.session.begin_nested():
            act(subject="case:4")
    told = [row.subject for row in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert told == ["case:1", "case:4"]
    assert problems() == []


# Who tampers with it.


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "duty"), ("actor", "0" * 32), ("subject", "case:9"), ("digest", "0" * 64),
        ("at", "2020-01-01 00:00:00+00:00"), ("subject", "decision:x"),
    ],
)  # fmt: skip
def test_a_changed_row(trail, app, column, value):
    tamper(f"UPDATE audit_entries SET {column} = :value WHERE number = 3", value=value)
    answer = verify(app)
    assert answer.exit_code == 1
    assert "Problem: row 3 was changed, or the row before it" in answer.output
    assert "row 4" not in answer.output
    assert "No problem" not in answer.output


def test_a_changed_chain_value_shows_at_the_row_and_the_next(trail):
    tamper("UPDATE audit_entries SET chain = :value WHERE number = 3", value="a" * 64)
    assert problems() == ["rows 3 to 4 were changed"]


def test_changed_words(trail):
    tamper("""UPDATE audit_words SET words = '{"reason": "Nicer."}' WHERE number = 2""")
    assert problems() == ["the words of row 2 were changed"]
    tamper("UPDATE audit_words SET words = 'null', salt = 'x' WHERE number = 3")
    assert problems() == ["the words of row 2 were changed", "the words of row 3 were changed"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "Nicer."), ("message", ""), ("new_state", "published"), ("actor_id", 1),
        ("outcome", "publish"), ("at", "2020-01-01 00:00:00+00:00"), ("acted_alone", True),
        ("proposed_by_id", 1), ("undoes_id", 1), ("post_version", 2),
    ],
)  # fmt: skip
def test_a_changed_decision_row(trail, column, value):
    changed = newest(Decision).id
    tamper(f"UPDATE decisions SET {column} = :value WHERE id = :id", value=value, id=changed)
    assert problems() == [f"decision {changed} was changed"]


def test_a_decision_row_that_was_taken_out(trail):
    gone = newest(Decision).id
    tamper("DELETE FROM notifications")
    tamper("DELETE FROM decisions WHERE id = :id", id=gone)
    assert problems() == [f"decision {gone} is gone"]


def test_rows_missing_in_the_middle(trail):
    tamper("DELETE FROM audit_words WHERE number IN (2, 4, 5)")
    tamper("DELETE FROM audit_entries WHERE number IN (2, 4, 5)")
    found = problems()
    assert found[:2] == ["row 2 is missing", "rows 4 to 5 are missing"]
    assert [words for words in found if not words.endswith("has no row in the trail")] == found[:2]
    assert len(found) == 5


def test_rows_missing_at_the_beginning(trail):
    tamper("DELETE FROM audit_words WHERE number < 3")
    tamper("DELETE FROM audit_entries WHERE number < 3")
    assert problems()[0] == "rows 1 to 2 are missing"


def test_rows_cut_from_the_end_are_found_with_the_head_noted_before(app):
    for _ in range(3):
        with unit_of_work():
            act()
    head = audit.verify().head
    tamper("DELETE FROM audit_words WHERE number = 3")
    tamper("DELETE FROM audit_entries WHERE number = 3")
    assert problems() == []
    answer = verify(app, "--head", head)
    assert answer.exit_code == 1
    assert "the head that was noted, row 3, is not in the trail" in answer.output


def test_rows_cut_from_the_end_and_written_anew(app):
    for _ in range(3):
        with unit_of_work():
            act()
    head = audit.verify().head
    tamper("DELETE FROM audit_words WHERE number = 3")
    tamper("DELETE FROM audit_entries WHERE number = 3")
    with unit_of_work():
        act(x=2)
    assert problems() == []
    assert problems(head) == ["row 3 is not the row that was noted as the head"]


def test_a_cut_that_takes_decisions_shows_without_a_head(trail):
    tamper("DELETE FROM audit_words WHERE number > 4")
    tamper("DELETE FROM audit_entries WHERE number > 4")
    found = problems()
    assert len(found) == 2
    assert all(words.endswith("has no row in the trail") for words in found)


@pytest.mark.parametrize("number", [7, 0, -1])
def test_a_row_forged_without_the_key(trail, app, number):
    last = last_row()
    forged = AuditEntry(
        number=number, at=clock.now(), kind="decision", actor="", subject="decision:9999999999",
        digest=last.digest,
    )  # fmt: skip
    db.session.remove()
    key = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "a guess"
    forged.chain = link_of(forged, last.chain)
    app.config["SECRET_KEY"] = key
    with unit_of_work():
        db.session.add(forged)
    assert problems()


def test_more_problems_than_a_person_reads_are_counted(trail, app, monkeypatch):
    monkeypatch.setattr(verifying, "MOST_PROBLEMS", 2)
    tamper("UPDATE decisions SET reason = 'Nicer.'")
    answer = verify(app)
    assert answer.output.count("Problem:") == 2
    assert "And 4 more." in answer.output


# The key.


def test_another_key_is_said_once_and_not_for_each_row(trail, app):
    key = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "quite another key"
    try:
        answer = verify(app)
    finally:
        app.config["SECRET_KEY"] = key
    assert answer.exit_code == 1
    assert answer.output.count("Problem:") == 1
    assert "no row fits the key in use: SECRET_KEY is not the one" in answer.output
    assert problems() == []


def test_a_key_that_was_changed_on_the_way_is_said_once(trail, app):
    key = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "the new key of the house"
    try:
        for _ in range(2):
            with unit_of_work():
                act()
        found = problems()
    finally:
        app.config["SECRET_KEY"] = key
    assert found == [
        "rows 1 to 6 do not fit the key in use: they were changed, or SECRET_KEY was another one "
        "when they were written"
    ]


# Erasing.


def test_words_can_be_erased_and_the_trail_stays_whole(trail, app):
    with unit_of_work():
        assert audit.erase_words(trail["cora"].id) == 6
    answer = verify(app)
    assert answer.exit_code == 0
    assert "6 rows, 6 with words erased." in answer.output
    assert db.session.query(AuditWords).count() == 0


def test_rows_hold_neither_names_nor_words(trail):
    for entry in db.session.query(AuditEntry):
        row = f"{entry.kind} {entry.actor} {entry.subject} {entry.digest}"
        assert "Mestinon" not in row
        assert "Cora" not in row
        assert entry.actor in {"", audit.pseudonym(trail["mo"].id)}
    assert audit.pseudonym(trail["mo"].id) != audit.pseudonym(trail["cora"].id)


# The database itself refuses.


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE audit_entries SET kind = 'x'",
        "UPDATE audit_entries SET number = 99 WHERE number = 6",
        "DELETE FROM audit_entries WHERE number = 6",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries CASCADE",
    ],
)
def test_the_database_refuses_to_change_or_take_out_a_row(trail, engine_name, words):
    db.session.remove()
    with db.engine.connect() as connection:
        if engine_name == "postgresql" or "TRUNCATE" not in words:
            with pytest.raises(DBAPIError, match="only added to"):
                connection.execute(text(words))
        connection.rollback()
    assert problems() == []
    assert db.session.query(AuditEntry).count() == 6


def test_a_row_is_not_replaced_unseen(trail, engine_name):
    at = last_row().at
    columns = "(number, at, kind, actor, subject, digest, chain)"
    values = f"{columns} VALUES (6, '{at}', 'x', '', 'x', 'x', 'x')"
    update = f"INSERT INTO audit_entries {values} ON CONFLICT (number) DO UPDATE SET kind = 'x'"
    db.session.remove()
    with db.engine.connect() as connection:
        with pytest.raises(DBAPIError, match="only added to"):
            connection.execute(text(update))
        connection.rollback()
    assert problems() == []
    if engine_name == "sqlite":
        # SQLite takes the old row out without asking the triggers. The chain tells.
        tamper(f"INSERT OR REPLACE INTO audit_entries {values}")
        assert "row 6 was changed, or the row before it" in problems()[0]


# At the same moment.


def test_many_writers_at_the_same_moment_keep_the_chain_whole(app):
    def write(number):
        for turn in range(5):
            with unit_of_work():
                act(subject=f"case:{number}", turn=turn)
                act(subject=f"post:{number}", turn=turn)

    at_once(app, *[lambda n=n: write(n) for n in range(6)])
    report = audit.verify()
    assert (report.entries, report.problems) == (60, [])
    assert db.session.scalar(select(func.max(AuditEntry.number))) == 60


def test_who_writes_the_trail_holds_nobody_up_who_holds_a_case(trail, app):
    """One has noted an act and then needs a case; the other has the case and then notes an act."""
    case_id = newest(Case).id
    noted, held = threading.Event(), threading.Event()
    db.session.remove()

    def notes_first():
        with unit_of_work():
            act()
            noted.set()
            held.wait(1)
            db.session.get_one(Case, case_id).cause = "one"

    def holds_first():
        with unit_of_work():
            db.session.get(Case, case_id, with_for_update=True)
            held.set()
            noted.wait(1)
            act()

    at_once(app, notes_first, holds_first)
    assert db.session.query(AuditEntry).count() == 8
    assert problems() == []


def test_who_writes_about_a_member_holds_nobody_up_who_holds_the_member(trail, app):
    cora = trail["cora"].id
    noted, held = threading.Event(), threading.Event()
    db.session.remove()

    def notes_first():
        with unit_of_work():
            act(about=cora)
            noted.set()
            held.wait(1)

    def holds_first():
        with unit_of_work():
            db.session.get(Member, cora, with_for_update=True)
            held.set()
            noted.wait(1)
            act(about=cora)

    at_once(app, notes_first, holds_first)
    assert db.session.query(AuditEntry).count() == 8
    assert problems() == []


def test_taking_a_case_over_and_taking_the_words_down_at_once(trail, app, browse):
    """Both hold the case and write the trail, each in its own order; neither is turned away."""
    ann = browse(make_member("Ann", role=Role.MODERATOR))
    cora = trail["browser"]
    for number in range(8):
        case = held_case(cora, trail["thread"], f"{ADVICE} once more {number}")
        is_with(case, trail["mo"])
        answers = at_once(
            app,
            lambda case=case: ann.post(f"/desk/cases/{case.id}/take"),
            lambda case=case: cora.post(f"/posts/{case.post_id}/withdraw"),
        )
        assert [answer.status_code for answer in answers] == [303, 303]
        assert db.session.get_one(Post, case.post_id).state is PostState.WITHDRAWN
    assert problems() == []


def test_a_commit_writes_the_trail_only_once(app):
    with unit_of_work():
        act()
    begin_write()
    db.session.commit()
    assert db.session.query(AuditEntry).count() == 1


def test_the_number_of_statements_does_not_grow_with_the_words(
    trail, count_statements, monkeypatch
):
    monkeypatch.setattr(verifying, "_BATCH", 500)
    assert count_statements(audit.verify) < 10
    assert re.fullmatch(r"6:[0-9a-f]{64}", audit.verify().head)
