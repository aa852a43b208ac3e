"""The worker that keeps Help now: what it may keep, and how it is served."""

from __future__ import annotations

import json
import re

from tests.browser_client import words
from tests.factories import make_member


def kept(client) -> dict[str, object]:
    first = client.get("/service-worker.js").text.splitlines()[0]
    found = re.fullmatch(r"const KEPT = (.*);", first)
    assert found is not None
    return json.loads(found[1])


def test_the_worker_may_serve_the_whole_site_and_is_asked_about_again(app, client):
    answer = client.get("/service-worker.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_it_keeps_help_and_what_help_needs_and_nothing_else(app, client):
    told = kept(client)
    assert told["pages"] == [
        "/help-now",
        "/help-now/card",
        "/help-now/card/swallowing",
        "/help-now/no-connection",
    ]
    assert {re.sub(r"-\w+\.", ".", path) for path in told["assets"]} == {
        "/assets/snowdrop.css",
        "/assets/snowdrop.js",
        "/assets/icons.svg",
        "/assets/favicon.svg",
    }
    for path in (*told["pages"], *told["assets"]):
        assert client.get(path).status_code == 200, path
    for page in told["pages"]:
        # The worker keeps a page only with the very files that it names.
        text = client.get(page).text
        assert all(path in text for path in told["assets"]), page


def test_what_is_kept_holds_nothing_of_a_person(app, client, browse):
    cora = browse(make_member("Cora"))
    for path in (*kept(client)["pages"], "/service-worker.js"):
        mine = cora.get(path)
        assert mine.data == client.get(path).data, path
        assert "csrf" not in mine.text, path


def test_other_files_make_another_worker(app, client, monkeypatch):
    before = kept(client)
    addresses = app.extensions["asset_addresses"]
    monkeypatch.setitem(addresses, "snowdrop.css", "/assets/snowdrop-another.css")
    assert kept(client)["version"] != before["version"]


def test_without_a_connection_the_page_says_what_is_not_lost(app, client):
    page = words(client.get("/help-now/no-connection"))
    assert "There is no connection just now" in page
    assert "Your words are kept where you typed them" in page
    assert 'href="/help-now"' in client.get("/help-now/no-connection").text
