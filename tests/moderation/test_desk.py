"""The desk: what a volunteer sees and rules, and what the others learn of it."""

from __future__ import annotations

import pytest

from forum.extensions import db
from forum.models import (
    Case,
    ContextNote,
    Decision,
    Level,
    Notification,
    OutboxMessage,
    Post,
    PostState,
    Report,
    Role,
)
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.publishing.test_road import send

ADVICE = "Stop your Mestinon, all of you. I did and I am cured."


@pytest.fixture
def held(app, browse):
    """Cora's advice under IVIG, held; Mo is a moderator."""
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    send(browse(cora), thread, ADVICE, asked="1")
    case = db.session.query(Case).one()
    db.session.expunge_all()
    return {"cora": cora, "mo": mo, "thread": thread, "case": case}


def rule(browser, case, outcome, version=1, **values):
    data = {"version": version, "reason": "Read by a moderator.", **values}
    return browser.post(f"/desk/cases/{case.id}/{outcome}", data=data)


def test_the_desk_shows_the_words_marked_with_reason_and_source(held, browse):
    page = browse(held["mo"]).get(f"/desk/cases/{held['case'].id}")
    assert "<mark>" in page.text
    assert "Is this safe to show?" in words(page)
    assert "stopping or changing a treatment" in words(page)
    assert "Under the article" in words(page)
    assert "Nothing was ruled about this author before." in words(page)


def test_first_look_is_remembered(held, browse):
    browse(held["mo"]).get(f"/desk/cases/{held['case'].id}")
    assert db.session.query(Case).one().seen_by_id == held["mo"].id


def test_published_with_a_note_the_note_is_signed_sourced_and_shown(held, browse):
    ben = make_member("Ben")
    answer = rule(
        browse(held["mo"]),
        held["case"],
        "publish_with_note",
        note="Please do not stop a medicine on your own.",
        source_title="Information sheet on pyridostigmine",
        source_url="https://example.org/sheet",
    )
    assert answer.status_code == 303
    page = words(browse(ben).get(f"/threads/{held['thread'].id}"))
    assert ADVICE in page
    assert "Please do not stop a medicine on your own." in page
    assert "Mo, moderator" in page
    assert "Information sheet on pyridostigmine" in page
    assert db.session.query(ContextNote).count() == 1


@pytest.mark.parametrize(
    ("outcome", "values", "state", "mail"),
    [
        ("publish", {}, PostState.PUBLISHED, "Everybody you wrote them for can see them now"),
        (
            "reword",
            {"message": "Could you say it as your own story?"},
            PostState.RETURNED,
            "as your own story",
        ),
        ("remove", {"message": "This could harm."}, PostState.REMOVED, "taken your words down"),
    ],
)
def test_the_author_hears_in_the_app_and_by_mail(held, browse, outcome, values, state, mail):
    assert rule(browse(held["mo"]), held["case"], outcome, **values).status_code == 303
    post = db.session.query(Post).one()
    assert post.state is state
    assert not post.open_case
    sent = db.session.query(OutboxMessage).filter_by(message="decided").one()
    assert mail in sent.body
    assert "Mestinon" not in sent.body + sent.subject
    news = db.session.query(Notification).filter_by(kind="decided").one()
    assert news.member_id == held["cora"].id
    decision = db.session.query(Decision).filter_by(actor_id=held["mo"].id).one()
    assert (decision.old_state, decision.new_state) == ("held", state.value)
    assert "About your words" in words(browse(held["cora"]).get(f"/posts/{post.id}/decision"))


def test_a_decision_without_reason_or_note_without_source_is_asked_again_and_nothing_is_lost(
    held, browse
):
    mo = browse(held["mo"])
    answer = rule(mo, held["case"], "publish_with_note", note="My long note.", reason="")
    assert answer.status_code == 422
    assert "My long note." in answer.text
    assert "Please write the reason" in words(answer)
    answer = rule(mo, held["case"], "publish_with_note", note="My long note.")
    assert answer.status_code == 422
    assert "name a source" in words(answer)
    assert db.session.query(Post).one().state is PostState.HELD


def test_moved_text_is_answered_with_409_and_the_new_text(held, browse):
    post = db.session.query(Post).one()
    db.session.expunge_all()
    edit = {
        "words": "I stopped Mestinon and was sorry. Ask your doctor.",
        "version": 1,
        "audience": "members",
        "asked": "1",
    }
    assert browse(held["cora"]).post(f"/posts/{post.id}/edit", data=edit).status_code == 303
    answer = rule(browse(held["mo"]), held["case"], "publish", version=1)
    assert answer.status_code == 409
    assert "I stopped Mestinon and was sorry" in words(answer)
    assert "The author has changed the words" in words(answer)
    assert db.session.query(Decision).filter_by(actor_id=held["mo"].id).count() == 0


