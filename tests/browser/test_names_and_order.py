"""What a screen reader is told: landmarks, headings and names, in the order in which they are read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Way
from tests.factories import make_post

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
_HEADING = re.compile(r'heading "(.*)" \[level=(\d)\]')
# What has a role that can be pressed or filled, without any name behind it.
_NAMELESS = re.compile(
    r"^\s*- (button|link|textbox|checkbox|radio|combobox)(?: \[[^\]]*\])*:?\s*$", re.MULTILINE
)


def tree(visitor):
    return visitor.page.locator("body").aria_snapshot()


def headings(snapshot):
    return [(int(level), name) for name, level in _HEADING.findall(snapshot)]


def landmarks(snapshot):
    return list(re.findall(r"^- (banner|main|contentinfo)", snapshot, re.MULTILINE))


def read(visitor, path):
    visitor.opens(path)
    found = tree(visitor)
    assert landmarks(found) == ["banner", "main", "contentinfo"], path
    assert re.match(r'- link "Skip to', found), path
    assert not _NAMELESS.search(found), f"{path}: {_NAMELESS.search(found)}"
    levels = [level for level, _name in headings(found)]
    assert levels.count(1) == 1, path
    assert all(after <= before + 1 for before, after in pairwise(levels)), path
    return found


def test_pages_of_guests(site, arrive):
    guest = arrive()
    for path in ("/", "/articles", "/join", "/sign-in", "/subscribe", "/comfort", "/glossary"):
        read(guest, path)


def test_the_tools_of_every_page_say_what_they_are_and_whether_they_are_on(site, arrive):
    guest = arrive()
    found = read(guest, "/")
    assert '- button "Bad-eye day"' in found
    assert '- link "Rest"' in found
    assert '- link "Comfort"' in found
    switch = guest.page.get_by_role("button", name="Bad-eye day").first
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert '- button "Bad-eye day" [pressed]' in tree(guest)


def test_an_article_is_read_in_the_order_of_its_headings(site, arrive):
    found = read(arrive(), "/articles/ivig")
    names = [name for _level, name in headings(found)]
    in_order = ["In brief", "On this page", "Sources", "And you?", "What members say"]
    assert [name for name in names if name in in_order] == in_order
    assert '- button "Keep my place"' in found


def test_a_talk_names_who_answers_whom(site, arrive):
    cora, ben = site.member("Cora"), site.member("Ben")
    thread = site.thread_of("ivig")
    first = site.make(make_post, thread, cora, "My fifth IVIG was on Monday.")
    site.make(make_post, thread, ben, "How long does it take?", parent=first)
    visitor = arrive(cora)
    visitor.opens(f"/posts/{first.id}")
    found = tree(visitor)
    assert f'- heading "{ben.handle}, answering {cora.handle}" [level=3]' in found
    assert f'- link "Reply to {ben.handle}"' in found
    assert '- button "Me too"' in found


def test_the_pages_of_members(site, arrive):
    cora = arrive(site.member("Cora"))
    for path in ("/", "/activities", "/activities/new", "/you", "/you/notices"):
        read(cora, path)
