"""Comfort as a person meets it: at once with script, by plain forms without, the same either way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Request, Route, expect

from forum import clock
from tests.browser.conftest import Way

PHONE = {"viewport": {"width": 390, "height": 844}}
# Where the words that are being read stand on the screen.
_TOP = "element => element.getBoundingClientRect().top"


def root(visitor):
    return visitor.page.locator("html")


def switch(visitor, name):
    return visitor.page.get_by_role("button", name=name, exact=True).locator("visible=true").first


def flips(visitor, name):
    """Press a switch; what it says has reached the site, and its cookie this browser."""
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST"):
        switch(visitor, name).click()


def picks(visitor, way, label):
    """Choose on the page of comfort; a script sends each choice by itself."""
    choice = visitor.page.get_by_label(label, exact=True)
    if not way.script:
        choice.check()
        return
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST"):
        choice.check()


def size_of_letters(visitor):
    visitor.has_the_whole_page()
    return visitor.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


def begin_of_lines(visitor):
    visitor.has_the_whole_page()
    return visitor.page.get_by_role("heading", level=1).bounding_box()["x"]


def test_a_bad_eye_day_begins_and_ends_with_one_press_each(site, arrive, way):
    guest = arrive()
    guest.opens("/articles/ivig")
    before = size_of_letters(guest)
    flips(guest, "Bad-eye day")
    expect(root(guest)).to_have_attribute("data-eye", "1")
    expect(switch(guest, "Bad-eye day")).to_have_attribute("aria-pressed", "true")
    assert size_of_letters(guest) == pytest.approx(before * 1.45)
    guest.is_at("/articles/ivig")
    expect(guest.page.get_by_role("group", name="Where the text stands")).to_be_visible()
    guest.opens("/articles")
    expect(root(guest)).to_have_attribute("data-eye", "1")
    flips(guest, "Bad-eye day")
    expect(root(guest)).not_to_have_attribute("data-eye", "1")
    guest.opens("/")
    expect(root(guest)).not_to_have_attribute("data-eye", "1")


def test_the_column_moves_to_where_the_eyes_see_one(site, arrive, way):
    guest = arrive()
    guest.opens("/articles/ivig")
    switch(guest, "Bad-eye day").click()
    expect(root(guest)).to_have_attribute("data-eye", "1")
    middle = begin_of_lines(guest)
    switch(guest, "Right").click()
    expect(root(guest)).to_have_attribute("data-place", "right")
    assert begin_of_lines(guest) > middle + 50
    switch(guest, "Left").click()
    expect(root(guest)).to_have_attribute("data-place", "left")
    assert begin_of_lines(guest) < middle - 50


def test_with_the_largest_letters_cards_take_the_whole_width_of_a_phone(site, arrive, way):
    guest = arrive(**PHONE)
    guest.opens("/comfort")
    picks(guest, way, "Largest")
    guest.presses("Keep these")
    guest.opens("/articles")
    guest.has_the_whole_page()
    card = guest.page.get_by_role("main").locator(".card").first
    assert card.bounding_box()["x"] == begin_of_lines(guest)


def test_a_members_choice_is_there_on_another_device(site, arrive, way):
    cora = site.member("Cora")
    phone, laptop = arrive(cora, **PHONE), arrive(cora)
    phone.opens("/comfort")
    picks(phone, way, "Dusk: dark")
    picks(phone, way, "Large")
    phone.presses("Keep these")
    phone.sees("Kept. Every page looks like this now.")
    laptop.opens("/articles")
    expect(root(laptop)).to_have_attribute("data-theme", "dusk")
    expect(root(laptop)).to_have_attribute("data-text", "1")


def test_a_place_is_kept_and_found_again(site, arrive, way):
    guest = arrive(**PHONE)
    guest.opens("/articles/ivig")
    keep = guest.page.get_by_role("button", name="Keep my place").first
    paragraph = keep.get_attribute("value").split(".")[1]
    keep.click()
    guest.sees("Your place is kept.")
    guest.opens("/")
    guest.page.get_by_role("link", name=re.compile("Go on reading")).click()
    expect(guest.page.locator(f"#{paragraph}")).to_be_in_viewport()


def test_a_rest_leads_back_to_the_very_paragraph(site, arrive, way):
    guest = arrive(**PHONE)
    guest.opens("/articles/ivig")
    guest.page.get_by_role("link", name="Rest here").first.click()
    guest.reads_heading("Close your eyes. Your place and your words are kept.")
    expect(root(guest)).to_have_attribute("data-theme", "night")
    guest.follows("Go back")
    expect(guest.page).to_have_url(re.compile(r"/articles/ivig#p\d+$"))


def test_an_easy_day_shows_one_thing_and_ends_with_one_press(site, arrive, way):
    cora = arrive(site.member("Cora"), **PHONE)
    cora.opens("/rest")
    cora.presses("Have an easy day")
    cora.sees("Your easy day has begun.")
    cora.sees("Nothing for you right now.")
    cora.presses("End the easy day")
    cora.sees("Everything reaches you again.")


@pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
def test_a_soft_sound_comes_when_it_was_chosen_and_only_then(site, arrive, way):
    guest = arrive()
    guest.page.add_init_script(
        "window.tones = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (...when) { window.tones += 1; start.apply(this, when); };"
    )
    guest.page.clock.install()
    guest.opens("/rest")
    two = guest.page.get_by_role("button", name="After 2 minutes")
    two.click()
    guest.sees("You will hear it. Press again to have it off.")
    two.click()
    guest.page.clock.run_for(3 * 60_000)
    assert guest.page.evaluate("window.tones") == 0
    two.click()
    guest.page.clock.run_for(2 * 60_000 + 100)
    assert guest.page.evaluate("window.tones") == 2
    expect(two).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
class TestAtOnce:
    """With script."""

    def test_what_is_being_pressed_stays_where_the_finger_is(self, site, arrive, way):
        guest = arrive(**PHONE)
        guest.opens("/articles/ivig")
        button = switch(guest, "Bad-eye day")
        button.scroll_into_view_if_needed()
        before = button.evaluate(_TOP)
        button.click()
        expect(root(guest)).to_have_attribute("data-eye", "1")
        assert abs(button.evaluate(_TOP) - before) < 4

    def test_each_choice_shows_at_once_and_is_kept_without_a_further_press(self, site, arrive, way):
        guest = arrive(**PHONE)
        guest.opens("/comfort")
        with guest.page.expect_response(lambda answer: answer.request.method == "POST"):
            guest.page.get_by_label("Oat: tinted, less bright").check()
        expect(root(guest)).to_have_attribute("data-theme", "oat")
        with guest.page.expect_response(lambda answer: answer.request.method == "POST"):
            guest.page.get_by_label("Largest").check()
        expect(root(guest)).to_have_attribute("data-text", "3")
        guest.opens("/articles")
        expect(root(guest)).to_have_attribute("data-theme", "oat")
        expect(root(guest)).to_have_attribute("data-text", "3")

    def test_two_presses_one_after_the_other_both_count(self, site, arrive, way):
        cora = arrive(site.member("Cora"))
        cora.opens("/articles")
        switch(cora, "Bad-eye day").click()
        with cora.page.expect_response(
            lambda answer: "hand.on" in (answer.request.post_data or "")
        ):
            switch(cora, "Bad-hand day").click()
        cora.opens("/about")
        expect(root(cora)).to_have_attribute("data-eye", "1")
        expect(root(cora)).to_have_attribute("data-hand", "1")

    def test_what_is_sent_by_hand_comes_last(self, site, arrive, way):
        guest = arrive()
        guest.page.clock.install()
        guest.opens("/comfort")
        guest.page.clock.pause_at(clock.now() + timedelta(hours=1))
        held: list[Route] = []
        order: list[Request] = []
        guest.page.on("request", lambda each: order.append(each))
        guest.page.route("**/comfort", lambda each: each.continue_() if held else held.append(each))
        with guest.page.expect_request(lambda each: each.method == "POST"):
            guest.page.get_by_label("Largest").check()
        guest.page.get_by_role("button", name="Keep these", exact=True).click(no_wait_after=True)
        guest.page.clock.run_for(900)
        assert [each.resource_type for each in order] == ["fetch"]
        held[0].continue_()
        guest.sees("Kept. Every page looks like this now.")

    def test_on_a_bad_hand_day_a_second_press_by_mistake_is_none(self, site, arrive, way):
        guest = arrive()
        guest.opens("/comfort")
        guest.page.get_by_label("Bad-hand day").check()
        expect(root(guest)).to_have_attribute("data-hand", "1")
        eye = switch(guest, "Bad-eye day")
        eye.dblclick()
        expect(root(guest)).to_have_attribute("data-eye", "1")

    def test_without_a_network_it_counts_in_this_browser_and_no_word_is_lost(
        self, site, arrive, way
    ):
        guest = arrive()
        guest.opens("/join")
        guest.writes("nora@example.org", "Your e-mail address")
        guest.loses_the_network()
        switch(guest, "Bad-eye day").click()
        expect(root(guest)).to_have_attribute("data-eye", "1")
        expect(guest.page.get_by_label("Your e-mail address")).to_have_value("nora@example.org")
        guest.context.set_offline(False)
        guest.opens("/articles")
        expect(root(guest)).to_have_attribute("data-eye", "1")
