"""A guest comments, proves the e-mail, and another guest reads the beginning of it once it was looked at."""

import re

from playwright.sync_api import expect

from forum.models import Post, PostState, Role, Subscription
from tests.browser.live_site import new_address, new_name


def writes_as_guest(visitor, name, address, words):
    visitor.opens("/articles/ivig")
    visitor.follows("Write a comment")
    visitor.writes(words)
    visitor.chooses("Everyone, also people who are not members")
    visitor.writes(name, "Your name, as others will see it")
    visitor.writes(address, "Your e-mail address")
    news = visitor.page.get_by_role("checkbox", name=re.compile("send me the news"))
    expect(news).not_to_be_checked()
    visitor.presses("Send")
    visitor.reads_heading("Your comment is kept")
    visitor.sees("Open the link in it and press the button.")


def test_guest_comments_and_another_guest_reads_it(site, arrive):
    name, address = new_name("Gus"), new_address("gus")
    words = f"The nurse warmed the bottle first. It helped, says {name}."
    gus, other = arrive(), arrive()
    writes_as_guest(gus, name, address, words)
    other.opens("/articles/ivig")
    other.does_not_see(words)

    link = site.post.wait_for(address).link("/comments/confirm/")
    assert site.fetch(link)[0] == 200
    assert site.count(Post, Post.guest_email == address, Post.state == PostState.PUBLISHED) == 0

    gus.opens(link)
    gus.presses("Yes, this is my comment")
    gus.reads_heading("Your comment is here now")
    gus.sees(words)
    assert site.count(Subscription, Subscription.email == address) == 0

    # A first comment is with members at once, and with other guests once a moderator has looked.
    member = arrive(site.member("Mia"))
    member.opens("/articles/ivig")
    expect(member.post(words)).to_contain_text(name)
    other.opens("/articles/ivig")
    other.does_not_see(words)
    mo = arrive(site.member("Mo", Role.MODERATOR))
    mo.opens("/desk/list?lane=newcomer")
    mo.page.get_by_role("listitem").filter(has_text=name).get_by_role("link").click()
    mo.sees(words)
    mo.presses("Leave it as it is")
    mo.sees("Readers see it as before.")

    other.opens("/articles/ivig")
    other.sees(words)
    other.sees("Joining is free and needs no real name.")
    expect(other.page.get_by_text(address)).to_have_count(0)


def test_a_guest_who_forgets_the_address_keeps_the_words(site, arrive):
    hugo = arrive()
    hugo.opens("/articles/ivig")
    hugo.follows("Write a comment")
    hugo.writes("Mine takes four hours.")
    hugo.writes(new_name("Hugo"), "Your name, as others will see it")
    hugo.expected = {422}
    hugo.presses("Send")
    expect(hugo.page.get_by_role("alert")).to_be_visible()
    expect(hugo.page.get_by_label("Your words")).to_have_value("Mine takes four hours.")
