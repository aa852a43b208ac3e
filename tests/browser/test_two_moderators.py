"""Two moderators, each in a browser of their own, on one case: who has it, who decides, and what
becomes of a press that comes too late. Whoever is turned away keeps every word they typed.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forum import clock
from forum.extensions import db
from forum.models import Case, Decision, Member, Role
from forum.web.transaction import unit_of_work
from tests.browser.conftest import ALL_WAYS
from tests.browser.test_moderation import RISKY, comments

# What gives back typed words must not hang on a script or an engine: both ways on both.
every_way = pytest.mark.parametrize("way", ALL_WAYS, indirect=True, ids=str)

TYPED = "Dear Ada, could you tell what happened to you?"
REASON = "Tells everybody to stop, without a source."
MESSAGE, RECORD = "Message to the author", "Reason, for the record"


class Desk:
    """Ada's words are held; Mona has the case open, and Bert comes to the desk."""

    def __init__(self, site, arrive):
        author = site.member("Ada")
        mona, bert = (site.member(name, Role.MODERATOR) for name in ("Mona", "Bert"))
        self.site, self.author = site, author.handle
        self.names = {"mona": mona.handle, "bert": bert.handle}
        self.words = f"{RISKY} So says {author.handle}."
        self.ada, self.mona, self.bert = arrive(author), arrive(mona), arrive(bert)
        comments(self.ada, self.words)
        self.mona.opens("/desk")
        self.mona.reads_heading("Is this safe to show?")
        expect(self.mona.page.get_by_role("region", name="The words")).to_contain_text(self.author)
        self.case = int(self.mona.page.url.rsplit("/", 1)[1])
        self.address = f"/desk/cases/{self.case}"
        with site.inside():
            self.post = db.session.get_one(Case, self.case).post_id

    def rulings(self):
        """What people decided, and who. What the program did by itself is not among it."""
        with self.site.inside():
            found = (
                db.session.query(Decision.outcome, Member.handle)
                .join(Member, Member.id == Decision.actor_id)
                .filter(Decision.post_id == self.post)
            )
            return [(row.outcome.value, row.handle) for row in found]

    def lease_runs_out(self):
        """A quarter of an hour passes in which Mona does nothing."""
        with self.site.inside(), unit_of_work():
            case = db.session.get_one(Case, self.case)
            case.taken_until = clock.now() - timedelta(seconds=1)

    def row_of(self, visitor):
        return visitor.page.get_by_role("main").get_by_role("listitem").filter(has_text=self.author)


@pytest.fixture
def desk(site, arrive):
    return Desk(site, arrive)


def takes_it_over(visitor):
    """The button stands at the top and again where one decides."""
    visitor.page.get_by_role("button", name="Take it over", exact=True).last.click()


def writes_to_the_author(visitor):
    """Opens the step of asking to reword and fills it in, without sending it."""
    visitor.follows("Ask to reword")
    visitor.writes(TYPED, MESSAGE)
    visitor.writes(REASON, RECORD)


def is_turned_away(visitor, button):
    """Presses what comes too late."""
    visitor.expected.add(409)
    with visitor.page.expect_navigation() as came:
        visitor.presses(button)
    answer = came.value
    assert answer is not None
    assert answer.status == 409


def still_has_in_the_boxes(visitor):
    expect(visitor.page.get_by_label(MESSAGE, exact=True)).to_have_value(TYPED)
    expect(visitor.page.get_by_label(RECORD, exact=True)).to_have_value(REASON)


def is_given_back_the_words(visitor):
    """Where nothing is left to decide there is no form; the words stand there to be copied."""
    visitor.reads_heading("Your words are here")
    kept = visitor.page.get_by_label("What you wrote")
    assert [kept.nth(number).input_value() for number in range(kept.count())] == [TYPED, REASON]


def reads_alert(visitor, words):
    """What stands there is seen at once, without looking for it on a long page."""
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text(words)
    expect(alert).to_be_in_viewport()


