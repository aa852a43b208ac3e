"""A safety drill: a practice case that nobody but the desk ever sees, to learn how soon people look."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import text

from forum import audit, clock
from forum.errors import Refusal, Stale
from forum.extensions import db
from forum.models import Audience, Level, Outcome, Post, PostKind, PostState, Thread
from forum.moderation import cases, drills
from forum.moderation.duty import moderators, on_duty
from forum.publishing.state import Why, change_state
from forum.text import render
from forum.web.transaction import begin_write

CAUSE = "safety drill"
# One drill at a time on PostgreSQL; SQLite has one writer at a time anyway.
_LOCK = 7_403_120


@dataclass(frozen=True, slots=True)
class Filed:
    """The number of the practice case, and how many people were called to it by mail."""

    case_id: int
    called: int


def file_drill() -> Filed:
    """File a practice case as an urgent one. Refused while one is open, or with nobody to call.

    Its post is not screened: made-up words must not enter the figures of any rule, nor be offered
    as an earlier ruling.
    """
    words = _made_up_words()
    html = str(render(words))
    begin_write()
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if (before := drills.still_open()) is not None:
        raise Stale(
            _(
                "A drill is open already: case %(number)s. "
                "Let somebody decide it at the desk, then file another.",
                number=before,
            )
        )
    called = sum(1 for each in on_duty() or moderators() if each.email)
    if not called:
        raise Refusal(_("There is no moderator to call. Make somebody a moderator first."))
    post = _store(words, html)
    case = cases.open_case(post, Level.URGENT, CAUSE, practice=True)
    why = Why(Outcome.HOLD, "a safety drill, never shown", cause=CAUSE, case_id=case.id)
    change_state(post, PostState.HELD, why, old=PostState.HELD)
    audit.record(
        "safety_drill", f"case:{case.id}", {"called": called}, actor_id=None, about_id=None
    )
    return Filed(case.id, called)


def _made_up_words() -> str:
    return str(
        _(
            "PRACTICE. These words are made up by the program. Nobody is in danger.\n\n"
            "“I cannot swallow since this morning and my breathing is getting worse. "
            "I do not know what to do.”\n\n"
            "Please decide this case as you would decide a real one. Whatever you choose, it is "
            "never shown and nobody is told."
        )
    )


def _store(words: str, html: str) -> Post:
    """The post in a talk of its own: held from its first moment, without a teaser to be shown."""
    thread = Thread(created_at=clock.now())
    db.session.add(thread)
    db.session.flush()
    post = Post(
        thread_id=thread.id,
        path="",
        kind=PostKind.UPDATE,
        title=_("Safety drill: practice, nobody is in danger"),
        source=words,
        html=html,
        teaser="",
        guest_name="Safety drill",
        guest_email=drills.DRILL_EMAIL,
        audience=Audience.MEMBERS,
        state=PostState.HELD,
        version=1,
        idempotency_key=secrets.token_urlsafe(12),
        created_at=clock.now(),
    )
    db.session.add(post)
    db.session.flush()
    return post
