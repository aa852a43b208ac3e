"""A guest's comment: screened at once, kept until the e-mail is proved, then on the road."""

from __future__ import annotations

import re

from forum.extensions import db
from forum.models import Case, Consent, Level, OutboxMessage, Post, PostState, Role, Subscription
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.publishing.pressing import sends


def write(client, thread, text="We bring a blanket to the infusion.", **values):
    data = {
        "words": text,
        "audience": "everyone",
        "name": "Gina",
        "email": "gina@example.org",
        "key": "guest-key-1",
        **values,
    }
    return sends(client, f"/threads/{thread.id}/reply", data)


def link_in(message):
    mail = db.session.query(OutboxMessage).filter_by(message=message).one()
    db.session.expunge_all()
    return re.search(r"http://localhost(/\S+)", mail.body)[1]


def test_a_guest_comments_confirms_and_sees_it(app, client):
    thread = thread_of(make_article())
    answer = write(client, thread)
    assert answer.status_code == 303
    assert "Open the link in it and press the button" in words(client.get(answer.location))
    post = db.session.query(Post).one()
    assert post.state is PostState.AWAITING_EMAIL
    path = link_in("confirm_comment")
    client.get(path)
    client.get(path)
    assert db.session.query(Post).one().state is PostState.AWAITING_EMAIL
    page = words(client.post(path))
    assert "Your comment is here now" in page
    assert "We bring a blanket" in page
    assert client.post(path).status_code == 404


def test_a_guests_first_comment_is_for_members_at_once_and_for_guests_once_looked_at(
    app, client, browse
):
    mo = browse(make_member("Mo", role=Role.MODERATOR))
    thread = thread_of(make_article())
    write(client, thread)
    client.post(link_in("confirm_comment"))
    assert "We bring a blanket" in words(mo.get(f"/threads/{thread.id}"))
    assert "We bring a blanket" not in words(client.get("/articles/ivig"))
    case = db.session.query(Case).one()
    assert case.level is Level.NEWCOMER
    db.session.expunge_all()
    mo.post(f"/desk/cases/{case.id}/publish", data={"version": 1, "reason": "Read."})
    assert "We bring a blanket" in words(client.get("/articles/ivig"))
    assert db.session.query(OutboxMessage).filter_by(message="decided").count() == 0


def test_until_then_nobody_sees_it(app, client, browse):
    thread = thread_of(make_article())
    write(client, thread)
    post = db.session.query(Post).one()
    db.session.expunge_all()
    ben = browse(make_member("Ben"))
    assert "blanket" not in words(client.get("/articles/ivig"))
    assert "blanket" not in words(ben.get(f"/threads/{thread.id}"))
    assert ben.get(f"/posts/{post.id}").status_code == 404


def test_a_plea_of_a_guest_gets_help_and_a_case_at_once(app, client):
    make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    answer = write(client, thread, "I can't swallow and my breathing is getting worse")
    assert "call your local emergency number now" in words(client.get(answer.location))
    assert db.session.query(Case).one().level is Level.URGENT
    assert db.session.query(Post).one().state is PostState.AWAITING_EMAIL


def test_risky_advice_of_a_guest_waits_after_the_link(app, client):
    thread = thread_of(make_article())
    write(client, thread, "Stop your Mestinon, all of you. I did and I am cured.")
    page = words(client.post(link_in("confirm_comment")))
    assert "A person will read it first" in page
    assert db.session.query(Post).one().state is PostState.HELD


def test_the_newsletter_box_is_unticked_and_separate(app, client):
    thread = thread_of(make_article())
    form = client.get(f"/threads/{thread.id}/reply").text
    assert 'name="newsletter" value="y"' in form
    assert 'name="newsletter" value="y" checked' not in form
    write(client, thread)
    client.post(link_in("confirm_comment"))
    assert db.session.query(Subscription).count() == 0
    assert db.session.query(Consent).count() == 0


def test_a_ticked_newsletter_box_takes_effect_on_confirming(app, client):
    write(client, thread_of(make_article()), newsletter="y")
    assert db.session.query(Subscription).filter_by(state="active").count() == 0
    client.post(link_in("confirm_comment"))
    assert db.session.query(Subscription).one().state == "active"
    assert "news by e-mail" in db.session.query(Consent).one().wording


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(app, client):
    thread = thread_of(make_article())
    answer = write(client, thread, email="not an address")
    assert answer.status_code == 422
    assert "We bring a blanket" in answer.text
    assert "name@example.org" in words(answer)
    answer = write(client, thread, name="")
    assert answer.status_code == 422
    assert "gina@example.org" in answer.text
    assert db.session.query(Post).count() == 0


def test_guests_write_under_articles_only(app, client, browse):
    from tests.factories import make_thread

    opening = make_thread(make_member("Ann"))
    assert client.get(f"/threads/{opening.thread_id}/reply").status_code == 404
