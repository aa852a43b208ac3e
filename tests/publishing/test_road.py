"""The road of a post, as the people on it see it."""

from __future__ import annotations

from forum.extensions import db
from forum.models import Audience, Case, Decision, Level, Post, PostState, Role
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of
from tests.publishing.pressing import sends


def send(browser, thread, text, **values):
    """Write a comment; who is asked to say it as experience sends it as it is."""
    data = {
        "words": text,
        "audience": "members",
        "key": "key-" + str(abs(hash(text)))[:12],
        **values,
    }
    return sends(browser, f"/threads/{thread.id}/reply", data)


def test_a_member_comments_and_sees_it(app, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    browser = browse(cora)
    answer = send(browser, thread, "My second infusion was easier than the first.")
    assert answer.status_code == 303
    page = browser.get(answer.location, follow_redirects=True)
    assert "My second infusion was easier" in words(page)
    assert "Cora" in words(page)
    post = db.session.query(Post).one()
    assert post.state is PostState.PUBLISHED
    assert db.session.query(Decision).one().new_state == "published"


def test_advice_to_stop_a_medicine_waits_for_a_person_and_the_author_is_told(app, browse):
    thread, cora, ben = thread_of(make_article()), make_member("Cora"), make_member("Ben")
    browser = browse(cora)
    answer = send(browser, thread, "Stop your Mestinon, all of you. I did and I am cured.")
    page = words(browser.get(answer.location, follow_redirects=True))
    assert "a person will read them before others can see them" in page
    assert "Stop your Mestinon" in page
    assert "Stop your Mestinon" not in words(browse(ben).get(f"/threads/{thread.id}"))
    case = db.session.query(Case).one()
    assert case.level is Level.HOLD


def test_a_plea_is_shown_answered_at_once_and_goes_first(app, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    make_member("Mo", role=Role.MODERATOR)
    browser = browse(cora)
    answer = send(browser, thread, "I can't swallow and my breathing is getting worse")
    page = words(browser.get(answer.location, follow_redirects=True))
    assert "call your local emergency number now" in page
    assert "my breathing is getting worse" in page
    assert db.session.query(Case).one().level is Level.URGENT


def test_the_same_form_sent_twice_is_one_post(app, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    browser = browse(cora)
    for _ in range(2):
        assert send(browser, thread, "Only once, please.", key="the-same-key").status_code == 303
    assert db.session.query(Post).count() == 1


def test_everybody_reads_a_talk_in_order(app, browse):
    thread, cora = make_thread(make_member("Ann")).thread_id, make_member("Cora")
    first = make_post(thread, cora, "first")
    make_post(thread, cora, "third")
    make_post(thread, cora, "second, a reply", parent=first)
    page = words(browse(cora).get(f"/threads/{thread}"))
    assert page.index("first") < page.index("second, a reply") < page.index("third")
    assert Audience.MEMBERS
