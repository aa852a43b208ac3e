"""Two presses at the same moment, on real connections of both engines."""

from __future__ import annotations

import threading

from forum.extensions import db
from forum.models import Case, Decision, Post, PostState, Proof, Role, Support, Thread
from tests.factories import make_article, make_member, make_post, thread_of
from tests.publishing.test_guests import link_in, write
from tests.publishing.test_road import send


def at_once(app, *presses):
    """Start all at a barrier; their answers in order."""
    barrier = threading.Barrier(len(presses))
    answers = [None] * len(presses)

    def press(number, what):
        with app.app_context():
            barrier.wait(10)
            answers[number] = what()

    threads = [threading.Thread(target=press, args=item) for item in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.remove()
    return answers


def test_a_double_click_is_one_post_and_both_presses_lead_to_it(app, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    browsers = [browse(cora), browse(cora)]
    answers = at_once(
        app,
        *[lambda b=b: send(b, thread, "Only once, please.", key="the-same-key") for b in browsers],
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.query(Post).count() == 1
    assert db.session.query(Thread).one().answers == 1


def test_ten_people_writing_at_once_lose_no_post_and_no_count(app, browse):
    thread = thread_of(make_article())
    people = [browse(make_member()) for _ in range(6)]
    answers = at_once(
        app,
        *[
            lambda b=b, n=n: send(b, thread, f"Words {n}", key=f"key-of-{n:04d}")
            for n, b in enumerate(people)
        ],
    )
    assert {answer.status_code for answer in answers} == {303}
    assert db.session.query(Post).count() == 6
    assert db.session.query(Thread).one().answers == 6
    assert len({post.path for post in db.session.query(Post)}) == 6


def test_two_moderators_deciding_at_once_make_one_decision(app, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    first, second = (browse(make_member(name, role=Role.MODERATOR)) for name in ("Mo", "Nia"))
    send(browse(cora), thread, "Stop your Mestinon, all of you. It is poison.")
    case = db.session.query(Case).one().id
    data = {"version": 1, "reason": "Read.", "message": "Please reword."}
    answers = at_once(
        app,
        lambda: first.post(f"/desk/cases/{case}/publish", data=data),
        lambda: second.post(f"/desk/cases/{case}/remove", data=data),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert db.session.query(Decision).filter(Decision.actor_id.is_not(None)).count() == 1
    assert db.session.query(Post).one().state in {PostState.PUBLISHED, PostState.REMOVED}


def test_a_support_pressed_twice_at_once_is_counted_rightly(app, browse):
    post = make_post(thread_of(make_article()), make_member("Ann"))
    cora = make_member("Cora")
    browsers = [browse(cora), browse(cora)]
    at_once(app, *[lambda b=b: b.post(f"/posts/{post.id}/supports/me_too") for b in browsers])
    assert db.session.query(Post).one().me_too == db.session.query(Support).count()


def test_a_link_pressed_twice_at_once_works_once(app, client):
    write(client, thread_of(make_article()))
    path = link_in("confirm_comment")
    other = app.test_client()
    answers = at_once(app, lambda: client.post(path), lambda: other.post(path))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert db.session.query(Proof).filter(Proof.used_at.is_not(None)).count() == 1
