"""The care for newcomers: a first post is shown, and a person has a look; its author hears nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.claims import Action
from forum.community.care import Care, is_of, site_of
from forum.extensions import db
from forum.models import (
    Case,
    CommunitySetting,
    Level,
    Notification,
    OutboxMessage,
    Post,
    PostState,
    Role,
)
from forum.publishing.course import Course
from forum.publishing.extra_care import Fresh, Standing, course_of
from forum.publishing.links import links
from forum.text import render
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.publishing.test_guests import link_in, write
from tests.publishing.test_road import send

HARMLESS = "My second infusion was easier than the first."
LINKED = "I wrote about my year on https://example.net/my-year if you like."
RISKY = "Stop your Mestinon, all of you. I did and I am cured."


def newcomer(handle="Nora", days=1, **values):
    return make_member(handle, created_at=clock.now() - timedelta(days=days), **values)


def setting(name, value):
    with unit_of_work():
        db.session.add(CommunitySetting(name=name, value=value, reason="a test", at=clock.now()))


def cases():
    db.session.expire_all()
    return [(case.level, case.cause) for case in db.session.query(Case).order_by(Case.id)]


@pytest.fixture
def thread(app):
    return thread_of(make_article())


def test_a_first_post_is_shown_looked_at_and_nothing_is_said_to_its_author(thread, browse):
    nora, mo = newcomer(), make_member("Mo", role=Role.MODERATOR)
    answer = send(browse(nora), thread, HARMLESS)
    page = words(browse(nora).get(answer.location, follow_redirects=True))
    assert "Your words are here now." in page
    assert cases() == [(Level.NEWCOMER, "newcomer: first post")]
    assert HARMLESS in words(browse(make_member("Ben")).get(f"/threads/{thread.id}"))
    case = db.session.query(Case).one()
    db.session.expunge_all()
    browse(mo).post(f"/desk/cases/{case.id}/publish", data={"version": 1, "reason": "Read."})
    assert not db.session.query(Post).one().open_case
    assert db.session.query(Notification).filter_by(member_id=nora.id).count() == 0
    assert db.session.query(OutboxMessage).filter_by(recipient=nora.email).count() == 0


def test_the_second_post_is_as_anybodys(thread, browse):
    nora = browse(newcomer())
    send(nora, thread, HARMLESS)
    send(nora, thread, "And the third was easier still.")
    assert len(cases()) == 1


def test_a_first_post_that_was_taken_down_is_no_standing(thread, browse):
    nora = newcomer()
    make_post(thread, nora, "Buy tea!", state=PostState.REMOVED)
    send(browse(nora), thread, HARMLESS)
    assert cases() == [(Level.NEWCOMER, "newcomer: first post")]


@pytest.mark.parametrize(
    "values", [{"days": 15}, {"role": Role.MODERATOR}, {"role": Role.EDITOR}, {"role": Role.REVIEWER}]
)  # fmt: skip
def test_those_who_are_here_for_long_and_staff_are_no_newcomers(thread, browse, values):
    send(browse(newcomer(**values)), thread, LINKED)
    assert cases() == []


def test_what_screening_asks_for_goes_before(thread, browse):
    send(browse(newcomer()), thread, RISKY)
    [(level, cause)] = cases()
    assert level is Level.HOLD
    assert cause.startswith("screening: ")


@pytest.mark.parametrize(
    ("choice", "level", "cause", "state"),
    [
        ("review", Level.NEWCOMER, "newcomer: link", PostState.PUBLISHED),
        ("hold", Level.HOLD, "newcomer: link", PostState.HELD),
        ("pass", Level.NEWCOMER, "newcomer: first post", PostState.PUBLISHED),
    ],
)
def test_a_link_in_a_first_post_gets_the_care_that_was_chosen(
    thread, browse, choice, level, cause, state
):
    setting("newcomers.links", choice)
    nora = browse(newcomer())
    answer = send(nora, thread, LINKED)
    assert cases() == [(level, cause)]
    post = db.session.query(Post).one()
    assert post.state is state
    assert (post.published_at is None) == (state is PostState.HELD)
    db.session.expunge_all()
    page = words(nora.get(answer.location, follow_redirects=True))
    assert ("a person will read them before others" in page) == (state is PostState.HELD)


def test_the_values_are_the_communitys(thread, browse):
    setting("newcomers.posts", 2)
    setting("newcomers.days", 40)
    nora = browse(newcomer(days=30))
    for number in range(3):
        send(nora, thread, f"{HARMLESS} {number}")
    assert len(cases()) == 2
    setting("newcomers.posts", 0)
    send(browse(newcomer("Nils")), thread, LINKED)
    assert len(cases()) == 2


def test_a_guest_is_new_until_a_first_comment_was_shown(thread, client):
    write(client, thread)
    assert cases() == []
    client.post(link_in("confirm_comment"))
    assert cases() == [(Level.NEWCOMER, "newcomer: first post")]
    with clock.travel(timedelta(hours=2)):
        with unit_of_work():
            db.session.query(OutboxMessage).delete()
        write(client, thread, "And a warm drink.", key="guest-key-2")
        client.post(link_in("confirm_comment"))
    assert {post.state for post in db.session.query(Post)} == {PostState.PUBLISHED}
    assert len(cases()) == 1


def test_a_guests_link_can_be_held_until_it_is_read(thread, client):
    setting("newcomers.links", "hold")
    write(client, thread, LINKED)
    page = words(client.post(link_in("confirm_comment")))
    assert "A person will read it first" in page
    assert cases() == [(Level.HOLD, "newcomer: link")]


def edit(browser, text, version=1):
    post = db.session.query(Post).order_by(Post.id.desc()).first()
    db.session.expunge_all()
    data = {"words": text, "version": version, "audience": "members"}
    assert browser.post(f"/posts/{post.id}/edit", data=data).status_code == 303


def test_new_words_before_anybody_looked_are_still_a_first_post(thread, browse):
    nora = browse(newcomer())
    send(nora, thread, HARMLESS)
    edit(nora, "My third infusion was easier, I mean.")
    assert cases() == [(Level.NEWCOMER, "newcomer: first post")]
    assert db.session.query(Case).one().post_version == 2


@pytest.mark.parametrize(("choice", "level"), [("review", Level.NEWCOMER), ("hold", Level.HOLD)])
def test_a_link_that_is_put_in_later_is_looked_at_too(thread, browse, choice, level):
    setting("newcomers.links", choice)
    nora = browse(newcomer())
    send(nora, thread, HARMLESS)
    looked_at()
    edit(nora, f"{HARMLESS} Thank you.")
    assert len(cases()) == 1, "a change without a link is as anybody's"
    edit(nora, f"{HARMLESS} www.example.net", version=2)
    assert cases()[1:] == [(level, "newcomer: link")]
    held = choice == "hold"
    assert db.session.query(Post).one().state is (PostState.HELD if held else PostState.PUBLISHED)
    looked_at()
    edit(nora, f"{HARMLESS} www.example.net again", version=3)
    assert len(cases()) == 2, "this address was looked at already"
    assert db.session.query(Post).one().state is PostState.PUBLISHED


def looked_at():
    """A moderator looked and left it, or put it, before readers."""
    with unit_of_work():
        db.session.query(Case).order_by(Case.id.desc()).first().closed_at = clock.now()
        post = db.session.query(Post).one()
        post.open_case, post.state = False, PostState.PUBLISHED


def test_an_ordinary_post_is_not_slowed(thread, browse, count_statements):
    """Two small reads for those who are here for long: the settings, and the member by id."""
    cora = browse(make_member("Cora"))
    send(cora, thread, "The first, to warm up.")
    setting("newcomers.posts", 0)
    send(cora, thread, "One more, to read the setting.")
    off = count_statements(lambda: send(cora, thread, "Without care."))
    setting("newcomers.posts", 5)
    send(cora, thread, "One more, to read the new setting.")
    assert count_statements(lambda: send(cora, thread, "With care.")) <= off + 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("nothing here", 0),
        ("I was tired.me too. It helped e.g. in the morning. See p.12/13.", 0),
        ("see http://x.example/a and HTTPS://X.example/a", 2),
        ("see [this](https://a.example) or buy-it.shop or t.me/cures", 3),
        ("www.example.org twice www.example.org", 1),
        ("https://", 0),
        ("a." * 20_000, 0),
        ("a-" * 20_000, 0),
    ],
)
def test_addresses_are_known_as_people_write_them(text, count):
    assert len(links(text)) == count


SHOWN = Course(PostState.PUBLISHED, None, "screening: nothing found")
LINK = Fresh(frozenset(("https://cures.example/buy",)))
NEW, OLD, STAFF = Standing.NEWCOMER, Standing.MEMBER, Standing.STAFF


@pytest.mark.parametrize("level", [Level.URGENT, Level.HOLD])
@pytest.mark.parametrize("standing", Standing)
def test_a_plea_is_never_kept_back_and_a_hold_stays_one(level, standing):
    state = PostState.HELD if level is Level.HOLD else PostState.PUBLISHED
    course = Course(state, level, "screening: x")
    care = Care(
        newcomer_links=Action.HOLD,
        member_links=Action.HOLD,
        unwanted_sites=frozenset(("cures.example",)),
    )
    assert course_of(course, care, standing, LINK) == course


def test_a_review_with_a_link_is_held_only_where_links_are():
    review = Course(PostState.PUBLISHED, Level.REVIEW, "screening: x")
    held = course_of(review, Care(newcomer_links=Action.HOLD), NEW, LINK)
    assert (held.state, held.level) == (PostState.HELD, Level.HOLD)
    assert course_of(review, Care(), NEW, LINK) == review
    assert course_of(SHOWN, Care(), NEW, Fresh(frozenset(), post=False)) == SHOWN


@pytest.mark.parametrize(
    ("choice", "level", "state"),
    [
        (Action.PASS, None, PostState.PUBLISHED),
        (Action.REVIEW, Level.REVIEW, PostState.PUBLISHED),
        (Action.HOLD, Level.HOLD, PostState.HELD),
    ],
)
def test_links_of_those_who_are_not_new_get_the_care_that_was_chosen(choice, level, state):
    found = course_of(SHOWN, Care(member_links=choice), OLD, LINK)
    assert (found.level, found.state) == (level, state)
    assert course_of(SHOWN, Care(member_links=choice), STAFF, LINK) == SHOWN


def test_links_to_known_sites_need_no_care_and_those_to_unwanted_ones_are_held():
    known = Care(newcomer_links=Action.HOLD, known_sites=frozenset(("cures.example",)))
    assert course_of(SHOWN, known, NEW, LINK).cause == "newcomer: first post"
    unwanted = Care(unwanted_sites=frozenset(("cures.example",)))
    for standing in (NEW, OLD):
        held = course_of(SHOWN, unwanted, standing, LINK)
        assert (held.state, held.cause) == (PostState.HELD, "link: unwanted site")
    assert course_of(SHOWN, unwanted, STAFF, LINK) == SHOWN


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.Example.net/my-year?a=b", "example.net"),
        ("example.net:8080", "example.net"),
        ("http://known.org@evil.example/x", "evil.example"),
        ("http://evil.example\\@known.org", "evil.example"),
        ("https://evil.example).", "evil.example"),
        ("https://evil.example.", "evil.example"),
        ("www.münchen.example", "münchen.example"),
        ("https:/evil.example/a", "evil.example"),
        ("//evil.example/a", "evil.example"),
        ("https:\\\\evil.example/a", "evil.example"),
        ("https://ev%69l.example/x", "evil.example"),
        ("https://evil\u3002example", "evil.example"),
        ("https://xn--mnchen-3ya.example", "münchen.example"),
        ("https://xn--\u00e9.example", "xn--é.example"),
        ("", ""),
    ],
)
def test_the_site_of_an_address(address, site):
    assert site_of(address) == site


def test_a_part_of_a_site_counts_with_it_and_one_that_only_ends_alike_does_not():
    sites = {"example.org"}
    assert is_of("news.example.org", sites)
    assert is_of("example.org", sites)
    assert not is_of("badexample.org", sites)
    assert not is_of("example.org.evil.net", sites)
    assert not is_of("org", {"org"})


def test_a_disguised_address_is_the_same_address():
    assert links("see https://cures\u200b.example/x") == links("see https://cures.example/x")
    assert links("ｈｔｔｐｓ://cures.example/x") == links("https://cures.example/x")


@pytest.mark.parametrize(
    "source",
    [
        "[x](https://evil.example)",
        "[x](https&#58;//evil.example)",
        "[x](HTTPS:evil.example)",
        "[x](//evil.example)",
        "[x](https:/evil.example)",
        "[x](https://ev%69l.example)",
        "[x](https://evil\u3002example)",
        "<https://evil.example>",
        "https://ev\u200bil.example",
    ],
)
def test_no_way_of_writing_a_link_hides_its_site(source):
    found = {site_of(link) for link in links(source, str(render(source)))}
    assert "evil.example" in found


def test_links_to_places_on_this_site_are_no_links_elsewhere():
    source = "See [rest](/articles/rest) and [below](#p3)."
    assert links(source, str(render(source))) == frozenset()


def test_a_disguised_link_to_an_unwanted_site_waits_too(thread, browse):
    setting("links.unwanted", ["example.net"])
    send(browse(make_member("Cora")), thread, "It is [all here](https&#58;//example.net).")
    assert cases() == [(Level.HOLD, "link: unwanted site")]


def test_a_link_to_an_unwanted_site_waits_and_the_desk_says_why(thread, browse):
    setting("links.unwanted", ["example.net"])
    cora, mo = browse(make_member("Cora")), browse(make_member("Mo", role=Role.MODERATOR))
    send(cora, thread, LINKED)
    assert cases() == [(Level.HOLD, "link: unwanted site")]
    assert "my-year" not in words(browse(make_member("Ben")).get(f"/threads/{thread.id}"))
    case = db.session.query(Case).one()
    assert "a site whose links are held here" in words(mo.get(f"/desk/cases/{case.id}"))
    send(mo, thread, LINKED)
    assert len(cases()) == 1, "staff are taken at their word"


def test_links_to_this_site_itself_need_no_care(app, thread, browse, monkeypatch):
    setting("newcomers.links", "hold")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://mg.example.org")
    send(browse(newcomer()), thread, "As https://mg.example.org/articles/rest says.")
    assert cases() == [(Level.NEWCOMER, "newcomer: first post")]
