"""Taking back a decision: for ten minutes, while its mail has not left."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import (
    Case,
    ContextNote,
    Decision,
    Notification,
    OutboxMessage,
    Post,
    PostState,
)
from tests.browser_client import words
from tests.moderation.desk import ago, held_case, newest, rule, ruled


def test_after_deciding_the_next_case_opens_with_an_undo_for_this_one(desk, browse):
    second = held_case(browse(desk["cora"]), desk["thread"], "Stop your Imuran, all of you.")
    mo = browse(desk["mo"])
    answer = rule(mo, desk["case"], "publish")
    decision = newest(Decision)
    assert answer.location == f"/desk/cases/{second.id}?undo={decision.id}#decided"
    text = mo.get(answer.location).text
    assert 'id="decided"' in text
    assert 'tabindex="-1"' in text[text.index('id="decided"') :][:120]
    assert f'action="/desk/decisions/{decision.id}/undo"' in text
    # It stays on the page only.
    assert "undo" not in mo.get(f"/desk/cases/{second.id}").text.replace("Undo", "")


def test_after_the_last_case_the_undo_stands_on_the_empty_desk(desk, browse):
    mo = browse(desk["mo"])
    answer = rule(mo, desk["case"], "publish")
    assert answer.location.startswith("/desk?undo=")
    page = mo.get(answer.location)
    assert "Nothing is waiting" in words(page)
    assert "The author will hear of it." in words(page)
    assert f"/desk/decisions/{newest(Decision).id}/undo" in page.text


@pytest.mark.parametrize(
    ("outcome", "values"),
    [
        ("publish", {}),
        ("publish_with_note", {"note": "Ask first.", "source_title": "Sheet"}),
        ("reword", {"message": "Your own story?"}),
        ("remove", {"message": "It could harm."}),
    ],
)
def test_everything_is_as_before_and_nobody_is_told(desk, browse, outcome, values):
    mo = browse(desk["mo"])
    decision = ruled(mo, desk["case"], outcome, **values)
    answer = mo.post(f"/desk/decisions/{decision.id}/undo")
    assert answer.location == f"/desk/cases/{desk['case'].id}?undone=1#decided"
    assert "Taken back. Everything is as it was before" in words(mo.get(answer.location))
    post = newest(Post)
    assert (post.state, post.open_case, post.noted) == (PostState.HELD, True, False)
    assert newest(Case).closed_at is None
    assert db.session.query(ContextNote).filter(ContextNote.ended_at.is_(None)).count() == 0
    assert (
        db.session.query(OutboxMessage).filter_by(message="decided", state="waiting").count() == 0
    )
    assert db.session.query(Notification).filter_by(kind="decided").count() == 0
    # And it can be decided anew.
    assert rule(mo, desk["case"], "publish").status_code == 303


def test_another_moderator_may_undo_it_from_the_case(desk, browse):
    decision = ruled(browse(desk["mo"]), desk["case"], "remove", message="x")
    ann = browse(desk["ann"])
    page = ann.get(f"/desk/cases/{desk['case'].id}")
    assert f"/desk/decisions/{decision.id}/undo" in page.text
    assert "Open it again" not in words(page)
    assert ann.post(f"/desk/decisions/{decision.id}/undo").status_code == 303
    assert newest(Decision).actor_id == desk["ann"].id


def test_after_ten_minutes_it_is_opened_again_instead(desk, browse):
    mo = browse(desk["mo"])
    decision = ruled(mo, desk["case"], "remove", message="x")
    ago(decision, minutes=10, seconds=1)
    page = mo.get(f"/desk/cases/{desk['case'].id}?undo={decision.id}")
    assert f"/desk/decisions/{decision.id}/undo" not in page.text
    assert "Open it again" in words(page)
    answer = mo.post(f"/desk/decisions/{decision.id}/undo")
    assert answer.status_code == 409
    assert "This can no longer be undone." in words(answer)
    assert "Open it again" in words(answer)
    assert newest(Post).state is PostState.REMOVED


def test_pressed_twice_it_is_undone_once(desk, browse):
    mo = browse(desk["mo"])
    decision = ruled(mo, desk["case"], "publish")
    assert mo.post(f"/desk/decisions/{decision.id}/undo").status_code == 303
    assert mo.post(f"/desk/decisions/{decision.id}/undo").status_code == 409
    assert db.session.query(Decision).filter_by(undoes_id=decision.id).count() == 1


def test_only_rulings_can_be_undone(desk, browse):
    mo = browse(desk["mo"])
    automatic = db.session.query(Decision).filter_by(actor_id=None).first()
    assert mo.post(f"/desk/decisions/{automatic.id}/undo").status_code == 404
    assert mo.post("/desk/decisions/999/undo").status_code == 404
    assert mo.post(f"/desk/decisions/{'9' * 30}/undo").status_code == 404


def test_a_notice_tells_only_who_decided_of_their_decision(desk, browse):
    decision = ruled(browse(desk["mo"]), desk["case"], "publish")
    page = browse(desk["ann"]).get(f"/desk?undo={decision.id}")
    assert "Decided." not in words(page)


def test_leaving_a_shown_post_as_it_is_does_not_promise_that_its_author_hears(desk, browse):
    case = held_case(
        browse(desk["cora"]),
        desk["thread"],
        "zinc might calm the antibodies a bit, I heard it somewhere",
    )
    assert newest(Post).state is PostState.PUBLISHED
    mo = browse(desk["mo"])
    page = words(mo.get(rule(mo, case, "publish").location))
    assert "Readers see it as before." in page
    assert "The author will hear of it." not in page
