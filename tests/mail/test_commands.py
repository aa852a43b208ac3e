"""The operator's commands about mail."""

from __future__ import annotations

from forum.mail.cli import mail_cli
from forum.models import MailState


def run(app, *words: str):
    return app.test_cli_runner().invoke(mail_cli, words)


def test_status_says_what_waits_and_what_needs_a_person(app, office, write, row):
    office.sender_answer = "554 5.7.1 We do not know you"
    write("cora@example.org")
    sent = run(app, "send")
    assert "0 sent." in sent.output
    status = run(app, "status").output
    assert "waiting          1" in status
    assert "The oldest has waited since" in status
    assert "We do not know you" in status
    assert "flask mail resume" in status


def test_resume_sends_what_was_put_back_at_once(app, office, write, row):
    office.sender_answer = "554 5.7.1 We do not know you"
    write("cora@example.org")
    run(app, "send")
    office.sender_answer = None
    assert "0 sent." in run(app, "send").output, "it was put back"
    assert "1 mails that were put back" in run(app, "resume").output
    assert "1 sent." in run(app, "send").output
    assert row("cora@example.org").state is MailState.SENT
    status = run(app, "status").output
    assert "Needs you" not in status
    assert "Nothing waits." in status


def test_a_run_may_be_kept_short(app, office, write):
    for number in range(3):
        write(f"reader{number}@example.org")
    assert "2 sent." in run(app, "send", "--most", "2").output
