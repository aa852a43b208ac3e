"""Closing a talk: it can be read, and nothing more can be written. And opening it again."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum import audit
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import Post, Thread
from forum.permissions import Action, Actor, may
from forum.publishing.state import touch_thread
from forum.text import clean_line
from forum.web.transaction import begin_write

LONGEST_REASON = 300


def close_talk(actor: Actor, thread_id: int, reason: str) -> None:
    """Close a talk, for a reason that readers see. Raises Invalid, NotFound or Stale."""
    reason = clean_line(reason)
    if not reason:
        raise Invalid("talk_reason", _("Please write the reason. Readers see it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid("talk_reason", _("Please keep the reason under 300 letters."))
    begin_write()
    thread = _hold(actor, thread_id)
    if thread.locked:
        raise Stale(_("This talk was closed already. Nothing was changed by you."))
    _set(actor, thread, True, reason)


def open_talk(actor: Actor, thread_id: int) -> None:
    """Open it again. Raises NotFound or Stale."""
    begin_write()
    thread = _hold(actor, thread_id)
    if not thread.locked:
        raise Stale(_("This talk is open already. Nothing was changed by you."))
    _set(actor, thread, False, "")


def _hold(actor: Actor, thread_id: int) -> Thread:
    thread = db.session.get(Thread, thread_id, with_for_update=True, populate_existing=True)
    if thread is None or not may(actor, Action.CLOSE_TALK, thread):
        raise NotFound
    return thread


def _set(actor: Actor, thread: Thread, locked: bool, reason: str) -> None:
    thread.locked, thread.locked_because = locked, reason
    db.session.flush()
    touch_thread(thread.id)
    began = db.session.scalar(
        select(Post.author_id).where(Post.thread_id == thread.id, Post.path == "")
    )
    audit.record(
        "talk_closed" if locked else "talk_opened",
        f"thread:{thread.id}",
        {"reason": reason},
        actor_id=actor.id,
        about_id=began,
    )
