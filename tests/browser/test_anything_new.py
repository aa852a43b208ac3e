"""Nothing refreshes by itself; "See if there is anything new" brings it and moves nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from forum.extensions import db
from forum.models import Case, Level, Role
from forum.web.transaction import unit_of_work
from tests.browser.atlas import Town
from tests.browser.looking import faults_of
from tests.factories import make_post, make_thread
from tests.moderation.desk import held_case, ruled

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


@pytest.fixture
def town(site):
    """Two moderators and a member whose words are held."""
    names = {"mo": Role.MODERATOR, "ann": Role.MODERATOR, "cora": Role.MEMBER}
    people = {name: site.member(name.capitalize(), role) for name, role in names.items()}
    return Town(site, people, {"article": SimpleNamespace(id=site.thread_of("ivig"))})


def held(town, remedy):
    """Words about a remedy come to the desk."""
    words = f"Stop your Mestinon, all of you. {remedy} cured me."
    with town.site.inside():
        return held_case(town.browser("cora"), town.rows["article"], words)


def test_the_list_of_the_desk_brings_what_came_and_marks_what_is_gone(arrive, way, town):
    first, second = held(town, "Magnesium"), held(town, "Quinine")
    mo = arrive(town.people["mo"], viewport={"width": 390, "height": 600})
    mo.opens("/desk/list")
    rows = mo.page.get_by_role("main").locator("ol.rows > li")
    expect(rows).to_have_count(2)
    with town.site.inside():
        published = ruled(town.browser("ann"), first, "publish")
    third = held(town, "Curcuma")

    link = mo.link(LINK)
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    expect(mo.page.locator(f"#case-{third.id}")).to_be_visible()
    expect(mo.page.locator(f"#case-{second.id}")).to_be_visible()
    expect(mo.page.get_by_role("link", name="All 2")).to_be_visible()
    if not way.script:
        expect(rows).to_have_count(2)
        return
    status = mo.page.get_by_role("status")
    expect(status.filter(has_text="New here: 1. No longer waiting: 1.")).to_be_visible()
    assert abs(link.bounding_box()["y"] - before) < 2
    expect(link).to_be_focused()
    expect(mo.page.locator(f"#case-{first.id}")).to_contain_text("no longer waiting")
    link.click()
    expect(status.filter(has_text="Nothing new since you came.")).to_be_visible()
    expect(rows).to_have_count(3)
    expect(mo.page.get_by_text("no longer waiting", exact=False)).to_have_count(1)

    # Taken back within ten minutes, it waits again.
    with town.site.inside():
        undone = town.browser("ann").post(f"/desk/decisions/{published.id}/undo", data={})
        assert undone.status_code == 303
    link.click()
    expect(mo.page.get_by_text("no longer waiting", exact=False)).to_have_count(0)


def test_a_case_that_became_urgent_moves_to_its_lane(arrive, town):
    first, second = held(town, "Magnesium"), held(town, "Quinine")
    mo = arrive(town.people["mo"])
    mo.opens("/desk/list")
    with town.site.inside(), unit_of_work():
        db.session.get_one(Case, first.id).level = Level.URGENT
    mo.link(LINK).click()
    expect(mo.page.locator(f"#lane-urgent #case-{first.id}")).to_be_visible()
    expect(mo.page.locator(f"#lane-hold #case-{second.id}")).to_be_visible()
    expect(mo.page.locator("ol.rows > li")).to_have_count(2)


def test_what_is_ticked_as_spam_stays_ticked(arrive, way, town):
    first = held(town, "Magnesium")
    mo = arrive(town.people["mo"])
    mo.opens("/desk/list?mode=spam")
    mo.page.locator(f"#case-{first.id} input").check()
    second = held(town, "Quinine")
    mo.link(LINK).click()
    expect(mo.page.locator(f"#case-{second.id} input")).not_to_be_checked()
    if way.script:
        expect(mo.page.locator(f"#case-{first.id} input")).to_be_checked()


def test_the_first_case_on_an_empty_list_is_shown_at_once(arrive, town):
    mo = arrive(town.people["mo"])
    mo.opens("/desk/list")
    mo.sees("Nothing is waiting. Thank you.")
    first = held(town, "Magnesium")
    mo.follows(LINK)
    expect(mo.page.locator(f"#case-{first.id}")).to_be_visible()
    expect(mo.link("Begin with the first")).to_be_visible()


def test_the_figures_of_the_queue_are_brought_up_to_date(arrive, way, town):
    mo = arrive(town.people["mo"])
    mo.opens("/desk/health")
    expect(mo.page.get_by_text("1 is waiting, for")).to_have_count(0)
    held(town, "Magnesium")
    link = mo.link(LINK)
    link.click()
    expect(mo.page.get_by_text("1 is waiting, for")).to_have_count(1)
    if way.script:
        expect(
            mo.page.get_by_role("status").filter(has_text="The figures are new.")
        ).to_be_visible()
        expect(link).to_be_focused()


def test_an_empty_desk_says_that_it_is_still_empty_and_then_opens_the_case(arrive, way, town):
    mo = arrive(town.people["mo"])
    mo.opens("/desk")
    mo.reads_heading("Nothing is waiting")
    if way.script:
        assert faults_of(mo.page) == []
    mo.follows(LINK)
    if way.script:
        mo.sees("Nothing new since you came.")
    mo.reads_heading("Nothing is waiting")
    held(town, "Magnesium")
    mo.follows(LINK)
    mo.reads_heading("Is this safe to show?")


def test_an_easy_day_says_that_nothing_came(site, arrive, way):
    cora = arrive(site.member("Cora"))
    cora.opens("/rest")
    cora.presses("Have an easy day")
    cora.opens("/activities")
    cora.sees("Nothing for you right now.")
    cora.follows(LINK)
    if way.script:
        cora.sees("Nothing new since you came.")
    cora.sees("Nothing for you right now.")
