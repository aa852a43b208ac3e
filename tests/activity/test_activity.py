"""Activities: writing, following, the feed, who has no answer, news."""

from __future__ import annotations

from datetime import timedelta

from forum.extensions import db
from forum.models import Notification, OutboxMessage, Post, PostKind, PostState, Support
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of
from tests.publishing.pressing import sends


def write(browser, **values):
    data = {
        "kind": "update",
        "title": "",
        "words": "A quiet day.",
        "audience": "members",
        "key": "activity-1",
        **values,
    }
    return sends(browser, "/activities/new", data)


def test_an_update_stands_on_ones_own_page_and_in_followers_feeds(app, browse):
    cora, ben = make_member("Cora"), make_member("Ben")
    reader = browse(ben)
    assert "You follow nobody yet" in words(reader.get("/activities"))
    reader.post(f"/members/{cora.id}/follow")
    assert write(browse(cora)).status_code == 303
    assert "A quiet day." in words(reader.get(f"/members/{cora.id}"))
    page = words(reader.get("/activities"))
    assert page.index("A quiet day.") < page.index("New from all members")


def test_a_question_and_a_story_need_a_heading(app, browse):
    browser = browse(make_member("Cora"))
    answer = write(browser, kind="question", words="How do you sleep?")
    assert answer.status_code == 422
    assert "How do you sleep?" in answer.text
    assert (
        write(browser, kind="question", title="Sleep", words="How do you sleep?").status_code == 303
    )


def test_no_one_unnoticed_questions_first_oldest_on_top(app, browse):
    ann = make_member("Ann")
    make_thread(ann, "Older update.", ago=timedelta(days=3))
    make_thread(
        ann, "Newer question.", kind=PostKind.QUESTION, title="Newer?", ago=timedelta(days=1)
    )
    make_thread(
        ann, "Older question.", kind=PostKind.QUESTION, title="Older?", ago=timedelta(days=2)
    )
    answered = make_thread(ann, "Answered.", kind=PostKind.QUESTION, title="Answered?")
    make_post(answered.thread_id, make_member("Ben"), "Yes.", parent=answered)
    page = words(browse(make_member("Cora")).get("/activities/unanswered"))
    assert page.index("Older?") < page.index("Newer?") < page.index("Older update.")
    assert "Answered?" not in page


def test_the_person_answered_hears_of_it_once_and_not_about_their_own(app, browse):
    cora, ben = make_member("Cora"), make_member("Ben")
    post = make_post(thread_of(make_article()), cora)
    browse(ben).post(
        f"/posts/{post.id}/reply",
        data={"words": "Thank you.", "audience": "members", "key": "answer-12"},
    )
    browse(cora).post(
        f"/posts/{post.id}/reply",
        data={"words": "Welcome.", "audience": "members", "key": "answer-34"},
    )
    assert [row.member_id for row in db.session.query(Notification)] == [cora.id]
    assert "Ben answered you" in words(browse(cora).get("/you/notices"))
    mail = db.session.query(OutboxMessage).one()
    assert mail.recipient == cora.email
    assert "Thank you." not in mail.body
    browse(cora).post("/you/notices/read")
    assert (
        " new"
        not in words(browse(cora).get("/you/notices")).split("See if")[0].split("answered you")[1]
    )


def test_mail_about_answers_can_be_switched_off(app, browse):
    cora = make_member("Cora", mail_replies=False)
    post = make_post(thread_of(make_article()), cora)
    browse(make_member("Ben")).post(
        f"/posts/{post.id}/reply",
        data={"words": "Thank you.", "audience": "members", "key": "answer-12"},
    )
    assert db.session.query(OutboxMessage).count() == 0
    assert db.session.query(Notification).count() == 1


def test_following_a_talk_brings_its_answers(app, browse):
    thread = thread_of(make_article())
    cora, ben = make_member("Cora"), make_member("Ben")
    browse(cora).post(f"/threads/{thread.id}/follow")
    browse(ben).post(
        f"/threads/{thread.id}/reply",
        data={"words": "First!", "audience": "members", "key": "follow-12"},
    )
    assert "Ben answered you" in words(browse(cora).get("/you/notices"))


def test_one_cannot_support_or_follow_oneself_or_what_is_hidden(app, browse):
    cora = make_member("Cora")
    own = make_post(thread_of(make_article()), cora)
    hidden = make_post(own.thread_id, make_member("Ben"), state=PostState.REMOVED)
    browser = browse(cora)
    assert browser.post(f"/posts/{own.id}/supports/me_too").status_code == 404
    assert browser.post(f"/posts/{hidden.id}/supports/me_too").status_code == 404
    assert browser.post(f"/members/{cora.id}/follow").status_code == 404
    assert browser.post("/members/99999/follow").status_code == 404
    assert db.session.query(Support).count() == 0
    assert db.session.query(Post).count() == 2


def test_held_words_wait_on_ones_own_page_only(app, browse):
    cora = make_member("Cora")
    write(browse(cora), words="Stop your Mestinon, all of you. It is poison.")
    assert "Stop your Mestinon" in words(browse(cora).get(f"/members/{cora.id}"))
    assert "Stop your Mestinon" not in words(browse(make_member("Ben")).get(f"/members/{cora.id}"))
