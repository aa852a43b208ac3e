"""At 400 % zoom: a window of 1280×1024 is then 320×256, and everything can be done in it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from forum.models import Role
from tests.browser.live_site import new_address, new_name
from tests.browser.test_guests import writes_as_guest
from tests.browser.test_moderation import DANGER, NOTE, RISKY, comments
from tests.browser.test_news_by_mail import subscribes, write_news

ZOOMED = {"viewport": {"width": 320, "height": 256}}


def is_whole(visitor):
    """Nothing is wider than the window, and what has the focus can be seen."""
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_first_page_to_a_comment_and_support(site, arrive, way):
    member = site.member("Kim")
    kim = arrive(member, **ZOOMED)
    for path in ("/", "/articles", "/articles/ivig"):
        kim.opens(path)
        is_whole(kim)
    kim.link("Menu").click()
    kim.link("Activities").click()
    kim.is_at("/activities")
    is_whole(kim)
    kim.opens("/articles/ivig")
    kim.link("Write a comment").click()
    kim.reads_heading(re.compile("Comment on"))
    words = new_name("Written in a small window, nr")
    kim.writes(words)
    is_whole(kim)
    kim.presses("Send")
    kim.sees("Your words are here now.")
    expect(kim.post(words)).to_be_in_viewport()
    is_whole(kim)


def test_a_case_is_decided(site, arrive, way):
    author = site.member("Kay")
    comments(arrive(author), f"{RISKY} {author.handle}")
    mo = arrive(site.member("Mel", Role.MODERATOR), **ZOOMED)
    mo.opens("/desk/list")
    is_whole(mo)
    mo.page.get_by_role("link", name=re.compile(rf"{author.handle}\b")).click()
    mo.reads_heading("Is this safe to show?")
    is_whole(mo)
    mo.page.get_by_role("button", name="Publish", exact=True).first.click()
    mo.sees("The author will hear of it.")
    is_whole(mo)


def test_a_note_is_put_below_words_that_were_held(site, arrive, way):
    author = site.member("Kay")
    comments(arrive(author, **ZOOMED), f"{RISKY} {author.handle}")
    mo = arrive(site.member("Mel", Role.MODERATOR), **ZOOMED)
    mo.opens("/desk/list")
    mo.page.get_by_role("link", name=re.compile(rf"{author.handle}\b")).click()
    mo.follows("Publish with a note")
    mo.reads_heading("Publish with a note")
    is_whole(mo)
    for field, words in NOTE.items():
        mo.writes(words, field)
    mo.presses("Publish with this note")
    mo.sees("The author will hear of it.")
    is_whole(mo)
    reader = arrive(site.member("Rosa"), **ZOOMED)
    reader.opens(f"/threads/{site.thread_of('pyridostigmine')}")
    expect(reader.post(author.handle)).to_contain_text(NOTE["The note that readers will see"])
    is_whole(reader)


def test_help_is_found_and_shown(site, arrive, way):
    guest = arrive(**ZOOMED)
    guest.opens("/")
    guest.page.get_by_role("banner").get_by_role("link", name="Help now").click()
    guest.is_at("/help-now")
    is_whole(guest)
    guest.opens("/help-now/card")
    is_whole(guest)


def test_a_guest_comments_and_proves_the_address(site, arrive, way):
    name, address = new_name("Gus"), new_address("gus")
    gus = arrive(**ZOOMED)
    writes_as_guest(gus, name, address, f"The nurse warmed the bottle first, says {name}.")
    is_whole(gus)
    gus.opens(site.post.wait_for(address).link("/comments/confirm/"))
    is_whole(gus)
    gus.presses("Yes, this is my comment")
    gus.reads_heading("Your comment is here now")
    is_whole(gus)


def test_the_news_are_asked_for_and_left(site, arrive, way):
    address = new_address("sam")
    sam = arrive(**ZOOMED)
    subscribes(site, sam, address)
    is_whole(sam)
    write_news(site, "Drei" + "hundert" * 15)
    site.send_digest(address)
    digest = site.post.wait_for(address, 2)
    mail = sam.context.new_page()
    mail.set_content(digest.page)
    assert mail.evaluate("document.documentElement.scrollWidth") <= 320
    sam.opens(digest.link("/digest/leave/"))
    is_whole(sam)
    sam.presses("Leave now")
    sam.reads_heading("You have left")
    is_whole(sam)


def test_words_of_danger_bring_the_card(site, arrive, way):
    kim = arrive(site.member("Kim"), **ZOOMED)
    kim.opens(f"/threads/{site.thread_of('ivig')}/reply")
    kim.writes(DANGER)
    kim.presses("Send")
    kim.reads_heading("If this is happening now")
    expect(kim.help_card).to_be_in_viewport()
    is_whole(kim)
