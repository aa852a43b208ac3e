"""A reader tells of an error; an editor sees it and closes it."""

from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.models import ArticleSource, ErrorReport, ErrorReportState, OutboxMessage, Role
from tests.browser_client import words
from tests.factories import make_article, make_member

URL = "/articles/ivig/report"
ERROR = {"words": "The second sentence names the wrong vein."}


@pytest.fixture
def article(app):
    return make_article()


def test_a_guest_can_tell_of_an_error_without_an_address(article, client):
    answer = client.post(URL, data=ERROR)
    assert answer.status_code == 303
    assert answer.location == "/articles/ivig?notice=thanks-error"
    report = db.session.query(ErrorReport).one()
    assert (report.words, report.email, report.member_id) == (ERROR["words"], None, None)
    assert not report.urgent


def test_a_member_is_known_without_an_address(article, browse):
    ben = make_member("Ben")
    assert "email" not in browse(ben).get(URL).text.split("<form", 1)[1].split("</form>")[0]
    browse(ben).post(URL, data={**ERROR, "email": "other@example.org"})
    report = db.session.query(ErrorReport).one()
    assert (report.member_id, report.email) == (ben.id, None)


@pytest.mark.parametrize(
    "data", [{"words": ""}, {"words": " \n "}, {"words": "x" * 5001}, {**ERROR, "email": "no"}]
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(article, client, data):
    answer = client.post(URL, data=data)
    assert answer.status_code == 422
    assert "Not sent yet." in words(answer)
    assert data.get("words", "").strip() in answer.text
    assert db.session.query(ErrorReport).count() == 0


def test_the_same_words_twice_are_one_report(article, client):
    client.post(URL, data=ERROR)
    client.post(URL, data=ERROR)
    assert db.session.query(ErrorReport).count() == 1


def test_the_sixth_report_in_an_hour_waits_and_keeps_its_words(article, client):
    for number in range(5):
        assert client.post(URL, data={"words": f"Error {number}."}).status_code == 303
    answer = client.post(URL, data={"words": "Error six."})
    assert answer.status_code == 429
    assert "Error six." in answer.text
    assert "Please wait an hour." in words(answer)
    assert db.session.query(ErrorReport).count() == 5
    with clock.travel(timedelta(hours=1, minutes=1)):
        assert client.post(URL, data={"words": "Error six."}).status_code == 303


PLEA = {"words": "I cannot breathe properly right now and my neck is weak."}


def test_words_of_danger_bring_help_at_once_and_are_marked(article, client):
    make_member("Ada", Role.EDITOR)
    answer = client.post(URL, data=PLEA)
    assert answer.status_code == 200
    assert "call your local emergency number now" in words(answer)
    assert "/help-now" in answer.text
    assert db.session.query(ErrorReport).one().urgent
    addresses = {mail.recipient for mail in db.session.query(OutboxMessage)}
    assert addresses == {"ada@example.org", "operator@example.org"}


def test_words_of_danger_bring_help_also_when_the_report_is_refused(article, client):
    for number in range(5):
        client.post(URL, data={"words": f"Error {number}."})
    refused = client.post(URL, data=PLEA)
    assert refused.status_code == 429
    assert "call your local emergency number now" in words(refused)
    wrong = client.post(URL, data={**PLEA, "email": "no"})
    assert wrong.status_code == 422
    assert "call your local emergency number now" in words(wrong)


def test_editors_are_told_in_neutral_words(article, client):
    make_member("Ada", Role.EDITOR)
    make_member("Mo", Role.MODERATOR)
    client.post(URL, data=ERROR)
    mail = db.session.query(OutboxMessage).one()
    assert mail.recipient == "ada@example.org"
    assert mail.subject == "A note for the editors of Snowdrop"
    assert "http://localhost/editorial" in mail.body
    for word in ("vein", "IVIG", "myasthenia"):
        assert word not in mail.subject + mail.body


def test_a_form_from_another_site_is_refused(article, client):
    assert client.post(URL, data=ERROR, forged=True).status_code == 400
    assert db.session.query(ErrorReport).count() == 0


# Who may open the editors' page: a role, and the answer.
OPEN_TO = [
    (None, 302),
    (Role.MEMBER, 404),
    (Role.MODERATOR, 404),
    (Role.EDITOR, 200),
    (Role.ADMIN, 200),
]


@pytest.mark.parametrize(("role", "status"), OPEN_TO)
def test_only_editors_find_the_editorial_page(article, browse, role, status):
    browser = browse(make_member(role=role) if role else None)
    assert browser.get("/editorial").status_code == status


def test_an_editor_closes_a_report_once(article, client, browse):
    ada = make_member("Ada", Role.EDITOR)
    client.post(URL, data={**ERROR, "email": "reader@example.org"})
    done = f"/editorial/reports/{db.session.query(ErrorReport).one().id}/done"
    page = browse(ada).get("/editorial")
    assert ERROR["words"] in page.text
    assert "reader@example.org" in page.text
    assert browse(ada).post(done).location == "/editorial?notice=saved"
    assert browse(ada).post(done).location == "/editorial?notice=already"
    db.session.expire_all()
    closed = db.session.query(ErrorReport).one()
    assert (closed.state, closed.closed_by_id) == (ErrorReportState.DONE, ada.id)
    assert "Nothing is waiting." in words(browse(ada).get("/editorial"))


def test_others_cannot_close_a_report(article, client, browse):
    client.post(URL, data=ERROR)
    report = db.session.query(ErrorReport).one()
    done = f"/editorial/reports/{report.id}/done"
    assert browse(make_member()).post(done).status_code == 404
    assert client.post(done).status_code == 401
    assert (
        browse(make_member(role=Role.EDITOR)).post("/editorial/reports/999/done").status_code == 404
    )
    db.session.expire_all()
    assert db.session.query(ErrorReport).one().state == ErrorReportState.OPEN


def test_what_is_due_returns_to_the_editors(app, browse):
    today = clock.today()
    make_article("due", "Overdue", next_review_on=today - timedelta(days=1))
    lapsed = make_article("lapsed", "Lapsed", next_review_on=today + timedelta(days=9))
    reviewer = {"name": "Dr A", "credentials": "neurologist", "date": "2026-11-01"}
    make_article("fine", "All fine", next_review_on=today, reviewer=reviewer)
    old = {"checked_on": today - timedelta(days=400), "expires_on": today - timedelta(days=1)}
    values = {"key": "old", "position": 1, "title": "Old", "publisher": "X", "grade": "A"}
    db.session.add(ArticleSource(article_id=lapsed.id, **values, **old))
    db.session.commit()
    text = words(browse(make_member(role=Role.EDITOR)).get("/editorial"))
    _, due, rest = text.partition("Articles due for review")
    due, _, rest = rest.partition("Articles with sources to check again")
    old, _, unreviewed = rest.partition("Articles that no clinician has reviewed")
    assert "Overdue" in due
    assert "Lapsed" not in due
    assert "Lapsed 1 source" in old
    assert "Overdue" in unreviewed
    assert "Lapsed" in unreviewed
    assert "All fine" not in text
