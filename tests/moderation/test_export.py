"""A case as one file for a complaint: everything about it, nothing from elsewhere, no reporter."""

from __future__ import annotations

import re

import pytest

from forum import audit
from forum.extensions import db
from forum.models import Appeal, AuditEntry, AuditWords, Case, Post, Role
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import ADVICE, ago, held_case, newest, ruled
from tests.moderation.test_appeals import appeal
from tests.publishing.test_edits import edit
from tests.publishing.test_guests import write

NASTY = '<script>alert(1)</script><img src="https://elsewhere.example/x.png"> Stop your Mestinon.'


@pytest.fixture
def desk(app, browse):
    """Cora's advice; Mo and Ann moderate, Rita reports."""
    people = {"cora": make_member("Cora"), "rita": make_member("Rita Tell-Tale")}
    for name in ("Mo", "Ann"):
        people[name.lower()] = make_member(name, role=Role.MODERATOR)
    people["case"] = held_case(browse(people["cora"]), thread_of(make_article(title="IVIG")))
    return people


def export(browser, case):
    answer = browser.get(f"/desk/cases/{case.id}/export")
    assert answer.status_code == 200, answer.text
    return answer


@pytest.fixture
def long_story(desk, browse):
    """A case on which everything has happened."""
    mo, ann, cora = browse(desk["mo"]), browse(desk["ann"]), browse(desk["cora"])
    case, post = desk["case"], newest(Post)
    mo.get(f"/desk/cases/{case.id}")
    marked = {"words": "Stop your Mestinon", "kind": "directive", "harm": "grave"}
    marked |= {"evidence": "against", "version": 1}
    assert mo.post(f"/desk/cases/{case.id}/records", data=marked).status_code == 303
    mo.post(f"/desk/cases/{case.id}/ask", data={"question": "Have you seen this before?"})
    question = {"answer": "Yes, last week."}
    assert ann.post("/desk/asked/1/answer", data=question).status_code == 303
    noted = {"note": "Never stop by yourself.", "source_title": "Label, FDA"}
    ruled(mo, case, "publish_with_note", **noted, source_url="https://fda.gov/label")
    told = {"reason": "harm", "words": "My sister believed it."}
    assert browse(desk["rita"]).post(f"/posts/{post.id}/report", data=told).status_code == 303
    ruled(ann, newest(Case), "reword", message="Your own story, please?", reason="It commands.")
    edit(cora, post, "I stopped mine slowly, with my doctor.")
    down = {"message": "We took it down.", "reason": "Still unsafe.", "version": 2}
    removed = ruled(mo, newest(Case), "remove", **down)
    assert appeal(cora, removed, "I see it differently, truly.").status_code == 303
    length = {"length": "pause-3", "restrict_reason": "Third time this week."}
    assert ann.post(f"/desk/cases/{newest(Case).id}/restrict", data=length).status_code == 303
    return desk


def test_the_file_holds_everything_that_happened(long_story, browse):
    last = newest(Case)
    page = words(export(browse(long_story["mo"]), last))
    for part in (
        f"Case {last.id}", "Written by Cora", "Under the article “IVIG”", "removed", ADVICE,
        "Version 1", "Version 2", "I stopped mine slowly, with my doctor.",
        "What the rules found in it:", "letters 0 to", "Case 1 : Held", f"It follows case {last.id - 1}.", "First seen",
        "Who looked:", "My sister believed it.", "It could harm somebody who follows it",
        "Read by a moderator.", "It commands.", "Your own story, please?", "Still unsafe.",
        "We took it down.", "held, not shown → shown", "I see it differently, truly.",
        "Have you seen this before?", "Yes, last week.", "Never stop by yourself.",
        "Label, FDA (https://fda.gov/label)", "Shown until", "Mo, moderator",
        "Telling others what to do", "Grave: somebody could die", "A pause", "Third time this week.",
        "the decision, to the author: has not left yet", "Made on", "by Mo.",
    ):  # fmt: skip
        assert part in page, part
    assert re.search(r"Appeals of the author \d+ \w+ 20\d\d, \d\d:\d\d UTC, about decision", page)


