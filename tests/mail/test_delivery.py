"""The outbox: nothing is lost, nothing leaves twice, the pressing things leave first."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.mail import outbox
from forum.mail.delivery import CLAIM_MINUTES, Composed, LateMessage, late_messages
from forum.mail.transport import open_transport
from forum.models import MailState, OutboxMessage
from forum.web.transaction import unit_of_work
from tests.mail.letters import read, text_of


def test_asking_twice_with_one_key_is_one_mail(app, office, write, send):
    write("cora@example.org", "once")
    write("cora@example.org", "once")
    assert send() == 1


def test_two_at_once_with_one_key_are_one_mail(app, office, write, send):
    failed = []

    def ask() -> None:
        with app.app_context():
            try:
                gate.wait()
                with unit_of_work():
                    outbox.post("password_changed", "cora@example.org", "once")
            except Exception as error:
                failed.append(error)

    gate = threading.Barrier(6)
    askers = [threading.Thread(target=ask) for _ in range(6)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert failed == []
    assert send() == 1


def test_a_mail_of_a_change_that_was_taken_back_does_not_exist(app, office, send):
    def fail() -> None:
        with unit_of_work():
            outbox.post("password_changed", "cora@example.org", "never")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert send() == 0


def test_sign_in_mail_leaves_before_digests_and_in_the_middle_of_them(app, office, write, send):
    for number in range(3):
        write(f"reader{number}@example.org", priority=OutboxMessage.BULK)
    write("cora@example.org", priority=OutboxMessage.SIGN_IN)
    write("ben@example.org")
    send()
    assert office.recipients[:2] == ["cora@example.org", "ben@example.org"]


def test_a_mail_that_waits_on_purpose_keeps_its_time(app, office, write, send):
    write("cora@example.org", wait=timedelta(minutes=10))
    assert send() == 0
    with clock.travel(timedelta(minutes=11)):
        assert send() == 1


def test_a_worker_killed_in_the_middle_repeats_one_mail_with_the_same_id(
    office, write, send, row, process
):
    office.held.add("cora@example.org")
    write("cora@example.org")
    write("ben@example.org")
    worker = process("mail", "send")
    assert office.in_hand.wait(60)
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    office.held.clear()
    office.go_on.set()
    assert row("cora@example.org").state is MailState.SENDING
    assert send() == 1, "the other one leaves now"
    assert office.recipients == ["cora@example.org", "ben@example.org"]
    with clock.travel(timedelta(minutes=CLAIM_MINUTES, seconds=1)):
        assert send() == 1
        assert send() == 0
    ids = [read(raw)["Message-ID"] for to, raw in office.letters if to == "cora@example.org"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_slow_worker_that_was_taken_for_dead_does_not_send_a_third_time(
    app, office, write, send, row
):
    office.held.add("cora@example.org")
    write("cora@example.org")

    def slowly() -> None:
        with app.app_context():
            send()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert office.in_hand.wait(60)
    office.held.clear()
    with clock.travel(timedelta(minutes=CLAIM_MINUTES, seconds=1)):
        assert send() == 1, "the other worker takes it over"
    office.go_on.set()
    slow.join()
    assert row("cora@example.org").state is MailState.SENT
    with clock.travel(timedelta(days=1)):
        assert send() == 0


def test_many_processes_never_send_one_mail_twice(office, write, process):
    for number in range(60):
        write(f"reader{number}@example.org")
    workers = [process("mail", "send") for _ in range(3)]
    said = [worker.communicate(timeout=100) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], said
    assert len(office.letters) == 60
    assert len(set(office.recipients)) == 60


def test_a_mail_that_cannot_be_made_does_not_stand_in_the_way(app, office, write, send, row):
    def broken(_mail: OutboxMessage) -> Composed:
        raise KeyError("edition")

    late_messages()["broken"] = LateMessage(broken)
    try:
        with unit_of_work():
            outbox.post_later("broken", "cora@example.org", "b", {}, OutboxMessage.SIGN_IN)
        write("ben@example.org")
        assert send() == 1
        assert row("cora@example.org").state is MailState.WAITING
        assert "KeyError" in row("cora@example.org").answer
    finally:
        del late_messages()["broken"]


def test_an_error_in_noting_the_outcome_does_not_send_the_mail_again(app, office, send, row):
    def broken(*_: object) -> None:
        raise KeyError("edition")

    late_messages()["broken"] = LateMessage(lambda _mail: Composed("Hello", "Hello", {}), broken)
    try:
        with unit_of_work():
            outbox.post_later("broken", "cora@example.org", "b", {}, OutboxMessage.BULK)
        assert send() == 1
        assert row("cora@example.org").state is MailState.SENT
        with clock.travel(timedelta(days=1)):
            assert send() == 0
    finally:
        del late_messages()["broken"]


def test_a_mail_erased_while_it_was_on_the_way_is_no_error(app, office, write, send):
    def erase(_mail: OutboxMessage) -> Composed:
        with unit_of_work():
            db.session.query(OutboxMessage).delete()
        return Composed("Hello", "Hello", {})

    late_messages()["erased"] = LateMessage(erase)
    try:
        with unit_of_work():
            outbox.post_later("erased", "cora@example.org", "e", {}, OutboxMessage.BULK)
        assert send() == 1
    finally:
        del late_messages()["erased"]


@pytest.mark.parametrize(
    "subject",
    [
        "News\r\nBcc: everybody@example.org",
        "News\nX-Evil: yes\n\nand a body",
        "News\x00\x0b\x0cfor you",
        "Ünïcode 🌱 " * 12,
    ],
)
def test_a_subject_can_carry_no_header(app, office, send, subject):
    late_messages()["odd"] = LateMessage(lambda _mail: Composed(subject, "Hello", {}))
    try:
        with unit_of_work():
            outbox.post_later("odd", "cora@example.org", "odd", {}, OutboxMessage.BULK)
        assert send() == 1
    finally:
        del late_messages()["odd"]
    letter = read(office.letters[0][1])
    assert letter["Bcc"] is None
    assert letter["X-Evil"] is None
    assert "\n" not in letter["Subject"]
    assert text_of(letter).strip() == "Hello"


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "https://evil.example/",
        "# Heading",
        "- list",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "x\r\n.\r\nMAIL FROM:<evil@example.org>",
    ],
)
def test_hostile_words_stay_words_in_text_and_html(app, office, send, name):
    body = f"Hello,\n\n“{name}” – somebody"
    late_messages()["odd"] = LateMessage(lambda _mail: Composed("Hello", body, {}))
    try:
        with unit_of_work():
            outbox.post_later("odd", "cora@example.org", "odd", {}, OutboxMessage.BULK)
        assert send() == 1
    finally:
        del late_messages()["odd"]
    [(recipient, raw)] = office.letters
    assert recipient == "cora@example.org"
    letter = read(raw)
    html = letter.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html.split("<body", 1)[1]
    assert "7*7" in text_of(letter) or "{{" not in name


def test_a_folder_for_mailbox_takes_many_writers_at_once(app, tmp_path):
    def put(writer: int) -> None:
        with open_transport(f"mailbox://{tmp_path}") as transport:
            for number in range(40):
                transport.send("us@example.org", "you@example.org", f"{writer}:{number}".encode())

    writers = [threading.Thread(target=put, args=(writer,)) for writer in range(6)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    found = [path.read_text() for path in tmp_path.glob("*.eml")]
    assert len(set(found)) == len(found) == 240
    assert list(tmp_path.glob("*.part")) == []
