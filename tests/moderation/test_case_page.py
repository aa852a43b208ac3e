"""The page of a case: what a moderator sees of it, and who has it open."""

from __future__ import annotations

import random
import re
import time
from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.models import (
    Appeal,
    Case,
    CaseView,
    Consultation,
    Decision,
    Level,
    Outcome,
    Post,
    PostState,
    Report,
    ReportReason,
    Role,
    StoredFinding,
)
from forum.moderation import causes
from forum.moderation.changes import Stretch, changed
from forum.moderation.ready_texts import filled
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.moderation.desk import ADVICE, ago, held_case, is_with, newest, rule, ruled
from tests.publishing.pressing import sends


def page(browser, case, step=""):
    """What a person reads without script: a template is inert."""
    text = words(browser.get(f"/desk/cases/{case.id}{step}"))
    return text[: text.index("Keys Key What it does")]


def edits(browser, text, version=1):
    post = newest(Post)
    data = {"words": text, "version": version, "audience": "members", "asked": "1"}
    assert sends(browser, f"/posts/{post.id}/edit", data).status_code == 303


def opened(post, level, cause, **values):
    with unit_of_work():
        case = Case(
            post_id=post.id,
            level=level,
            rank=level.rank,
            post_version=1,
            cause=cause,
            opened_at=clock.now(),
            **values,
        )
        db.session.add(case)
        db.session.get_one(Post, post.id).open_case = True
    return newest(Case)


def test_the_page_goes_from_the_question_to_the_decision(desk, browse):
    seen = page(browse(desk["mo"]), desk["case"])
    order = [
        "Is this safe to show?",
        "Held: not shown until you decide",
        "The rules found something in it",
        "Stop your",
        "Why stopping or changing",
        "Around it",
        "The author",
        "How it was decided before",
        "Claims marked in it",
        "Decide Publish",
    ]
    places = [seen.index(each) for each in order]
    assert places == sorted(places)
    after = words(browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}"))
    assert "by the program. The rules found something in it" in after


def test_a_source_is_a_link_only_where_it_is_an_address(desk, browse):
    with unit_of_work():
        for finding in db.session.query(StoredFinding):
            finding.source = "https://example.org/label"
    text = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}").text
    assert '<a href="https://example.org/label" rel="noopener">' in text
    with unit_of_work():
        for finding in db.session.query(StoredFinding):
            finding.source = "javascript:alert(1)"
    text = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}").text
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_words_of_a_post_are_never_markup(app, browse):
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    bad = "Stop your Mestinon <script>alert(1)</script> & <b>now</b>, all of you."
    case = held_case(browse(cora), thread_of(make_article()), bad)
    text = browse(mo).get(f"/desk/cases/{case.id}").text
    assert "<script>alert" not in text
    assert "<b>now" not in text


def test_what_the_author_changed_is_shown_word_by_word(desk, browse):
    edits(browse(desk["cora"]), "Stop your Mestinon slowly, all of you. I did and I am cured.")
    text = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}").text
    new = re.search(r"<ins>(.*?)</ins>", text, re.DOTALL)
    assert new
    assert " slowly" in new[1]
    assert "Mestinon" not in new[1]
    assert "Put in:" in new[1]
    assert "With a line under: put in." in words(
        browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}")
    )


def test_the_two_versions_come_back_out_of_a_difference(app):
    rolling = random.Random(7)
    for _ in range(200):
        before = " ".join(rolling.choices(["a", "b", "c", "d\n"], k=rolling.randrange(0, 30)))
        after = " ".join(rolling.choices(["a", "b", "c", "d\n"], k=rolling.randrange(0, 30)))
        found = changed(before, after)
        if before == after:
            assert found == []
            continue
        old = "".join(each.words for each in found if each.kind in {"same", "out"})
        new = "".join(each.words for each in found if each.kind in {"same", "new"})
        assert (old.split(), new.split()) == (before.split(), after.split())


