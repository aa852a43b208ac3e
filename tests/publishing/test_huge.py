"""A megabyte of brackets, NUL and turning marks through every form: a clear answer, never a 500."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import Case, Member, Post, Role
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.publishing.test_road import send

BRACKETS = "[" * 1_000_000
BEYOND = "[" * 1_100_000
ODD = "a\x00b\u202ec\u2066d\ud800e".encode("utf-8", "surrogatepass").decode("utf-8", "replace")

FORMS = {
    "guest": {
        "/join": ("handle", "email"),
        "/sign-in": ("email", "password", "next"),
        "/sign-in/code": ("code", "next"),
        "/subscribe": ("email", "frequency"),
        "/threads/1/reply": ("words", "name", "email", "key", "audience"),
        "/care": ("words",),
        "/articles/ivig/report": ("words", "email"),
    },
    "member": {
        "/threads/1/reply": ("words", "key", "audience"),
        "/activities/new": ("words", "title", "kind", "key"),
        "/posts/1/edit": ("words", "version"),
        "/posts/1/reply": ("words",),
        "/posts/2/report": ("words", "reason"),
        "/you/email": ("email",),
        "/you/password": ("password", "old_password"),
    },
    "moderator": {
        "/desk/cases/1/publish_with_note": (
            "note",
            "reason",
            "source_title",
            "source_url",
            "version",
        ),
        "/desk/cases/1/reword": ("message", "reason"),
        "/desk/cases/1/remove": ("message", "reason"),
    },
}


@pytest.fixture
def people(app, browse, client):
    cora, ben, mo = make_member("Cora"), make_member("Ben"), make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    make_post(thread, cora)
    make_post(thread, ben)
    send(browse(ben), thread, "Stop your Mestinon, all of you. It is poison.")
    assert db.session.query(Case).one().id == 1
    return {"guest": client, "member": browse(cora), "moderator": browse(mo)}


@pytest.mark.parametrize("who", list(FORMS))
@pytest.mark.parametrize("text", [BRACKETS, BEYOND, ODD], ids=["megabyte", "beyond", "odd"])
def test_every_field_gives_a_clear_answer(people, who, text):
    browser = people[who]
    if db.engine.dialect.name == "sqlite" and db.session.get(Post, 1) is None:
        pytest.fail("the first post has another id here")
    for path, fields in FORMS[who].items():
        for field in fields:
            answer = browser.post(path, data={field: text})
            assert answer.status_code < 500, (path, field)
            if text is BEYOND:
                assert answer.status_code == 413, (path, field)
                assert "shorter" in words(answer)
    assert db.session.query(Member).count() == 3
    assert db.session.query(Case).filter(Case.closed_at.is_not(None)).count() == 0
