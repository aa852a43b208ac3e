"""A test client that does what a browser does by itself: sends Origin, keeps the form's token."""

from __future__ import annotations

import contextvars
import re
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from forum.extensions import db
from forum.models import Member, MemberSession
from forum.web import viewer
from forum.web.transaction import unit_of_work


class Browser(FlaskClient):
    """Posts as a page of ours would. `member` is who is signed in, if anybody."""

    member: Member | None = None
    _token: str | None = None

    def sign_in(self, member: Member) -> None:
        """Sign in without mail; the journeys test the real road."""
        with self.application.test_request_context(), unit_of_work():
            token = viewer.open_session(member.id)
        # Somebody else may sign in at the same moment, in another process.
        of_member = db.session.query(MemberSession).filter_by(member_id=member.id)
        row = of_member.order_by(MemberSession.id.desc()).first()
        assert row is not None
        serializer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        self._token = str(serializer.dumps(row.csrf_secret))
        self.member = member
        self.set_cookie("session", token, domain="localhost")

    def post(self, *args: Any, forged: bool = False, **kwargs: Any) -> TestResponse:
        """`forged`: as another site would send it, without token and with its own Origin."""
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Origin", "https://elsewhere.example" if forged else "http://localhost")
        if not forged and self._token is not None:
            data = kwargs.get("data")
            if data is None or isinstance(data, dict):
                kwargs["data"] = {"csrf_token": self._token, **(data or {})}
        if not kwargs.get("data"):
            # A browser says that an empty form is empty.
            kwargs.setdefault("content_length", 0)
        if kwargs.get("data") is None:
            kwargs.setdefault("environ_overrides", {"CONTENT_LENGTH": "0"})
        return super().post(*args, headers=headers, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Each request has a context of its own, as on a server; the test's own is let go."""
        if not has_app_context():
            return super().open(*args, **kwargs)
        db.session.remove()
        return contextvars.Context().run(super().open, *args, **kwargs)


def words(answer: TestResponse) -> str:
    """The text of a page as a person reads it: no tags, one blank between words."""
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    plain = re.sub(r"<[^>]+>", " ", html.replace("<wbr>", ""))
    for entity, sign in (
        ("&#39;", "'"),
        ("&#34;", '"'),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        plain = plain.replace(entity, sign)
    return " ".join(plain.split())