def test_a_difference_says_no_more_than_what_changed():
    assert changed("It was fine.", "It was fine.") == []
    assert changed("I stopped it today.", "I did not stop it today.") == [
        Stretch("same", "I "),
        Stretch("out", "stopped"),
        Stretch("new", "did not stop"),
        Stretch("same", " it today."),
    ]
    far = changed("word " * 500 + "end", "word " * 500 + "close")
    assert [each.kind for each in far] == ["gap", "same", "out", "new"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 10_000, "b " * 10_000),
        ("a b " * 5_000, "b a " * 5_000),
        ("x\n" * 10_000, "x\ny\n" * 5_000),
    ],
)
def test_a_difference_of_huge_texts_is_quick(before, after):
    begun = time.perf_counter()
    assert changed(before, after)
    assert time.perf_counter() - begun < 2


def test_reports_are_shown_with_reasons_and_which_were_answered(desk, browse):
    ben = make_member("Ben")
    shown = make_post(desk["thread"], desk["cora"], "My cousin sells them.")
    old = opened(shown, Level.REPORT, "report: selling", closed_at=clock.now())
    new = opened(shown, Level.REPORT, "report: unkind")
    with unit_of_work():
        for case, reason in ((old, ReportReason.SELLING), (new, ReportReason.UNKIND)):
            db.session.add(
                Report(
                    post_id=shown.id,
                    case_id=case.id,
                    reporter_id=(ben if case is old else desk["ann"]).id,
                    post_version=1,
                    reason=reason,
                    words="Look at this",
                    at=clock.now(),
                )
            )
    seen = page(browse(desk["mo"]), new)
    assert "A member reported it." in seen
    assert "It sells something: “Look at this” Ben" in seen
    assert "answered before" in seen
    assert "It is unkind to somebody: “Look at this” Ann" in seen


def test_how_often_a_reporter_was_right_stands_beside_the_name(desk, browse):
    ben = make_member("Ben")
    mo = browse(desk["mo"])
    for number in range(2):
        shown = make_post(desk["thread"], desk["cora"], f"My cousin sells them. {number}")
        data = {"reason": "selling", "words": ""}
        assert browse(ben).post(f"/posts/{shown.id}/report", data=data).status_code < 400
        case = newest(Case)
        if number == 0:
            ruled(mo, case, "remove", message="x")
    assert "Ben (1 of 1 reports led to a change)" in page(mo, case)


def test_a_report_begins_with_leaving_it_and_has_no_second_button_for_it(desk, browse):
    shown = make_post(desk["thread"], desk["cora"], "My cousin sells them.")
    case = opened(shown, Level.REPORT, "report: selling")
    mo = browse(desk["mo"])
    text = mo.get(f"/desk/cases/{case.id}").text
    assert text.split('id="decide"')[1].count("Leave it as it is") == 1
    assert f'action="/desk/cases/{case.id}/uphold"' in text
    assert f'action="/desk/cases/{case.id}/publish"' not in text
    decision = ruled(mo, case, "uphold")
    assert (decision.outcome, decision.new_state) == (Outcome.UPHOLD, "published")


def appealed(desk, browse):
    """Mo removed it; Cora appeals."""
    decision = ruled(browse(desk["mo"]), desk["case"], "remove", message="It could harm.")
    ago(decision, hours=2)
    case = opened(newest(Post), Level.APPEAL, "appeal", reopens_id=desk["case"].id)
    with unit_of_work():
        db.session.add(
            Appeal(
                decision_id=decision.id,
                post_id=case.post_id,
                case_id=case.id,
                member_id=desk["cora"].id,
                words="I only told my story.",
                at=clock.now(),
            )
        )
    return case


def test_an_appeal_shows_what_it_is_about_and_goes_to_another_moderator(desk, browse):
    case = appealed(desk, browse)
    seen = page(browse(desk["ann"]), case)
    assert "Should what was decided stand?" in seen
    assert "I only told my story." in seen
    assert "It is about this decision: Removed" in seen
    decide = seen[seen.rindex("Decide ") :]
    assert decide.index("What was decided stands") < decide.index("Publish")
    step = page(browse(desk["ann"]), case, "/uphold")
    assert "It stands: tell the author" in step
    own = page(browse(desk["mo"]), case)
    assert "This is about your own decision. Another moderator answers it." in own
    assert "Publish with a note" not in own
    assert rule(browse(desk["mo"]), case, "publish").status_code == 422
    assert newest(Case).taken_by_id == desk["ann"].id
    assert ruled(browse(desk["ann"]), case, "uphold").new_state == "removed"


