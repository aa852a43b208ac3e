"""Everything by Tab and Enter, and one always sees where one is."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.live_site import new_name

# More presses than any page has things to press on the way to where this journey goes.
_MOST_TABS = 90
_RING = """element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tabs_to(visitor, way, goal: Locator):
    """Press Tab until the goal has the focus; each stop on the way shows that it has it."""
    expect(goal.first).to_be_visible()
    for _ in range(_MOST_TABS):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.locator(":focus-visible")
        if here.count() == 0:
            continue  # the browser's own bar, or the end of the page
        if way.script:
            assert here.evaluate(_RING), f"no ring on {here.evaluate('e => e.outerHTML')[:200]}"
        if goal.and_(here).count():
            expect(here).to_be_in_viewport()
            return
    raise AssertionError(f"Tab does not reach {goal}")


def test_from_the_first_page_to_a_comment(site, arrive, way):
    member = site.member("Kim")
    kim = arrive()
    press, role = kim.page.keyboard.press, kim.page.get_by_role
    kim.opens("/")

    press("Tab")
    expect(role("link", name=re.compile("^Skip to"))).to_be_focused()
    tabs_to(kim, way, role("link", name="Sign in", exact=True))
    press("Enter")
    tabs_to(kim, way, kim.page.get_by_label("Your e-mail address"))
    kim.page.keyboard.type(member.email)
    press("Enter")
    kim.reads_heading("Look in your mail")
    tabs_to(kim, way, kim.page.get_by_label("The six numbers from the mail"))
    kim.page.keyboard.type(site.post.wait_for(member.email).code)
    press("Enter")
    kim.sees("You are signed in.")

    tabs_to(kim, way, role("banner").get_by_role("link", name="Articles", exact=True))
    press("Enter")
    kim.reads_heading("Articles")
    press("Tab")
    expect(role("link", name=re.compile("^Skip to"))).to_be_focused()
    press("Enter")
    tabs_to(kim, way, role("main").get_by_role("link", name=re.compile("IVIG")))
    press("Enter")
    tabs_to(kim, way, role("link", name="What members say", exact=True))
    press("Enter")
    tabs_to(kim, way, role("link", name="Write a comment", exact=True))
    press("Enter")
    tabs_to(kim, way, kim.page.get_by_label("Your words", exact=True))
    words = new_name("Written without a mouse, nr")
    kim.page.keyboard.type(words)
    tabs_to(kim, way, role("button", name="Send", exact=True))
    press("Enter")
    kim.sees("Your words are here now.")
    expect(kim.post(words)).to_be_visible()
