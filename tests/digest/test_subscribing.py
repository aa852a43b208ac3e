"""Asking for the news, saying yes, changing how often: twice asked, nothing told to strangers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from forum import clock, consent
from forum.digest import services
from forum.extensions import db
from forum.mail.health import count_refusal, is_stopped
from forum.models import Consent, ConsentPurpose, Frequency, Subscription, SubscriptionState
from forum.web.transaction import ledger, unit_of_work
from tests.browser_client import words
from tests.factories import make_member
from tests.mail.letters import deliver, html_of, links_of, path_of, press, text_of

CORA = "cora@example.org"


def subscription(email: str = CORA) -> Subscription | None:
    db.session.remove()
    found = db.session.query(Subscription).filter_by(email=email).one_or_none()
    db.session.expunge_all()
    return found


def consents(email: str = CORA) -> list[Consent]:
    db.session.remove()
    return db.session.query(Consent).filter_by(email=email).order_by(Consent.id).all()


def ask(client, email: str = CORA, frequency: str = "weekly"):
    return client.post("/subscribe", data={"email": email, "frequency": frequency})


def subscribe(app, client, email: str = CORA, frequency: str = "weekly") -> Subscription:
    """The whole road: ask, open the mail, press the button."""
    assert ask(client, email, frequency).status_code == 303
    [letter] = deliver(app)
    assert press(client, path_of(letter, "/subscribe/confirm/")).status_code == 303
    found = subscription(email)
    assert found is not None
    return found


def test_a_guest_subscribes_with_an_address_alone(app, client):
    page = client.get("/subscribe")
    assert consent.wording(ConsentPurpose.NEWSLETTER) in words(page)
    answer = ask(client, frequency="monthly")
    assert answer.location == "/subscribe/asked"
    assert "Look in your mail" in words(client.get(answer.location))
    [letter] = deliver(app)
    assert letter["To"] == CORA
    path = path_of(letter, "/subscribe/confirm/")
    assert "Once a month" in words(client.get(path))
    pressed = press(client, path)
    assert "Thank you" in words(client.get(pressed.location))
    found = subscription()
    assert found.state is SubscriptionState.ACTIVE
    assert found.frequency is Frequency.MONTHLY


def test_the_consent_is_kept_with_its_words_its_page_and_both_times(app, client):
    ask(client)
    [letter] = deliver(app)
    asked = clock.now()
    with clock.travel(timedelta(hours=5)):
        press(client, path_of(letter, "/subscribe/confirm/"))
        [kept] = consents()
        assert kept.wording == consent.wording(ConsentPurpose.NEWSLETTER)
        assert kept.given_on == f"/subscribe, asked {asked:%Y-%m-%d %H:%M} UTC"
        assert clock.now() - kept.given_at < timedelta(minutes=1)
        assert kept.withdrawn_at is None


def test_nothing_is_subscribed_before_the_button_behind_the_link(app, client):
    ask(client)
    [letter] = deliver(app)
    for link in links_of(letter):
        for _ in range(3):
            assert client.get(link.removeprefix("http://localhost")).status_code == 200
    assert subscription().state is SubscriptionState.UNCONFIRMED
    assert consents() == []


def test_a_link_works_once_and_for_seven_days(app, client):
    ask(client)
    [letter] = deliver(app)
    path = path_of(letter, "/subscribe/confirm/")
    with clock.travel(timedelta(days=7, minutes=1)):
        assert client.get(path).status_code == 404
        assert press(client, path).status_code == 404
    assert press(client, path).status_code == 303
    again = press(client, path)
    assert again.status_code == 404
    assert "all is well" in words(again)


def test_known_unknown_and_subscribed_addresses_get_the_same_words(app, client):
    subscribe(app, client, "ben@example.org")
    make_member("Dana", email="dana@example.org")
    seen, mails = set(), set()
    with clock.travel(timedelta(hours=2)):
        for email in (CORA, "ben@example.org", "dana@example.org"):
            answer = ask(client, email)
            seen.add((answer.status_code, answer.location))
            [letter] = deliver(app)
            [link] = links_of(letter)
            mails.add(text_of(letter).replace(link, "…"))
    assert len(seen) == 1
    assert len(mails) == 1


def test_one_address_gets_one_mail_an_hour(app, client):
    ask(client)
    again = ask(client)
    assert again.status_code == 429
    assert "We have just sent mail to this address" in words(again)
    assert len(deliver(app)) == 1
    with clock.travel(timedelta(minutes=61)):
        assert ask(client).status_code == 303
        assert len(deliver(app)) == 1


def test_a_stranger_cannot_put_words_into_the_mail(app, client):
    hostile = {
        "email": CORA,
        "frequency": "weekly",
        "name": "https://evil.example/",
        "site": "Evil",
        "url": "https://evil.example/",
    }
    client.post("/subscribe?site=Evil", data=hostile, headers={"X-Forwarded-Host": "evil.example"})
    [letter] = deliver(app)
    for part in (letter["Subject"], text_of(letter), html_of(letter)):
        assert "evil" not in part.lower()
    assert len(links_of(letter)) == 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "cora",
        "cora@example.org, ben@example.org",
        "cora@example.org\nBcc: ben@example.org",
        "cora@" + "x" * 300 + ".org",
    ],
)
def test_something_that_is_no_address_is_said_so_and_given_back(app, client, email):
    answer = ask(client, email)
    assert answer.status_code == 422
    assert "Not sent yet" in words(answer)
    assert deliver(app) == []


def test_a_frequency_that_does_not_exist_is_refused(app, client):
    assert ask(client, frequency="hourly").status_code == 422
    assert deliver(app) == []


def test_another_site_cannot_subscribe_anybody(app, client):
    answer = client.post("/subscribe", data={"email": CORA, "frequency": "weekly"}, forged=True)
    assert answer.status_code == 400
    assert deliver(app) == []


def test_a_member_subscribes_with_one_press_and_the_consent_is_kept(app, browse):
    cora = browse(make_member("Cora", email=CORA))
    page = words(cora.get("/subscribe"))
    assert consent.wording(ConsentPurpose.NEWSLETTER) in page
    assert cora.post("/subscribe", data={"frequency": "weekly"}).status_code == 303
    assert subscription().state is SubscriptionState.ACTIVE
    [kept] = consents()
    assert kept.member_id is not None
    assert "You get the news at cora@example.org" in words(cora.get("/subscribe"))
    cora.post("/subscribe", data={"frequency": "monthly"})
    assert subscription().frequency is Frequency.MONTHLY
    assert len(consents()) == 1, "changing how often is no new consent"


def test_two_presses_at_once_are_one_subscription(app):
    failed = []

    def press_once() -> None:
        with app.app_context():
            try:
                gate.wait()
                with unit_of_work():
                    services.subscribe_member(CORA, Frequency.WEEKLY)
            except Exception as error:
                failed.append(error)

    gate = threading.Barrier(6)
    presses = [threading.Thread(target=press_once) for _ in range(6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert failed == []
    assert subscription().state is SubscriptionState.ACTIVE


def test_a_member_cannot_subscribe_another_address(app, browse):
    cora = browse(make_member("Cora", email=CORA))
    cora.post("/subscribe", data={"frequency": "weekly", "email": "ben@example.org"})
    assert subscription("ben@example.org") is None
    assert subscription() is not None


def test_how_often_is_changed_by_the_link_in_each_mail(app, client):
    found = subscribe(app, client)
    path = f"/digest/settings/{found.token}"
    assert "How often the news comes" in words(client.get(path))
    assert subscription().frequency is Frequency.WEEKLY
    assert client.post(path, data={"frequency": "monthly"}).status_code == 303
    assert subscription().frequency is Frequency.MONTHLY
    assert client.post(path, data={"frequency": "hourly"}).status_code == 422
    assert client.post(path, data={"frequency": "weekly"}, forged=True).status_code == 400
    assert subscription().frequency is Frequency.MONTHLY


def test_confirming_again_keeps_the_window_and_takes_the_new_frequency(app, client):
    first = subscribe(app, client)
    with clock.travel(timedelta(days=3)):
        again = subscribe(app, client, frequency="monthly")
    assert again.confirmed_at == first.confirmed_at
    assert again.frequency is Frequency.MONTHLY
    assert again.token == first.token


def test_an_address_that_answers_again_is_forgiven_its_refusals(app, client):
    for _ in range(2):
        with ledger() as book:
            count_refusal(book, CORA)
    assert is_stopped(db.session(), CORA)
    subscribe(app, client)
    db.session.remove()
    assert not is_stopped(db.session(), CORA)


def test_joining_with_the_box_ticked_starts_the_weekly_news(app):
    with unit_of_work():
        services.start_for_proved(CORA)
    found = subscription()
    assert found.state is SubscriptionState.ACTIVE
    assert found.frequency is Frequency.WEEKLY


def test_a_subscription_follows_its_owner_to_another_address_and_back(app, client):
    before = subscribe(app, client)
    with unit_of_work():
        services.move(CORA, "new@example.org")
    assert subscription() is None
    assert subscription("new@example.org").token == before.token
    assert [kept.email for kept in consents("new@example.org")] == ["new@example.org"]
    with unit_of_work():
        services.move("new@example.org", CORA)
    assert subscription().state is SubscriptionState.ACTIVE
    assert subscription("new@example.org") is None


def test_moving_to_an_address_that_had_left_starts_it_and_keeps_its_links(app, client):
    subscribe(app, client, frequency="monthly")
    other = subscribe(app, client, "new@example.org")
    press(client, f"/digest/leave/{other.token}")
    with unit_of_work():
        services.move(CORA, "new@example.org")
    moved = subscription("new@example.org")
    assert (moved.state, moved.token) == (SubscriptionState.ACTIVE, other.token)
    assert moved.frequency is Frequency.MONTHLY
    assert subscription().state is SubscriptionState.LEFT


def test_moving_without_a_subscription_starts_nothing(app):
    with unit_of_work():
        services.move(CORA, "new@example.org")
        services.move("", "new@example.org")
    assert subscription("new@example.org") is None


def test_erasing_takes_the_subscription_and_the_mail_that_waits(app, client):
    subscribe(app, client)
    with clock.travel(timedelta(hours=2)):
        ask(client)
    with unit_of_work():
        services.forget(CORA)
    assert subscription() is None
    assert deliver(app) == []
