"""Who is looking: the member behind the session cookie, or a guest.

Sessions live in the database. The cookie holds a random token, the row only its hash, so signing
out ends the session wherever a copy of the cookie may be.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SessionInterface
from flask_login import current_user
from sqlalchemy import bindparam, delete, select, update

from forum import clock
from forum.claims.model import N_
from forum.extensions import db, login, read
from forum.models import Member, MemberSession, MemberState, Role
from forum.web.transaction import ledger


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in member for the length of a request: plain values, no database behind them."""

    id: int
    handle: str
    email: str
    role: Role
    session_id: int
    csrf_secret: str
    language: str = ""
    # What was chosen of comfort, as `forum.web.comfort` reads it.
    comfort: str = ""
    # Until then only answers and messages from moderators reach this member.
    easy_until: datetime | None = None
    # May read but not write until then, if that is still to come.
    paused_until: datetime | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def is_staff(self) -> bool:
        return self.role != Role.MEMBER

    @property
    def paused(self) -> bool:
        """May this member not write now?"""
        return self.paused_until is not None and self.paused_until > clock.now()

    @property
    def easy(self) -> bool:
        """Does this member have an easy day?"""
        return self.easy_until is not None and self.easy_until > clock.now()

    def get_id(self) -> str:
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is not signed in."""

    id: None = None
    handle: str = ""
    email: str = ""
    role: None = None
    language: str = ""
    comfort: str = ""
    is_authenticated: bool = False
    is_active: bool = False
    is_anonymous: bool = True
    is_staff: bool = False
    paused: bool = False

    def get_id(self) -> None:
        return None


Person = Viewer | Guest


def viewer() -> Person:
    """The person behind this request. Kept for its length: every part of a page asks."""
    found: Person | None = g.get("viewer")
    if found is None:
        found = g.viewer = cast("Person", current_user._get_current_object())
    return found


def member() -> Viewer:
    """The member behind this request; only for views behind the gate."""
    person = viewer()
    if not isinstance(person, Viewer):
        raise RuntimeError("a view for members was reached by a guest")
    return person


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host; browsers allow the prefix over TLS only."""
    return "__Host-session" if current_app.config["SECURE_COOKIES"] else "session"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_FIND = (
    select(
        Member.id,
        Member.handle,
        Member.email,
        Member.role,
        Member.language,
        Member.comfort,
        Member.easy_until,
        Member.paused_until,
        MemberSession.id.label("session_id"),
        MemberSession.csrf_secret,
        MemberSession.created_at,
        MemberSession.last_used_at,
    )
    .join(MemberSession, MemberSession.member_id == Member.id)
    .where(MemberSession.token_hash == bindparam("token_hash"))
    .where(Member.state == MemberState.ACTIVE)
)


def load_viewer(incoming: Request) -> Viewer | None:
    """The viewer of a request, or None. Marks the session as used at most once an hour."""
    token = incoming.cookies.get(cookie_name())
    if not token or len(token) > 100:
        return None
    row = next(iter(read(_FIND, token_hash=hash_token(token))), None)
    if row is None or _has_ended(row.role, row.created_at, row.last_used_at):
        return None
    if clock.now() - row.last_used_at > timedelta(hours=1):
        _mark_used(row.session_id)
    return Viewer(
        row.id,
        row.handle,
        row.email or "",
        row.role,
        row.session_id,
        row.csrf_secret,
        row.language,
        row.comfort,
        row.easy_until,
        row.paused_until,
    )


def _has_ended(role: Role, created_at: datetime, last_used_at: datetime) -> bool:
    now = clock.now()
    idle = timedelta(days=MemberSession.IDLE_DAYS)
    if role != Role.MEMBER:
        idle = timedelta(hours=MemberSession.STAFF_IDLE_HOURS)
    longest = timedelta(days=MemberSession.LONGEST_DAYS)
    return now - last_used_at > idle or now - created_at > longest


def _mark_used(session_id: int) -> None:
    with ledger() as book:
        book.execute(
            update(MemberSession)
            .where(MemberSession.id == session_id)
            .values(last_used_at=clock.now())
        )


def open_session(member_id: int) -> str:
    """Make a session for a member and return the token for the cookie. Old ones stay."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        MemberSession(
            token_hash=hash_token(token),
            member_id=member_id,
            csrf_secret=secrets.token_hex(20),
            device=device(),
            created_at=now,
            last_used_at=now,
        )
    )
    return token


def end_session(session_id: int) -> None:
    db.session.execute(delete(MemberSession).where(MemberSession.id == session_id))


def end_other_sessions(member_id: int, keep: int | None) -> None:
    """End all sessions of a member, but for the one to `keep`."""
    ending = delete(MemberSession).where(MemberSession.member_id == member_id)
    if keep is not None:
        ending = ending.where(MemberSession.id != keep)
    db.session.execute(ending)


def device() -> str:
    """A few plain words for the browser that asks, enough to recognise one's own."""
    agent = request.headers.get("User-Agent", "")
    system = next(
        (name for mark, name in _SYSTEMS if mark in agent),
        _UNKNOWN,
    )
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    return f"{browser} · {system}" if browser else system


# Translated when it is shown: see `say` in the page of one's devices.
_UNKNOWN = N_("Unknown device")
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def set_session_cookie(response: Response, token: str) -> Response:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=MemberSession.LONGEST_DAYS * 86400,
        secure=current_app.config["SECURE_COOKIES"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def clear_session_cookie(response: Response) -> Response:
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SECURE_COOKIES"], httponly=True
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


class _RequestSession(SecureCookieSession):
    """Flask's session for the length of one request; it holds the CSRF secret and is not sent."""


class NoCookieSession(SessionInterface):
    """Flask and Flask-WTF want a session; ours never becomes a cookie by itself."""

    def open_session(self, app: Flask, request: Request) -> _RequestSession:
        return _RequestSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        return None


def init_app(app: Flask) -> None:
    app.session_interface = NoCookieSession()
    login.anonymous_user = Guest
    login.session_protection = None
    login.init_app(app)

    @login.request_loader
    def load(incoming: Request) -> Viewer | None:
        found = load_viewer(incoming)
        if found is not None:
            session["csrf_token"] = found.csrf_secret
        return found


__all__ = ["Guest", "Person", "Viewer", "init_app", "member", "viewer"]
