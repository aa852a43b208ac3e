"""The desk by keys alone: off until switched on, never while typing, and nothing grave by one key."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forum import clock
from forum.models import Role
from tests.browser.conftest import Way
from tests.browser.test_moderation import RISKY, comments

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)


@pytest.fixture
def mo(site, arrive):
    author = arrive(site.member("Ada"))
    comments(author, f"{RISKY} One.")
    comments(author, f"{RISKY} Two.")
    visitor = arrive(site.member("Mo", Role.MODERATOR))
    # Time goes on only where a test says so: a slow machine must not look like a slow hand.
    visitor.page.clock.install()
    visitor.page.clock.pause_at(clock.now() + timedelta(hours=1))
    visitor.opens("/desk")
    return visitor


def has_keys(visitor):
    """The page has just opened, and listens to keys."""
    expect(visitor.page.get_by_role("button", name="Keys")).to_be_visible()


def settle(visitor):
    """Keys rest for a moment after a page opens."""
    has_keys(visitor)
    visitor.page.clock.run_for(750)


def test_keys_are_off_until_switched_on_and_then_remembered(mo):
    page, button = mo.page, mo.page.get_by_role("button", name="Keys")
    settle(mo)
    address = page.url
    page.keyboard.press("r")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.url == address
    expect(page.get_by_role("region", name="The keys")).to_be_visible()
    assert page.evaluate("localStorage.getItem('desk-keys')") == "1"
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("localStorage.getItem('desk-keys')") is None


def test_a_case_is_read_and_decided_and_taken_back_by_keys(mo):
    page = mo.page
    page.get_by_role("button", name="Keys").click()
    settle(mo)
    page.keyboard.press("j")
    expect(page.locator("mark").first).to_be_focused()
    # A graver decision opens its step, and keys in a box are letters.
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/remove"))
    settle(mo)
    box = page.get_by_label("Message to the author")
    box.focus()
    page.keyboard.type("pnwroul?")
    expect(box).to_have_value(re.compile(re.escape("pnwroul?")))
    page.go_back()
    settle(mo)
    first = page.url
    page.keyboard.press("Control+p")
    assert page.url == first
    page.keyboard.press("p")
    expect(page.locator("#decided")).to_be_focused()
    assert page.url != first
    mo.sees("The author will hear of it.")
    # A second press that was meant for the page before decides nothing here.
    has_keys(mo)
    page.keyboard.press("p")
    mo.sees("The author will hear of it.")
    settle(mo)
    page.keyboard.press("u")
    mo.sees("Taken back.")
    assert page.url.split("?")[0] == first.split("?")[0]


def test_without_script_there_is_no_button_for_keys(site, arrive):
    plain = arrive(site.member("Max", Role.MODERATOR), java_script_enabled=False)
    plain.opens("/desk")
    expect(plain.page.get_by_role("button", name="Keys")).to_have_count(0)
