"""Nothing refreshes by itself; "See if there is anything new" brings it and moves nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories import make_post, make_thread

LINK = "See if there is anything new"


@pytest.fixture
def talk(site):
    cora = site.member("Cora")
    opening = site.make(make_thread, cora, "How was your week?")
    site.make(make_post, opening.thread_id, cora, "The first answer.")
    return opening, cora


def test_new_answers_come_when_asked_for_and_what_is_read_stays(site, arrive, way, talk):
    opening, cora = talk
    ben = arrive(site.member("Ben"), viewport={"width": 390, "height": 500})
    ben.opens(f"/threads/{opening.thread_id}")
    writer = arrive(cora)
    writer.opens(f"/threads/{opening.thread_id}/reply")
    writer.writes("The second answer came later.")
    writer.presses("Send")
    writer.sees("Your words are here now.")
    expect(ben.page.get_by_text("The second answer came later.")).to_have_count(0)
    link = ben.link(LINK)
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    expect(ben.page.get_by_text("The second answer came later.")).to_have_count(1)
    if way.script:
        expect(ben.page.get_by_role("status").filter(has_text="New here: 1.")).to_be_visible()
        assert abs(link.bounding_box()["y"] - before) < 2
        expect(link).to_be_focused()
        link.click()
        expect(ben.page.get_by_text("Nothing new since you came.")).to_be_visible()
    expect(ben.page.get_by_text("The second answer came later.")).to_have_count(1)
