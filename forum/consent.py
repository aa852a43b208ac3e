"""What people agree to. Each consent is asked on its own and recorded with its words."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from forum import clock
from forum.extensions import db
from forum.models import Consent, ConsentPurpose


def wording(purpose: ConsentPurpose, age: int = 16) -> str:
    """The sentence beside the box, as it is shown and as it is recorded."""
    if purpose is ConsentPurpose.HEALTH_DATA:
        return _(
            "I agree that what I choose to write here about my health is kept, "
            "so that I can be a member. I can take this back at any time."
        )
    if purpose is ConsentPurpose.AGE:
        return _("I am %(age)s or older. If I write for a child, I do not name the child.", age=age)
    return _(
        "Yes, send me the news by e-mail: new articles and open questions. "
        "I can leave with one press at any time."
    )


def record(
    purpose: ConsentPurpose,
    words: str,
    given_on: str,
    *,
    member_id: int | None = None,
    email: str | None = None,
    at: datetime | None = None,
) -> None:
    """Keep proof of a consent: who, what words, on which page, when."""
    db.session.add(
        Consent(
            purpose=purpose,
            member_id=member_id,
            email=email,
            wording=words,
            given_on=given_on[:120],
            given_at=at or clock.now(),
        )
    )


def withdraw(purpose: ConsentPurpose, email: str) -> None:
    """Mark the consents of an address for one purpose as taken back."""
    db.session.execute(
        update(Consent)
        .where(Consent.purpose == purpose, Consent.email == email, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
