"""Who writes and presses a switch of the header has a page in its new face, with every word still there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.models import Post
from tests.browser import atlas
from tests.browser.conftest import ALL_WAYS, Way
from tests.browser.test_comfort import switch

every_way = pytest.mark.parametrize("way", ALL_WAYS, indirect=True, ids=str)
no_script = pytest.mark.parametrize("way", [Way("postgresql", False)], indirect=True, ids=str)

TYPED = "I rest my arms on the table. "
BOXES = "main :is(textarea, input:not([type]), input[type=text], input[type=email]):visible"
# Pages with a box where a switch opens the page anew, each with the reason.
LEFT_OUT = {
    "/desk/cases/<id:case_id>": "answers, records and notes have forms of their own, side by side",
    "/desk/settings/<name>": "several forms side by side",
}


@every_way
def test_a_switch_keeps_what_is_being_written_and_sends_nothing(site, arrive, way):
    cora = arrive(site.member("Cora"))
    before = site.count(Post)
    cora.opens("/activities/new")
    cora.chooses("Question")
    cora.writes("Washing hair", "Heading")
    cora.writes(TYPED)
    switch(cora, "Bad-eye day").click()
    expect(cora.page.locator("html")).to_have_attribute("data-eye", "1")
    expect(cora.page.get_by_label("Your words")).to_have_value(TYPED)
    expect(cora.page.get_by_label("Heading")).to_have_value("Washing hair")
    expect(cora.page.get_by_label("Question")).to_be_checked()
    assert site.count(Post) == before
    cora.opens("/you")
    expect(cora.page.locator("html")).to_have_attribute("data-eye", "1")


@every_way
def test_enter_in_a_line_sends_and_is_no_switch(site, arrive, way):
    cora = arrive(site.member("Cora"))
    cora.opens("/activities/new")
    cora.chooses("Question")
    cora.writes(f"{TYPED} How do you do it?")
    cora.writes("Washing hair", "Heading")
    cora.page.get_by_label("Heading").press("Enter")
    cora.sees("Your words are here now.")
    expect(cora.page.locator("html")).not_to_have_attribute("data-eye", "1")


@pytest.fixture
def town(site):
    return atlas.build(site)


@no_script
def test_every_page_with_a_box_to_write_in_keeps_it(site, arrive, town):
    lost, people = [], {}
    for rule, pages in atlas.pages(town).items():
        for page in pages if rule not in LEFT_OUT else ():
            visitor = people.get(page.who)
            if visitor is None:
                visitor = people[page.who] = arrive(town.people.get(page.who))
                visitor.expected = {404, 409, 410, 422}
            visitor.opens(page.path)
            boxes = visitor.page.locator(BOXES)
            if not boxes.count() or visitor.page.locator("main form[method=post]").count() == 0:
                continue
            for box in boxes.all():
                box.fill("kept words")
            face = visitor.page.locator("html").get_attribute("data-hand")
            switch(visitor, "Bad-hand day").click()
            expect(visitor.page.locator("html")).not_to_have_attribute("data-hand", face or "")
            kept = [box.input_value() for box in visitor.page.locator(BOXES).all()]
            if not kept or set(kept) != {"kept words"}:
                lost.append(f"{rule} at {page.path}: {kept}")
    assert not lost, "\n".join(lost)
