"""Against a real mail server: what is retried, what counts against an address, what stops all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.mail.delivery import is_stopped
from forum.mail.outcome import GIVE_UP_AFTER
from forum.models import AddressHealth, MailState, OperatorNote, OutboxMessage
from tests.mail.letters import read


def notes() -> list[OperatorNote]:
    db.session.remove()
    return db.session.query(OperatorNote).all()


def refusals(email: str) -> int:
    db.session.remove()
    return sum(each.refusals for each in db.session.query(AddressHealth).filter_by(email=email))


def test_one_connection_carries_many_mails(office, write, send):
    for number in range(30):
        write(f"reader{number}@example.org")
    assert send() == 30
    assert len(set(office.recipients)) == 30
    assert len(office.connections) == 1


def test_a_server_that_closes_after_a_few_mails_is_asked_again_at_once(office, write, send):
    office.most_on_one_connection = 2
    for number in range(5):
        write(f"reader{number}@example.org")
    assert send() == 5
    assert len(office.letters) == 5
    assert len(office.connections) == 3


@pytest.mark.parametrize(
    "answer", ["451 4.7.1 Greylisted, come again", "421 4.3.2 Shutting down", "452 4.2.2 Full"]
)
def test_a_passing_refusal_waits_and_succeeds_later(office, write, send, row, answer):
    office.rcpt_answers["cora@example.org"] = answer
    write("cora@example.org")
    write("ben@example.org")
    assert send() == 1
    assert row("cora@example.org").state is MailState.WAITING
    first = row("cora@example.org").message_id
    assert send() == 0, "it waits its minute"
    with clock.travel(timedelta(minutes=1, seconds=1)):
        assert send() == 0
        waits_until = row("cora@example.org").not_before
        assert waits_until - clock.now() > timedelta(minutes=4), "the waits grow"
    office.rcpt_answers.clear()
    with clock.travel(timedelta(minutes=7)):
        assert send() == 1
    assert row("cora@example.org").state is MailState.SENT
    assert read(office.letters[-1][1])["Message-ID"] == first
    assert refusals("cora@example.org") == 0


def test_a_mail_that_is_put_off_for_days_is_given_up(office, write, send, row):
    office.rcpt_answers["cora@example.org"] = "451 Not now"
    write("cora@example.org")
    for day in range(GIVE_UP_AFTER):
        with clock.travel(timedelta(days=day)):
            send()
    assert row("cora@example.org").state is MailState.FAILED
    assert len(office.asked) == GIVE_UP_AFTER


@pytest.mark.parametrize(
    "answer",
    [
        "550 No such person",
        "550 5.1.1 No such person",
        "551 User not local",
        "553 Mailbox name not allowed",
        "550 5.2.1 Mailbox disabled",
        "550 5.4.1 Recipient address rejected",
    ],
)
def test_a_refusal_of_the_recipient_counts_against_the_address(office, write, send, row, answer):
    office.rcpt_answers["gone@example.org"] = answer
    write("gone@example.org")
    write("ben@example.org")
    assert send() == 1, "the others go on"
    assert row("gone@example.org").state is MailState.FAILED
    assert refusals("gone@example.org") == 1
    assert notes() == []


def test_after_two_refusals_digests_stop_and_sign_in_mail_still_goes(app, office, write, send):
    office.rcpt_answers["gone@example.org"] = "550 5.1.1 No such person"
    write("gone@example.org", "first")
    write("gone@example.org", "second")
    send()
    assert is_stopped(db.session(), "gone@example.org")
    office.rcpt_answers.clear()
    write("gone@example.org", "third", priority=OutboxMessage.SIGN_IN)
    assert send() == 1


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("sender", "554 5.7.1 We do not relay for you"),
        ("sender", "550 5.1.8 Bad sender"),
        ("rcpt", "550 5.7.1 Blocked for spam"),
        ("rcpt", "550 5.1.8 Sender address rejected: Domain not found"),
        ("rcpt", "552 5.3.4 Too large for this system"),
        ("rcpt", "554 5.7.1 Relay access denied"),
        ("data", "554 5.7.1 Spam"),
        ("data", "552 Message size exceeds limit"),
        ("data", "550 5.7.26 Unauthenticated mail is not accepted"),
    ],
)
def test_a_refusal_of_us_stops_the_run_and_tells_the_operator(
    office, write, send, row, where, answer
):
    if where == "sender":
        office.sender_answer = answer
    elif where == "rcpt":
        office.rcpt_answers["cora@example.org"] = answer
    else:
        office.data_answers["cora@example.org"] = answer
    write("cora@example.org")
    write("ben@example.org")
    assert send() == 0
    assert office.recipients == [], "nobody after the first was tried"
    assert row("cora@example.org").state is MailState.WAITING
    assert row("ben@example.org").state is MailState.WAITING
    assert row("ben@example.org").tries == 0
    assert refusals("cora@example.org") == 0
    [note] = notes()
    assert note.words.startswith(answer[:8])
    office.sender_answer = None
    office.rcpt_answers.clear()
    office.data_answers.clear()
    with clock.travel(timedelta(minutes=20)):
        assert send() == 2, "nothing was lost"


def test_a_refusal_of_us_may_last_for_weeks_and_no_mail_is_given_up(office, write, send, row):
    office.sender_answer = "554 5.7.1 No"
    write("cora@example.org")
    for day in range(2 * GIVE_UP_AFTER):
        with clock.travel(timedelta(days=day)):
            send()
    assert row("cora@example.org").state is MailState.WAITING
    assert len(notes()) == 1, "the operator is told once"
    office.sender_answer = None
    with clock.travel(timedelta(days=30)):
        assert send() == 1


def test_a_connection_cut_in_the_middle_of_a_mail_holds_up_only_that_mail(office, write, send, row):
    office.cut.add("cora@example.org")
    write("cora@example.org")
    write("ben@example.org")
    assert send() == 1
    assert office.recipients == ["ben@example.org"]
    assert row("cora@example.org").state is MailState.WAITING
    office.cut.clear()
    with clock.travel(timedelta(minutes=2)):
        assert send() == 1


def test_a_server_that_is_down_costs_one_try_and_loses_nothing(app, write, send, row, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:9")
    write("cora@example.org")
    write("ben@example.org")
    for hour in range(3 * GIVE_UP_AFTER):
        with clock.travel(timedelta(hours=hour)):
            assert send() == 0
    assert {row("cora@example.org").state, row("ben@example.org").state} == {MailState.WAITING}
    assert notes() == []


def test_a_password_is_never_sent_in_the_open(app, office, write, send, monkeypatch):
    monkeypatch.setattr("forum.mail.smtp._LOOPBACK", frozenset())
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://me:secret@127.0.0.1:{office.port}")
    write("cora@example.org")
    assert send() == 0
    [note] = notes()
    assert "encryption" in note.words


def test_the_answer_kept_for_the_operator_does_not_name_the_address(office, write, send, row):
    office.rcpt_answers["gone@example.org"] = "550 5.1.1 <GONE@Example.org> unknown"
    write("gone@example.org")
    send()
    assert "gone" not in row("gone@example.org").answer.lower()
    assert row("gone@example.org").answer.startswith("550 5.1.1")
