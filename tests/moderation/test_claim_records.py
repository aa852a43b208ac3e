"""Claim records: exact words of a post, what a moderator says of them, and what came of it."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import AuditEntry, AuditWords, ClaimRecord, Post, Role
from forum.moderation.claim_records import place_of
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import ADVICE, held_case, newest, ruled


def mark(browser, case, said, **values):
    data = {
        "words": said,
        "version": 1,
        "kind": "directive",
        "harm": "grave",
        "evidence": "against",
        **values,
    }
    return browser.post(f"/desk/cases/{case.id}/records", data=data)


def test_marked_words_are_kept_with_what_the_program_knows(desk, browse):
    mo = browse(desk["mo"])
    answer = mark(mo, desk["case"], "Stop your Mestinon")
    assert answer.status_code == 303
    record = newest(ClaimRecord)
    assert (record.words, record.kind, record.harm) == ("Stop your Mestinon", "directive", "grave")
    assert (record.category, record.treatment) == ("stop_or_change_treatment", "pyridostigmine")
    seen = words(mo.get(f"/desk/cases/{desk['case'].id}"))
    assert "“Stop your Mestinon” Telling others what to do. Harm: Grave" in seen
    assert "Good sources speak against it. Treatment: pyridostigmine." in seen
    assert db.session.query(AuditEntry).filter_by(kind="claim_marked").count() == 1


def test_the_box_begins_with_the_words_of_the_first_finding(desk, browse):
    text = browse(desk["mo"]).get(f"/desk/cases/{desk['case'].id}").text
    box = text[text.index('<textarea id="words"') :]
    assert box[: box.index("</textarea>")].split(">", 1)[1].strip() in ADVICE


def test_blanks_and_line_ends_may_differ_and_the_exact_words_are_kept(desk, browse):
    assert mark(browse(desk["mo"]), desk["case"], "  all\r\n of   you. I did ").status_code == 303
    assert newest(ClaimRecord).words == "all of you. I did"


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("", "Please give the words that you mean"),
        ("   \n ", "Please give the words that you mean"),
        ("Stop your Imuran", "These words do not stand in the post"),
        ("stop your mestinon", "These words do not stand in the post"),
        ("x" * 3_000, "Please mark fewer words"),
        (".*", "These words do not stand in the post"),
    ],
)
def test_words_that_do_not_stand_there_are_asked_again_and_not_lost(desk, browse, said, complaint):
    answer = mark(browse(desk["mo"]), desk["case"], said)
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert said.strip() in answer.text
    assert "<details open>" in answer.text
    assert db.session.query(ClaimRecord).count() == 0


@pytest.mark.parametrize("field", ["kind", "harm", "evidence"])
@pytest.mark.parametrize("value", ["", "deadly"])
def test_every_part_must_be_chosen(desk, browse, field, value):
    answer = mark(browse(desk["mo"]), desk["case"], "Stop your", **{field: value})
    assert answer.status_code == 422
    assert "Please choose one." in words(answer)
    assert "Stop your</textarea>" in answer.text
    assert db.session.query(ClaimRecord).count() == 0


def test_words_that_the_author_has_changed_meanwhile_are_told_of(desk, browse):
    post = newest(Post)
    data = {"words": "I stopped Mestinon and was sorry.", "version": 1, "audience": "members"}
    browse(desk["cora"]).post(f"/posts/{post.id}/edit", data=data)
    answer = mark(browse(desk["mo"]), desk["case"], "Stop your Mestinon")
    assert answer.status_code == 422
    assert "The author has changed the words since you read them" in words(answer)
    assert mark(browse(desk["mo"]), desk["case"], "I stopped Mestinon").status_code == 303
    assert newest(ClaimRecord).post_version == 2


def test_the_same_words_twice_by_one_moderator_are_one_record(desk, browse):
    mo = browse(desk["mo"])
    mark(mo, desk["case"], "Stop your Mestinon")
    answer = mark(mo, desk["case"], "Stop your Mestinon", harm="low")
    assert answer.status_code == 422
    assert "You have marked these words already." in words(answer)
    assert mark(browse(desk["ann"]), desk["case"], "Stop your Mestinon").status_code == 303
    assert db.session.query(ClaimRecord).count() == 2


def test_a_claim_can_be_marked_after_the_decision_and_shows_what_came_of_it(desk, browse):
    mo = browse(desk["mo"])
    ruled(mo, desk["case"], "remove", message="x")
    assert mark(mo, desk["case"], "Stop your Mestinon").status_code == 303
    assert "Treatment: pyridostigmine. Removed." in words(mo.get(f"/desk/cases/{desk['case'].id}"))


def test_only_who_made_a_record_takes_it_out_and_both_are_in_the_trail(desk, browse):
    mark(browse(desk["mo"]), desk["case"], "Stop your Mestinon")
    record = newest(ClaimRecord)
    ann = browse(desk["ann"])
    assert "Take this record out" not in words(ann.get(f"/desk/cases/{desk['case'].id}"))
    assert ann.post(f"/desk/records/{record.id}/remove").status_code == 404
    mo = browse(desk["mo"])
    assert mo.post(f"/desk/records/{record.id}/remove").status_code == 303
    assert db.session.query(ClaimRecord).count() == 0
    assert mo.post(f"/desk/records/{record.id}/remove").status_code == 404
    kinds = [entry.kind for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert kinds[-2:] == ["claim_marked", "claim_taken_out"]
    last = db.session.query(AuditWords).order_by(AuditWords.number.desc()).first()
    assert last.words["words"] == "Stop your Mestinon"
    assert last.member_id == desk["cora"].id


def test_claims_in_words_like_these_are_shown_the_same_treatment_first(desk, browse):
    mo, cora = browse(desk["mo"]), browse(desk["cora"])
    mark(mo, desk["case"], "Stop your Mestinon")
    other = held_case(cora, desk["thread"], "Stop your Imuran, all of you. I am cured now.")
    mark(mo, other, "Stop your Imuran")
    third = held_case(cora, desk["thread"], "Stop taking Mestinon, everybody should do that now.")
    seen = words(mo.get(f"/desk/cases/{third.id}"))
    similar = seen[seen.index("Claims marked in words like these") :]
    assert similar.index("“Stop your Mestinon”") < similar.index("“Stop your Imuran”")
    own = words(mo.get(f"/desk/cases/{desk['case'].id}"))
    own = own[own.index("Claims marked in words like these") :]
    assert "“Stop your Mestinon”" not in own[: own.index("Mark a claim")]


def test_a_case_takes_twenty_records_and_no_more(desk, browse):
    mo = browse(desk["mo"])
    for number in range(1, 21):
        assert mark(mo, desk["case"], ADVICE[:number].strip() + "").status_code in {303, 422}
    while db.session.query(ClaimRecord).count() < 20:
        start = db.session.query(ClaimRecord).count() + 5
        assert mark(mo, desk["case"], ADVICE[start : start + 9]).status_code == 303
    answer = mark(mo, desk["case"], ADVICE)
    assert answer.status_code == 422
    assert "20 marked claims already" in words(answer)


def test_nobody_marks_claims_in_their_own_words(app, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    make_member("Ann", role=Role.MODERATOR)
    case = held_case(browse(mo), thread_of(make_article()))
    assert "Mark a claim" not in words(browse(mo).get(f"/desk/cases/{case.id}"))
    assert mark(browse(mo), case, "Stop your Mestinon").status_code == 404
    assert mark(browse(mo), newest(type(case)), "x").status_code == 404


def test_a_place_is_found_whatever_the_blanks():
    assert place_of("two  words", "here two\nwords stand") == (5, 14)
    assert place_of("", "text") is None
    assert place_of("a+b", "aab a+b") == (4, 7)
    assert place_of("x " * 5_000, "x " * 5_000) is not None
