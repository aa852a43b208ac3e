"""Keeping what a member chose, so that it is there on every device."""

from __future__ import annotations

from sqlalchemy import update

from forum.extensions import db
from forum.models import Member
from forum.permissions import Actor
from forum.web.comfort import USUAL, Comfort
from forum.web.transaction import begin_write


def keep_language(actor: Actor, chosen: str) -> None:
    """The language of a member's pages and mails; "" for what the browser says."""
    if actor.id is None:
        return
    begin_write()
    db.session.execute(update(Member).where(Member.id == actor.id).values(language=chosen))


def keep(actor: Actor, chosen: Comfort) -> None:
    """Keep a choice with the account. One for this device only stays in the browser."""
    if actor.id is None or chosen.here:
        return
    begin_write()
    db.session.execute(
        update(Member).where(Member.id == actor.id).values(comfort=str(chosen) or USUAL)
    )
