"""An author asks another moderator to look again: once for each decision, and hears the answer."""

from __future__ import annotations

import pytest

from forum.errors import NotFound
from forum.extensions import db
from forum.models import (
    Appeal,
    AuditEntry,
    Case,
    ContextNote,
    Decision,
    Level,
    OutboxMessage,
    Post,
    PostState,
    Role,
)
from forum.moderation import appeals
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, make_post, thread_of
from tests.moderation.desk import ago, newest, rule, ruled
from tests.publishing.pressing import fields
from tests.publishing.test_at_once import at_once
from tests.publishing.test_edits import edit
from tests.publishing.test_guests import link_in, write

ASK = "Ask another moderator to look again"
WORDS = "I only told what happened to me. Please read it once more."
AGAINST = {
    "remove": {"message": "It could harm."},
    "reword": {"message": "Could you say it as your story?"},
    "publish_with_note": {"note": "Ask first.", "source_title": "Sheet"},
}


def against(desk, browse, outcome="remove"):
    """Mo decides against Cora's words."""
    return ruled(browse(desk["mo"]), desk["case"], outcome, **AGAINST[outcome])


def appeal(browser, decision, text=WORDS):
    data = {"decision": decision.id, "words": text}
    return browser.post(f"/posts/{decision.post_id}/appeal", data=data)


def page(browser, decision):
    return words(browser.get(f"/posts/{decision.post_id}/decision"))


# Asking.


@pytest.mark.parametrize("outcome", list(AGAINST))
def test_the_author_asks_and_reads_that_another_moderator_will_look(desk, browse, outcome):
    decision, cora = against(desk, browse, outcome), browse(desk["cora"])
    assert ASK in page(cora, decision)
    form = cora.get(f"/posts/{decision.post_id}/appeal")
    assert fields(form) == {"decision": str(decision.id), "words": ""}
    assert "Somebody who did not decide the first time" in words(form)
    answer = appeal(cora, decision)
    assert answer.location == f"/posts/{decision.post_id}/decision#appeal"
    seen = page(cora, decision)
    assert "Another moderator will look" in seen
    assert WORDS in seen
    assert ASK not in seen
    case = newest(Case)
    assert (case.level, case.cause) == (Level.APPEAL, f"appeal of decision {decision.id}")
    assert (case.closed_at, case.reopens_id) == (None, desk["case"].id)
    assert kept(db.session.query(Appeal).one()).case_id == case.id
    entry = db.session.query(AuditEntry).filter_by(kind="appeal").one()
    assert entry.subject == f"decision:{decision.id}"


def test_what_was_decided_stands_until_then(desk, browse):
    decision = against(desk, browse)
    appeal(browse(desk["cora"]), decision)
    assert newest(Post).state is PostState.REMOVED


def test_the_first_moderator_cannot_answer_and_another_can(desk, browse):
    decision = against(desk, browse)
    appeal(browse(desk["cora"]), decision)
    case = newest(Case)
    assert rule(browse(desk["mo"]), case, "publish").status_code == 422
    assert newest(Post).state is PostState.REMOVED
    assert rule(browse(desk["ann"]), case, "publish").status_code == 303
    assert newest(Post).state is PostState.PUBLISHED


