"""What programs read: feeds, the sitemap, robots.txt."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from forum import clock
from forum.articles.importing import import_folder
from tests.articles.samples import ARTICLE, changed, write_folder
from tests.factories import make_article

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/articles.atom", "/feeds/articles.json")


@pytest.fixture
def ivig(app, tmp_path):
    folder = write_folder(tmp_path / "content", ivig=changed("IVIG: what", "IVIG & <you>: what"))
    import_folder(folder)
    return folder


def test_the_atom_feed_carries_whole_articles(ivig, client):
    answer = client.get("/feeds/articles.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026:articles"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:localhost,2026:articles/ivig"
    assert entry.findtext(f"{ATOM}title") == "IVIG & <you>: what it is"
    assert entry.find(f"{ATOM}link").get("href") == "http://localhost/articles/ivig"
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert "Why IVIG?</li>" in content.text
    assert "A leaflet" in content.text
    assert 'href="/' not in content.text
    assert 'href="#' not in content.text
    assert 'href="http://localhost/articles/ivig#source-1"' in content.text
    assert 'href="http://localhost/glossary#antibody"' in content.text


def test_the_json_feed_says_the_same(ivig, client):
    answer = client.get("/feeds/articles.json")
    assert answer.content_type == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/feeds/articles.json"
    (item,) = feed["items"]
    assert item["id"] == "tag:localhost,2026:articles/ivig"
    assert item["url"] == "http://localhost/articles/ivig"
    assert "Why IVIG?</li>" in item["content_html"]
    assert item["date_published"].startswith("2026-10-01T")


@pytest.mark.parametrize("path", [*FEEDS, "/sitemap.xml"])
def test_a_feed_that_has_not_changed_is_not_sent_again(ivig, client, path):
    first = client.get(path)
    by_mark = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert by_mark.status_code == by_time.status_code == 304
    with clock.travel(timedelta(minutes=5)):
        (ivig / "ivig.md").write_text(ARTICLE)
        import_folder(ivig)
    if path in FEEDS:
        later = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert later.status_code == 200
        assert b"&lt;you" not in later.data
        assert b"<you" not in later.data
    assert client.get(path).headers["Last-Modified"] != first.headers["Last-Modified"]


def test_the_name_of_an_entry_stays_when_it_changes(ivig, client):
    def names():
        return [item["id"] for item in json.loads(client.get(FEEDS[1]).data)["items"]]

    before = names()
    (ivig / "ivig.md").write_text(changed("- Why IVIG?", "- Why?"))
    import_folder(ivig)
    assert names() == before


def test_feeds_without_articles_are_valid(app, client):
    assert ElementTree.fromstring(client.get(FEEDS[0]).data).findall(f"{ATOM}entry") == []
    assert json.loads(client.get(FEEDS[1]).data)["items"] == []


def test_a_feed_costs_the_same_for_one_article_and_for_twenty(app, client, count_statements):
    make_article("one", "One")
    first = count_statements(lambda: client.get(FEEDS[0]))
    for number in range(19):
        make_article(f"more-{number}", f"More {number}")
    assert count_statements(lambda: client.get(FEEDS[0])) == first
    assert count_statements(lambda: client.get(FEEDS[0])) == 1


def test_the_sitemap_names_every_article_and_topic(ivig, client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    found = {loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert "http://localhost/articles/ivig" in found
    assert "http://localhost/topics/treatments" in found
    assert "http://localhost/help-now" in found
    for url in found:
        assert client.get(url.removeprefix("http://localhost")).status_code == 200, url


def test_robots_are_asked_to_stay_out_of_what_members_say(app, client):
    lines = client.get("/robots.txt").text.splitlines()
    for path in ("/desk", "/you", "/sign-in", "/threads", "/posts", "/members", "/editorial"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines


def test_a_forged_host_finds_no_way_into_a_feed(app, client):
    make_article()
    answer = client.get(FEEDS[0], headers={"X-Forwarded-Host": "evil.example"})
    assert b"evil.example" not in answer.data