@every_way
def test_who_has_a_case_is_named_and_one_press_takes_it_over(desk):
    mona, bert, has = desk.mona, desk.bert, desk.names
    writes_to_the_author(mona)

    bert.opens("/desk/list")
    expect(desk.row_of(bert)).to_contain_text(f"{has['mona']} has it open")
    desk.row_of(bert).get_by_role("link").click()
    bert.sees(f"{has['mona']} has this open until")
    # Nothing to decide with until it is taken over; looking has taken nothing.
    expect(bert.page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(bert.page.get_by_role("link", name="Ask to reword", exact=True)).to_have_count(0)
    takes_it_over(bert)
    expect(bert.page.get_by_role("button", name="Publish", exact=True)).to_be_visible()

    is_turned_away(mona, "Send this to the author")
    reads_alert(mona, f"{has['bert']} has this case open now.")
    still_has_in_the_boxes(mona)
    assert desk.rulings() == []
    desk.ada.opens("/you/notices")
    desk.ada.does_not_see("A moderator asks you to say it a little differently")

    # The words go out after all, by the one press that says so; and by that alone.
    mona.presses(f"Take it over from {has['bert']}, and do this")
    mona.sees("The author will hear of it.")
    is_turned_away(bert, "Publish")
    reads_alert(bert, "This case was decided already.")
    assert desk.rulings() == [("reword", has["mona"])]


def test_a_press_after_the_other_has_decided_says_what_was_decided(desk):
    mona, bert, has = desk.mona, desk.bert, desk.names
    bert.opens(desk.address)
    takes_it_over(bert)
    bert.follows("Remove")
    bert.writes("It could harm somebody.", MESSAGE)
    bert.presses("Remove it")
    bert.sees("The author will hear of it.")

    # Her page is still the one on which she could publish.
    is_turned_away(mona, "Publish")
    mona.reads_heading("Decided")
    reads_alert(mona, "Nothing was changed by you.")
    decided = mona.page.get_by_role("paragraph").filter(has_text="How it was decided")
    expect(decided).to_contain_text(f"Removed {has['bert']}")
    expect(decided).to_be_in_viewport()
    assert desk.rulings() == [("remove", has["bert"])]


def test_what_was_typed_comes_back_from_a_case_that_is_decided(desk):
    mona, bert, has = desk.mona, desk.bert, desk.names
    writes_to_the_author(mona)
    bert.opens(desk.address)
    takes_it_over(bert)
    bert.presses("Publish")
    bert.sees("The author will hear of it.")

    is_turned_away(mona, "Send this to the author")
    reads_alert(mona, "This case was decided already.")
    is_given_back_the_words(mona)
    assert desk.rulings() == [("publish", has["bert"])]


def author_changes(desk, words):
    desk.ada.opens(f"/posts/{desk.post}/edit")
    desk.ada.writes(words)
    desk.ada.presses("Save")
    keep = desk.ada.page.get_by_role("button", name="Keep my words and wait for a moderator")
    keep.click()
    expect(keep).to_have_count(0)


def sees_what_changed(visitor):
    """The new words whole, and what was put in marked as that."""
    expect(visitor.page.get_by_role("region", name="The words")).to_contain_text("slowly")
    visitor.reads_heading("What has changed")
    expect(visitor.page.locator("ins")).to_contain_text("slowly")
    expect(visitor.page.locator("ins")).not_to_contain_text("Mestinon")


def test_words_that_move_while_one_decides_are_shown_before_anything_is_done(desk):
    mona = desk.mona
    moved = desk.words.replace("Mestinon.", "Mestinon slowly.")
    assert moved != desk.words
    author_changes(desk, moved)
    is_turned_away(mona, "Publish")
    reads_alert(mona, "The author has changed the words since you read them.")
    sees_what_changed(mona)
    assert desk.rulings() == []

    # The same page decides, now about the words that are read.
    mona.presses("Publish")
    mona.sees("The author will hear of it.")
    assert desk.rulings() == [("publish", desk.names["mona"])]


@every_way
def test_words_that_move_while_one_writes_cost_nothing_that_was_typed(desk):
    mona = desk.mona
    writes_to_the_author(mona)
    author_changes(desk, desk.words.replace("Mestinon.", "Mestinon slowly."))
    is_turned_away(mona, "Send this to the author")
    reads_alert(mona, "The author has changed the words since you read them.")
    sees_what_changed(mona)
    still_has_in_the_boxes(mona)
    assert desk.rulings() == []

    mona.presses("Send this to the author")
    mona.sees("The author will hear of it.")
    assert desk.rulings() == [("reword", desk.names["mona"])]
    desk.ada.opens("/you/notices")
    desk.ada.follows("A moderator asks you to say it a little differently")
    desk.ada.sees(TYPED)


def test_a_case_left_lying_holds_nobody_back(desk):
    mona, bert = desk.mona, desk.bert
    desk.lease_runs_out()
    bert.opens("/desk/list")
    expect(desk.row_of(bert)).not_to_contain_text("has it open")
    # Nobody is waited for: it is also simply the next case.
    bert.opens("/desk")
    bert.is_at(desk.address)
    expect(bert.page.get_by_text(re.compile("has this open"))).to_have_count(0)
    expect(bert.page.get_by_role("button", name="Take it over")).to_have_count(0)

    # It is Bert's now, so a press that Mona forgot about is answered, not done.
    is_turned_away(mona, "Publish")
    reads_alert(mona, f"{desk.names['bert']} has this case open now.")
    bert.presses("Publish")
    bert.sees("The author will hear of it.")
    assert desk.rulings() == [("publish", desk.names["bert"])]
