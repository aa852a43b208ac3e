"""Every main page as it looks on a phone: axe, no sideways scroll, targets big enough."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from forum.models import Audience, PostKind, Role
from tests.browser.conftest import Way
from tests.factories import make_post, make_thread

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}

# What can be pressed and is under 48 px, other than links within a sentence: those have words beside
# them. The source numbers in a text, and the names above a post, count as sentences.
_SMALL = """() => {
    const small = [];
    const inSentence = link => {
        const around = link.closest("p, li, dd, dt, td, sup, h2, h3, figcaption");
        return link.matches("a:not(.button)") && around
            && (around.textContent.trim().length > link.textContent.trim().length + 2
                || around.matches("sup, .post-head *"));
    };
    for (const element of document.querySelectorAll(
            "a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        if (element.matches(".skip") || !element.checkVisibility() || inSentence(element)) continue;
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        if (box.height < 47.9)
            small.push(`${Math.round(box.height)} px: ${element.outerHTML.slice(0, 120)}`);
    }
    return small;
}"""


@pytest.fixture
def town(site):
    """A few people with posts of every kind, so that the pages have something to show."""
    people = {
        "cora": site.member("Cora"),
        "ben": site.member("Ben"),
        "mo": site.member("Mo", Role.MODERATOR),
        "ed": site.member("Ed", Role.EDITOR),
    }
    thread = site.thread_of("ivig")
    everyone = {"audience": Audience.EVERYONE}
    first = site.make(
        make_post,
        thread,
        people["cora"],
        "I had my fifth IVIG on Monday. It went well.",
        **everyone,
    )
    second = site.make(make_post, thread, people["ben"], "How long does it take?", parent=first)
    third = site.make(make_post, thread, people["cora"], "Four hours, with tea.", parent=second)
    question = site.make(
        make_thread,
        people["ben"],
        "My arms tire when I wash my hair. What do you do?",
        title="Washing hair when arms tire",
        kind=PostKind.QUESTION,
        ago=timedelta(hours=5),
        **everyone,
    )
    return {**people, "thread": thread, "first": first, "third": third, "question": question}


def look_at(visitor, *paths):
    """Judge each page at 390 and at 320; all complaints at once, by page."""
    found = {}
    for path in paths:
        visitor.opens(path)
        if faults := faults_of(visitor.page):
            found[path] = faults
    assert not found, "\n".join(
        f"{path}: {fault}" for path, all_ in found.items() for fault in all_
    )


def faults_of(page):
    faults = list(page.evaluate(_SMALL))
    result = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    for violation in result.response["violations"]:
        nodes = "; ".join(node["html"][:150] for node in violation["nodes"][:3])
        faults.append(f"axe {violation['id']}: {violation['help']}: {nodes}")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{wide} px wide at {width} px")
    page.set_viewport_size(PHONE["viewport"])
    return faults


def test_pages_for_reading(site, arrive, town):
    guest = arrive(**PHONE)
    look_at(
        guest,
        "/",
        "/articles",
        "/articles/ivig",
        "/articles/ivig/print",
        "/articles/ivig/history",
        "/glossary",
        "/help-now",
        "/help-now/card",
    )


def test_pages_of_the_house(site, arrive, town):
    guest = arrive(**PHONE)
    guest.expected = {404}
    look_at(guest, "/about", "/rules", "/privacy", "/health-data", "/contact", "/no-such-page")


def test_forms_for_guests(site, arrive, town):
    guest = arrive(**PHONE)
    guest.expected = {422}
    look_at(
        guest,
        "/join",
        "/sign-in",
        "/sign-in/code",
        "/subscribe",
        "/articles/ivig/report",
        f"/threads/{town['thread']}/reply",
    )
    guest.opens("/join")
    guest.presses("Send me the link")
    assert faults_of(guest.page) == []


def test_pages_for_members(site, arrive, town):
    cora = arrive(town["cora"], **PHONE)
    look_at(
        cora,
        "/",
        "/activities",
        "/activities/unanswered",
        "/activities/new",
        f"/members/{town['ben'].id}",
        f"/threads/{town['thread']}",
        f"/posts/{town['question'].id}",
        f"/posts/{town['third'].id}/reply",
        f"/posts/{town['first'].id}/edit",
    )


def test_pages_of_ones_own(site, arrive, town):
    cora = arrive(town["cora"], **PHONE)
    cora.opens(f"/threads/{town['thread']}/reply")
    cora.writes("Stop your Mestinon. I did and I am cured. My breathing is getting worse.")
    cora.presses("Send")
    assert faults_of(cora.page) == []
    look_at(
        cora,
        "/you",
        "/you/notices",
        "/you/password",
        "/you/email",
        "/you/sessions",
        "/subscribe",
        f"/posts/{town['question'].id}/report",
    )
    cora.opens("/you/notices")
    cora.page.get_by_role("link", name=re.compile("A person will read")).click()
    assert faults_of(cora.page) == []


def test_pages_of_the_desk(site, arrive, town):
    ben = arrive(town["ben"], **PHONE)
    ben.opens(f"/threads/{town['thread']}/reply")
    ben.writes("Stop your Mestinon. I did and I am cured.")
    ben.presses("Send")
    assert faults_of(ben.page) == []
    ben.presses("Keep my words and wait for a moderator")
    mo = arrive(town["mo"], **PHONE)
    mo.opens("/desk")
    case = mo.page.url
    look_at(mo, case, f"{case}/publish_with_note", f"{case}/reword", f"{case}/remove", "/desk/list")
    look_at(arrive(town["ed"], **PHONE), "/editorial")


def test_pages_of_the_desk_for_watching_and_setting(site, arrive, town):
    mo = arrive(town["mo"], **PHONE)
    look_at(
        mo,
        "/desk/list?mode=spam",
        "/desk/asked",
        "/desk/health",
        "/desk/notes",
        "/desk/notes/new",
        "/desk/rules",
        "/desk/settings",
        "/desk/trial",
        f"/desk/members/{town['ben'].id}",
    )
    ada = arrive(site.member("Ada", Role.ADMIN), **PHONE)
    ada.opens("/desk/settings")
    settings = ada.page.get_by_role("main").get_by_role("list").get_by_role("link")
    paths = [str(each.get_attribute("href")) for each in settings.all()]
    assert "/desk/settings/claims.rules" in paths
    look_at(ada, *paths)


def test_each_part_of_a_date_shows_that_it_has_the_focus(arrive, town):
    mo = arrive(town["mo"], **PHONE)
    mo.opens("/desk/notes/new")
    box = mo.page.get_by_label("Check the sources again by")
    mo.page.get_by_label("Address of the second source (https://…)").focus()
    mo.page.keyboard.press("Tab")
    expect(box).to_be_focused()
    assert box.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
