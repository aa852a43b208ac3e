"""Asking a clinician reviewer: what they see, what they do not, and how the answer is signed."""

from __future__ import annotations

import re

import pytest

from forum.extensions import db
from forum.models import (
    AuditEntry,
    Case,
    Consultation,
    OutboxMessage,
    Post,
    Role,
)
from forum.moderation import member_notes
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import ADVICE, held_case, newest, ruled


@pytest.fixture
def desk(app, browse):
    """Cora's advice, reported by Ben; Mo moderates, Rosa is a clinician reviewer."""
    people = {
        "cora": make_member("Cora"),
        "ben": make_member("Ben"),
        "mo": make_member("Mo", role=Role.MODERATOR),
        "rosa": make_member("Rosa", role=Role.REVIEWER),
        "thread": thread_of(make_article()),
    }
    people["case"] = held_case(browse(people["cora"]), people["thread"], ADVICE)
    return people


def refer(browser, case, question="Is a sudden stop dangerous?"):
    return browser.post(f"/desk/cases/{case.id}/refer", data={"referral": question})


@pytest.fixture
def referred(desk, browse):
    assert refer(browse(desk["mo"]), desk["case"]).status_code == 303
    desk["question"] = newest(Consultation)
    desk["url"] = f"/desk/referred/{desk['question'].id}"
    return desk


def test_the_case_stays_open_and_reviewers_get_a_mail_that_tells_nothing(referred):
    mail = db.session.query(OutboxMessage).filter_by(message="referred").one()
    assert mail.recipient == "rosa@example.org"
    assert referred["url"] in mail.body
    for secret in ("Cora", "Mestinon", "sudden", "Mo"):
        assert secret not in mail.body + mail.subject
    assert newest(Case).closed_at is None
    assert db.session.query(AuditEntry).filter_by(kind="asked").count() == 1


def test_a_reviewer_sees_words_finding_treatment_and_question_and_nobody_else(referred, browse):
    with unit_of_work(begin=False):
        member_notes.add(referred["mo"], referred["cora"].id, "A note that is not for reviewers")
    rosa = browse(referred["rosa"])
    assert "Is a sudden stop dangerous?" in words(rosa.get("/desk/referred"))
    page = rosa.get(referred["url"])
    for part in ("Stop your Mestinon", "stopping or changing a treatment", "Is a sudden stop"):
        assert part in re.sub(r"\s+\d\s+", " ", words(page))
    for hidden in ("Cora", "Ben", "A note that is not", f"/desk/cases/{referred['case'].id}"):
        assert hidden not in page.text


def test_the_answer_is_signed_with_role_and_verified_only_if_checked(referred, browse):
    answer = browse(referred["rosa"]).post(
        referred["url"], data={"answer": "Yes: a crisis can follow.", "sources": "A label, 2020"}
    )
    assert answer.location == "/desk/referred?notice=answered"
    page = words(browse(referred["mo"]).get(f"/desk/cases/{referred['case'].id}"))
    assert "Yes: a crisis can follow." in page
    assert "A label, 2020" in page
    assert "Rosa, clinician reviewer" in page
    assert "verified" not in page
    assert newest(Case).closed_at is None
    ula = make_member("Ula", role=Role.REVIEWER, clinician_verified=True)
    refer(browse(referred["mo"]), referred["case"], "And slowly?")
    second = newest(Consultation).id
    browse(ula).post(f"/desk/referred/{second}", data={"answer": "Less so."})
    page = words(browse(referred["mo"]).get(f"/desk/cases/{referred['case'].id}"))
    assert "Ula, clinician reviewer, verified" in page
    # What was answered is no longer open to reviewers.
    assert browse(referred["rosa"]).get(referred["url"]).status_code == 404


