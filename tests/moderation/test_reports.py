"""Reports: they merge, open decided cases again, are answered, and never tell who reported."""

from __future__ import annotations

import json

import pytest

from forum.community import services
from forum.extensions import db
from forum.models import (
    AuditEntry,
    AuditWords,
    Case,
    Decision,
    Level,
    Notification,
    OutboxMessage,
    Post,
    PostState,
    Report,
    ReportReason,
    Role,
)
from forum.moderation.accuracy import of_reporters
from forum.moderation.cases import open_case
from forum.publishing.drill import file_drill
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, make_post, make_thread, thread_of
from tests.moderation.desk import newest, ruled
from tests.publishing.test_at_once import at_once
from tests.publishing.test_edits import edit

STAYS = "A moderator has looked at these words and decided that they stay."
KNOWN = "You have told us about these words already."


@pytest.fixture
def town(app):
    """Cora's post under IVIG; Ben and others may report it; Mo and Ann are moderators."""
    cora = make_member("Cora")
    return {
        "cora": cora,
        "ben": make_member("Ben"),
        "mo": make_member("Mo", role=Role.MODERATOR),
        "ann": make_member("Ann", role=Role.MODERATOR),
        "post": make_post(thread_of(make_article()), cora, "My cousin sells them, ask him."),
    }


def report(browser, post, reason="selling", text=""):
    return browser.post(f"/posts/{post.id}/report", data={"reason": reason, "words": text})


def some(browse, count):
    return [browse(make_member()) for _ in range(count)]


def open_cases():
    return db.session.query(Case).filter(Case.closed_at.is_(None)).count()


def decided(town, browse, outcome="publish", **values):
    """Ben reported it as selling; Mo decided."""
    assert report(browse(town["ben"]), town["post"]).status_code == 303
    return ruled(browse(town["mo"]), newest(Case), outcome, **values)


# Merging.


def test_reports_of_many_are_one_case_with_all_their_reasons(town, browse):
    for browser, reason in zip(some(browse, 3), ("selling", "harm", "other"), strict=True):
        answer = report(browser, town["post"], reason, f"because of {reason}")
        assert "notice=reported" in answer.location
    case = kept(db.session.query(Case).one())
    assert case.level is Level.REPORT
    assert {each.case_id for each in db.session.query(Report)} == {case.id}
    seen = words(browse(town["mo"]).get(f"/desk/cases/{case.id}"))
    assert all(f"because of {reason}" in seen for reason in ("selling", "harm", "other"))


def test_reports_at_the_same_moment_are_one_case(app, town, browse):
    presses = [
        lambda b=b, reason=reason: report(b, town["post"], reason)
        for b, reason in zip(some(browse, 4), ("selling", "harm", "other", "unkind"), strict=True)
    ]
    assert {answer.status_code for answer in at_once(app, *presses)} == {303}
    assert db.session.query(Case).count() == 1
    assert db.session.query(Report).count() == 4


def test_a_second_report_of_the_same_words_changes_nothing_and_says_so_kindly(town, browse):
    ben = browse(town["ben"])
    report(ben, town["post"], text="An advert.")
    answer = report(ben, town["post"], "harm", "And another thing.")
    assert answer.status_code == 200
    assert KNOWN in words(answer)
    assert "a moderator will look, and you will hear the outcome" in words(answer)
    found = db.session.query(Report).one()
    assert (found.reason, found.words) == (ReportReason.SELLING, "An advert.")
    assert newest(Case).level is Level.REPORT


def test_the_same_member_may_report_what_was_changed(town, browse):
    ben = browse(town["ben"])
    report(ben, town["post"])
    edit(browse(town["cora"]), town["post"], "My cousin still sells them.")
    assert report(ben, town["post"]).status_code == 303
    assert [each.post_version for each in db.session.query(Report).order_by(Report.id)] == [1, 2]
    assert open_cases() == 1


def test_danger_raises_the_open_case_and_calls_moderators(town, browse):
    report(browse(town["ben"]), town["post"])
    report(browse(make_member()), town["post"], "danger")
    assert newest(Case).level is Level.URGENT
    assert db.session.query(OutboxMessage).filter_by(message="urgent_case").count() == 2


