"""Joining, and the first words."""

import re

import pytest
from playwright.sync_api import expect

from forum.models import Member, MemberSession
from tests.browser.conftest import ALL_WAYS
from tests.browser.live_site import new_address, new_name

HEALTH = re.compile("what I choose to write here about my health is kept")
AGE = re.compile("I am 16 or older")
NEWS = re.compile("Yes, send me the news by e-mail")


def asks_to_join(visitor, name, address):
    visitor.opens("/articles/ivig")
    visitor.follows("Join")
    visitor.writes(name, "The name you want to be known by")
    visitor.writes(address, "Your e-mail address")
    visitor.chooses("I live with MG")
    visitor.ticks(HEALTH)
    visitor.ticks(AGE)
    expect(visitor.page.get_by_role("checkbox", name=NEWS)).not_to_be_checked()
    visitor.presses("Send me the link")
    visitor.reads_heading("Look in your mail")


def comments_on_ivig(visitor, words):
    visitor.opens("/articles/ivig")
    visitor.follows("Write a comment")
    visitor.reads_heading(re.compile("Comment on"))
    visitor.writes(words)
    visitor.presses("Send")
    visitor.sees("Your words are here now.")
    expect(visitor.post(words)).to_be_visible()


@pytest.mark.parametrize("way", ALL_WAYS, indirect=True, ids=str)
def test_join_by_link_and_comment(site, arrive):
    name, address = new_name("Ana"), new_address("ana")
    ana = arrive()
    asks_to_join(ana, name, address)

    link = site.post.wait_for(address).link("/sign-in/link/")
    sessions = site.count(MemberSession)
    assert site.fetch(link)[0] == 200, "a mail scanner opens the link first"
    assert site.count(Member, Member.email == address) == 0
    assert site.count(MemberSession) == sessions

    ana.opens(link)
    ana.sees(address)
    assert site.count(Member, Member.email == address) == 0, "opening the link changes nothing"
    ana.presses("Sign in now")
    ana.sees("Welcome. You are signed in.")
    assert site.count(Member, Member.email == address) == 1

    words = f"I had my first IVIG on Monday, says {name}."
    comments_on_ivig(ana, words)
    expect(ana.post(words).get_by_role("link", name=name, exact=True)).to_be_visible()
    ana.opens("/articles/ivig")
    ana.sees(words)

    ana.expected = {404}
    ana.opens(link)
    ana.sees("There is nothing here")


def test_join_by_code(site, arrive):
    name, address = new_name("Ben"), new_address("ben")
    ben = arrive()
    asks_to_join(ben, name, address)
    code = site.post.wait_for(address).code

    ben.expected = {422}
    ben.writes("000 000" if code != "000000" else "111111", "The six numbers from the mail")
    ben.presses("Sign in")
    expect(ben.page.get_by_role("alert")).to_contain_text("This code does not work")
    ben.expected = set()

    ben.writes(f"{code[:3]} {code[-3:]}", "The six numbers from the mail")
    ben.presses("Sign in")
    ben.sees("Welcome. You are signed in.")
    comments_on_ivig(ben, f"The code worked for me, says {name}.")


def test_a_form_that_is_not_complete_says_so(site, arrive):
    cora = arrive()
    cora.expected = {422}
    cora.opens("/join")
    cora.writes(new_name("Cora"), "The name you want to be known by")
    cora.presses("Send me the link")
    summary = cora.page.get_by_role("alert")
    expect(summary).to_contain_text("Please fill this in.")
    expect(summary).to_contain_text("Please tell us that you are old enough.")
    expect(cora.page.get_by_label("The name you want to be known by")).to_have_value(
        re.compile("Cora")
    )


def test_signing_out_ends_the_session(site, arrive):
    member = site.member("Dora")
    dora = arrive(member)
    dora.opens("/you")
    dora.reads_heading(member.handle)
    dora.presses("Sign out")
    dora.sees("You are signed out.")
    dora.opens("/you")
    dora.is_at("/sign-in?next=")