def test_an_admin_who_answers_is_not_called_a_clinician(referred, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    assert browse(ada).post(referred["url"], data={"answer": "I looked it up."}).status_code == 303
    page = words(browse(referred["mo"]).get(f"/desk/cases/{referred['case'].id}"))
    assert "Ada, admin, not a clinician" in page


def test_bad_answers_come_back_and_nothing_is_lost(referred, browse):
    rosa = browse(referred["rosa"])
    assert rosa.post(referred["url"], data={"answer": " "}).status_code == 422
    huge = rosa.post(referred["url"], data={"answer": "Long. " * 500})
    assert huge.status_code == 422
    assert "Long. Long." in huge.text
    many = rosa.post(referred["url"], data={"answer": "Short.", "sources": "s " * 800})
    assert many.status_code == 422
    assert "Short." in many.text
    first = browse(make_member("Ula", role=Role.REVIEWER))
    assert first.post(referred["url"], data={"answer": "Mine."}).status_code == 303
    late = rosa.post(referred["url"], data={"answer": "My careful words."})
    assert late.status_code == 409
    assert "My careful words." in late.text
    assert newest(Consultation).answer == "Mine."


def test_a_decided_case_leaves_the_list_of_reviewers(referred, browse):
    ruled(browse(referred["mo"]), referred["case"], "remove", message="x")
    rosa = browse(referred["rosa"])
    assert "Nobody waits for your answer." in words(rosa.get("/desk/referred"))
    assert rosa.get(referred["url"]).status_code == 404


def test_where_no_reviewer_exists_there_is_a_sentence_and_no_button(app, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    make_member("Ada", role=Role.ADMIN)
    case = held_case(browse(make_member("Cora")), thread_of(make_article()))
    page = browse(mo).get(f"/desk/cases/{case.id}")
    assert "There is no clinician reviewer here" in words(page)
    assert f"/desk/cases/{case.id}/refer" not in page.text
    answer = refer(browse(mo), case, "Anybody?")
    assert answer.status_code == 422
    assert "Anybody?" in answer.text


def test_a_reviewer_finds_nothing_else_at_the_desk(app, desk, browse):
    rosa = browse(desk["rosa"])
    asked = 0
    for route in app.url_map.iter_rules():
        if not route.rule.startswith("/desk") or route.endpoint.startswith("desk_referred."):
            continue
        path = re.sub(r"<(?:any\(([a-z_]+)[^>]*|[^>]*)>", lambda m: m[1] or "1", route.rule)
        for method in route.methods - {"HEAD", "OPTIONS"}:
            answer = rosa.get(path) if method == "GET" else rosa.post(path, data={"x": "1"})
            assert answer.status_code == 404, route
            asked += 1
    assert asked > 30


def test_a_reviewer_is_not_asked_about_their_own_words_and_others_not_at_all(desk, browse):
    own = held_case(browse(desk["rosa"]), desk["thread"], "Stop your IVIG, all of you, now.")
    answer = refer(browse(desk["mo"]), own, "Is it so?")
    assert answer.status_code == 422, "the only reviewer wrote it"
    make_member("Ula", role=Role.REVIEWER)
    assert refer(browse(desk["mo"]), own, "Is it so?").status_code == 303
    question = newest(Consultation).id
    rosa = browse(desk["rosa"])
    assert "Is it so?" not in words(rosa.get("/desk/referred"))
    assert rosa.get(f"/desk/referred/{question}").status_code == 404
    reply = {"answer": "It is."}
    assert rosa.post(f"/desk/referred/{question}", data=reply).status_code == 404
    for name in ("cora", "mo"):
        other = browse(desk[name])
        assert other.get("/desk/referred").status_code == 404
        assert other.post(f"/desk/referred/{question}", data=reply).status_code == 404
    assert browse(desk["mo"]).post(f"/desk/asked/{question}/answer", data=reply).status_code == 404
    assert newest(Consultation).answered_at is None


def test_asking_again_while_one_waits_keeps_the_words(referred, browse):
    again = refer(browse(referred["mo"]), referred["case"], "One more thing")
    assert again.status_code == 409
    assert "One more thing" in again.text
    assert refer(browse(referred["mo"]), referred["case"], "").status_code == 422
    assert db.session.query(Consultation).count() == 1
    assert newest(Post).open_case