def test_whom_a_case_concerns_does_not_count_as_having_seen_it(app, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    make_member("Ann", role=Role.MODERATOR)
    case = held_case(browse(mo), thread_of(make_article()))
    browse(mo).get(f"/desk/cases/{case.id}")
    found = newest(Case)
    assert (found.seen_by_id, found.taken_by_id) == (None, None)
    assert db.session.query(CaseView).count() == 0


def test_who_has_looked_is_named(desk, browse):
    browse(desk["ann"]).get(f"/desk/cases/{desk['case'].id}")
    assert "Seen by: Ann" in page(browse(desk["mo"]), desk["case"])


# Leases.


def test_a_case_that_another_has_open_can_be_taken_over(desk, browse):
    is_with(desk["case"], desk["ann"])
    mo = browse(desk["mo"])
    seen = page(mo, desk["case"])
    assert re.search(r"Ann has this open until \d\d:\d\d UTC", seen)
    assert "Take it over" in seen
    assert "Publish with a note" not in seen
    assert mo.post(f"/desk/cases/{desk['case'].id}/take").status_code == 303
    seen = page(mo, desk["case"])
    assert "has this open" not in seen
    assert "Give it back, and go on" in seen
    assert "Mo has this open" in page(browse(desk["ann"]), desk["case"])


def test_deciding_what_another_has_open_keeps_what_was_typed_and_can_take_it_over(desk, browse):
    is_with(desk["case"], desk["ann"])
    mo = browse(desk["mo"])
    answer = rule(mo, desk["case"], "reword", message="My long and careful message.")
    assert answer.status_code == 409
    assert "My long and careful message." in answer.text
    assert "Take it over from Ann, and do this" in words(answer)
    assert newest(Post).state is PostState.HELD
    answer = rule(mo, desk["case"], "reword", message="My long message.", take="y")
    assert answer.status_code == 303
    assert newest(Post).state is PostState.RETURNED


def test_a_lease_that_has_run_out_holds_nobody_back(desk, browse):
    is_with(desk["case"], desk["ann"], minutes=-1)
    assert "has this open" not in page(browse(desk["mo"]), desk["case"])
    assert rule(browse(desk["mo"]), desk["case"], "publish").status_code == 303


def test_giving_a_case_back_goes_on_to_another(desk, browse):
    mo = browse(desk["mo"])
    mo.get(f"/desk/cases/{desk['case'].id}")
    assert mo.post(f"/desk/cases/{desk['case'].id}/release").location == "/desk/list"
    second = held_case(browse(desk["cora"]), desk["thread"], "Stop your Imuran, all of you.")
    mo.get(f"/desk/cases/{desk['case'].id}")
    answer = mo.post(f"/desk/cases/{desk['case'].id}/release")
    assert answer.location == f"/desk/cases/{second.id}"
    assert db.session.get_one(Case, desk["case"].id).taken_by_id is None


def test_nobody_takes_over_a_case_about_their_own_words(app, browse):
    mo, ann = make_member("Mo", role=Role.MODERATOR), make_member("Ann", role=Role.MODERATOR)
    case = held_case(browse(mo), thread_of(make_article()))
    is_with(case, ann)
    assert browse(mo).post(f"/desk/cases/{case.id}/take").status_code == 404
    assert newest(Case).taken_by_id == ann.id


def test_taking_over_what_was_decided_meanwhile_shows_how(desk, browse):
    ruled(browse(desk["ann"]), desk["case"], "publish")
    answer = browse(desk["mo"]).post(f"/desk/cases/{desk['case'].id}/take", follow_redirects=True)
    assert "How it was decided" in words(answer)
    assert browse(desk["mo"]).post("/desk/cases/999/take", follow_redirects=True).status_code == 404


# Steps and ready texts.


@pytest.mark.parametrize("outcome", ["publish_with_note", "reword", "remove", "uphold"])
def test_each_graver_decision_opens_its_step_and_does_nothing_yet(desk, browse, outcome):
    assert "Back to the choices" in page(browse(desk["mo"]), desk["case"], f"/{outcome}")
    assert newest(Post).state is PostState.HELD
    assert "publish" not in {each.outcome for each in db.session.query(Decision)}


def test_a_ready_text_fills_the_box_and_sends_nothing(desk, browse):
    mo = browse(desk["mo"])
    answer = rule(mo, desk["case"], "remove", message="", reason="", choose="selling")
    assert answer.status_code == 200
    assert "nothing is sold or advertised here" in words(answer)
    assert "Selling or advertising." in words(answer)
    assert newest(Post).state is PostState.HELD
    assert rule(mo, desk["case"], "remove", choose="no-such-text").status_code == 200


def test_choosing_a_ready_text_never_loses_what_was_typed(desk, browse):
    answer = rule(
        browse(desk["mo"]),
        desk["case"],
        "reword",
        message="Dear Cora, my own words.",
        reason="My own reason.",
        choose="kinder",
    )
    assert "Dear Cora, my own words." in answer.text
    assert "leave out what you think of the person" in words(answer)
    assert "My own reason." in answer.text


def test_a_ready_text_takes_the_place_of_another_that_was_left_as_it_was():
    ready = ["First text.", "Second\ntext."]
    assert filled("", "New.", ready) == "New."
    assert filled("First text.\r\n", "New.", ready) == "New."
    assert filled("Second\r\ntext.", "New.", ready) == "New."
    assert filled("Mine.", "New.", ready) == "Mine.\n\nNew."
    assert filled("Mine.\n\nNew.", "New.", ready) == "Mine.\n\nNew."


def test_there_are_ready_texts_for_rewording_and_for_each_reason_to_remove(desk, browse):
    mo = browse(desk["mo"])
    text = mo.get(f"/desk/cases/{desk['case'].id}/reword").text
    assert len(re.findall(r'name="choose"', text)) >= 2
    # What fits the finding comes first and stands in the box already.
    assert "leave out what others should do" in text
    assert (
        len(re.findall('name="choose"', mo.get(f"/desk/cases/{desk['case'].id}/remove").text)) >= 4
    )


def test_enter_in_a_line_of_the_step_is_the_decision_not_a_ready_text(desk, browse):
    text = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}/reword").text
    first = re.search(r'<button[^>]*form="page-form"[^>]*>', text)
    assert first
    assert "name=" not in first[0]
    assert "formaction" not in first[0]