def test_numbers_and_chain_values_are_those_of_the_trail(long_story, browse):
    page = export(browse(long_story["mo"]), newest(Case)).text
    kinds = set()
    for entry in db.session.query(AuditEntry):
        if entry.chain in page:
            kinds.add(entry.kind)
            assert f"<td>{entry.number}</td>" in page
    assert {"decision", "asked", "answered", "claim_marked", "restriction", "appeal"} <= kinds


def test_who_reported_is_nowhere_in_it(long_story, browse):
    page = export(browse(long_story["mo"]), newest(Case)).text
    rita = long_story["rita"]
    assert "A member" in words(export(browse(long_story["mo"]), newest(Case)))
    for secret in ("Rita", "Tell-Tale", rita.email, f"/members/{rita.id}", "example.org"):
        assert secret not in page


def test_it_is_a_file_that_runs_nothing_and_fetches_nothing(desk, browse):
    case = held_case(browse(desk["cora"]), thread_of(make_article("ivig-2")), NASTY)
    answer = export(browse(desk["mo"]), case)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="case-{case.id}.html"'
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.text
    assert NASTY not in page
    assert "alert(1)" in page
    assert not re.search(
        r"<(?:script|img|link|iframe|form|a)\b|<[^>]*\s(?:src|href)=|@import|url\(", page
    )
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_that_it_was_taken_out_stands_in_the_trail(desk, browse):
    export(browse(desk["mo"]), desk["case"])
    entry = db.session.query(AuditEntry).filter_by(kind="export").one()
    assert entry.subject == f"case:{desk['case'].id}"
    assert entry.actor == audit.pseudonym(desk["mo"].id)
    words_kept = db.session.query(AuditWords).filter_by(number=entry.number).one()
    assert words_kept.member_id == desk["cora"].id
    assert audit.verify().problems == []


@pytest.mark.parametrize("who", ["cora", "rita", None])
def test_it_does_not_exist_for_others(desk, browse, who):
    browser = browse(desk[who]) if who else browse()
    answer = browser.get(f"/desk/cases/{desk['case'].id}/export")
    assert answer.status_code == (404 if who else 302)
    assert db.session.query(AuditEntry).filter_by(kind="export").count() == 0


@pytest.mark.parametrize("number", ["999", "0", "9" * 30, "x", "-1"])
def test_a_case_that_is_not_there_is_not_there(desk, browse, number):
    assert browse(desk["mo"]).get(f"/desk/cases/{number}/export").status_code == 404


def test_the_case_page_leads_to_it(desk, browse):
    page = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}").text
    assert f'href="/desk/cases/{desk["case"].id}/export"' in page


def test_what_a_guest_wrote_is_told_without_the_address(desk, browse, client):
    write(client, thread_of(make_article("ivig-3")), "I can't swallow, my breathing gets worse")
    page = export(browse(desk["mo"]), newest(Case)).text
    assert "Written by Gina" in page
    assert "gina@example.org" not in page
    assert "waiting for the e-mail to be proved" in page


def test_of_mails_only_those_of_this_case_are_told(desk, browse):
    """Decision 1 and decision 12 begin alike."""
    mo, thread = browse(desk["mo"]), thread_of(make_article("ivig-4"))
    ago(ruled(mo, desk["case"], "remove", message="x"), hours=1)
    for number in range(12):
        case = held_case(browse(desk["cora"]), thread, f"{ADVICE} {number}")
        ruled(mo, case, "reword", message="x")
    told = words(export(mo, desk["case"]))
    assert told.count("the decision, to the author") == 1


def test_a_person_who_has_left_is_not_named(desk, browse):
    ruled(browse(desk["mo"]), desk["case"], "remove", message="x")
    with unit_of_work():
        mo = db.session.merge(desk["mo"])
        mo.state, mo.handle = "erased", "–"
    page = words(export(browse(desk["ann"]), desk["case"]))
    assert "Somebody who has left" in page


def test_it_takes_as_many_statements_for_a_long_story(long_story, browse, count_statements):
    ann, thread = browse(long_story["ann"]), thread_of(make_article("ivig-5"))
    with unit_of_work():
        cora = db.session.merge(long_story["cora"])
        cora.paused_until = None
    short = held_case(browse(long_story["cora"]), thread)
    few = count_statements(lambda: export(ann, short))
    story = db.session.query(Appeal).one().case_id
    many = count_statements(lambda: export(ann, db.session.get_one(Case, story)))
    assert many <= few + 1
    assert many < 40
