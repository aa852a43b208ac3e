"""What a reader sees of articles, as a guest and as a member."""

import json
import re
from datetime import date, timedelta

import pytest

from forum import clock
from forum.articles.importing import import_folder
from forum.extensions import db
from forum.models import ArticleSource, Audience, PostState, Role
from tests.articles.samples import ARTICLE, changed, write_folder
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of

FOR_ALL = {"audience": Audience.EVERYONE}


@pytest.fixture
def ivig(app, tmp_path):
    """The sample article, imported."""
    folder = write_folder(tmp_path / "content", ivig=ARTICLE)
    import_folder(folder)
    return folder


def metadata(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    return json.loads(found[1])


def test_a_guest_reads_the_whole_article(ivig, client):
    page = client.get("/articles/ivig")
    text = words(page)
    assert page.status_code == 200
    assert "By Snowdrop editors" in text
    assert "published 1 October" in text
    assert "updated 2 October" in text
    assert "next review 1 October 2027" in text
    assert "1 minute to read" in text
    assert "In brief It is given into a vein." in text
    assert "antibodies (a protein that fights germs)" in text
    assert '<li><a href="#s1" lang="en">What it is</a></li>' in page.text
    assert "Have you had IVIG?" in text
    assert 'href="/activities/new?about=ivig"' in page.text
    assert "set-cookie" not in page.headers


def test_an_article_that_nobody_reviewed_says_so_and_names_no_reviewer(ivig, client):
    page = client.get("/articles/ivig")
    assert "Not yet reviewed by a clinician." in words(page)
    found = metadata(page)
    assert found["@type"] == "MedicalWebPage"
    assert "reviewedBy" not in found
    assert "lastReviewed" not in found
    assert found["url"] == "http://localhost/articles/ivig"


def test_a_reviewer_is_named_with_credentials_and_day(app, tmp_path, client):
    reviewer = 'reviewer: {name: "Dr Ada Example", credentials: "neurologist", date: 2026-09-30}'
    folder = write_folder(tmp_path / "content", ivig=changed("reviewer: null", reviewer))
    import_folder(folder)
    page = client.get("/articles/ivig")
    assert "Reviewed by Dr Ada Example, neurologist" in words(page)
    assert "Not yet reviewed" not in words(page)
    assert metadata(page)["lastReviewed"] == "2026-09-30"
    assert metadata(page)["reviewedBy"]["name"] == "Dr Ada Example"


def test_each_source_can_be_reached_from_the_text_and_leads_back(ivig, client):
    page = client.get("/articles/ivig").text
    for number in (1, 2):
        assert f'href="#source-{number}"' in page
        assert f'id="source-{number}"' in page
        assert f'href="#cite-{number}"' in page
        assert f'id="cite-{number}"' in page
    assert "Official: a medicine" in page
    assert "Read as a copy; to be checked at the original." in page


def test_a_source_that_has_lapsed_is_marked_from_that_day_on(ivig, client):
    assert "Due to be checked again" not in words(client.get("/articles/ivig"))
    source = db.session.query(ArticleSource).filter_by(key="label").one()
    source.expires_on = clock.today() + timedelta(days=1)
    db.session.commit()
    with clock.travel(timedelta(days=2)):
        assert words(client.get("/articles/ivig")).count("Due to be checked again") == 1


def test_text_in_metadata_cannot_break_out_of_it(app, client):
    make_article(title="</script><script>alert(1)</script>", summary='"><b>x</b>')
    page = client.get("/articles/ivig")
    assert "<script>alert" not in page.text
    assert "<b>x</b>" not in page.text
    assert metadata(page)["name"] == "</script><script>alert(1)</script>"


def test_a_missing_article_is_missing_on_all_its_pages(app, client):
    for path in ("", "/print", "/history", "/report"):
        assert client.get(f"/articles/nothing{path}").status_code == 404


# --- the talk below


def test_a_guest_sees_teasers_of_posts_for_everyone_only(app, client):
    cora = make_member("Cora")
    thread = thread_of(make_article())
    make_post(thread, cora, "Mine took four hours.", **FOR_ALL)
    make_post(thread, cora, "Only members know this.")
    make_post(thread, cora, "This one is held.", state=PostState.HELD, **FOR_ALL)
    make_post(thread, cora, "This one has a case.", open_case=True, **FOR_ALL)
    make_post(thread, cora, "This one has a note.", noted=True, **FOR_ALL)
    make_post(thread, cora, "Said without a name.", as_member=True, **FOR_ALL)
    page = client.get("/articles/ivig")
    text = words(page)
    assert "Mine took four hours." in text
    assert "Said without a name. A member" in text
    for hidden in ("Only members", "is held", "has a case", "has a note"):
        assert hidden not in text
    assert "data-nosnippet" in page.text
    assert "5 answers wait for members." in text
    assert 'href="/join?next=/articles/ivig"' in page.text
    assert f'href="/threads/{thread.id}/reply"' in page.text


def test_a_member_reads_the_first_posts_and_goes_on_to_the_talk(app, browse):
    cora, ben = make_member("Cora"), make_member("Ben")
    thread = thread_of(make_article())
    for number in range(23):
        make_post(thread, cora, f"Day {number} was good.")
    page = browse(ben).get("/articles/ivig")
    assert "Day 0 was good." in page.text
    assert "Day 19 was good." in page.text
    assert "Day 20 was good." not in page.text
    assert "Read the whole talk: 23 comments" in words(page)
    assert page.text.count('<form id="acts" method="post">') == 1
    assert "Me too" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_closed_talk_offers_no_comment(app, client, browse):
    article = make_article()
    thread = db.session.merge(thread_of(article))
    thread.locked = True
    thread.version += 1
    db.session.commit()
    for browser in (client, browse(make_member())):
        page = browser.get("/articles/ivig")
        assert f"/threads/{thread.id}/reply" not in page.text
        assert "This talk is closed." in words(page)


# --- the kept page


def test_a_guest_page_costs_one_statement_once_it_is_kept(ivig, client, count_statements):
    first = client.get("/articles/ivig")
    assert count_statements(lambda: client.get("/articles/ivig")) == 1
    again = client.get("/articles/ivig", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_kept_page_shows_a_new_version_at_once(ivig, client):
    before = client.get("/articles/ivig")
    (ivig / "ivig.md").write_text(changed("- Why IVIG?", "- Why IVIG, and why now?"))
    import_folder(ivig)
    after = client.get("/articles/ivig", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "and why now?" in words(after)


def test_a_kept_page_shows_a_new_comment_at_once(ivig, client):
    client.get("/articles/ivig")
    thread_id = int(re.search(r"/threads/(\d+)/reply", client.get("/articles/ivig").text)[1])
    make_post(thread_id, make_member(), "New here.", **FOR_ALL)
    assert "New here." in words(client.get("/articles/ivig"))


def test_a_notice_is_for_one_person_and_never_kept(ivig, client):
    assert "Thank you." in words(client.get("/articles/ivig?notice=thanks-error"))
    assert "Thank you." not in words(client.get("/articles/ivig"))
    assert "Thank you." in words(client.get("/articles/ivig?notice=thanks-error"))


def test_one_person_never_sees_the_page_kept_for_another(ivig, client, browse):
    ben = make_member("Ben")
    client.get("/articles/ivig")
    member_page = browse(ben).get("/articles/ivig").text
    assert "Sign out" in member_page
    assert "Sign out" not in client.get("/articles/ivig").text


@pytest.mark.parametrize("who", ["guest", "member"])
def test_the_cost_does_not_grow_with_comments(app, client, browse, count_statements, who):
    people = [make_member() for _ in range(5)]
    small = thread_of(make_article("small", "Small"))
    large = thread_of(make_article("large", "Large"))
    for thread, count in ((small, 20), (large, 2000)):
        fill(thread.id, people, count)
    browser = client if who == "guest" else browse(people[0])
    # Other pages of the site are warm, as they are on any day.
    browser.get("/articles")
    costs = {
        slug: count_statements(lambda slug=slug: browser.get(f"/articles/{slug}"))
        for slug in ("small", "large")
    }
    assert costs["small"] == costs["large"]
    assert costs["large"] <= 9
    kept = {
        slug: count_statements(lambda slug=slug: browser.get(f"/articles/{slug}"))
        for slug in ("small", "large")
    }
    assert kept["small"] == kept["large"] == (1 if who == "guest" else 3)


def fill(thread_id, people, count):
    """Many comments by several people, with a support on each of the first."""
    from forum.models import Post, PostKind, Support, SupportKind, Thread
    from forum.posts.paths import segment

    now = clock.now()
    first = (db.session.query(db.func.max(Post.id)).scalar() or 0) + 1
    db.session.execute(
        Post.__table__.insert(),
        [
            {
                "id": first + n, "thread_id": thread_id, "path": segment(first + n), "depth": 1,
                "kind": PostKind.COMMENT, "source": "Good.", "html": "<p>Good.</p>",
                "teaser": "Good.", "author_id": people[n % len(people)].id, "as_member": n % 3 == 0,
                "audience": Audience.EVERYONE, "state": PostState.PUBLISHED, "version": 1,
                "open_case": False, "noted": False, "idempotency_key": f"fill-{first + n}",
                "answers": 0, "me_too": 1, "thinking": 0, "helped": 0, "demo": False,
                "created_at": now, "published_at": now,
            }
            for n in range(count)
        ],
    )  # fmt: skip
    db.session.execute(
        Support.__table__.insert(),
        [
            {
                "post_id": first + n, "thread_id": thread_id, "member_id": people[(n + 1) % len(people)].id,
                "kind": SupportKind.ME_TOO, "at": now,
            }
            for n in range(20)
        ],
    )  # fmt: skip
    thread = db.session.get(Thread, thread_id)
    thread.answers, thread.version = count, thread.version + 1
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("SELECT setval('posts_id_seq', (SELECT max(id) FROM posts))"))
        db.session.commit()


# --- lists


def test_the_newest_articles_stand_first_and_older_ones_a_page_on(app, client):
    for number in range(53):
        make_article(
            f"a-{number}", f"Number {number} of them",
            updated_on=date(2026, 1, 1) + timedelta(days=number // 2),
        )  # fmt: skip
    page = client.get("/articles")
    titles = re.findall(r"Number (\d+) of them", page.text)
    assert titles[:3] == ["52", "51", "50"]
    assert len(titles) == 50
    older = re.search(r'href="(/articles\?before=[^"]+)"', page.text)[1]
    assert re.findall(r"Number (\d+) of them", client.get(older).text) == ["2", "1", "0"]


@pytest.mark.parametrize(
    "before", ["", "x", "2026-01-01", "2026-99-01.4", "2026-01-01.99999999999"]
)
def test_a_wrong_place_in_the_list_is_its_beginning(app, client, before):
    make_article()
    page = client.get("/articles", query_string={"before": before})
    assert page.status_code == 200
    assert "IVIG" in page.text


def test_topics_lead_to_their_articles(ivig, client):
    page = client.get("/articles")
    assert 'href="/topics/treatments"' in page.text
    assert "/topics/daily-life" not in page.text, "a topic without articles is not offered"
    assert "IVIG: what it is" in client.get("/topics/treatments").text
    assert client.get("/topics/none").status_code == 404


def test_the_glossary_holds_every_word_where_articles_link_to(ivig, client):
    page = client.get("/glossary")
    assert 'id="antibody"' in page.text
    assert "Also said: antibodies" in words(page)
    assert 'href="#letter-P"' in page.text
    assert page.text.index('id="antibody"') < page.text.index('id="plasma"')


def test_the_print_page_has_everything_to_take_along(ivig, client):
    make_post(1, make_member(), "A comment for everyone.", **FOR_ALL)
    page = client.get("/articles/ivig/print")
    text = words(page)
    assert "Questions to take to your appointment" in text
    assert "My own questions" in text
    assert 'href="https://regulator.example.org/label"' in page.text
    assert "A comment for everyone." not in text
    assert "noindex" in page.text


def test_the_history_shows_what_was_put_in_and_taken_out(ivig, client):
    text = changed("- Why IVIG?", "- Why IVIG, and why now?")
    (ivig / "ivig.md").write_text(changed("topics: [treatments]", "topics: [daily-life]", text))
    import_folder(ivig)
    text = words(client.get("/articles/ivig/history"))
    assert "Version 2" in text
    assert "Taken out: - Why IVIG?" in text
    assert "Put in: - Why IVIG, and why now?" in text
    assert "Changed around the text: the topics." in text
    assert "The first version." in text


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.EDITOR])
def test_every_page_of_articles_is_open_to_everybody(ivig, browse, role):
    browser = browse(make_member(role=role) if role else None)
    for path in ("/articles", "/articles/ivig", "/articles/ivig/print", "/articles/ivig/history",
                 "/articles/ivig/report", "/topics/treatments", "/glossary"):  # fmt: skip
        assert browser.get(path).status_code == 200, path