def test_removing_an_urgent_post_asks_a_second_person(desk, browse):
    urgent = held_case(
        browse(desk["cora"]), desk["thread"], "I can't swallow and my breathing is getting worse"
    )
    mo = browse(desk["mo"])
    assert "a second person must agree before it is removed" in page(mo, urgent)
    assert "Ask a second person to agree" in page(mo, urgent, "/remove")
    answer = rule(mo, urgent, "remove", message="x")
    assert answer.status_code == 303
    assert "Nothing is removed yet" in words(mo.get(answer.location, follow_redirects=True))
    assert newest(Post).state is PostState.PUBLISHED
    assert db.session.query(Consultation).count() == 1


def test_a_case_decided_by_another_gives_back_what_was_typed(desk, browse):
    ruled(browse(desk["ann"]), desk["case"], "publish")
    answer = rule(browse(desk["mo"]), desk["case"], "remove", message="My careful words.")
    assert answer.status_code == 409
    assert "My careful words." in answer.text
    assert "Published" in words(answer)
    assert "Ann" in words(answer)


def test_who_decides_what_its_author_took_down_meanwhile_reads_that(desk, browse):
    assert browse(desk["cora"]).post(f"/posts/{newest(Post).id}/withdraw").status_code == 303
    answer = rule(browse(desk["mo"]), desk["case"], "reword", message="My careful words.")
    assert answer.status_code == 409
    assert "The author has taken these words down." in words(answer)
    assert "This case was decided already" not in words(answer)
    assert "My careful words." in answer.text


