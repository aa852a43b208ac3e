"""Reading a talk: order, paging, permalinks, who is shown how, and what it costs."""

from __future__ import annotations

import re

import pytest

from forum.extensions import db
from forum.models import Audience, Post, PostState, Support, SupportKind, Thread
from forum.posts import pieces, queries
from forum.posts.paths import place, read_path, segment
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of


def test_replies_nest_three_deep_then_run_flat():
    one, depth_one = place(1, None, 0)
    two, depth_two = place(2, one, depth_one)
    three, depth_three = place(3, two, depth_two)
    four, depth_four = place(4, three, depth_three)
    assert (depth_one, depth_two, depth_three, depth_four) == (1, 2, 3, 3)
    assert sorted([four, three, two, one]) == [one, two, three, four]
    assert four == two + segment(4)


@pytest.mark.parametrize(
    "text", ["", None, "x", "0000000g", "00000001" * 4, "' OR 1=1", "0000000A"]
)
def test_a_made_up_place_in_an_address_is_ignored(text):
    assert read_path(text) is None


@pytest.fixture
def long_talk(app):
    thread = thread_of(make_article())
    author = make_member("Ann")
    posts = [make_post(thread, author, f"number {number:02d}") for number in range(45)]
    return thread, posts


def shown(page):
    return [
        int(word)
        for word in words(page).replace(",", " ").split()
        if word.isdigit() and len(word) == 2
    ]


def test_paging_forward_and_back_shows_every_post_once(long_talk, browse):
    thread, _ = long_talk
    browser = browse(make_member("Cora"))
    first = browser.get(f"/threads/{thread.id}")
    assert "number 19" in words(first)
    assert "number 20" not in words(first)
    after = first.text.split("?after=")[1].split("#")[0]
    second = browser.get(f"/threads/{thread.id}?after={after}")
    assert "number 20" in words(second)
    assert "number 39" in words(second)
    last = browser.get(f"/threads/{thread.id}/last", follow_redirects=True)
    assert "number 25" in words(last)
    assert "number 44" in words(last)
    before = second.text.split("/earlier?before=")[1].split('"')[0]
    back = browser.get(f"/threads/{thread.id}/earlier?before={before}")
    assert browser.get(back.location).text.count('class="post"') == 20


def test_paging_stays_stable_while_others_write(long_talk, browse):
    thread, posts = long_talk
    browser = browse(make_member("Cora"))
    first = browser.get(f"/threads/{thread.id}")
    after = first.text.split("?after=")[1].split("#")[0]
    make_post(thread, make_member("Ben"), "a late reply to the first", parent=posts[0])
    second = words(browser.get(f"/threads/{thread.id}?after={after}"))
    assert "number 20" in second
    assert "number 19" not in second


def test_a_permalink_finds_its_page(long_talk, browse):
    _, posts = long_talk
    browser = browse(make_member("Cora"))
    for position in (0, 19, 20, 44):
        answer = browser.get(f"/posts/{posts[position].id}")
        assert answer.location.endswith(f"#post-{posts[position].id}")
        assert f"number {position:02d}" in words(browser.get(answer.location.split("#")[0]))


def test_somebody_writing_as_a_member_is_shown_to_nobody_by_name(app, browse):
    cora, ben = make_member("Corazon"), make_member("Ben")
    thread = thread_of(make_article())
    post = make_post(thread, cora, "My worst day.", as_member=True, audience=Audience.EVERYONE)
    make_post(thread, ben, "I hear you.", parent=post)
    opening = make_thread(cora, "Nobody knows me here.", as_member=True)
    browser = browse(ben)
    browser.post(f"/members/{cora.id}/follow")
    pages = [
        f"/threads/{thread.id}",
        f"/threads/{thread.id}/print",
        f"/threads/{opening.thread_id}",
        f"/posts/{post.id}/reply",
        f"/posts/{post.id}/report",
        "/activities/newest",
        "/activities/unanswered",
        "/articles/ivig",
        "/activities",
    ]
    for path in pages:
        page = browser.get(path)
        assert page.status_code == 200, path
        assert "Corazon" not in page.text, path
        if path != "/activities":
            assert f"/members/{cora.id}" not in page.text, path
    assert "My worst day" not in words(browser.get(f"/members/{cora.id}"))
    assert "Nobody knows me" not in words(browser.get(f"/members/{cora.id}"))
    assert "A member" in words(browser.get(f"/threads/{thread.id}"))
    assert "answering A member" in words(browser.get(f"/threads/{thread.id}"))


