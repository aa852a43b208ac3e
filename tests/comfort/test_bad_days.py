"""A bad-eye day shows few things at once; on a bad-hand day one press is an answer."""

from __future__ import annotations

import re

import pytest

from forum.extensions import db
from forum.models import Member, Post, PostKind, PostState
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of


@pytest.fixture
def talk(app):
    """Cora's question with twelve answers of Ben."""
    cora, ben = make_member("Cora"), make_member("Ben")
    opening = make_thread(cora, "How was your week?", kind=PostKind.QUESTION, title="Your week")
    for number in range(12):
        make_post(opening.thread_id, ben, f"Answer number {number}.")
    db.session.commit()
    return opening


@pytest.fixture
def dora(browse):
    return browse(make_member("Dora"))


def answers(page):
    return re.findall(r"Answer number (\d+)\.", page.text)


def test_on_a_bad_eye_day_a_talk_shows_five_answers_and_the_ways_on_and_back(dora, talk):
    url = f"/threads/{talk.thread_id}"
    assert len(answers(dora.get(url))) == 12
    dora.set_cookie("comfort", "e1")
    page = dora.get(url)
    assert answers(page) == ["0", "1", "2", "3", "4"]
    later = dora.get(
        re.search(r'href="(/threads/\d+\?after=[^"#]+)#posts">Show 5 later', page.text)[1]
    )
    assert answers(later) == ["5", "6", "7", "8", "9"]
    back = re.search(r'href="(/threads/\d+/earlier[^"]+)">Show 5 earlier', later.text)[1]
    assert answers(dora.get(back, follow_redirects=True)) == ["0", "1", "2", "3", "4"]
    newest = dora.get(f"{url}/last", follow_redirects=True)
    assert answers(newest) == ["7", "8", "9", "10", "11"]


def test_a_posts_own_address_finds_it_on_a_bad_eye_day_too(dora, talk):
    dora.set_cookie("comfort", "e1")
    eighth = db.session.query(Post).filter(Post.source == "Answer number 8.").one()
    page = dora.get(f"/posts/{eighth.id}", follow_redirects=True)
    assert "8" in answers(page)


@pytest.mark.parametrize(
    "path", ["/activities/newest", "/activities/unanswered", "/members/{cora}?kind=update"]
)
def test_lists_are_short_on_a_bad_eye_day(browse, dora, path):
    cora = make_member("Cora")
    for number in range(8):
        make_thread(cora, f"Quiet day {number}.", kind=PostKind.UPDATE)
    db.session.commit()
    path = path.format(cora=cora.id)
    assert dora.get(path).text.count("Quiet day") >= 8
    dora.set_cookie("comfort", "e1")
    assert len(set(re.findall(r"Quiet day \d", dora.get(path).text))) == 5


def test_ready_answers_stand_under_others_posts_on_a_bad_hand_day_only(browse, dora, talk):
    url = f"/threads/{talk.thread_id}"
    assert "with one press" not in dora.get(url).text
    dora.set_cookie("comfort", "h1")
    page = dora.get(url)
    assert "Answer Ben with one press:" in words(page)
    assert page.text.count('formaction="/posts/') >= 13 * 3
    assert "Next post" in page.text
    ben = browse(db.session.query(Member).filter_by(handle="Ben").one())
    ben.set_cookie("comfort", "h1")
    assert "Answer Ben with one press" not in words(ben.get(url))


def test_a_ready_answer_is_a_post_like_any_other_and_only_one(dora, talk):
    for _twice in range(2):
        answer = dora.post(f"/posts/{talk.id}/ready/thinking")
        assert answer.status_code == 303
    page = dora.get(answer.location, follow_redirects=True)
    assert "Thinking of you." in words(page)
    made = db.session.query(Post).filter(Post.source == "Thinking of you.").one()
    assert (made.author_id, made.parent_id, made.state) == (
        dora.member.id,
        talk.id,
        PostState.PUBLISHED,
    )


def test_a_ready_answer_that_is_not_offered_or_not_allowed_makes_no_post(client, dora, talk):
    assert dora.post(f"/posts/{talk.id}/ready/buy-now").status_code == 404
    assert dora.post("/posts/999999/ready/thanks").status_code == 404
    assert dora.post(f"/posts/{talk.id}/ready/thanks", forged=True).status_code == 400
    assert (
        client.post(
            f"/posts/{talk.id}/ready/thanks", headers={"Origin": "http://localhost"}
        ).status_code
        == 401
    )
    assert db.session.query(Post).filter(Post.source == "Thank you.").count() == 0


def test_comments_under_an_article_follow_the_day_too(dora):
    thread, ben = thread_of(make_article()), make_member("Ben")
    for number in range(8):
        make_post(thread, ben, f"Answer number {number}.")
    db.session.commit()
    dora.set_cookie("comfort", "e1.h1")
    page = dora.get("/articles/ivig")
    assert len(answers(page)) == 5
    assert "Answer Ben with one press:" in words(page)