def test_on_a_site_of_one_the_admin_has_the_buttons_for_own_words(app, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    case = held_case(browse(ada), thread_of(make_article()))
    assert "Publish with a note" in page(browse(ada), case)


# Opening again, and causes.


def test_what_was_decided_long_ago_can_be_opened_again(desk, browse):
    ago(ruled(browse(desk["mo"]), desk["case"], "remove", message="x"), minutes=11)
    ann = browse(desk["ann"])
    seen = page(ann, desk["case"])
    assert "Removed : Read by a moderator." in seen
    assert "Open it again" in seen
    answer = ann.post(f"/desk/cases/{desk['case'].id}/reopen")
    again = newest(Case)
    assert answer.location == f"/desk/cases/{again.id}"
    assert "A moderator opened the case again: Ann." in page(ann, again)
    assert "This post waits for a decision again" in page(ann, desk["case"])
    assert ruled(ann, again, "publish").new_state == "published"


def test_words_that_their_author_took_down_cannot_be_opened_again(desk, browse):
    post = newest(Post)
    assert browse(desk["cora"]).post(f"/posts/{post.id}/withdraw").status_code == 303
    seen = page(browse(desk["mo"]), desk["case"])
    assert "The author has taken these words down" in seen
    assert "Open it again" not in seen
    answer = browse(desk["mo"]).post(f"/desk/cases/{desk['case'].id}/reopen")
    assert answer.status_code == 409


def test_nobody_opens_a_case_about_their_own_words_again(app, browse):
    mo, ann = make_member("Mo", role=Role.MODERATOR), make_member("Ann", role=Role.MODERATOR)
    case = held_case(browse(mo), thread_of(make_article()))
    ago(ruled(browse(ann), case, "remove", message="x"), minutes=11)
    assert "Open it again" not in page(browse(mo), case)
    assert browse(mo).post(f"/desk/cases/{case.id}/reopen").status_code == 404


def test_every_cause_is_told_in_words(app):
    with app.test_request_context():
        assert "treatment.stop" in causes.in_words("screening: treatment.stop")
        assert causes.in_words("report: harm") == "A member reported it."
        assert "new reason" in causes.in_words("reports: new reason")
        assert causes.in_words("reports: 3 since the decision").endswith("since: 3.")
        assert "look again" in causes.in_words("appeal of decision 7")
        assert causes.in_words("newcomer: link") == "A new member put a link in it."
        assert causes.in_words(("screening: " + "rule, " * 20)[:60]).endswith("rule and more.")
        assert causes.in_words("something new") == "something new"


# Bad input.


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "0"])
def test_a_made_up_version_decides_nothing(desk, browse, version):
    assert rule(browse(desk["mo"]), desk["case"], "publish", version=version).status_code == 409
    assert newest(Post).state is PostState.HELD


@pytest.mark.parametrize(
    "query", ["undo=x", "undo=999", "undo=" + "9" * 40, "asked=-1", "undone=2"]
)
def test_a_made_up_address_tells_of_nothing(desk, browse, query):
    answer = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}?{query}")
    assert answer.status_code == 200
    assert 'id="decided"' not in answer.text


def test_a_huge_reason_is_asked_again_and_nothing_is_lost(desk, browse):
    answer = rule(browse(desk["mo"]), desk["case"], "reword", message="word " * 1000)
    assert answer.status_code == 422
    assert "word word" in answer.text
    assert "under 2,000 letters" in words(answer)


def test_a_page_costs_the_same_whatever_was_decided_before(desk, browse, count_statements):
    mo = browse(desk["mo"])
    few = count_statements(lambda: mo.get(f"/desk/cases/{desk['case'].id}"))
    cora = browse(desk["cora"])
    for number in range(8):
        case = held_case(cora, desk["thread"], f"{ADVICE} {number}")
        ruled(mo, case, "publish")
        data = {"words": "Stop your", "kind": "directive", "harm": "serious", "evidence": "against"}
        answer = mo.post(f"/desk/cases/{case.id}/records", data={**data, "version": 1})
        assert answer.status_code == 303
    mo.get(f"/desk/cases/{desk['case'].id}")
    many = count_statements(lambda: mo.get(f"/desk/cases/{desk['case'].id}"))
    # What is found is read with a statement more than what is not; their number adds none.
    assert many <= few + 3
    assert many < 45


@pytest.mark.parametrize(
    "path", ["cases/1/take", "cases/1/release", "cases/1/reopen", "cases/1/records",
             "decisions/1/undo", "records/1/remove", "notes/new", "notes/1/retire"]
)  # fmt: skip
def test_what_the_desk_does_does_not_exist_for_members(desk, browse, path):
    assert browse(desk["cora"]).post(f"/desk/{path}", data={"x": "1"}).status_code == 404
    assert clock.now() - newest(Case).opened_at < timedelta(minutes=5)
