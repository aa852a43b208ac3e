"""Editions: one window at a time, sent once, skipped when empty, stopped when somebody leaves."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from forum import clock
from forum.digest import composing, sending, services
from forum.digest.cli import digest_cli
from forum.digest.sending import compose_due
from forum.extensions import db
from forum.mail.delivery import deliver_pending
from forum.mail.health import count_refusal
from forum.models import (
    Audience,
    Edition,
    EditionItem,
    Frequency,
    MailState,
    OutboxMessage,
    Post,
    PostKind,
    PostState,
    Subscription,
)
from forum.web.transaction import ledger, unit_of_work
from tests.factories import make_article, make_member, make_thread
from tests.mail.letters import deliver, html_of, letters, links_of, text_of
from tests.mail.post_office import open_office

READER = "reader@example.org"
WEEK = timedelta(days=7)


def subscribed(email: str = READER, frequency: Frequency = Frequency.WEEKLY) -> Subscription:
    with unit_of_work():
        services.start_for_proved(email)
        found = services.of_address(email)
        found.frequency = frequency
    db.session.expunge_all()
    return found


def editions() -> list[Edition]:
    db.session.remove()
    return db.session.query(Edition).order_by(Edition.id).all()


def states() -> list[str]:
    return [edition.state.value for edition in editions()]


def run(app) -> list:
    """What the worker does: make what is due, send what waits."""
    db.session.remove()
    compose_due()
    return deliver(app)


def news(slug: str = "ivig") -> None:
    make_article(slug, slug.upper(), created_at=clock.now(), updated_on=clock.today())


def test_a_week_after_saying_yes_the_first_one_comes(app):
    found = subscribed()
    news()
    with clock.travel(WEEK - timedelta(minutes=1)):
        assert run(app) == []
        assert editions() == []
    with clock.travel(WEEK + timedelta(minutes=1)):
        [letter] = run(app)
        assert letter["To"] == READER
        assert states() == ["delivered"]
        [edition] = editions()
        assert edition.window_start == found.confirmed_at
        assert run(app) == []


def test_a_monthly_one_comes_after_thirty_days(app):
    subscribed(frequency=Frequency.MONTHLY)
    news()
    with clock.travel(timedelta(days=29)):
        assert run(app) == []
    with clock.travel(timedelta(days=30, minutes=1)):
        assert len(run(app)) == 1


def test_windows_follow_one_another_without_a_gap(app):
    subscribed()
    for week in (1, 2, 3):
        with clock.travel(week * (WEEK + timedelta(minutes=5))):
            news(f"a{week}")
            run(app)
    found = editions()
    assert len(found) == 3
    assert [each.window_start for each in found[1:]] == [each.window_end for each in found[:-1]]


def test_the_subject_is_neutral_and_text_and_html_say_the_same(app):
    subscribed()
    make_article(
        "crisis",
        "Myasthenic crisis",
        summary="When breathing gets hard.",
        created_at=clock.now(),
    )
    with clock.travel(WEEK + timedelta(minutes=1)):
        [letter] = run(app)
        today = clock.now()
    assert letter["Subject"] == f"News from Snowdrop, {today.day} {today:%B}"
    assert letter["Auto-Submitted"] == "auto-generated"
    html = html_of(letter)
    for line in text_of(letter).split("\n"):
        if line and not line.startswith("http"):
            assert line.rstrip(":") in html.replace("&#39;", "'")
    assert all(f'href="{link}"' in html for link in links_of(letter))
    assert html.count("<a ") == len(links_of(letter)), "no other link, no picture to count opens"
    assert "<img" not in html
    assert "http://localhost" in html
    assert "preheader" not in html


def test_the_raw_headers_let_mail_programs_leave_with_one_press(app, monkeypatch):
    """Read as they came over the wire: a folded or encoded address would break RFC 8058."""
    found = subscribed()
    news()
    office, controller = open_office()
    try:
        monkeypatch.setitem(app.config, "MAIL_URL", office.url)
        monkeypatch.setitem(app.config, "PUBLIC_URL", "https://" + "long-name." * 8 + "example.org")
        with clock.travel(WEEK + timedelta(minutes=1)):
            compose_due()
            db.session.remove()
            sent = deliver_pending()
        assert sent == 1
    finally:
        controller.stop()
    head = office.letters[0][1].split(b"\r\n\r\n", 1)[0].split(b"\r\n")
    url = f"https://{'long-name.' * 8}example.org/digest/leave/{found.token}"
    assert f"List-Unsubscribe: <{url}>".encode() in head
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert f"List-Id: <news.{'long-name.' * 8}example.org>".encode() in head
    assert not any(line.startswith((b" ", b"\t")) for line in head if b"boundary" not in line)


def test_an_empty_window_is_skipped_and_nothing_is_mailed(app):
    subscribed()
    with clock.travel(WEEK + timedelta(minutes=1)):
        assert run(app) == []
        assert states() == ["skipped"]
        assert db.session.query(OutboxMessage).one().state is MailState.CANCELLED


def test_nothing_comes_twice(app):
    subscribed()
    news("a1")
    make_thread(
        make_member("Ben"), kind=PostKind.QUESTION, title="Heat?", audience=Audience.EVERYONE
    )
    with clock.travel(WEEK + timedelta(minutes=1)):
        [first] = run(app)
        news("a2")
    with clock.travel(2 * WEEK + timedelta(minutes=5)):
        [second] = run(app)
    assert "A1" in text_of(first)
    assert "Heat?" in text_of(first)
    assert "A2" in text_of(second)
    assert "A1" not in text_of(second).split()
    assert "Heat?" not in text_of(second)


def test_what_was_too_young_for_one_comes_in_the_next(app):
    subscribed()
    ben = make_member("Ben")
    with clock.travel(WEEK + timedelta(minutes=1)):
        question = make_thread(
            ben,
            kind=PostKind.QUESTION,
            title="Heat?",
            audience=Audience.EVERYONE,
            ago=timedelta(minutes=30),
        )
        news()
        [first] = run(app)
        assert question.published_at < editions()[0].window_end
    with clock.travel(2 * WEEK + timedelta(minutes=5)):
        [second] = run(app)
    assert "Heat?" not in text_of(first)
    assert "Heat?" in text_of(second)


@pytest.mark.parametrize("change", ["removed", "case", "withdrawn"])
def test_what_is_hidden_after_queueing_is_not_in_the_mail(app, change):
    subscribed()
    news()
    ben = make_member("Ben")
    question = make_thread(ben, kind=PostKind.QUESTION, title="Heat?", audience=Audience.EVERYONE)
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
        with unit_of_work():
            post = db.session.get_one(Post, question.id)
            if change == "case":
                post.open_case = True
            else:
                post.state = PostState(change)
        [letter] = deliver(app)
    assert "Heat?" not in text_of(letter)


def test_who_leaves_between_queueing_and_sending_gets_nothing(app):
    found = subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
        with unit_of_work():
            services.leave(found.token)
        assert deliver(app) == []
        assert states() == ["skipped"]
        assert db.session.query(OutboxMessage).one().state is MailState.CANCELLED


def test_an_address_that_was_refused_twice_gets_no_digest(app):
    subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
        for _ in range(2):
            with ledger() as book:
                count_refusal(book, READER)
        assert deliver(app) == []
        assert states() == ["skipped"]
    with clock.travel(3 * WEEK):
        assert run(app) == []
        assert len(editions()) == 1, "and no more editions are made for it"


def test_who_moves_between_queueing_and_sending_gets_it_next_time_at_the_new_address(app):
    subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
        with unit_of_work():
            services.move(READER, "new@example.org")
        assert deliver(app) == []
    with clock.travel(2 * WEEK + timedelta(minutes=5)):
        [letter] = run(app)
    assert letter["To"] == "new@example.org"
    assert "IVIG" in text_of(letter)


def test_a_digest_that_could_not_leave_loses_nothing(app, monkeypatch):
    """Its window is over, but what it held was never sent: the next one holds it."""
    subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
        with unit_of_work():
            db.session.query(OutboxMessage).one().tries = 99
        monkeypatch.setattr(composing, "draft", _broken)
        assert deliver(app) == []
        assert states() == ["skipped"]
    monkeypatch.undo()
    with clock.travel(2 * WEEK + timedelta(minutes=5)):
        [letter] = run(app)
    assert "IVIG" in text_of(letter)


def _broken(*_: object) -> None:
    raise RuntimeError("broken on purpose")


def test_while_one_waits_to_leave_no_second_one_is_made(app):
    subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        compose_due()
    with clock.travel(3 * WEEK):
        assert compose_due() == 0
        assert len(deliver(app)) == 1


def test_the_items_and_the_outcome_are_written_together(app):
    subscribed()
    news("a1")
    news("a2")
    with clock.travel(WEEK + timedelta(minutes=1)):
        run(app)
    db.session.remove()
    items = db.session.query(EditionItem).all()
    assert {item.kind.split(":")[0] for item in items} == {"article"}
    assert len(items) == 2
    assert editions()[0].delivered_at is not None


def test_a_run_is_capped_and_the_next_one_goes_on(app, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 4)
    for number in range(10):
        subscribed(f"reader{number}@example.org")
    with clock.travel(WEEK + timedelta(minutes=1)):
        assert compose_due(most=7) == 7
        assert compose_due(most=7) == 3
        assert compose_due(most=7) == 0


def test_two_workers_at_once_make_no_edition_twice(app, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 5)
    for number in range(40):
        subscribed(f"reader{number}@example.org")
    made, failed = [], []

    def work() -> None:
        with app.app_context():
            try:
                gate.wait()
                made.append(compose_due())
            except Exception as error:
                failed.append(error)

    gate = threading.Barrier(4)
    with clock.travel(WEEK + timedelta(minutes=1)):
        workers = [threading.Thread(target=work) for _ in range(4)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
        compose_due()
    assert failed == []
    found = editions()
    assert len(found) == 40
    assert len({edition.subscription_id for edition in found}) == 40
    assert db.session.query(OutboxMessage).count() == 40


def test_a_run_that_dies_in_the_middle_is_taken_up_again(app, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(5):
        subscribed(f"reader{number}@example.org")
    calls = []
    make = sending._make

    def dying(*words: object) -> None:
        calls.append(words)
        if len(calls) == 4:
            raise RuntimeError("killed")
        make(*words)

    with clock.travel(WEEK + timedelta(minutes=1)):
        monkeypatch.setattr(sending, "_make", dying)
        with pytest.raises(RuntimeError):
            compose_due()
        monkeypatch.undo()
        assert len(editions()) == 2, "the finished batch stands, the broken one left no trace"
        assert db.session.query(OutboxMessage).count() == 2
        compose_due()
    assert len(editions()) == 5


def test_making_editions_costs_the_same_for_each(app, count_statements):
    subscribed("reader1@example.org")
    with clock.travel(WEEK + timedelta(minutes=1)):
        one = count_statements(compose_due)
    for number in range(2, 12):
        subscribed(f"reader{number}@example.org")
    with clock.travel(2 * WEEK + timedelta(minutes=5)):
        ten = count_statements(compose_due)
    assert ten - one <= 10 * 3


# The commands


def command(app, *words: str):
    db.session.remove()
    return app.test_cli_runner().invoke(digest_cli, words)


def test_preview_prints_what_would_be_sent_and_changes_nothing(app):
    subscribed()
    news()
    shown = command(app, "preview", READER)
    assert shown.exit_code == 0
    assert shown.output.startswith("Subject: News from Snowdrop")
    assert "# IVIG" in shown.output
    assert editions() == []
    assert db.session.query(OutboxMessage).count() == 0
    assert "no subscription" in command(app, "preview", "nobody@example.org").output


def test_preview_says_so_when_there_is_nothing_new(app):
    subscribed()
    assert "nothing new" in command(app, "preview", READER).output


def test_send_makes_what_is_due_and_sends_it(app):
    subscribed()
    news()
    with clock.travel(WEEK + timedelta(minutes=1)):
        assert "1 editions made, 1 mails sent." in command(app, "send").output
        assert "0 editions made, 0 mails sent." in command(app, "send").output
    assert len(letters(app)) == 1


def test_send_now_ends_the_window_of_one_address_only(app):
    subscribed()
    subscribed("other@example.org")
    news()
    assert "1 editions made, 1 mails sent." in command(app, "send", "--now", READER).output
    assert [letter["To"] for letter in letters(app)] == [READER]
    assert "no active subscription" in command(app, "send", "--now", "nobody@example.org").output
