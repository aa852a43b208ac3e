"""What goes out compressed, and what never does."""

from __future__ import annotations

import gzip

import pytest

from forum.models import Role
from tests.factories import make_member
from tests.web.conftest import addresses

WANTED = {"Accept-Encoding": "br, gzip;q=0.8"}


def test_a_guest_gets_pages_packed_and_alike(app, client, people):
    for path in ("/", "/articles", "/articles/ivig", "/help-now"):
        plain = client.get(path)
        packed = client.get(path, headers=WANTED)
        assert "Content-Encoding" not in plain.headers, path
        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.data) == plain.data, path
        assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data)
        for answer in (plain, packed):
            assert "Accept-Encoding" in answer.headers["Vary"], path


@pytest.mark.parametrize("name", ["snowdrop.css", "snowdrop.js", "icons.svg"])
def test_styles_scripts_and_icons_go_out_packed(app, client, name):
    path = app.jinja_env.globals["asset"](name)
    packed = client.get(path, headers=WANTED)
    assert gzip.decompress(packed.data) == client.get(path).data
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR])
def test_no_page_with_somebodys_own_words_is_packed(app, browse, people, role):
    """BREACH: the length of a packed page tells what words of the address and of the page share."""
    browser = browse(people[role])
    for rule, path in addresses(app):
        if "GET" not in rule.methods:
            continue
        answer = browser.get(path, headers=WANTED)
        if answer.headers["Cache-Control"] == "no-store":
            assert "Content-Encoding" not in answer.headers, path
        elif "Content-Encoding" in answer.headers:
            # Nobody is known there: a page that is the same for all.
            assert b"csrf_token" not in gzip.decompress(answer.data).replace(b'("csrf_token")', b"")


def test_a_page_with_a_secret_address_is_not_packed(app, client, people):
    for path in ("/sign-in/link/made-up", "/subscribe/confirm/made-up"):
        assert "Content-Encoding" not in client.get(path, headers=WANTED).headers


@pytest.mark.parametrize("asked", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_does_not_want_it_gets_it_plain(app, client, asked):
    answer = client.get("/help-now", headers={"Accept-Encoding": asked})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


def test_a_browser_that_has_the_page_is_told_so_in_either_form(app, client, people):
    for headers in ({}, WANTED):
        first = client.get("/articles/ivig", headers=headers)
        mark = first.headers["ETag"]
        assert mark.endswith('-gzip"') == bool(headers)
        again = client.get("/articles/ivig", headers={**headers, "If-None-Match": mark})
        assert again.status_code == 304
        assert again.headers["ETag"] == mark
        assert again.data == b""


def test_answers_to_forms_and_refusals_are_left_alone(app, client, browse):
    cora = browse(make_member("Cora"))
    for answer in (
        client.post("/join", data={"email": "x"}, headers=WANTED),
        client.get("/nowhere", headers=WANTED),
        cora.post("/you", data={"who_here": "x"}, headers=WANTED),
        client.head("/help-now", headers=WANTED),
    ):
        assert "Content-Encoding" not in answer.headers
