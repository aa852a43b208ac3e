"""A second person: asked before the gravest things are done, or simply for advice."""

from __future__ import annotations

import pytest

from forum import audit
from forum.extensions import db
from forum.models import (
    AuditEntry,
    Case,
    Consultation,
    Decision,
    OutboxMessage,
    Post,
    PostState,
    Role,
)
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import held_case, is_with, newest, rule, ruled
from tests.publishing.test_at_once import at_once

PLEA = "I can't swallow and my breathing is getting worse"


@pytest.fixture
def desk(app, browse):
    """Cora's plea; Mo, Nia and Ann moderate."""
    people = {"cora": make_member("Cora")}
    for name in ("Mo", "Nia", "Ann"):
        people[name.lower()] = make_member(name, role=Role.MODERATOR)
    people["thread"] = thread_of(make_article())
    people["case"] = held_case(browse(people["cora"]), people["thread"], PLEA)
    return people


@pytest.fixture
def proposed(desk, browse):
    """Mo wants it removed; the question to the others."""
    answer = rule(
        browse(desk["mo"]),
        desk["case"],
        "remove",
        reason="It tells where.",
        message="We are sorry.",
    )
    assert answer.status_code == 303
    desk["question"] = newest(Consultation)
    return desk


def case_page(browser, desk):
    return words(browser.get(f"/desk/cases/{desk['case'].id}"))


def agree(browser, desk, version=1):
    url = f"/desk/asked/{desk['question'].id}/agree"
    return browser.post(url, data={"read_version": version})


def kinds():
    return [row.kind for row in db.session.query(AuditEntry).order_by(AuditEntry.number)]


def test_the_others_are_called_with_a_mail_that_tells_nothing(proposed):
    mails = db.session.query(OutboxMessage).filter_by(message="second_opinion").all()
    assert sorted(mail.recipient for mail in mails) == ["ann@example.org", "nia@example.org"]
    for mail in mails:
        assert f"/desk/cases/{proposed['case'].id}" in mail.body
        for secret in ("Cora", "Mo", "swallow", "tells where", "sorry", "emov"):
            assert secret not in mail.body + mail.subject
    assert "asked" in kinds()


def test_the_case_page_says_who_asks_what_and_why_and_the_list_holds_it(proposed, browse):
    page = case_page(browse(proposed["nia"]), proposed)
    for part in ("Mo proposes", "Remove the post", "It tells where.", "We are sorry.", "I agree"):
        assert part in page
    assert "Take the question back" not in page
    listed = words(browse(proposed["nia"]).get("/desk/asked"))
    assert f"Case {proposed['case'].id}" in listed
    assert "Mo proposes" in listed
    own = case_page(browse(proposed["mo"]), proposed)
    assert "I agree" not in own
    assert "It waits for an answer." in own
    assert "Take the question back" in own


def test_the_second_person_carries_it_out_and_both_stand_in_the_record(proposed, browse):
    nia = browse(proposed["nia"])
    # Who asked has the page open again: that must not hold the second person back.
    browse(proposed["mo"]).get(f"/desk/cases/{proposed['case'].id}")
    answer = agree(nia, proposed)
    assert answer.status_code == 303
    decision = newest(Decision)
    assert (decision.actor_id, decision.proposed_by_id) == (proposed["nia"].id, proposed["mo"].id)
    assert (decision.reason, decision.message) == ("It tells where.", "We are sorry.")
    assert newest(Post).state is PostState.REMOVED
    assert newest(Case).closed_at is not None
    assert newest(Consultation).agrees is True
    assert db.session.query(OutboxMessage).filter_by(message="decided").one()
    page = words(nia.get(answer.location))
    assert "Nia agreed, and it was done." in page
    assert "You can take it back for ten minutes." in page
    assert "agreed" in kinds()
    assert audit.verify().problems == []


