"""The verbs of a subscription: ask, confirm, change, leave. They never commit.

The opt-in is double: asking sends a mail, and only the button behind its link starts the news.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from forum import clock, consent, proofs
from forum.errors import NotFound
from forum.extensions import db
from forum.mail import health, outbox
from forum.models import (
    Consent,
    ConsentPurpose,
    Frequency,
    Member,
    MemberState,
    OutboxMessage,
    Proof,
    Purpose,
    Subscription,
    SubscriptionState,
)
from forum.web.language import spoken
from forum.web.transaction import begin_write

_PAGE = "/subscribe"
# What `token_urlsafe` makes; anything else need not reach the database.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def find(token: str) -> Subscription:
    """The subscription behind the links of its mails. Raises NotFound."""
    found = None
    if _TOKEN.fullmatch(token):
        found = db.session.scalar(select(Subscription).where(Subscription.token == token))
    if found is None or found.state is SubscriptionState.UNCONFIRMED:
        raise NotFound
    return found


def of_address(email: str) -> Subscription | None:
    return db.session.scalar(select(Subscription).where(Subscription.email == email))


def request(email: str, frequency: Frequency) -> None:
    """Send the mail that asks an address for its yes.

    Known, unknown and subscribed addresses get the same mail, so that nobody learns who reads us.
    Raises TooMany when the address had one within the hour.
    """
    proofs.allow_mail(Purpose.CONFIRM_DIGEST, email)
    begin_write()
    _row(email, frequency)
    wording = consent.wording(ConsentPurpose.NEWSLETTER)
    issued = proofs.issue(
        Purpose.CONFIRM_DIGEST, email, payload={"frequency": frequency.value, "wording": wording}
    )
    outbox.post(
        "confirm_digest",
        email,
        f"confirm-digest:{issued.token[:16]}",
        {"url": outbox.link(f"{_PAGE}/confirm/{issued.token}"), "days": Proof.CONFIRM_DAYS},
        otherwise=spoken(),
    )


def confirm(proof: Proof) -> Subscription:
    """The owner of the address pressed the button: the news start, and the consent is recorded."""
    begin_write()
    proof = db.session.get_one(Proof, proof.id)
    proofs.use(proof)
    found = _activate(proof.email, Frequency(proof.payload["frequency"]))
    _record_consent(proof.email, str(proof.payload["wording"]), proof.created_at)
    health.forgive(db.session(), proof.email)
    return found


def subscribe_member(email: str, frequency: Frequency) -> Subscription:
    """A signed-in member's own address is proved already: one press is enough."""
    begin_write()
    known = of_address(email)
    if known is None or known.state is not SubscriptionState.ACTIVE:
        _record_consent(email, consent.wording(ConsentPurpose.NEWSLETTER), clock.now())
        health.forgive(db.session(), email)
    return _activate(email, frequency)


def start_for_proved(email: str) -> None:
    """Start the weekly digest for an address that has just been proved.

    The caller has recorded the consent, with the words of its own page.
    """
    begin_write()
    known = of_address(email)
    if known is None or known.state is not SubscriptionState.ACTIVE:
        _activate(email, Frequency.WEEKLY)


def change_frequency(token: str, frequency: Frequency) -> None:
    """Weekly or monthly, from the link at the end of each digest."""
    begin_write()
    found = find(token)
    if found.state is not SubscriptionState.ACTIVE:
        raise NotFound
    found.frequency = frequency


def leave(token: str) -> None:
    """End the news at once and take the consent back. Leaving twice is leaving once."""
    begin_write()
    found = find(token)
    if found.state is SubscriptionState.ACTIVE:
        _end(found)
        consent.withdraw(ConsentPurpose.NEWSLETTER, found.email)


def move(old: str, new: str) -> None:
    """Let a subscription follow its owner to another address, and its consent with it."""
    begin_write()
    found = of_address(old)
    if found is None or found.state is not SubscriptionState.ACTIVE:
        return
    there = of_address(new)
    if there is None:
        found.email = new
    else:
        # The new address has a row with links of its own in mails already sent: that one goes on.
        if there.state is not SubscriptionState.ACTIVE:
            _start(there, found.frequency)
            there.language = found.language
        _end(found)
    db.session.execute(
        update(Consent)
        .where(
            Consent.purpose == ConsentPurpose.NEWSLETTER,
            Consent.email == old,
            Consent.withdrawn_at.is_(None),
        )
        .values(email=new)
    )


def forget(email: str) -> None:
    """Erase a subscription with its editions, and all mail that waits for the address."""
    begin_write()
    db.session.execute(delete(Subscription).where(Subscription.email == email))
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.recipient == email))


def _row(email: str, frequency: Frequency) -> Subscription:
    """The row of an address, made if it is not there. Two presses at once make one."""
    known = of_address(email)
    if known is not None:
        return known
    found = Subscription(
        email=email,
        frequency=frequency,
        state=SubscriptionState.UNCONFIRMED,
        token=secrets.token_urlsafe(32),
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError:
        return db.session.scalars(select(Subscription).where(Subscription.email == email)).one()
    return found


def _activate(email: str, frequency: Frequency) -> Subscription:
    found = _row(email, frequency)
    if found.state is not SubscriptionState.ACTIVE:
        _start(found, frequency)
    found.frequency, found.language = frequency, spoken()
    return found


def _start(found: Subscription, frequency: Frequency) -> None:
    found.state, found.frequency = SubscriptionState.ACTIVE, frequency
    found.confirmed_at, found.left_at = clock.now(), None


def _end(found: Subscription) -> None:
    found.state, found.left_at = SubscriptionState.LEFT, clock.now()


def _record_consent(email: str, words: str, asked_at: datetime) -> None:
    member_id = db.session.scalar(
        select(Member.id).where(Member.email == email, Member.state == MemberState.ACTIVE)
    )
    consent.record(
        ConsentPurpose.NEWSLETTER,
        words,
        f"{_PAGE}, asked {asked_at:%Y-%m-%d %H:%M} UTC",
        member_id=member_id,
        email=email,
    )
