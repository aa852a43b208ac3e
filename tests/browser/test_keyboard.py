"""Everything by Tab and Enter, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import Locator, expect

from forum.models import Role
from tests.browser.conftest import Way
from tests.browser.live_site import new_address, new_name
from tests.browser.test_moderation import DANGER, NOTE, RISKY, comments
from tests.browser.test_news_by_mail import is_active, write_news

# More presses than any page has things to press on the way to where this journey goes.
_MOST_TABS = 90
_RING = """element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tabs_to(visitor, way, goal: Locator):
    """Press Tab until the goal has the focus; each stop on the way shows that it has it."""
    expect(goal.first).to_be_visible()
    visitor.has_the_whole_page()
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
    kim.is_at("/articles")
    kim.reads_heading(re.compile("^Articles$"))
    press("Tab")
    expect(role("link", name=re.compile("^Skip to"))).to_be_focused()
    press("Enter")
    kim.is_at("/articles#")
    tabs_to(kim, way, role("main").get_by_role("link", name=re.compile("IVIG")))
    press("Enter")
    tabs_to(kim, way, role("link", name="What members say", exact=True))
    press("Enter")
    expect(kim.page).to_have_url(re.compile("#"))
    tabs_to(kim, way, role("link", name="Write a comment", exact=True))
    press("Enter")
    tabs_to(kim, way, kim.page.get_by_label("Your words", exact=True))
    words = new_name("Written without a mouse, nr")
    kim.page.keyboard.type(words)
    tabs_to(kim, way, role("button", name="Send", exact=True))
    press("Enter")
    kim.sees("Your words are here now.")
    expect(kim.post(words)).to_be_visible()


def test_from_the_list_to_a_decision_and_back(site, arrive, way):
    author = site.member("Kay")
    comments(arrive(author), f"{RISKY} {author.handle}")
    mo = arrive(site.member("Mel", Role.MODERATOR), viewport={"width": 390, "height": 844})
    press, role = mo.page.keyboard.press, mo.page.get_by_role
    mo.opens("/desk/list")
    tabs_to(mo, way, role("link", name=re.compile(rf"{author.handle}\b")))
    press("Enter")
    mo.reads_heading("Is this safe to show?")
    # What is pressed most stands under the words; the link there carries the focus to all of it.
    tabs_to(mo, way, role("button", name="Publish", exact=True).first)
    tabs_to(mo, way, role("link", name="All decisions", exact=True))
    press("Enter")
    expect(mo.page).to_have_url(re.compile("#"))
    press("Tab")
    expect(role("button", name="Publish", exact=True).last).to_be_focused()
    tabs_to(mo, way, role("link", name="Ask to reword", exact=True))
    press("Enter")
    mo.reads_heading("Ask to reword")
    tabs_to(mo, way, mo.page.get_by_label("Message to the author", exact=True))
    press("Control+a")
    mo.page.keyboard.type("Could you tell it as your own story?")
    tabs_to(mo, way, role("button", name="Send this to the author", exact=True))
    press("Enter")
    mo.sees("The author will hear of it.")
    tabs_to(mo, way, role("button", name="Undo", exact=True))
    press("Enter")
    mo.sees("Taken back.")


def test_a_note_is_put_below_words_that_were_held(site, arrive, way):
    author = site.member("Kay")
    comments(arrive(author), f"{RISKY} {author.handle}")
    mo = arrive(site.member("Mel", Role.MODERATOR))
    press, role, label = mo.page.keyboard.press, mo.page.get_by_role, mo.page.get_by_label
    mo.opens("/desk/list")
    tabs_to(mo, way, role("link", name=re.compile(rf"{author.handle}\b")))
    press("Enter")
    mo.reads_heading("Is this safe to show?")
    tabs_to(mo, way, role("link", name="Publish with a note", exact=True))
    press("Enter")
    mo.reads_heading("Publish with a note")
    for field, words in NOTE.items():
        tabs_to(mo, way, label(field))
        mo.page.keyboard.type(words)
    tabs_to(mo, way, role("button", name="Publish with this note", exact=True))
    press("Enter")
    mo.sees("The author will hear of it.")
    reader = arrive(site.member("Rosa"))
    reader.opens(f"/threads/{site.thread_of('pyridostigmine')}")
    expect(reader.post(author.handle)).to_contain_text(NOTE["The note that readers will see"])


@pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
def test_ctrl_and_enter_send_what_is_written(site, arrive, way):
    kim = arrive(site.member("Kim"))
    kim.opens(f"/threads/{site.thread_of('ivig')}/reply")
    kim.sees("Ctrl and Enter send it.")
    words = new_name("Sent from the keyboard, nr")
    kim.types(words)
    kim.page.keyboard.press("Control+Enter")
    kim.sees("Your words are here now.")
    expect(kim.post(words)).to_be_visible()


def test_what_is_not_right_takes_the_focus_and_leads_to_its_field(site, arrive, way):
    kim = arrive()
    kim.expected = {422}
    kim.opens("/join")
    kim.presses("Send me the link")
    expect(kim.page.locator("#summary")).to_be_focused()
    kim.page.keyboard.press("Tab")
    expect(kim.page.locator("#summary a").first).to_be_focused()
    kim.page.keyboard.press("Enter")
    expect(kim.page).to_have_url(re.compile("#"))
    expect(kim.page.locator("[aria-invalid=true]").first).to_be_focused()


def test_a_guest_comments_and_proves_the_address(site, arrive, way):
    name, address = new_name("Gus"), new_address("gus")
    words = f"The nurse warmed the bottle first, says {name}."
    gus = arrive()
    press, role, label = gus.page.keyboard.press, gus.page.get_by_role, gus.page.get_by_label
    gus.opens("/articles/ivig")
    tabs_to(gus, way, role("link", name="What members say", exact=True))
    press("Enter")
    expect(gus.page).to_have_url(re.compile("#comments"))
    tabs_to(gus, way, role("link", name="Write a comment", exact=True))
    press("Enter")
    tabs_to(gus, way, label("Your words", exact=True))
    gus.page.keyboard.type(words)
    # One stop for the choice of readers; the arrows move within it.
    tabs_to(gus, way, role("radio", checked=True))
    press("ArrowDown")
    expect(role("radio", name="Everyone, also people who are not members")).to_be_checked()
    tabs_to(gus, way, label("Your name, as others will see it"))
    gus.page.keyboard.type(name)
    tabs_to(gus, way, label("Your e-mail address"))
    gus.page.keyboard.type(address)
    tabs_to(gus, way, role("button", name="Send", exact=True))
    press("Enter")
    gus.reads_heading("Your comment is kept")
    gus.opens(site.post.wait_for(address).link("/comments/confirm/"))
    tabs_to(gus, way, role("button", name="Yes, this is my comment", exact=True))
    press("Enter")
    gus.reads_heading("Your comment is here now")
    gus.sees(words)


def test_the_news_are_asked_for_and_left(site, arrive, way):
    address = new_address("sam")
    sam = arrive()
    press, role = sam.page.keyboard.press, sam.page.get_by_role
    sam.opens("/subscribe")
    tabs_to(sam, way, sam.page.get_by_label("Your e-mail address"))
    sam.page.keyboard.type(address)
    tabs_to(sam, way, role("radio", checked=True))
    press("ArrowDown")
    expect(role("radio", name="Once a month")).to_be_checked()
    tabs_to(sam, way, role("button", name="Send me the link", exact=True))
    press("Enter")
    sam.reads_heading("Look in your mail")
    sam.opens(site.post.wait_for(address).link("/subscribe/confirm/"))
    tabs_to(sam, way, role("button", name="Yes, send me the news", exact=True))
    press("Enter")
    sam.reads_heading("Thank you")
    write_news(site, f"Something for {address}")
    site.send_digest(address)
    sam.opens(site.post.wait_for(address, 2).link("/digest/leave/"))
    tabs_to(sam, way, role("button", name="Leave now", exact=True))
    press("Enter")
    sam.reads_heading("You have left")
    assert not is_active(site, address)


def test_words_of_danger_bring_the_card_and_one_tab_leads_to_whom_to_call(site, arrive, way):
    kim = arrive(site.member("Kim"))
    press, role = kim.page.keyboard.press, kim.page.get_by_role
    kim.opens(f"/threads/{site.thread_of('ivig')}/reply")
    tabs_to(kim, way, kim.page.get_by_label("Your words", exact=True))
    kim.page.keyboard.type(DANGER)
    tabs_to(kim, way, role("button", name="Send", exact=True))
    press("Enter")
    kim.reads_heading("If this is happening now")
    expect(kim.page).to_have_url(re.compile("#help-card"))
    # On the card itself: the next stop is whom to call, not the beginning of the page.
    for link in kim.help_card.get_by_role("link").all():
        press("Tab")
        expect(link).to_be_focused()