def test_guests_see_teasers_of_posts_for_everyone_only(app, client):
    cora = make_member("Cora")
    thread = thread_of(make_article())
    make_post(thread, cora, "For all to read.", audience=Audience.EVERYONE)
    make_post(thread, cora, "For members alone.")
    make_post(thread, cora, "Held words.", audience=Audience.EVERYONE, state=PostState.HELD)
    make_post(thread, cora, "In question.", audience=Audience.EVERYONE, open_case=True)
    make_post(thread, cora, "With a note.", audience=Audience.EVERYONE, noted=True)
    page = words(client.get("/articles/ivig"))
    assert "For all to read." in page
    for hidden in ("For members alone", "Held words", "In question", "With a note"):
        assert hidden not in page
    assert client.get(f"/threads/{thread.id}").status_code == 302


def test_a_talk_whose_beginning_is_held_is_not_there_for_others(app, browse):
    cora = make_member("Cora")
    opening = make_thread(cora, "Held words.", state=PostState.HELD)
    assert browse(make_member("Ben")).get(f"/threads/{opening.thread_id}").status_code == 404
    assert "Held words." in words(browse(cora).get(f"/threads/{opening.thread_id}"))


def grow(thread, authors, count):
    """Many posts at once, with supports, past the factories for speed."""
    grown = db.session.query(Post).count()
    with unit_of_work():
        for number in range(count):
            author = authors[number % len(authors)]
            post = Post(
                thread_id=thread.id,
                path=f"x{grown + number}",
                depth=1,
                kind="comment",
                source="words",
                html="<p>words</p>",
                teaser="words",
                author_id=author.id,
                audience="everyone",
                state="published",
                idempotency_key=f"g{grown + number}",
                created_at=author.created_at,
                published_at=author.created_at,
            )
            db.session.add(post)
            db.session.flush()
            post.path = segment(post.id)
            if number % 3 == 0:
                other = authors[(number + 1) % len(authors)]
                db.session.add(
                    Support(
                        post_id=post.id,
                        thread_id=thread.id,
                        member_id=other.id,
                        kind=SupportKind.HELPED,
                        at=author.created_at,
                    )
                )
                post.helped = 1
        held = db.session.get_one(Thread, thread.id)
        held.answers += count
        held.version += 1
    db.session.expunge_all()


@pytest.mark.parametrize(
    "path",
    [
        "/threads/{id}",
        "/threads/{id}/print",
        "/articles/ivig",
        "/activities",
        "/activities/newest",
        "/desk/list",
    ],
)
def test_a_page_says_the_same_number_of_statements_at_20_and_2000_posts(
    app, browse, count_statements, path
):
    thread = thread_of(make_article())
    authors = [make_member() for _ in range(7)]
    admin = make_member("Ada", role="admin")
    browser = browse(admin)
    for author in authors[:3]:
        browser.post(f"/members/{author.id}/follow")
    grow(thread, authors, 20)
    _open_cases(20)
    where = path.format(id=thread.id)

    def read():
        pieces.forget()
        assert browser.get(where).status_code == 200

    read()
    small = count_statements(read)
    grow(thread, authors, 1980)
    _open_cases(500)
    read()
    assert count_statements(read) == small
    assert small <= 12


def _open_cases(count):
    from forum.models import Case, Level

    with unit_of_work():
        found = db.session.query(Post).filter_by(open_case=False).limit(count).all()
        for post in found:
            post.open_case = True
            db.session.add(
                Case(
                    post_id=post.id,
                    level=Level.REVIEW,
                    rank=2,
                    post_version=1,
                    cause="x",
                    opened_at=post.created_at,
                )
            )
    db.session.expunge_all()


def test_an_author_reads_who_gave_support_and_has_nothing_to_press(app, browse):
    thread, ann = thread_of(make_article()), make_member("Ann")
    post = make_post(thread, ann)
    browse(make_member("Cora")).post(f"/posts/{post.id}/supports/helped")
    page = browse(ann).get(f"/threads/{thread.id}")
    assert "This helped me: 1 member" in words(page)
    assert f"/posts/{post.id}/supports/" not in page.text


def pressed_supports(page):
    return len(re.findall(r'/supports/\w+" aria-pressed="true"', page.text))


def test_a_members_own_supports_are_pressed(app, browse):
    thread = thread_of(make_article())
    post = make_post(thread, make_member("Ann"))
    browser = browse(make_member("Cora"))
    browser.post(f"/posts/{post.id}/supports/me_too")
    page = browser.get(f"/threads/{thread.id}")
    assert pressed_supports(page) == 1
    assert "1 member" in words(page)
    browser.post(f"/posts/{post.id}/supports/me_too")
    assert pressed_supports(browser.get(f"/threads/{thread.id}")) == 0
    assert db.session.query(Support).count() == 0
    assert queries.own_supports(1, thread.id) == set()