def test_what_two_agreed_on_can_be_undone_and_is_asked_anew(proposed, browse):
    nia = browse(proposed["nia"])
    agree(nia, proposed)
    assert nia.post(f"/desk/decisions/{newest(Decision).id}/undo").status_code == 303
    assert newest(Post).state is PostState.PUBLISHED
    assert agree(browse(proposed["ann"]), proposed).status_code == 409
    assert newest(Post).state is PostState.PUBLISHED
    assert rule(browse(proposed["mo"]), proposed["case"], "remove").status_code == 303
    assert db.session.query(Consultation).count() == 2


def test_nobody_agrees_to_their_own_proposal(proposed, browse):
    answer = agree(browse(proposed["mo"]), proposed)
    assert answer.status_code == 422
    assert "You asked this yourself" in words(answer)
    assert newest(Post).state is PostState.PUBLISHED
    assert newest(Consultation).answered_at is None


def test_moved_text_ends_the_proposal_and_shows_the_new_words(proposed, browse):
    post = newest(Post)
    edit = {"words": PLEA + ". My son is with me now.", "version": 1, "audience": "members"}
    assert browse(proposed["cora"]).post(f"/posts/{post.id}/edit", data=edit).status_code == 303
    for version in (1, 2):
        answer = agree(browse(proposed["nia"]), proposed, version)
        assert answer.status_code == 409
        assert "The author has changed the words" in words(answer)
        assert "My son is with me now." in words(answer)
    assert newest(Post).state is PostState.PUBLISHED
    assert "It ended by itself" in case_page(browse(proposed["mo"]), proposed)
    assert "question_ended" in kinds()
    # The new words can be proposed anew.
    assert rule(browse(proposed["mo"]), proposed["case"], "remove", version=2).status_code == 303
    assert agree(browse(proposed["nia"]), {"question": newest(Consultation)}, 2).status_code == 303


@pytest.mark.parametrize("version", ["", "0", "2", "x", "99999999999999999999"])
def test_a_version_that_was_not_read_is_refused(proposed, browse, version):
    assert agree(browse(proposed["nia"]), proposed, version).status_code == 409
    assert newest(Post).state is PostState.PUBLISHED


def test_no_needs_a_reason_changes_nothing_and_the_asker_reads_it(proposed, browse):
    nia, url = browse(proposed["nia"]), f"/desk/asked/{proposed['question'].id}/disagree"
    empty = nia.post(url, data={"answer": "  "})
    assert empty.status_code == 422
    assert "Please write why you do not agree." in words(empty)
    huge = nia.post(url, data={"answer": "Too long. " * 300})
    assert huge.status_code == 422
    assert huge.text.count("Too long. ") >= 300
    assert nia.post(url, data={"answer": "She asks for help."}).status_code == 303
    assert newest(Post).state is PostState.PUBLISHED
    assert newest(Case).closed_at is None
    told = words(browse(proposed["mo"]).get("/desk/asked"))
    assert "Nia did not agree." in told
    assert "She asks for help." in told
    assert agree(browse(proposed["ann"]), proposed).status_code == 409