def test_a_plea_in_a_report_gets_help_and_goes_first(town, browse):
    ben = browse(town["ben"])
    plea = "I can't swallow and my breathing is getting worse"
    answer = report(ben, town["post"], "other", plea)
    assert "care=breathing" in answer.location
    assert newest(Case).level is Level.URGENT


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("danger", "She wrote to me that she has taken all her tablets."),
        ("selling", "I can't swallow and my breathing is getting worse"),
    ],
)
def test_news_of_danger_is_heard_also_from_who_has_reported_before(town, browse, reason, text):
    ben = browse(town["ben"])
    report(ben, town["post"], text="An advert.")
    assert report(ben, town["post"], reason, text).status_code == 303
    assert newest(Case).level is Level.URGENT
    found = kept(db.session.query(Report).one())
    assert found.words == f"An advert.\n\n{text}"
    seen = words(browse(town["mo"]).get(f"/desk/cases/{newest(Case).id}"))
    assert text in seen.replace("&#39;", "'")
    # The same press again adds nothing.
    assert KNOWN in words(report(ben, town["post"], reason, text))
    assert kept(db.session.query(Report).one()).words == found.words


# Opening what was decided.


def test_the_same_reason_again_is_kept_and_answered_at_once(town, browse):
    decision = decided(town, browse)
    eve = make_member("Eve")
    answer = report(browse(eve), town["post"], text="Look again.")
    assert answer.status_code == 200
    assert STAYS in words(answer)
    assert "you and others can report them again" in words(answer)
    assert open_cases() == 0
    found = newest(Report)
    assert (found.case_id, found.reporter_id) == (decision.case_id, eve.id)
    # What the program did by itself is in the trail, with its cause; the name can be erased.
    entry = db.session.query(AuditEntry).filter_by(kind="report_answered").one()
    assert (entry.subject, entry.actor) == (f"report:{found.id}", "")
    told = db.session.query(AuditWords).filter_by(number=entry.number).one()
    assert told.member_id == eve.id
    assert told.words["cause"] == f"decided before: decision {decision.id}"


def test_who_reported_what_was_decided_and_asks_again_hears_the_same(town, browse):
    decided(town, browse)
    answer = report(browse(town["ben"]), town["post"], "harm")
    assert f"{KNOWN} A moderator has looked at them and decided that they stay." in words(answer)
    assert open_cases() == 0


def test_a_reason_that_nobody_gave_before_opens_it_again(town, browse):
    first = decided(town, browse)
    assert report(browse(make_member()), town["post"], "private").status_code == 303
    case = newest(Case)
    assert (case.level, case.cause) == (Level.REPORT, "reports: new reason")
    assert (case.reopens_id, case.closed_at) == (first.case_id, None)


def test_so_many_reports_since_the_decision_open_it_again(town, browse):
    decided(town, browse)
    members = [make_member() for _ in range(3)]
    answers = [report(browse(member), town["post"]) for member in members]
    assert [answer.status_code for answer in answers] == [200, 200, 303]
    case = newest(Case)
    assert (case.level, case.cause) == (Level.REPORT, "reports: 3 since the decision")
    # Those who were answered at once hear what comes of it now.
    since = db.session.query(Report).filter(Report.reporter_id != town["ben"].id)
    assert {each.case_id for each in since} == {case.id}
    ruled(browse(town["ann"]), case, "remove", message="No selling here.")
    for member in members:
        assert "It is not shown as it was" in words(browse(member).get("/you/notices"))


def test_after_another_decision_the_count_begins_anew(town, browse):
    decided(town, browse)
    for browser in some(browse, 3):
        report(browser, town["post"])
    ruled(browse(town["ann"]), newest(Case), "uphold")
    answers = [report(browser, town["post"]) for browser in some(browse, 3)]
    assert [answer.status_code for answer in answers] == [200, 200, 303]


