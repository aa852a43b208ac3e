"""Closing a talk: everybody reads why, nobody writes, and one press opens it again."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import AuditEntry, Post, Role, Thread
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of
from tests.moderation.desk import held_case
from tests.publishing.test_at_once import at_once
from tests.publishing.test_guests import write
from tests.publishing.test_road import send

WHY = "It went round in circles & hurt people."


@pytest.fixture
def talk(app, browse):
    """A talk under IVIG with one comment; Mo moderates."""
    thread = thread_of(make_article())
    make_post(thread, make_member("Ann"), "Mine took four hours.")
    return {"thread": thread, "mo": browse(make_member("Mo", role=Role.MODERATOR))}


def close(talk, reason=WHY, **values):
    url = f"/desk/threads/{talk['thread'].id}/close"
    return talk["mo"].post(url, data={"talk_reason": reason, **values})


def reopen(talk, **values):
    return talk["mo"].post(f"/desk/threads/{talk['thread'].id}/open", data=values)


def test_guests_members_and_kept_pages_show_why_and_open_again(talk, browse, client):
    cora = browse(make_member("Cora"))
    pages = [
        lambda: client.get("/articles/ivig"),
        lambda: cora.get("/articles/ivig"),
        lambda: cora.get(f"/threads/{talk['thread'].id}"),
        lambda: cora.get(f"/threads/{talk['thread'].id}/print"),
    ]
    for page in pages:
        assert "This talk is closed" not in words(page())
    assert close(talk).location == f"/threads/{talk['thread'].id}?notice=talk-closed"
    for page in pages:
        assert f"This talk is closed. {WHY}" in words(page())
    links = client.get("/articles/ivig").text + cora.get(f"/threads/{talk['thread'].id}").text
    assert f"/threads/{talk['thread'].id}/reply" not in links
    assert reopen(talk).status_code == 303
    for page in pages:
        assert "This talk is closed" not in words(page())
    kinds = [row.kind for row in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert kinds == ["talk_closed", "talk_opened"]


def test_what_was_being_written_comes_back_with_the_reason(talk, browse, client):
    cora = browse(make_member("Cora"))
    close(talk)
    answer = send(cora, talk["thread"], "My long and careful words.")
    assert answer.status_code == 422
    assert "My long and careful words." in answer.text
    assert WHY in words(answer)
    reply = cora.get(f"/threads/{talk['thread'].id}/reply")
    assert WHY in words(reply)
    assert write(client, talk["thread"], "A guest's words").status_code == 422
    assert db.session.query(Post).count() == 1


def test_words_of_danger_in_a_closed_talk_still_bring_the_help_card(talk, browse):
    close(talk)
    answer = send(browse(make_member("Cora")), talk["thread"], "I can't swallow, I can't breathe")
    assert answer.status_code == 422
    assert "call your local emergency number now" in words(answer)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_is_needed_and_not_too_long(talk, reason):
    answer = close(talk, reason)
    assert answer.status_code == 422
    assert not db.session.query(Thread).one().locked
    assert reason.strip() in answer.text


def test_twice_is_told_and_changes_nothing(talk):
    assert reopen(talk).status_code == 409
    close(talk)
    again = close(talk, "Another reason")
    assert again.status_code == 409
    assert db.session.query(Thread).one().locked_because == WHY
    assert db.session.query(AuditEntry).count() == 1


def test_two_at_once_close_it_once(app, talk, browse):
    other = dict(talk, mo=browse(make_member("Nia", role=Role.MODERATOR)))
    answers = at_once(app, lambda: close(talk, "First."), lambda: close(other, "Second."))
    assert sorted(answer.status_code for answer in answers) == [303, 409]


def test_from_a_case_and_back_to_it(talk, browse):
    case = held_case(browse(make_member("Cora")), talk["thread"])
    url = f"/desk/cases/{case.id}"
    page = talk["mo"].get(url)
    assert f"/desk/threads/{talk['thread'].id}/close?case={case.id}" in page.text
    assert close(talk, case=case.id).location == f"{url}?notice=talk-closed"
    assert WHY in words(talk["mo"].get(url))
    assert reopen(talk, case=case.id).location == f"{url}?notice=talk-opened"
    assert close(talk, case="//evil.example").location.startswith("/threads/")


def test_a_talk_on_an_activities_page_is_closed_alike(app, browse):
    cora = make_member("Cora")
    opening = make_thread(cora, "How was your week?")
    mo = browse(make_member("Mo", role=Role.MODERATOR))
    url = f"/desk/threads/{opening.thread_id}/close"
    assert mo.post(url, data={"talk_reason": WHY}).status_code == 303
    page = words(browse(cora).get(f"/threads/{opening.thread_id}"))
    assert WHY in page
    assert "Open the talk again" not in page
    assert "Open the talk again" in words(mo.get(f"/threads/{opening.thread_id}"))


def test_it_is_for_moderators(talk, browse):
    for role in (Role.MEMBER, Role.REVIEWER, Role.EDITOR):
        other = browse(make_member(role=role))
        url = f"/desk/threads/{talk['thread'].id}"
        assert other.get(f"{url}/close").status_code == 404
        assert other.post(f"{url}/close", data={"talk_reason": WHY}).status_code == 404
        assert other.post(f"{url}/open").status_code == 404
        assert "Close this talk" not in words(other.get(f"/threads/{talk['thread'].id}"))
    assert talk["mo"].post("/desk/threads/999/close", data={"talk_reason": "x"}).status_code == 404
