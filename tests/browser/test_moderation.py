"""A risky claim waits for a moderator; words of danger bring help at once."""

import re

import pytest
from playwright.sync_api import expect

from forum.models import Role
from tests.browser.conftest import Way
from tests.browser.live_site import PASSWORD
from tests.browser.looking import faults_of

RISKY = "Stop your Mestinon. I did and I am cured."
DANGER = "I can't swallow and my breathing is getting worse"

NOTE = {
    "The note that readers will see": "Stopping suddenly can make MG worse. Speak with your doctor.",
    "Source of the note": "Mestinon label, FDA",
    "Address of the source (https://…)": "https://www.accessdata.fda.gov/",
}


def comments(visitor, words):
    visitor.opens("/articles/pyridostigmine")
    visitor.follows("Write a comment")
    visitor.writes(words)
    visitor.presses("Send")
    if words.startswith(RISKY):
        visitor.reads_heading("Would you like to say it as your own experience?")
        visitor.presses("Keep my words and wait for a moderator")
        visitor.sees("a person will read them before others can see them")


def goes_to_the_desk(visitor):
    visitor.follows("Desk")
    visitor.reads_heading("Is this safe to show?")


def test_risky_claim_is_held_and_published_with_a_note(site, arrive, way):
    author, reader = site.member("Ada"), site.member("Rosa")
    moderator = site.member("Mo", Role.MODERATOR)
    ada, rosa, mo = arrive(author), arrive(reader), arrive()
    words = f"{RISKY} So says {author.handle}."

    comments(ada, words)
    thread = site.thread_of("pyridostigmine")
    rosa.opens(f"/threads/{thread}")
    rosa.does_not_see(words)
    rosa.opens("/articles/pyridostigmine")
    rosa.does_not_see(words)

    mo.signs_in_with_password(moderator.email, PASSWORD)
    goes_to_the_desk(mo)
    mo.sees("Held: not shown until you decide")
    marks = mo.page.get_by_role("region", name="The words").locator("mark")
    expect(marks.filter(has_text="Mestinon").first).to_be_visible()
    expect(mo.page.get_by_role("listitem").filter(has_text="stopping or changing")).to_be_visible()

    mo.follows("Publish with a note")
    for field, said in NOTE.items():
        mo.writes(said, field)
    mo.presses("Publish with this note")
    mo.sees("The author will hear of it.")

    rosa.opens(f"/threads/{thread}")
    post = rosa.post(words)
    expect(post).to_contain_text(NOTE["The note that readers will see"])
    expect(post.get_by_role("link", name="Mestinon label, FDA")).to_be_visible()
    expect(post).to_contain_text(f"{moderator.handle}, moderator")

    ada.opens("/you/notices")
    ada.follows("Your words are shown now, with a note below")
    ada.sees("Others can read this now, with a note from a moderator below.")
    ada.sees(NOTE["The note that readers will see"])
    if way.script:
        assert faults_of(ada.page) == []
    site.let_mail_leave(author.email)
    letter = site.post.wait_for(author.email)
    assert "note" in letter.words


def test_danger_brings_the_help_card_at_once(site, arrive, way):
    author, reader = site.member("Eve"), site.member("Finn")
    moderator = site.member("Nell", Role.MODERATOR)
    eve, finn, nell = arrive(author), arrive(reader), arrive(moderator)
    comments(arrive(reader), f"{RISKY} Says {reader.handle}.")
    words = f"{DANGER}. {author.handle}"

    eve.opens("/articles/recognising-a-crisis")
    eve.follows("Write a comment")
    if way.script:
        eve.types(words)
        expect(eve.help_card).to_be_visible()
    else:
        eve.writes(words)
        eve.presses("Look at it first")
        expect(eve.help_card).to_be_visible()
        expect(eve.page.get_by_label("Your words")).to_have_value(words)
    eve.presses("Send")
    eve.sees("Your words are here now.")
    expect(eve.help_card).to_be_visible()
    expect(eve.help_card).to_contain_text("call your local emergency number now")

    letter = site.post.wait_for(moderator.email)
    assert "/desk" in letter.words
    assert DANGER not in letter.words, "words about health do not travel by mail"

    finn.opens(f"/threads/{site.thread_of('recognising-a-crisis')}")
    expect(finn.post(words)).to_be_visible()

    nell.opens("/articles")
    goes_to_the_desk(nell)
    nell.sees("Urgent: somebody may be in danger")
    nell.sees(author.handle)
    nell.page.get_by_role("link", name=re.compile(r"All \d+ waiting")).click()
    rows = nell.page.get_by_role("main").get_by_role("listitem")
    expect(rows.first).to_contain_text("Urgent")
    expect(rows.first).to_contain_text(author.handle)
    expect(rows.nth(1)).to_contain_text("Held")


@pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
def test_a_button_that_is_being_pressed_does_not_move_away(site, arrive, way):
    eve = arrive(site.member("Eve"))
    eve.opens(f"/threads/{site.thread_of('ivig')}/reply")
    eve.writes(DANGER)
    send = eve.page.get_by_role("button", name="Send", exact=True)
    send.scroll_into_view_if_needed()
    box = send.bounding_box()
    eve.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with eve.page.expect_response(lambda answer: answer.url.endswith("/care")):
        eve.page.mouse.down()
    eve.does_not_see("If this is happening now")
    eve.page.mouse.up()
    eve.sees("Your words are here now.")
    expect(eve.help_card).to_be_visible()


def test_a_guest_in_danger_sees_the_card_too(site, arrive, way):
    guest = arrive()
    guest.opens("/articles/recognising-a-crisis")
    guest.follows("Write a comment")
    guest.writes(DANGER)
    guest.writes("Gwen", "Your name, as others will see it")
    guest.writes("gwen@example.org", "Your e-mail address")
    if way.script:
        # It moves the button, which a press must not meet on its way.
        expect(guest.help_card).to_be_visible()
    guest.presses("Send")
    guest.reads_heading("Your comment is kept")
    expect(guest.help_card).to_be_visible()


def test_ask_to_reword_and_send_again(site, arrive):
    author = site.member("Ivy")
    ivy, mo = arrive(author), arrive(site.member("Max", Role.MODERATOR))
    comments(ivy, f"{RISKY} {author.handle}")
    mo.opens("/desk")
    mo.follows("Ask to reword")
    mo.writes("Could you tell it as your own story?", "Message to the author")
    mo.presses("Send this to the author")
    mo.sees("The author will hear of it.")

    ivy.opens("/you/notices")
    ivy.follows("A moderator asks you to say it a little differently")
    ivy.sees("Could you tell it as your own story?")
    ivy.follows("Change the words")
    again = f"My doctor and I lowered my dose slowly. {author.handle}"
    ivy.writes(again)
    ivy.presses("Save")
    expect(ivy.post(again)).to_be_visible()


def test_what_a_step_lacks_is_said_where_its_reader_looks(site, arrive):
    """On a phone, where the whole case is many screens long."""
    author = site.member("Ida")
    comments(arrive(author), f"{RISKY} {author.handle}")
    phone = {"width": 390, "height": 844}
    mo = arrive(site.member("Mia", Role.MODERATOR), viewport=phone)
    mo.opens("/desk")
    mo.follows("Publish with a note")
    mo.writes("Please ask first.", "The note that readers will see")
    mo.expected = {422}
    mo.presses("Publish with this note")
    wrong = mo.page.get_by_role("alert")
    expect(wrong).to_contain_text("Please name a source")
    expect(wrong).to_be_in_viewport()
    wrong.get_by_role("link").click()
    expect(mo.page.get_by_label("Source of the note")).to_be_in_viewport()
    expect(mo.page.get_by_label("The note that readers will see")).to_have_value(
        "Please ask first."
    )


def test_who_says_it_as_experience_is_read_at_once(site, arrive):
    author = site.member("Una")
    una = arrive(author)
    una.opens("/articles/pyridostigmine")
    una.follows("Write a comment")
    una.writes(f"{RISKY} {author.handle}")
    una.chooses("Everyone, also people who are not members")
    una.presses("Send")
    una.reads_heading("Would you like to say it as your own experience?")
    una.sees("What happened to me when I stopped")
    expect(una.page.locator("mark")).to_have_text("Stop your Mestinon")
    expect(una.page.get_by_label("Your words")).to_have_value(f"{RISKY} {author.handle}")
    story = f"I stopped mine with my doctor. {author.handle}"
    una.writes(story)
    una.presses("Send what I changed")
    una.sees("Your words are here now.")
    expect(una.post(story)).to_be_visible()


def test_another_moderator_looks_again(site, arrive):
    author = site.member("Ola")
    ola, first = arrive(author), arrive(site.member("Mona", Role.MODERATOR))
    comments(ola, f"{RISKY} {author.handle}")
    first.opens("/desk")
    first.follows("Ask to reword")
    first.presses("Send this to the author")
    first.sees("The author will hear of it.")

    ola.opens("/you/notices")
    ola.follows("A moderator asks you to say it a little differently")
    ola.follows("Ask another moderator to look again")
    ola.writes("I only told what I did.", "What do you see differently?")
    ola.presses("Ask for another look")
    ola.sees("Another moderator will look, and you will hear from us either way.")

    first.opens("/desk/list?lane=appeal")
    first.page.get_by_role("listitem").filter(has_text=author.handle).get_by_role("link").click()
    first.sees("This is about your own decision. Another moderator answers it.")
    second = arrive(site.member("Maud", Role.MODERATOR))
    second.opens("/desk/list?lane=appeal")
    second.page.get_by_role("listitem").filter(has_text=author.handle).get_by_role("link").click()
    second.sees("I only told what I did.")
    second.follows("What was decided stands")
    second.writes("I have read it twice.", "Message to the author")
    second.presses("It stands: tell the author")
    second.sees("The author will hear of it.")

    ola.opens("/you/notices")
    ola.follows("Another moderator has looked again: what was decided stands")
    ola.sees("I have read it twice.")
