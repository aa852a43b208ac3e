from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.extensions import db
from forum.models import MemberSession
from tests.browser_client import Browser

JOINING = {
    "handle": "Cora",
    "email": "cora@example.org",
    "who_here": "lives_with",
    "health": "y",
    "age": "y",
}


@pytest.fixture
def join(client: Browser) -> Callable[..., TestResponse]:
    """A guest sends the joining form; a value of None leaves a field out."""

    def send(browser: Browser | None = None, **values: str | None) -> TestResponse:
        data = {name: value for name, value in {**JOINING, **values}.items() if value is not None}
        return (browser or client).post("/join", data=data)

    return send


@pytest.fixture
def is_signed_in() -> Callable[[Browser], bool]:
    return lambda browser: browser.get("/you").status_code == 200


@pytest.fixture
def sessions(app: Flask) -> Callable[[], int]:
    """How many sessions there are."""

    def count() -> int:
        db.session.remove()
        return db.session.query(MemberSession).count()

    return count
