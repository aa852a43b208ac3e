"""Composing a digest at the moment it is sent, for the person it is sent to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import ngettext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum import clock
from forum.digest.items import Item, items_for
from forum.digest.reader import Reader, reader_of
from forum.extensions import db
from forum.mail.delivery import Composed, LateMessage, is_stopped
from forum.mail.outbox import link
from forum.models import (
    Edition,
    EditionItem,
    EditionState,
    OutboxMessage,
    Subscription,
    SubscriptionState,
)
from forum.text import clean_line
from forum.web.language import speaking
from forum.web.pages import day, minutes_to_read
from forum.web.transaction import ledger

_UNFINISHED = (EditionState.PENDING, EditionState.PROCESSING)


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest in words, and what it holds."""

    subject: str
    body: str
    items: list[Item]
    language: str


def draft(session: Session, subscription: Subscription) -> Draft | None:
    """What would be sent to a subscriber now; None when there is nothing new. Changes nothing."""
    reader = reader_of(session, subscription)
    language = _language(reader)
    with speaking(language):
        items = items_for(session, reader)
        return _write(subscription, items, language) if items else None


def _language(reader: Reader) -> str:
    offered: list[str] = current_app.config["LANGUAGES"]
    return reader.language if reader.language in offered else offered[0]


def _write(subscription: Subscription, items: list[Item], language: str) -> Draft:
    site = str(current_app.config["SITE_NAME"])
    words = sum(len(f"{item.heading} {item.words}".split()) for item in items)
    minutes = minutes_to_read(words)
    body = render_template(
        "email/digest/body.txt",
        site=site,
        items=items,
        things=ngettext("%(num)s thing for you", "%(num)s things for you", len(items)),
        time=ngettext("about %(num)s minute", "about %(num)s minutes", minutes),
        asked_on=day(subscription.confirmed_at or subscription.created_at),
        token=subscription.token,
    )
    # Neutral on purpose: whoever looks over a shoulder learns nothing.
    subject = render_template("email/digest/subject.txt", site=site, day=day(clock.now()))
    return Draft(clean_line(subject), body, items, language)


def compose(mail: OutboxMessage) -> Composed | None:
    """The digest behind a row of the outbox, or None when it must not or need not leave."""
    edition_id = int(mail.payload["edition"])
    with Session(db.engine) as session:
        subscription = session.scalar(
            select(Subscription)
            .join(Edition, Edition.subscription_id == Subscription.id)
            .where(Edition.id == edition_id, Edition.state.in_(_UNFINISHED))
        )
        if subscription is None or not _may_leave(session, subscription, mail.recipient):
            return None
        made = draft(session, subscription)
        headers = list_headers(subscription.token)
    if made is None:
        return None
    _mark_processing(edition_id)
    mail.payload = {
        **mail.payload,
        "items": [[item.kind, item.subject_id] for item in made.items],
    }
    return Composed(made.subject, made.body, headers, made.language)


def _may_leave(session: Session, subscription: Subscription, recipient: str) -> bool:
    return (
        subscription.state is SubscriptionState.ACTIVE
        and subscription.email == recipient
        and not is_stopped(session, recipient)
    )


def list_headers(token: str) -> dict[str, str]:
    """One press in the mail program leaves (RFC 8058); the list has one name (RFC 2919)."""
    host = urlsplit(str(current_app.config["PUBLIC_URL"])).hostname
    return {
        "List-Id": f"<news.{host}>",
        "List-Unsubscribe": f"<{link(f'/digest/leave/{token}')}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _mark_processing(edition_id: int) -> None:
    with ledger() as book:
        book.execute(
            update(Edition)
            .where(Edition.id == edition_id, Edition.state == EditionState.PENDING)
            .values(state=EditionState.PROCESSING)
        )


def _delivered(book: Session, mail: OutboxMessage) -> None:
    """The digest has left: what it held is never sent to this subscription again."""
    edition = book.get(Edition, int(mail.payload["edition"]))
    if edition is None or edition.state is EditionState.DELIVERED:
        return
    edition.state, edition.delivered_at = EditionState.DELIVERED, clock.now()
    sent_before = book.execute(
        select(EditionItem.kind, EditionItem.subject_id).where(
            EditionItem.subscription_id == edition.subscription_id
        )
    )
    known = {(row.kind, row.subject_id) for row in sent_before}
    for kind, subject_id in mail.payload.get("items", ()):
        if (kind, subject_id) not in known:
            book.add(
                EditionItem(
                    edition_id=edition.id,
                    subscription_id=edition.subscription_id,
                    kind=kind,
                    subject_id=subject_id,
                )
            )


def _dropped(book: Session, mail: OutboxMessage) -> None:
    """The digest will not leave. What it held is looked at again for the next one."""
    edition = book.get(Edition, int(mail.payload["edition"]))
    if edition is not None and edition.state in _UNFINISHED:
        edition.state = EditionState.SKIPPED


DIGEST = LateMessage(compose, _delivered, _dropped)
