"""Single-use links and codes that prove an e-mail address.

A link opens a page with a button; only the button does something, because mail scanners open
links. Tokens are random and kept as hashes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum import clock
from forum.errors import NotFound, TooMany
from forum.extensions import db
from forum.models import Proof, Purpose
from forum.web.limits import keyed, source, spend
from forum.web.transaction import ledger
from forum.web.viewer import hash_token

# How long a link lives. Sign-in is short; confirmations wait for people who read mail weekly.
_LIVES = {
    Purpose.JOIN: timedelta(minutes=Proof.LINK_MINUTES),
    Purpose.SIGN_IN: timedelta(minutes=Proof.LINK_MINUTES),
    Purpose.CHANGE_EMAIL: timedelta(minutes=Proof.LINK_MINUTES),
    Purpose.UNDO_EMAIL: timedelta(days=Proof.UNDO_EMAIL_DAYS),
    Purpose.CONFIRM_COMMENT: timedelta(days=Proof.CONFIRM_DAYS),
    Purpose.CONFIRM_DIGEST: timedelta(days=Proof.CONFIRM_DAYS),
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A proof just made: what goes into the mail, and what the asking browser keeps."""

    token: str
    code: str
    browser: str


def allow_mail(purpose: Purpose, email: str) -> None:
    """Count a mail of proof to an address. Raises TooMany when it had enough.

    Sign-in: 3 in 15 minutes, 10 a day. Confirmations: one an hour. And 40 an hour from one source,
    so that one machine cannot use us to write to many strangers.
    """
    short, window = (3, timedelta(minutes=15))
    if purpose in {Purpose.CONFIRM_COMMENT, Purpose.CONFIRM_DIGEST}:
        short, window = (1, timedelta(hours=1))
    enough = TooMany(
        _(
            "We have just sent mail to this address. Look in your inbox and spam, "
            "or wait a little and ask again."
        )
    )
    if not spend("proof-source", source(), 40, timedelta(hours=1)):
        raise enough
    if not spend(f"proof-{purpose}", email, short, window):
        raise enough
    if not spend("proof-day", email, 10, timedelta(days=1)):
        raise enough


def issue(
    purpose: Purpose,
    email: str,
    member_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Issued:
    """Make a proof. Its token and code are known only to the mail that carries them."""
    token, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    code = f"{secrets.randbelow(1_000_000):06d}"
    now = clock.now()
    db.session.add(
        Proof(
            purpose=purpose,
            email=email,
            member_id=member_id,
            token_hash=hash_token(token),
            code_hash=keyed(f"{browser}:{code}"),
            browser_hash=hash_token(browser),
            payload=payload or {},
            created_at=now,
            expires_at=now + _LIVES[purpose],
        )
    )
    return Issued(token, code, browser)


# Where a new link can be asked for.
_AGAIN = {
    Purpose.JOIN: "/sign-in",
    Purpose.SIGN_IN: "/sign-in",
    Purpose.CONFIRM_DIGEST: "/subscribe",
    Purpose.CHANGE_EMAIL: "/you/email",
}


def _gone(purpose: Purpose) -> NotFound:
    words = _("This link has been used or is too old. Ask for a new one.")
    return NotFound(words, instead=_AGAIN.get(purpose, ""))


def find(token: str, *purposes: Purpose) -> Proof:
    """The living proof behind a link. Raises NotFound when it is used, old or made up."""
    proof = db.session.scalar(select(Proof).where(Proof.token_hash == hash_token(token[:100])))
    if proof is None or proof.purpose not in purposes or not _lives(proof):
        raise _gone(purposes[0])
    return proof


def _lives(proof: Proof) -> bool:
    return proof.used_at is None and proof.expires_at > clock.now()


def use(proof: Proof) -> None:
    """Use a proof up. Of two presses at once only one gets through; the other finds it gone."""
    used = db.session.execute(
        update(Proof)
        .where(Proof.id == proof.id, Proof.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise _gone(proof.purpose)


def find_by_code(browser: str, code: str) -> Proof | None:
    """The proof whose code was asked for in this browser, or None.

    Each try is counted before it is judged, in a transaction of its own; after five the code is
    dead, and the link still works.
    """
    hashed = hash_token(browser[:100])
    with ledger() as book:
        proof = book.scalar(
            select(Proof)
            .where(Proof.browser_hash == hashed, Proof.used_at.is_(None))
            .order_by(Proof.id.desc())
            .limit(1)
            .with_for_update()
        )
        if proof is None or proof.tries >= Proof.CODE_TRIES:
            return None
        proof.tries += 1
        right = secrets.compare_digest(proof.code_hash or "", keyed(f"{browser}:{code.strip()}"))
        in_time = clock.now() - proof.created_at <= timedelta(minutes=Proof.CODE_MINUTES)
        found_id = proof.id
    if not (right and in_time):
        return None
    found = db.session.get(Proof, found_id)
    return found if found is not None and _lives(found) else None


def revoke(purpose: Purpose, member_id: int, after: int = 0) -> None:
    """Make the open links of one purpose of a member useless, or those made `after` a proof."""
    db.session.execute(
        update(Proof)
        .where(
            Proof.purpose == purpose,
            Proof.member_id == member_id,
            Proof.id > after,
            Proof.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