def test_a_case_decided_by_another_moderator_is_not_decided_twice(held, browse):
    other = make_member("Nia", role=Role.MODERATOR)
    assert rule(browse(held["mo"]), held["case"], "publish").status_code == 303
    answer = rule(browse(other), held["case"], "remove", message="x")
    assert answer.status_code == 409
    assert "decided already" in words(answer)
    assert db.session.query(Post).one().state is PostState.PUBLISHED


def test_nobody_rules_on_their_own_post(app, browse):
    mo, nia = make_member("Mo", role=Role.MODERATOR), make_member("Nia", role=Role.MODERATOR)
    assert nia
    send(browse(mo), thread_of(make_article()), ADVICE, asked="1")
    case = db.session.query(Case).one()
    db.session.expunge_all()
    assert "These are your own words" in words(browse(mo).get(f"/desk/cases/{case.id}"))
    assert rule(browse(mo), case, "publish").status_code == 404
    assert db.session.query(Post).one().state is PostState.HELD


def test_on_a_site_of_one_an_admin_may_and_the_row_says_so(app, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    send(browse(ada), thread_of(make_article()), ADVICE, asked="1")
    case = db.session.query(Case).one()
    db.session.expunge_all()
    assert rule(browse(ada), case, "publish").status_code == 303
    assert db.session.query(Decision).filter_by(actor_id=ada.id).one().acted_alone


def test_the_queue_goes_by_harm_then_age(app, browse):
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    browser = browse(cora)
    send(browser, thread, "zinc might calm the antibodies a bit, I heard it somewhere")
    send(browser, thread, ADVICE, asked="1")
    send(browser, thread, "I can't swallow and my breathing is getting worse")
    levels = [case.level for case in db.session.query(Case).order_by(Case.rank, Case.opened_at)]
    assert levels == [Level.URGENT, Level.HOLD, Level.REVIEW]
    page = words(browse(mo).get("/desk/list"))
    assert (
        page.index("Urgent: somebody") < page.index("Held: not shown") < page.index("Review: shown")
    )


def test_a_report_on_an_approved_post_opens_a_case_and_both_sides_hear_the_outcome(app, browse):
    cora, ben, mo = make_member("Cora"), make_member("Ben"), make_member("Mo", role=Role.MODERATOR)
    post = make_post(thread_of(make_article()), cora, "Just ask my cousin, he sells them.")
    answer = browse(ben).post(
        f"/posts/{post.id}/report", data={"reason": "selling", "words": "An advert"}
    )
    assert answer.status_code == 303
    # A second press does nothing twice.
    browse(ben).post(f"/posts/{post.id}/report", data={"reason": "selling", "words": "An advert"})
    assert db.session.query(Report).count() == 1
    case = db.session.query(Case).one()
    assert case.level is Level.REPORT
    db.session.expunge_all()
    page = words(browse(mo).get(f"/desk/cases/{case.id}"))
    assert "An advert" in page
    assert "Ben" in page
    rule(browse(mo), case, "remove", message="No selling here, please.")
    assert "A moderator has looked at what you reported" in words(browse(ben).get("/you/notices"))
    seen_by_author = words(browse(cora).get("/you/notices")) + words(
        browse(cora).get(f"/posts/{post.id}/decision")
    )
    assert "took your words down" in seen_by_author
    assert "Ben" not in seen_by_author


def test_a_case_decided_long_ago_is_opened_anew_by_a_new_report(held, browse):
    rule(browse(held["mo"]), held["case"], "publish")
    ben = make_member("Ben")
    post = db.session.query(Post).one()
    db.session.expunge_all()
    browse(ben).post(f"/posts/{post.id}/report", data={"reason": "harm", "words": ""})
    assert db.session.query(Case).filter(Case.closed_at.is_(None)).count() == 1


def test_a_report_of_present_danger_goes_first_and_moderators_are_called(app, browse):
    cora, ben = make_member("Cora"), make_member("Ben")
    make_member("Mo", role=Role.MODERATOR)
    post = make_post(thread_of(make_article()), cora, "Goodbye everyone.")
    browse(ben).post(f"/posts/{post.id}/report", data={"reason": "danger", "words": ""})
    assert db.session.query(Case).one().level is Level.URGENT
    mail = db.session.query(OutboxMessage).filter_by(message="urgent_case").one()
    assert "Goodbye" not in mail.subject + mail.body


@pytest.mark.parametrize("path", ["/desk", "/desk/list", "/desk/cases/1", "/desk/cases/1/remove"])
def test_the_desk_does_not_exist_for_members(app, browse, path):
    cora = browse(make_member("Cora"))
    missing = cora.get("/no-such-page")
    answer = cora.get(path)
    assert answer.status_code == 404
    assert words(answer) == words(missing)
    assert cora.post("/desk/cases/1/publish", data={"reason": "x", "version": 1}).status_code == 404
