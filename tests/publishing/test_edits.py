"""Changing and taking down one's own words."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import Case, Decision, Post, PostRevision, PostState, Thread
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.publishing.pressing import sends


def edit(browser, post, text, version=1, **values):
    data = {"words": text, "version": version, "audience": "members", **values}
    return sends(browser, f"/posts/{post.id}/edit", data)


@pytest.fixture
def cora(app):
    return make_member("Cora")


@pytest.fixture
def post(cora):
    return make_post(thread_of(make_article()), cora, "It took two hours.")


def test_an_edit_shows_the_new_words_and_keeps_the_old_for_the_author(cora, post, browse):
    browser = browse(cora)
    assert edit(browser, post, "It took three hours.").status_code == 303
    page = words(browser.get(f"/threads/{post.thread_id}"))
    assert "three hours" in page
    assert "edited" in page
    assert "two hours" in words(browser.get(f"/posts/{post.id}/history"))
    assert db.session.query(PostRevision).one().source == "It took two hours."
    assert browse(make_member("Ben")).get(f"/posts/{post.id}/history").status_code == 404


def test_an_edit_walks_the_same_road(cora, post, browse):
    edit(browse(cora), post, "Stop your Mestinon, all of you. It is poison.")
    assert db.session.query(Post).one().state is PostState.HELD
    assert db.session.query(Case).count() == 1
    assert "Mestinon" not in words(browse(make_member("Ben")).get(f"/threads/{post.thread_id}"))


def test_an_edit_from_a_stale_window_gets_409_with_both_texts(cora, post, browse):
    browser = browse(cora)
    edit(browser, post, "It took three hours.")
    answer = edit(browser, post, "It took four hours.", version=1)
    assert answer.status_code == 409
    assert "It took four hours." in answer.text
    assert "It took three hours." in answer.text


def test_only_the_author_may_edit_or_take_down(post, browse):
    ben = browse(make_member("Ben"))
    for path in ("edit", "withdraw"):
        assert ben.get(f"/posts/{post.id}/{path}").status_code == 404
        assert (
            ben.post(f"/posts/{post.id}/{path}", data={"words": "x", "version": 1}).status_code
            == 404
        )
    assert db.session.query(Post).one().source == "It took two hours."


def test_taken_down_words_leave_a_plain_sentence_in_their_place(cora, post, browse):
    make_post(post.thread_id, make_member("Ben"), "Thank you for telling.", parent=post)
    assert browse(cora).post(f"/posts/{post.id}/withdraw").status_code == 303
    page = words(browse(make_member("Ann")).get(f"/threads/{post.thread_id}"))
    assert "The author took these words down." in page
    assert "two hours" not in page
    assert "Thank you for telling." in page
    assert db.session.query(Thread).one().answers == 1
    assert db.session.query(Decision).one().new_state == "withdrawn"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Please write something first."),
        ("   \n ", "Please write something first."),
        ("x" * 20_001, "This is too long by 1 letters."),
    ],
)
def test_words_that_cannot_be_sent_come_back_with_what_to_do(cora, post, browse, text, message):
    answer = edit(browse(cora), post, text)
    assert answer.status_code == 422
    assert message in words(answer)
    assert db.session.query(Post).one().version == 1


def test_a_preview_shows_the_words_and_stores_nothing(cora, post, browse):
    answer = browse(cora).post(
        f"/threads/{post.thread_id}/reply",
        data={
            "words": "**bold** I can't swallow and my breathing is getting worse",
            "preview": "1",
            "audience": "members",
        },
    )
    assert "<strong>bold</strong>" in answer.text
    assert "call your local emergency number now" in words(answer)
    assert db.session.query(Post).count() == 1
    assert db.session.query(Case).count() == 0
