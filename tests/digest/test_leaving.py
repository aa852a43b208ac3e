"""Leaving: one press in the mail program, or a button for people; never by opening a page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.digest import services
from forum.models import SubscriptionState
from tests.browser_client import words
from tests.digest.test_subscribing import consents, subscribe, subscription
from tests.factories import make_member
from tests.mail.letters import press

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


def bare(app, path: str, body: str = ONE_CLICK, **kwargs):
    """A mail program's POST: no cookie, no Origin, no Referer, no token."""
    return app.test_client().open(
        path,
        method="POST",
        data=body,
        content_type=FORM,
        environ_overrides={"CONTENT_LENGTH": str(len(body))},
    )


def test_one_press_in_the_mail_program_leaves_without_a_redirect(app, client):
    found = subscribe(app, client)
    answer = bare(app, f"/digest/leave/{found.token}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert "Set-Cookie" not in answer.headers
    assert subscription().state is SubscriptionState.LEFT
    [kept] = consents()
    assert kept.withdrawn_at is not None


def test_the_press_may_come_as_multipart_too(app, client):
    found = subscribe(app, client)
    answer = app.test_client().open(
        f"/digest/leave/{found.token}",
        method="POST",
        data={"List-Unsubscribe": "One-Click"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert subscription().state is SubscriptionState.LEFT


def test_leaving_twice_is_leaving_once(app, client):
    found = subscribe(app, client)
    bare(app, f"/digest/leave/{found.token}")
    left_at = subscription().left_at
    assert bare(app, f"/digest/leave/{found.token}").status_code == 200
    assert subscription().left_at == left_at


def test_a_person_leaves_by_a_button_and_reads_that_it_is_done(app, client):
    found = subscribe(app, client)
    path = f"/digest/leave/{found.token}"
    page = client.get(path)
    assert "Leave now" in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert "cora@example.org" not in page.text
    pressed = press(client, path)
    assert "You have left" in words(client.get(pressed.location))
    assert subscription().state is SubscriptionState.LEFT


def test_the_button_works_from_a_browser_that_tells_nothing_about_itself(app, client):
    found = subscribe(app, client)
    assert bare(app, f"/digest/leave/{found.token}", body="").status_code == 303
    assert subscription().state is SubscriptionState.LEFT


def test_a_signed_in_member_leaves_by_the_same_link(app, client, browse):
    found = subscribe(app, client)
    press(browse(make_member("Ben")), f"/digest/leave/{found.token}")
    assert subscription().state is SubscriptionState.LEFT


def test_opening_a_link_changes_nothing_however_often(app, client):
    found = subscribe(app, client)
    for path in (f"/digest/leave/{found.token}", f"/digest/settings/{found.token}"):
        for method in ("GET", "HEAD", "OPTIONS"):
            for _ in range(3):
                assert client.open(f"{path}?{ONE_CLICK}", method=method).status_code == 200
    assert subscription().state is SubscriptionState.ACTIVE
    assert subscription().frequency.value == "weekly"
    assert [kept.withdrawn_at for kept in consents()] == [None]


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "x",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[::-1],
        lambda token: token.swapcase(),
        lambda token: "%27%20OR%201=1--",
        lambda token: "A" * 5000,
        lambda token: "%00",
        lambda token: "ü" * 20,
        lambda token: "%ED%A0%80",
    ],
)
def test_a_made_up_token_changes_nothing_and_looks_like_any_missing_page(app, client, change):
    found = subscribe(app, client)
    missing = client.get("/digest/leave/never-was")
    for path in ("/digest/leave/", "/digest/settings/"):
        for answer in (
            client.get(path + change(found.token)),
            bare(app, path + change(found.token)) if "leave" in path else missing,
        ):
            assert answer.status_code == 404
            assert words(answer) == words(missing)
    assert subscription().state is SubscriptionState.ACTIVE


def test_an_address_that_never_said_yes_has_no_page_to_leave_by(app, client):
    client.post("/subscribe", data={"email": "cora@example.org", "frequency": "weekly"})
    assert client.get(f"/digest/leave/{subscription().token}").status_code == 404


def test_who_left_and_comes_back_is_asked_again_and_then_gets_the_news(app, client):
    first = subscribe(app, client)
    bare(app, f"/digest/leave/{first.token}")
    settings = client.get(f"/digest/settings/{first.token}")
    assert settings.location == f"/digest/leave/{first.token}"
    with clock.travel(timedelta(hours=2)):
        again = subscribe(app, client)
    assert again.state is SubscriptionState.ACTIVE
    assert again.confirmed_at > first.confirmed_at
    assert [kept.withdrawn_at is None for kept in consents()] == [False, True]
    assert services.find(first.token).id == again.id, "old mails can still leave"