def test_the_operator_says_how_many_it_takes(town, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    with unit_of_work(begin=False):
        services.change(ada, "reports.reopen_after", 1, "We want to look each time.", shown=0)
    decided(town, browse)
    assert report(browse(make_member()), town["post"]).status_code == 303
    assert newest(Case).cause == "reports: 1 since the decision"


def test_danger_always_opens_it_again_and_goes_first(town, browse):
    report(browse(town["ben"]), town["post"], "danger")
    ruled(browse(town["mo"]), newest(Case), "publish")
    assert report(browse(make_member()), town["post"], "danger").status_code == 303
    case = newest(Case)
    assert (case.level, case.closed_at) == (Level.URGENT, None)


def test_a_plea_always_opens_it_again_and_goes_first(town, browse):
    decided(town, browse)
    plea = "I can't swallow and my breathing is getting worse"
    assert report(browse(make_member()), town["post"], text=plea).status_code == 303
    case = newest(Case)
    assert (case.level, case.closed_at) == (Level.URGENT, None)


def test_a_decision_about_other_words_answers_nothing(town, browse):
    decided(town, browse)
    edit(browse(town["cora"]), town["post"], "My cousin sells them for ten pounds.")
    assert report(browse(make_member()), town["post"]).status_code == 303
    assert newest(Case).cause == "report: selling"


def test_a_decision_taken_back_answers_nothing(town, browse):
    decision = decided(town, browse)
    browse(town["mo"]).post(f"/desk/decisions/{decision.id}/undo")
    answer = report(browse(make_member()), town["post"])
    assert answer.status_code == 303
    assert (db.session.query(Case).count(), open_cases()) == (1, 1)
    assert {each.case_id for each in db.session.query(Report)} == {decision.case_id}


def test_a_post_that_waits_for_a_first_look_is_raised_not_doubled(town, browse):
    newcomer = make_post(town["post"].thread_id, make_member("Nia"), "Hello all.")
    with unit_of_work():
        open_case(db.session.get_one(Post, newcomer.id), Level.NEWCOMER, "newcomer: first post")
    report(browse(town["ben"]), newcomer, "unkind")
    assert kept(db.session.query(Case).one()).level is Level.REPORT


# Hearing the outcome.


def letter(message):
    return db.session.query(OutboxMessage).filter_by(message=message).one()


@pytest.mark.parametrize(
    ("outcome", "values", "told"),
    [
        ("publish", {}, "It stays, perhaps with a note."),
        ("uphold", {}, "It stays, perhaps with a note."),
        ("publish_with_note", {"note": "Ask first.", "source_title": "Sheet"}, "It stays, perhaps"),
        ("reword", {"message": "Say it as your story?"}, "It is not shown as it was."),
        ("remove", {"message": "No selling."}, "It is not shown as it was."),
    ],
)
def test_the_reporter_hears_in_the_app_and_by_mail(town, browse, outcome, values, told):
    decided(town, browse, outcome, **values)
    page = browse(town["ben"]).get("/you/notices")
    assert "A moderator has looked at what you reported" in words(page)
    assert told in words(page)
    mail = letter("report_answered")
    assert mail.recipient == town["ben"].email
    assert "a moderator has looked at what you reported" in mail.body
    assert "cousin" not in mail.subject + mail.body


def test_a_post_that_is_gone_is_no_dead_link_for_its_reporter(town, browse):
    opening = make_thread(town["cora"], "Buy it from me.")
    report(browse(town["ben"]), opening)
    ruled(browse(town["mo"]), newest(Case), "remove", message="No selling.")
    page = browse(town["ben"]).get("/you/notices").text
    assert f'href="/posts/{opening.id}"' not in page


def test_when_the_author_takes_it_down_the_reporters_hear_that(town, browse):
    report(browse(town["ben"]), town["post"])
    browse(town["cora"]).post(f"/posts/{town['post'].id}/withdraw")
    seen = words(browse(town["ben"]).get("/you/notices"))
    assert "What you reported was taken down by its author" in seen
    assert "Nobody else can read it now" in seen
    mail = letter("report_answered")
    assert "the author of what you reported has taken it down" in mail.body
    assert "a moderator has looked" not in mail.body
    assert db.session.query(Notification).filter_by(member_id=town["cora"].id).count() == 0


def test_who_was_answered_before_is_not_told_again_when_the_author_takes_it_down(town, browse):
    decided(town, browse)
    browse(town["cora"]).post(f"/posts/{town['post'].id}/withdraw")
    assert "taken down by its author" not in words(browse(town["ben"]).get("/you/notices"))


# Nobody learns who reported.


def everything_told_to(browser, member):
    """All that an author can read about it, in the app and by mail."""
    post = newest(Post)
    pages = (
        "/you",
        "/you/notices",
        f"/posts/{post.id}",
        f"/posts/{post.id}/decision",
        f"/posts/{post.id}/history",
        f"/posts/{post.id}/appeal",
    )
    told = [browser.get(page, follow_redirects=True).text for page in pages]
    mails = db.session.query(OutboxMessage).filter_by(recipient=member.email)
    told += [mail.subject + mail.body + json.dumps(mail.payload) for mail in mails]
    return "\n".join(told)


@pytest.mark.parametrize("outcome", ["publish", "uphold", "publish_with_note", "reword", "remove"])
def test_the_reported_never_learn_who_reported(town, browse, outcome):
    zoe = make_member("Zoe Unlikely")
    report(browse(zoe), town["post"], text="I am Zoe's own words.")
    values = {"note": "Ask first.", "source_title": "Sheet", "message": "Hear us."}
    ruled(browse(town["mo"]), newest(Case), outcome, **values)
    told = everything_told_to(browse(town["cora"]), town["cora"])
    assert "Zoe" not in told
    assert f"/members/{zoe.id}" not in told
    assert zoe.email not in told


@pytest.mark.parametrize("outcome", ["publish", "uphold"])
def test_where_all_stays_the_author_does_not_even_learn_that_there_was_a_report(
    town, browse, outcome
):
    decided(town, browse, outcome, reason="Reported as selling; it is not.")
    told = everything_told_to(browse(town["cora"]), town["cora"])
    assert "Reported as selling" not in told
    assert db.session.query(Notification).filter_by(member_id=town["cora"].id).count() == 0
    assert db.session.query(OutboxMessage).filter_by(recipient=town["cora"].email).count() == 0


# What cannot be reported, and bad input.


def test_practice_cannot_be_reported(app, town, browse):
    with unit_of_work(begin=False):
        file_drill()
    practice = newest(Post)
    for person in (town["ben"], town["mo"]):
        assert report(browse(person), practice, "danger").status_code == 404
        assert browse(person).get(f"/posts/{practice.id}/report").status_code == 404
    assert db.session.query(Report).count() == 0


def test_own_words_and_hidden_words_cannot_be_reported(town, browse):
    hidden = make_post(town["post"].thread_id, town["cora"], "Held.", state=PostState.HELD)
    assert report(browse(town["cora"]), town["post"]).status_code == 404
    assert report(browse(town["ben"]), hidden).status_code == 404
    assert browse(town["ben"]).get("/posts/999999/report").status_code == 404


@pytest.mark.parametrize(
    ("reason", "text", "message"),
    [
        ("", "My long words.", ""),
        ("no-such-reason", "My long words.", ""),
        ("harm", "x" * 2_001, "Please keep it under 2,000 letters."),
    ],
)
def test_a_report_that_is_not_right_comes_back_with_all_that_was_typed(
    town, browse, reason, text, message
):
    answer = report(browse(town["ben"]), town["post"], reason, text)
    assert answer.status_code == 422
    assert text in answer.text
    assert message in words(answer)
    assert "Not sent yet. Please look at this:" in words(answer)
    assert db.session.query(Report).count() == 0


def test_words_of_danger_are_answered_whatever_else_is_wrong(town, browse):
    answer = report(
        browse(town["ben"]), town["post"], "", "I can't swallow and my breathing is getting worse"
    )
    assert answer.status_code == 422
    assert "call your local emergency number now" in words(answer)


def test_a_flood_of_reports_runs_dry_and_loses_nothing(town, browse):
    ben = browse(town["ben"])
    for _ in range(20):
        report(ben, town["post"])
    other = make_post(town["post"].thread_id, town["cora"], "Another.")
    answer = report(ben, other, "harm", "My long words.")
    assert answer.status_code == 429
    assert "My long words." in answer.text
    assert "a little later" in words(answer)


# How often a reporter was right.


def test_accuracy_counts_what_was_decided_and_what_was_changed(town, browse):
    ben, eve = town["ben"], make_member("Eve")
    mo, thread = browse(town["mo"]), town["post"].thread_id
    outcomes = [
        ("remove", {"message": "x"}),
        ("reword", {"message": "x"}),
        ("publish", {}),
        ("uphold", {}),
        ("publish_with_note", {"note": "Ask.", "source_title": "Sheet"}),
    ]
    for number, (outcome, values) in enumerate(outcomes):
        post = make_post(thread, town["cora"], f"Words {number}.")
        report(browse(ben), post)
        ruled(mo, newest(Case), outcome, **values)
    report(browse(eve), make_post(thread, town["cora"], "Not decided yet."))
    assert of_reporters([ben.id, eve.id, 999_999]) == {ben.id: (3, 5)}


def test_a_decision_taken_back_counts_for_nobody(town, browse):
    decision = decided(town, browse, "remove", message="x")
    assert of_reporters([town["ben"].id]) == {town["ben"].id: (1, 1)}
    browse(town["mo"]).post(f"/desk/decisions/{decision.id}/undo")
    assert of_reporters([town["ben"].id]) == {}


def test_a_report_after_a_decision_has_changed_nothing_by_it(town, browse):
    decided(town, browse, "publish_with_note", note="Ask.", source_title="Sheet")
    eve = make_member("Eve")
    report(browse(eve), town["post"])
    assert of_reporters({town["ben"].id, eve.id}) == {town["ben"].id: (1, 1), eve.id: (0, 1)}


def test_accuracy_is_one_statement_for_any_number_and_none_for_nobody(
    town, browse, count_statements
):
    decided(town, browse)
    db.session.query(Decision).all()
    assert count_statements(lambda: of_reporters(range(1, 60))) == 1
    assert count_statements(lambda: of_reporters(())) == 0


def test_members_never_see_how_often_they_were_right(town, browse):
    decided(town, browse, "remove", message="x")
    ben = browse(town["ben"])
    for path in ("/you", "/you/notices", f"/members/{town['ben'].id}"):
        assert "led to a change" not in ben.get(path).text
