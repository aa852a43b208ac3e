"""How pages look that come of a press: errors, second steps, what was just sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.models import Role
from tests.browser.conftest import Way
from tests.browser.looking import faults_of

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
ADVICE = "Stop your Mestinon. I did and I am cured. My breathing is getting worse."


def test_a_form_that_was_not_right(arrive):
    guest = arrive(**PHONE)
    guest.expected = {422}
    guest.opens("/join")
    guest.presses("Send me the link")
    guest.sees("Please fill this in.")
    assert faults_of(guest.page) == []


def test_words_that_would_be_held_and_what_became_of_them(site, arrive):
    cora = arrive(site.member("Cora"), **PHONE)
    cora.opens(f"/threads/{site.thread_of('ivig')}/reply")
    cora.writes("Stop your Mestinon. I did and I am cured.")
    cora.presses("Send")
    cora.reads_heading("Would you like to say it as your own experience?")
    assert faults_of(cora.page) == []
    cora.presses("Keep my words and wait for a moderator")
    cora.sees("a person will read them before others can see them")
    assert faults_of(cora.page) == []


def test_the_help_card_over_words_of_danger_that_were_sent(site, arrive):
    cora = arrive(site.member("Cora"), **PHONE)
    cora.opens(f"/threads/{site.thread_of('ivig')}/reply")
    cora.writes(ADVICE)
    expect(cora.help_card).to_be_visible()
    cora.presses("Send")
    cora.sees("a person will read them before others can see them")
    assert faults_of(cora.page) == []


def test_a_case_that_was_just_decided(site, arrive):
    ben = arrive(site.member("Ben"), **PHONE)
    ben.opens(f"/threads/{site.thread_of('ivig')}/reply")
    ben.writes("Stop your Mestinon. I did and I am cured.")
    ben.presses("Send")
    ben.presses("Keep my words and wait for a moderator")
    ben.sees("a person will read them before others can see them")
    mo = arrive(site.member("Mo", Role.MODERATOR), **PHONE)
    mo.opens("/desk")
    mo.page.get_by_role("button", name="Publish", exact=True).first.click()
    mo.sees("The author will hear of it.")
    assert faults_of(mo.page) == []


def test_each_part_of_a_date_shows_that_it_has_the_focus(site, arrive):
    mo = arrive(site.member("Mo", Role.MODERATOR), **PHONE)
    mo.opens("/desk/notes/new")
    box = mo.page.get_by_label("Check the sources again by")
    mo.page.get_by_label("Address of the second source (https://…)").focus()
    mo.page.keyboard.press("Tab")
    expect(box).to_be_focused()
    assert box.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