def test_two_answers_at_once_are_one_and_the_other_is_told(app, proposed, browse):
    nia, ann = browse(proposed["nia"]), browse(proposed["ann"])
    url = f"/desk/asked/{proposed['question'].id}"
    answers = at_once(
        app,
        lambda: nia.post(f"{url}/agree", data={"read_version": 1}),
        lambda: ann.post(f"{url}/disagree", data={"answer": "Leave it, please."}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    removed = newest(Post).state is PostState.REMOVED
    assert newest(Consultation).agrees is removed
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert "Somebody else has answered this already" in words(lost)
    if removed:
        assert "Leave it, please." in lost.text


def test_who_has_the_case_open_is_not_overtaken(proposed, browse):
    is_with(proposed["case"], proposed["ann"])
    answer = agree(browse(proposed["nia"]), proposed)
    assert answer.status_code == 409
    assert "Ann has this case open" in words(answer)


def test_a_case_decided_otherwise_needs_no_answer(proposed, browse):
    ruled(browse(proposed["ann"]), proposed["case"], "publish")
    assert agree(browse(proposed["nia"]), proposed).status_code == 409
    assert newest(Post).state is PostState.PUBLISHED
    assert "Nobody waits for an answer." in words(browse(proposed["nia"]).get("/desk/asked"))
    assert "so nobody needs to answer" in case_page(browse(proposed["nia"]), proposed)


def test_a_question_is_taken_back_by_who_asked_only(proposed, browse):
    url = f"/desk/asked/{proposed['question'].id}/withdraw"
    assert browse(proposed["nia"]).post(url).status_code == 404
    mo = browse(proposed["mo"])
    assert mo.post(url).status_code == 303
    assert mo.post(url).status_code == 409
    answer = agree(browse(proposed["nia"]), proposed)
    assert answer.status_code == 409
    assert "taken back" in words(answer)


def test_a_plain_question_is_answered_in_words_once(desk, browse):
    mo, nia = browse(desk["mo"]), browse(desk["nia"])
    url = f"/desk/cases/{desk['case'].id}/ask"
    assert "Ask another moderator" in words(mo.get(url))
    assert mo.post(url, data={"question": " "}).status_code == 422
    huge = mo.post(url, data={"question": "Why? " * 500})
    assert huge.status_code == 422
    assert "Why? Why?" in huge.text
    assert mo.post(url, data={"question": "Is she known to us?"}).status_code == 303
    again = mo.post(url, data={"question": "And another thing"})
    assert again.status_code == 409
    assert "And another thing" in again.text
    asked = newest(Consultation)
    page = case_page(nia, desk)
    assert "Is she known to us?" in page
    assert "I agree" not in page
    # What proposes nothing cannot be agreed to.
    assert nia.post(f"/desk/asked/{asked.id}/agree", data={"read_version": 1}).status_code == 404
    reply = f"/desk/asked/{asked.id}/answer"
    assert nia.post(reply, data={"answer": ""}).status_code == 422
    assert mo.post(reply, data={"answer": "I answer myself"}).status_code == 404
    assert nia.post(reply, data={"answer": "<b>Yes</b>, for years."}).status_code == 303
    late = browse(desk["ann"]).post(reply, data={"answer": "My own answer"})
    assert late.status_code == 409
    assert "My own answer" in late.text
    shown = mo.get(f"/desk/cases/{desk['case'].id}").text
    assert "&lt;b&gt;Yes&lt;/b&gt;, for years." in shown
    assert newest(Case).closed_at is None
    assert newest(Post).state is PostState.PUBLISHED


def test_with_nobody_to_ask_the_page_says_so(app, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    case = held_case(browse(make_member("Cora")), thread_of(make_article()))
    page = words(browse(mo).get(f"/desk/cases/{case.id}"))
    assert "There is no other moderator whom you could ask." in page
    answer = browse(mo).post(f"/desk/cases/{case.id}/ask", data={"question": "Anybody?"})
    assert answer.status_code == 422
    assert "Anybody?" in answer.text
    assert db.session.query(Consultation).count() == 0


def test_questions_are_for_moderators_and_not_for_whom_the_case_is_about(desk, browse):
    own = held_case(browse(desk["nia"]), desk["thread"], "Stop your Mestinon, all of you.")
    nia, mo = browse(desk["nia"]), browse(desk["mo"])
    assert nia.get(f"/desk/cases/{own.id}/ask").status_code == 404
    assert nia.post(f"/desk/cases/{own.id}/ask", data={"question": "Me?"}).status_code == 404
    assert mo.post(f"/desk/cases/{own.id}/ask", data={"question": "Her?"}).status_code == 303
    asked = newest(Consultation)
    mails = db.session.query(OutboxMessage).filter_by(message="second_opinion").all()
    assert [mail.recipient for mail in mails] == ["ann@example.org"]
    reply = {"answer": "I am fine."}
    assert nia.post(f"/desk/asked/{asked.id}/answer", data=reply).status_code == 404
    cora = browse(desk["cora"])
    for path in ("agree", "disagree", "answer", "withdraw"):
        assert cora.post(f"/desk/asked/{asked.id}/{path}", data=reply).status_code == 404
        assert mo.post(f"/desk/asked/999/{path}", data=reply).status_code == 404
    assert cora.get("/desk/asked").status_code == 404
