"""The demo community: labelled, kept away from real sites, removed whole."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from forum.articles.importing import import_folder
from forum.extensions import db
from forum.models import (
    Case,
    Decision,
    Follow,
    Level,
    Member,
    Notification,
    Post,
    PostState,
    Thread,
)
from forum.ops import demo, demo_removal
from forum.web.transaction import unit_of_work
from tests.factories import make_member, make_post

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
    assert {case.level for case in db.session.query(Case)} == {Level.HOLD, Level.REVIEW}
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