def test_it_can_be_asked_once_for_each_decision(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    appeal(cora, decision)
    answer = appeal(cora, decision, "And another thing that I forgot.")
    assert answer.status_code == 409
    assert "You have asked about this decision already" in words(answer)
    assert "And another thing that I forgot." in answer.text
    assert kept(db.session.query(Appeal).one()).words == WORDS
    # The same press twice is one appeal.
    assert appeal(cora, decision).status_code == 303
    assert db.session.query(Appeal).count() == 1


def test_two_presses_at_the_same_moment_are_one_appeal(app, desk, browse):
    decision = against(desk, browse)
    browsers = [browse(desk["cora"]) for _ in range(2)]
    answers = at_once(app, *[lambda b=b: appeal(b, decision) for b in browsers])
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (db.session.query(Appeal).count(), db.session.query(Case).count()) == (1, 2)


def test_a_new_decision_after_an_appeal_can_be_asked_about_too(desk, browse):
    first, cora = against(desk, browse, "reword"), browse(desk["cora"])
    appeal(cora, first)
    second = ruled(browse(desk["ann"]), newest(Case), "remove", message="It could harm.")
    assert ASK in page(cora, second)
    assert appeal(cora, second).status_code == 303
    assert db.session.query(Appeal).count() == 2


# The answer.


def mail_of(decision):
    return db.session.query(OutboxMessage).filter_by(key=f"decided:{decision.id}").one()


@pytest.mark.parametrize("outcome", list(AGAINST))
def test_where_it_stands_the_author_hears_by_mail_and_in_the_app(desk, browse, outcome):
    decision, cora = against(desk, browse, outcome), browse(desk["cora"])
    shown = newest(Post).state is PostState.PUBLISHED
    appeal(cora, decision)
    answer = ruled(
        browse(desk["ann"]), newest(Case), "uphold", message="I read it twice.", reason="It holds."
    )
    assert newest(Post).state == decision.new_state
    body = mail_of(answer).body
    assert "another moderator has read your words and what you wrote to us" in body
    assert "What was decided stands." in body
    assert ("not shown to others" in body) != shown
    assert "taken your words down" not in body
    assert "> I read it twice." in body
    news = words(cora.get("/you/notices"))
    assert "Another moderator has looked again: what was decided stands" in news
    seen = page(cora, decision)
    assert "Another moderator has looked again. What was decided stands." in seen
    assert "I read it twice." in seen
    assert "It holds." in seen
    # The decision that stands is still told, and there is no third asking but by a letter.
    assert decision.reason in seen
    assert ASK not in seen
    assert "You still see it differently? Write to us:" in seen
    assert appeal(cora, answer).status_code == 409


def test_where_it_is_reversed_the_author_hears_that_too(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    appeal(cora, decision)
    answer = ruled(browse(desk["ann"]), newest(Case), "publish")
    assert "has looked again and decided otherwise" in mail_of(answer).body
    assert "Your words are shown now" in words(cora.get("/you/notices"))
    seen = page(cora, decision)
    assert "Others can read this now." in seen
    assert "What stands above is their decision." in seen
    assert "It could harm." not in seen


def test_a_note_that_is_taken_away_after_an_appeal_is_told_of(desk, browse):
    decision, cora = against(desk, browse, "publish_with_note"), browse(desk["cora"])
    appeal(cora, decision)
    answer = ruled(browse(desk["ann"]), newest(Case), "publish")
    assert "your words stand without a note" in mail_of(answer).body
    assert "your words stand without a note" in words(cora.get("/you/notices"))
    assert not newest(Post).noted


def test_a_note_put_below_words_that_were_shown_is_told_as_that(app, browse):
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    post = make_post(thread_of(make_article()), cora)
    browse(make_member()).post(f"/posts/{post.id}/report", data={"reason": "harm"})
    decision = ruled(browse(mo), newest(Case), "publish_with_note", **AGAINST["publish_with_note"])
    assert "They stay, with a short note and its source below" in mail_of(decision).body
    assert "A moderator has put a note below your words" in words(browse(cora).get("/you/notices"))


def test_the_answer_taken_back_waits_again_and_nobody_is_told(desk, browse):
    decision, cora = against(desk, browse, "publish_with_note"), browse(desk["cora"])
    appeal(cora, decision)
    answer = ruled(browse(desk["ann"]), newest(Case), "uphold", message="It stands.")
    assert browse(desk["ann"]).post(f"/desk/decisions/{answer.id}/undo").status_code == 303
    seen = page(cora, decision)
    assert "Another moderator will look" in seen
    assert "It stands." not in seen
    assert "what was decided stands" not in words(cora.get("/you/notices"))
    # The note that it was about stands as before.
    assert newest(Post).noted
    assert db.session.query(ContextNote).filter(ContextNote.ended_at.is_(None)).count() == 1


# Undoing and superseding.


def test_a_decision_that_is_asked_about_can_no_longer_be_undone(desk, browse):
    decision = against(desk, browse)
    appeal(browse(desk["cora"]), decision)
    answer = browse(desk["mo"]).post(f"/desk/decisions/{decision.id}/undo")
    assert answer.status_code == 409
    assert "asked another moderator to look" in words(answer)
    assert newest(Post).state is PostState.REMOVED
    assert newest(Case).closed_at is None


def test_undone_and_asked_about_at_the_same_moment_is_one_of_the_two(app, desk, browse):
    decision = against(desk, browse)
    mo, cora = browse(desk["mo"]), browse(desk["cora"])
    undone, asked = at_once(
        app,
        lambda: mo.post(f"/desk/decisions/{decision.id}/undo"),
        lambda: appeal(cora, decision),
    )
    assert sorted([undone.status_code, asked.status_code]) == [303, 409]
    asked_about = db.session.query(Appeal).count()
    assert asked_about == (asked.status_code == 303)
    assert newest(Post).state is (PostState.REMOVED if asked_about else PostState.HELD)
    assert db.session.query(Case).filter(Case.closed_at.is_(None)).count() == 1


def test_a_decision_taken_back_cannot_be_asked_about(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    browse(desk["mo"]).post(f"/desk/decisions/{decision.id}/undo")
    assert ASK not in page(cora, decision)
    answer = appeal(cora, decision)
    assert answer.status_code == 409
    assert "This decision was changed meanwhile" in words(answer)
    assert WORDS in answer.text
    assert db.session.query(Appeal).count() == 0


def test_a_decision_that_another_followed_cannot_be_asked_about(desk, browse):
    first = against(desk, browse, "reword")
    ago(first, hours=1)
    browse(desk["ann"]).post(f"/desk/cases/{desk['case'].id}/reopen")
    ruled(browse(desk["ann"]), newest(Case), "remove", message="It could harm.")
    assert appeal(browse(desk["cora"]), first).status_code == 409


def test_who_has_changed_the_words_has_answered_it_that_way(desk, browse):
    decision, cora = against(desk, browse, "reword"), browse(desk["cora"])
    edit(cora, newest(Post), "I stopped mine, and I was sorry.")
    assert ASK not in page(cora, decision)
    assert appeal(cora, decision).status_code == 409


def test_after_thirty_days_it_is_too_late_and_the_contact_is_named(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    ago(decision, days=29, hours=23)
    assert ASK in page(cora, decision)
    ago(decision, days=30, minutes=1)
    seen = cora.get(f"/posts/{decision.post_id}/decision")
    assert ASK not in words(seen)
    assert 'href="/contact"' in seen.text
    answer = appeal(cora, decision)
    assert answer.status_code == 409
    assert "It is too late" in words(answer)
    assert WORDS in answer.text
    assert cora.get(f"/posts/{decision.post_id}/appeal").status_code == 303


def test_words_that_are_shown_as_they_are_leave_nothing_to_ask(desk, browse):
    decision = ruled(browse(desk["mo"]), desk["case"], "publish")
    cora = browse(desk["cora"])
    assert ASK not in page(cora, decision)
    assert appeal(cora, decision).status_code == 409


def test_a_report_answered_with_it_stands_leaves_the_note_open_to_asking(desk, browse):
    decision = against(desk, browse, "publish_with_note")
    browse(make_member()).post(f"/posts/{decision.post_id}/report", data={"reason": "harm"})
    ruled(browse(desk["ann"]), newest(Case), "uphold", reason="A report that changes nothing.")
    cora = browse(desk["cora"])
    seen = page(cora, decision)
    assert "A report that changes nothing." not in seen
    assert ASK in seen
    assert appeal(cora, decision).status_code == 303


def test_an_appeal_of_words_that_are_reported_too_joins_that_case(desk, browse):
    decision = against(desk, browse, "publish_with_note")
    ben = make_member("Ben")
    browse(ben).post(f"/posts/{decision.post_id}/report", data={"reason": "harm"})
    reported = newest(Case)
    appeal(browse(desk["cora"]), decision)
    assert newest(Case).id == reported.id
    assert newest(Appeal).case_id == reported.id
    assert rule(browse(desk["mo"]), reported, "uphold").status_code == 422
    ruled(browse(desk["ann"]), reported, "uphold")
    assert "what was decided stands" in words(browse(desk["cora"]).get("/you/notices"))
    assert "It stays" in words(browse(ben).get("/you/notices"))


def test_taking_the_words_down_ends_the_appeal(desk, browse):
    decision, cora = against(desk, browse, "reword"), browse(desk["cora"])
    appeal(cora, decision)
    cora.post(f"/posts/{decision.post_id}/withdraw")
    assert newest(Case).closed_at is not None
    seen = page(cora, decision)
    assert "You have taken this down." in seen
    assert "Another moderator will look" not in seen


# Danger.

PLEA = "I can't swallow and my breathing is getting worse"


def test_a_plea_in_an_appeal_gets_help_and_goes_first(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    answer = appeal(cora, decision, PLEA)
    assert "call your local emergency number now" in words(cora.get(answer.location))
    assert newest(Case).level is Level.URGENT
    assert db.session.query(OutboxMessage).filter_by(message="urgent_case").count() == 2


def test_a_plea_after_an_appeal_is_heard_although_one_has_asked_already(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    appeal(cora, decision)
    assert appeal(cora, decision, PLEA).status_code == 303
    case = newest(Case)
    assert (case.level, newest(Appeal).case_id) == (Level.URGENT, case.id)
    seen = words(browse(desk["ann"]).get(f"/desk/cases/{case.id}"))
    assert "my breathing is getting worse" in seen
    assert "Only" not in newest(Appeal).words
    # Also when it was answered already.
    ruled(browse(desk["ann"]), case, "uphold")
    assert appeal(cora, decision, f"{PLEA}, again today").status_code == 303
    assert newest(Case).level is Level.URGENT
    assert newest(Case).closed_at is None


@pytest.mark.parametrize("text", [PLEA + " x" * 1_000, PLEA])
def test_words_of_danger_are_answered_whatever_keeps_them_from_being_sent(desk, browse, text):
    decision, cora = against(desk, browse), browse(desk["cora"])
    ago(decision, days=31)
    answer = appeal(cora, decision, text)
    assert answer.status_code in {409, 422}
    assert "call your local emergency number now" in words(answer)
    assert text in answer.text.replace("&#39;", "'")


# Whose it is, and bad input.


def test_only_the_author_asks(desk, browse):
    decision = against(desk, browse, "publish_with_note")
    for person in (make_member("Ben"), desk["mo"]):
        browser = browse(person)
        assert browser.get(f"/posts/{decision.post_id}/appeal").status_code == 404
        assert appeal(browser, decision).status_code == 404
        with pytest.raises(NotFound), unit_of_work(begin=False):
            appeals.ask(person, decision.post_id, decision.id, WORDS)
    assert db.session.query(Appeal).count() == 0


def test_a_decision_about_other_words_is_not_found(desk, browse):
    decision = against(desk, browse)
    other = make_post(newest(Post).thread_id, desk["cora"])
    cora = browse(desk["cora"])
    for number in (decision.id, 999_999_999, "x", "", -1, 2**40):
        data = {"decision": number, "words": WORDS}
        answer = cora.post(f"/posts/{other.id}/appeal", data=data)
        assert answer.status_code == 404, number
    assert db.session.query(Appeal).count() == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Please write what you see differently."),
        (" \n ", "Please write what you see differently."),
        ("x" * 2_001, "Please keep it under 2,000 letters."),
    ],
)
def test_an_appeal_that_is_not_right_comes_back_with_what_to_do(desk, browse, text, message):
    decision = against(desk, browse)
    answer = appeal(browse(desk["cora"]), decision, text)
    assert answer.status_code == 422
    assert message in words(answer)
    assert text in answer.text
    assert db.session.query(Appeal).count() == 0


def test_two_thousand_letters_are_enough(desk, browse):
    decision = against(desk, browse)
    assert appeal(browse(desk["cora"]), decision, "x" * 2_000).status_code == 303


def test_asking_too_often_loses_nothing(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    for _ in range(10):
        appeal(cora, decision)
    answer = appeal(cora, decision, "My long words.")
    assert answer.status_code == 429
    assert "My long words." in answer.text


def test_who_cannot_write_for_a_time_reads_why_and_can_ask_all_the_same(desk, browse):
    decision, cora = against(desk, browse), browse(desk["cora"])
    data = {"length": "pause-7", "restrict_reason": "Please take a rest."}
    answer = browse(desk["mo"]).post(f"/desk/cases/{decision.case_id}/restrict", data=data)
    assert answer.status_code == 303
    news = cora.get("/you/notices")
    assert "A moderator decided whether you can write here" in words(news)
    assert 'href="/you/pause"' in news.text
    assert "You can read here, but not write for now." in page(cora, decision)
    assert appeal(cora, decision).status_code == 303
    assert "Another moderator will look" in page(cora, decision)


def test_a_guest_is_told_whom_to_write_to(app, client, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    write(client, thread_of(make_article()), "Stop your Mestinon, all of you.")
    client.post(link_in("confirm_comment"))
    decision = ruled(browse(mo), newest(Case), "remove", message="It could harm.")
    body = mail_of(decision).body
    assert "You see it differently? Write to us:" in body
    assert "/contact" in body
    assert "/decision" not in body


def test_the_page_takes_few_statements_whatever_was_decided_before(desk, browse, count_statements):
    decision, cora = against(desk, browse), browse(desk["cora"])
    few = count_statements(lambda: page(cora, decision))
    appeal(cora, decision)
    ruled(browse(desk["ann"]), newest(Case), "uphold")
    for _ in range(3):
        browse(desk["ann"]).post(f"/desk/cases/{newest(Case).id}/reopen")
        ruled(browse(desk["ann"]), newest(Case), "remove", message="x")
    last = newest(Decision)
    assert count_statements(lambda: page(cora, last)) <= few
