"""Putting mail into the outbox. Nothing is sent from a request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from forum import clock
from forum.extensions import db
from forum.models import MailState, Member, OutboxMessage, Subscription
from forum.text import clean_line
from forum.web.language import speaking
from forum.web.transaction import after_commit


def post(
    message: str,
    recipient: str,
    key: str,
    context: dict[str, Any] | None = None,
    *,
    priority: int = OutboxMessage.PERSONAL,
    wait: timedelta = timedelta(0),
    otherwise: str = "",
) -> None:
    """Write a mail into the outbox. A second call with the same `key` does nothing.

    `message` names the folder under templates/email with subject.txt and body.txt. A value of
    `context` that can be called says its words in the language of the mail. `otherwise` is the
    language for a recipient who has chosen none, where one is known: who asks for a mail reads
    what they speak at that moment.
    """
    language = _language_of(recipient, otherwise)
    with speaking(language):
        values = {"site": current_app.config["SITE_NAME"]}
        for name, value in (context or {}).items():
            values[name] = value() if callable(value) else value
        subject = clean_line(render_template(f"email/{message}/subject.txt", **values))
        body = render_template(f"email/{message}/body.txt", **values)
    payload = {"language": language}
    _store(message, recipient, key, subject, body, payload, priority, clock.now() + wait)


def _language_of(recipient: str, otherwise: str) -> str:
    """The member's own choice, else what is known of the recipient, else the site's first."""
    offered: list[str] = current_app.config["LANGUAGES"]
    if len(offered) == 1:
        return offered[0]
    chosen = db.session.scalar(select(Member.language).where(Member.email == recipient))
    news = select(Subscription.language).where(Subscription.email == recipient)
    known = (chosen, otherwise or db.session.scalar(news))
    return next((each for each in known if each in offered), offered[0])


def post_later(
    message: str, recipient: str, key: str, payload: dict[str, Any], priority: int
) -> None:
    """Write a mail that is composed only when it is sent, by the composer of that name."""
    _store(message, recipient, key, "", "", payload, priority, clock.now())


def _store(
    message: str,
    recipient: str,
    key: str,
    subject: str,
    body: str,
    payload: dict[str, Any],
    priority: int,
    not_before: datetime,
) -> None:
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
        return
    # The end of a very long name is as good as the whole: the random part makes it unique.
    host = urlsplit(str(current_app.config["PUBLIC_URL"])).hostname or "localhost"
    row = OutboxMessage(
        key=key,
        message=message,
        recipient=recipient,
        subject=subject,
        body=body,
        payload=payload,
        message_id=f"<{secrets.token_hex(16)}@{host[-80:].lstrip('.-')}>",
        priority=priority,
        not_before=not_before,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Somebody else is writing the same mail at this moment; theirs is as good.
        return
    # One nudge is enough for all mails of a transaction.
    if kick not in db.session().info.get("after_commit", ()):
        after_commit(kick)


def cancel(beginnings: tuple[str, ...]) -> bool:
    """Take back the mails whose keys begin so, if none of them has left; else none is taken back."""
    meant = or_(*(OutboxMessage.key.startswith(start, autoescape=True) for start in beginnings))
    found = db.session.scalars(select(OutboxMessage).where(meant).with_for_update()).all()
    if any(row.state in {MailState.SENDING, MailState.SENT} for row in found):
        return False
    for row in found:
        # The key is let go, so that deciding the same again can write again.
        row.key = f"{row.key}:cancelled:{row.id}"[-120:]
        row.state = MailState.CANCELLED
    return True


def kick() -> None:
    """Ask the worker to look now. The outbox is what counts: a lost kick only means a minute."""
    wake: Callable[[], None] | None = current_app.extensions.get("wake_mail")
    if wake is not None:
        wake()


def link(path: str) -> str:
    """An address for a mail: from PUBLIC_URL, never from the request's Host."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["mail_link"] = link
