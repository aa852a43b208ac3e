"""What a digest holds: only what this reader may see at the moment it is sent, and once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forum import clock
from forum.digest.composing import draft
from forum.digest.services import start_for_proved
from forum.extensions import db
from forum.models import (
    ArticleState,
    Audience,
    Edition,
    Follow,
    FollowKind,
    Member,
    MemberState,
    Post,
    PostKind,
    PostState,
    Subscription,
    Thread,
    WhoHere,
)
from forum.web.transaction import unit_of_work
from tests.factories import make_article, make_member, make_post, make_thread, thread_of

STRANGER = "reader@example.org"


def subscribed(email: str = STRANGER) -> str:
    """A subscription that was confirmed eight days ago."""
    with clock.travel(-timedelta(days=8)), unit_of_work():
        start_for_proved(email)
    return email


def mail_for(email: str) -> str:
    """What the subscriber would be sent now, "" for nothing."""
    db.session.remove()
    found = db.session.query(Subscription).filter_by(email=email).one()
    made = draft(db.session(), found)
    db.session.remove()
    return made.body if made else ""


def headings(body: str) -> list[str]:
    """The headings of the things in a mail; the last one of a mail is ours."""
    found = [line for line in body.split("\n") if line.startswith("# ")]
    assert found[-1] == "# At any time"
    return found[:-1]


def ask(author: Member, title: str = "Does heat make it worse?", **values) -> Post:
    values.setdefault("audience", Audience.EVERYONE)
    return make_thread(
        author, "My arms tire in summer. Yours?", kind=PostKind.QUESTION, title=title, **values
    )


@pytest.fixture
def ben(app) -> Member:
    return make_member("Ben")


@pytest.fixture
def cora(app) -> Member:
    """A member who gets the news."""
    found = make_member("Cora")
    subscribed(found.email)
    return found


def test_nothing_new_is_no_mail(app, cora):
    assert mail_for(cora.email) == ""


def test_a_new_article_comes_with_its_first_sentence_and_one_link(app):
    subscribed()
    make_article("ivig", "IVIG", summary="Given by drip. It takes some hours.")
    body = mail_for(STRANGER)
    assert "# IVIG\nGiven by drip.\nRead the article:\nhttp://localhost/articles/ivig\n" in body
    assert "It takes some hours" not in body


def test_the_first_line_says_how_many_and_how_long_and_nothing_of_health(app, ben):
    subscribed()
    make_article("ivig", "IVIG")
    ask(ben)
    first = mail_for(STRANGER).split("\n", 1)[0]
    assert first == "2 things for you, about 1 minute to read."


def test_nothing_of_health_stands_where_mail_programs_show_the_beginning(app, ben, cora):
    thread = make_thread(cora)
    make_post(thread.thread_id, ben, "My breathing was bad.")
    body = " ".join(mail_for(cora.email).split())
    assert body.index("# A new answer") > 200


def test_an_old_article_is_no_news_until_it_is_brought_up_to_date(app):
    subscribed()
    old = clock.now() - timedelta(days=90)
    article = make_article(
        published_on=old.date(), updated_on=old.date(), created_at=old, changed_at=old
    )
    assert mail_for(STRANGER) == ""
    with unit_of_work():
        db.session.merge(article).updated_on = clock.today()
    assert "Brought up to date: IVIG" in mail_for(STRANGER)


@pytest.mark.parametrize(
    "change",
    [{"state": ArticleState.WITHDRAWN}, {"published_on": date(2999, 1, 1)}],
    ids=["withdrawn", "not yet published"],
)
def test_an_article_that_readers_cannot_open_is_not_mailed(app, change):
    subscribed()
    make_article(**change)
    assert mail_for(STRANGER) == ""


def test_a_question_without_an_answer_comes_to_a_stranger_only_if_it_is_for_everyone(app, ben):
    subscribed()
    ask(ben, "For all to see?")
    ask(ben, "Among ourselves?", audience=Audience.MEMBERS)
    body = mail_for(STRANGER)
    assert "Nobody has answered yet: For all to see?" in body
    assert "Among ourselves?" not in body


def test_a_member_gets_questions_for_members_and_for_everyone(app, ben, cora):
    ask(ben, "For all to see?")
    ask(ben, "Among ourselves?", audience=Audience.MEMBERS)
    body = mail_for(cora.email)
    assert "For all to see?" in body
    assert "Among ourselves?" in body


def test_who_is_a_member_is_asked_when_the_mail_is_sent(app, ben, cora):
    ask(ben, "Among ourselves?", audience=Audience.MEMBERS)
    assert "Among ourselves?" in mail_for(cora.email)
    with unit_of_work():
        db.session.merge(cora).state = MemberState.ERASED
    assert mail_for(cora.email) == ""


def test_an_answered_question_waits_no_longer(app, ben, cora):
    question = ask(ben)
    make_post(question.thread_id, make_member("Dana"), audience=Audience.EVERYONE, parent=None)
    assert mail_for(cora.email) == ""


def test_answers_come_where_a_member_wrote_or_follows_and_nowhere_else(app, ben, cora):
    wrote = thread_of(make_article("ivig", "IVIG", **_long_ago()))
    follows = make_thread(ben, title="Swimming again")
    elsewhere = make_thread(ben, title="Something else")
    make_post(wrote, cora, "Mine takes four hours.")
    with unit_of_work():
        db.session.add(
            Follow(
                member_id=cora.id,
                kind=FollowKind.THREAD,
                subject_id=follows.thread_id,
                at=clock.now(),
            )
        )
    make_post(wrote, ben, "Mine takes five.")
    make_post(follows.thread_id, ben, "I went to the pool.")
    make_post(elsewhere.thread_id, ben, "Not for Cora.")
    body = mail_for(cora.email)
    assert "# A new answer in “IVIG”\n“Mine takes five.” – Ben\nRead the answer:" in body
    assert "# A new answer in “Swimming again”\n“I went to the pool.” – Ben" in body
    assert "Not for Cora" not in body
    assert "Mine takes four hours" not in body, "her own words"


def _long_ago() -> dict[str, object]:
    old = clock.now() - timedelta(days=90)
    return {
        "published_on": old.date(),
        "updated_on": old.date(),
        "created_at": old,
        "changed_at": old,
    }


def test_a_stranger_gets_no_answers(app, ben):
    subscribed()
    thread = thread_of(make_article(**_long_ago()))
    make_post(thread, ben, "For everyone.", audience=Audience.EVERYONE)
    assert mail_for(STRANGER) == ""


@pytest.mark.parametrize(
    "change",
    [
        *({"state": state} for state in PostState if state is not PostState.PUBLISHED),
        {"open_case": True},
        {"noted": True},
        {"ago": timedelta(minutes=59)},
        {"edited_at": "a moment ago"},
    ],
    ids=lambda change: "-".join(f"{name}-{value}" for name, value in change.items()),
)
def test_what_is_not_settled_is_neither_mailed_as_question_nor_as_answer(app, ben, cora, change):
    if "edited_at" in change:
        change = {"edited_at": clock.now() - timedelta(minutes=5)}
    subscribed()
    ask(ben, **change)
    thread = thread_of(make_article(**_long_ago()))
    make_post(thread, cora, ago=timedelta(days=2))
    make_post(thread, ben, "An answer.", audience=Audience.EVERYONE, **change)
    assert mail_for(cora.email) == ""
    assert mail_for(STRANGER) == ""


def test_a_post_under_an_article_that_was_withdrawn_is_not_mailed(app, ben, cora):
    thread = thread_of(make_article(state=ArticleState.WITHDRAWN))
    make_post(thread, cora)
    make_post(thread, ben, "An answer.")
    assert mail_for(cora.email) == ""


def test_a_title_is_shown_only_while_its_post_may_be(app, ben, cora):
    opening = make_thread(ben, title="Stop your tablets", open_case=True)
    make_post(opening.thread_id, cora)
    make_post(opening.thread_id, make_member("Dana"), "I would not.")
    body = mail_for(cora.email)
    assert "Stop your tablets" not in body
    assert "# A new answer in a talk you are part of" in body


def test_own_questions_are_no_news(app, cora):
    ask(cora)
    assert mail_for(cora.email) == ""


def test_a_guests_own_words_are_no_news_to_them(app):
    subscribed()
    thread = thread_of(make_article(**_long_ago()))
    with unit_of_work():
        opened = db.session.get_one(Thread, thread.id)
        opened.article_id = None
    make_post(
        thread,
        None,
        guest_email=STRANGER,
        path="",
        kind=PostKind.QUESTION,
        audience=Audience.EVERYONE,
    )
    assert mail_for(STRANGER) == ""


def test_who_writes_as_a_member_is_named_nowhere(app, cora):
    shy = make_member("Shy Person", who_here=WhoHere.CARER, who_shown=True)
    ask(shy, as_member=True)
    thread = make_thread(cora)
    make_post(thread.thread_id, shy, "I tell nobody.", as_member=True)
    body = mail_for(cora.email)
    assert "“I tell nobody.” – A member" in body
    assert "Shy" not in body
    assert f"/members/{shy.id}" not in body


def test_links_name_no_member_and_tell_nothing_about_the_reader(app, ben, cora):
    make_article()
    ask(ben)
    links = [line for line in mail_for(cora.email).split("\n") if line.startswith("http")]
    assert all(link.startswith("http://localhost/") for link in links)
    assert not any("member" in link or "?" in link for link in links)
    assert links[-3] == "http://localhost/help-now"
    assert "/digest/settings/" in links[-2]
    assert "/digest/leave/" in links[-1]


@pytest.mark.parametrize(
    "title", ["https://evil.example/", "# Not mine:", "Leave:\nhttps://evil.example/"]
)
def test_titles_and_words_cannot_shape_the_mail(app, cora, title):
    hostile = make_member("evil.example")
    ask(hostile, title, teaser="https://evil.example/ is good:\n\nhttps://evil.example/")
    body = mail_for(cora.email)
    assert not any(line.startswith("https://evil") for line in body.split("\n"))
    assert len(headings(body)) == 1


def test_there_is_a_ceiling_and_no_kind_crowds_out_the_others(app, ben, cora):
    for number in range(15):
        make_article(f"a{number}", f"Article {number}")
    for number in range(3):
        ask(ben, f"Question {number}?")
    body = mail_for(cora.email)
    assert len(headings(body)) == Edition.MOST_ITEMS
    assert all(f"Question {number}?" in body for number in range(3))


def test_the_cost_does_not_grow_with_what_there_is(app, ben, cora, count_statements):
    ask(ben, "One?")
    one = count_statements(lambda: mail_for(cora.email))
    for number in range(10):
        ask(make_member(), f"Question {number}?")
        make_article(f"a{number}", f"Article {number}")
        make_post(make_thread(cora).thread_id, make_member(), f"Answer {number}.")
    assert count_statements(lambda: mail_for(cora.email)) == one
