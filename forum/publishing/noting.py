"""The context note under a post: set with a verdict, brought back when the verdict is undone."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum import clock
from forum.extensions import db
from forum.models import ContextNote, Decision, Member, Outcome, Post
from forum.permissions import Actor
from forum.publishing.ruling import Ruling


def set_note(actor: Actor, post: Post, decision: Decision, ruling: Ruling) -> None:
    """A verdict replaces the note that stood before."""
    _end_notes(post)
    post.noted = ruling.outcome is Outcome.PUBLISH_WITH_NOTE
    if not post.noted:
        return
    signer = db.session.get_one(Member, actor.id)
    db.session.add(
        ContextNote(
            post_id=post.id,
            decision_id=decision.id,
            library_version_id=ruling.library_version_id,
            words=ruling.note,
            html=ruling.note_html,
            sources=[{"title": title, "url": url} for title, url in ruling.sources],
            expires_on=ruling.note_expires_on,
            signed=_("%(name)s, moderator", name=signer.handle),
            at=clock.now(),
        )
    )


def _end_notes(post: Post) -> None:
    db.session.execute(
        update(ContextNote)
        .where(ContextNote.post_id == post.id, ContextNote.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def bring_back_note(post: Post, decision: Decision) -> None:
    """The decision is undone: its own note ends, the one it replaced stands again."""
    _end_notes(post)
    before = db.session.scalar(
        select(ContextNote)
        .where(
            ContextNote.post_id == post.id,
            ContextNote.decision_id != decision.id,
            ContextNote.at < decision.at,
            ContextNote.ended_at >= decision.at,
        )
        .order_by(ContextNote.id.desc())
        .limit(1)
    )
    if before is not None:
        before.ended_at = None
    post.noted = before is not None
