"""What an author sees of the desk: how their words were decided, and what came of an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select

from forum import clock
from forum.extensions import db
from forum.models import (
    Appeal,
    Case,
    ContextNote,
    Decision,
    Outcome,
    Post,
    PostState,
)
from forum.moderation.health import stands

# So long after a decision its author may ask another moderator to look again.
APPEAL_DAYS = 30
APPEALABLE = frozenset({Outcome.PUBLISH_WITH_NOTE, Outcome.REWORD, Outcome.REMOVE})


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """The standing decision about a post, as its author is told of it."""

    ruling: Decision | None
    # The note that stands below the words now.
    note: ContextNote | None
    # The author's newest appeal, where it is about that decision or was answered by it.
    appeal: Appeal | None
    appeal_waits: bool
    # How another moderator answered it.
    answer: Decision | None
    may_appeal: bool
    last_day: datetime | None


def author_file(post: Post) -> AuthorFile:
    """What the author of `post` is shown."""
    ruling = _told_ruling(post.id)
    appeal, waits, answer = _newest_appeal(post.id)
    if appeal is not None and not _belongs(appeal, waits, answer, ruling):
        appeal, answer = None, None
    asked = appeal is not None and (
        waits or (ruling is not None and appeal.decision_id == ruling.id)
    )
    possible = ruling is not None and not asked and is_open_to_appeal(post, ruling)
    return AuthorFile(
        ruling=ruling,
        note=_note(post),
        appeal=appeal,
        appeal_waits=appeal is not None and waits,
        answer=answer,
        may_appeal=possible,
        last_day=ruling.at + timedelta(days=APPEAL_DAYS) if ruling and possible else None,
    )


def _note(post: Post) -> ContextNote | None:
    if not post.noted:
        return None
    shown = (ContextNote.post_id == post.id) & ContextNote.ended_at.is_(None)
    return db.session.scalar(select(ContextNote).where(shown))


def is_open_to_appeal(post: Post, ruling: Decision) -> bool:
    """Can its author still ask for another look at this decision, asked before or not?

    Only while it is what stands: of these words, in the state that it gave them.
    """
    return (
        ruling.outcome in APPEALABLE
        and ruling.post_version == post.version
        and ruling.new_state == post.state.value
        and clock.now() - ruling.at < timedelta(days=APPEAL_DAYS)
    )


def standing_ruling(post_id: int) -> Decision | None:
    """The newest decision of a moderator that changed how a post stands, and was not taken back."""
    return db.session.scalar(
        select(Decision)
        .where(
            Decision.post_id == post_id,
            Decision.case_id.is_not(None),
            Decision.outcome != Outcome.UPHOLD,
            stands(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _told_ruling(post_id: int) -> Decision | None:
    """The decision that stands, unless its author was never told of it.

    To leave shown words as they are is told to nobody but those who reported: the author is not to
    learn that there was a report.
    """
    ruling = standing_ruling(post_id)
    if ruling is None:
        return None
    silent = ruling.outcome is Outcome.PUBLISH and ruling.old_state == PostState.PUBLISHED.value
    return None if silent and not answers_appeal(ruling.case_id) else ruling


def answers_appeal(case_id: int | None) -> bool:
    """Does the author ask for another look in this case?"""
    return bool(db.session.scalar(select(exists().where(Appeal.case_id == case_id))))


def _newest_appeal(post_id: int) -> tuple[Appeal | None, bool, Decision | None]:
    """The newest appeal, whether it waits, and how it was answered."""
    row = db.session.execute(
        select(Appeal, Case.closed_at, Decision)
        .join(Case, Case.id == Appeal.case_id)
        .outerjoin(Decision, and_(Decision.case_id == Case.id, stands()))
        .where(Appeal.post_id == post_id)
        .order_by(Appeal.id.desc(), Decision.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None, False, None
    return row.Appeal, row.closed_at is None, row.Decision


def _belongs(appeal: Appeal, waits: bool, answer: Decision | None, ruling: Decision | None) -> bool:
    if waits or ruling is None:
        return True
    return ruling.id == appeal.decision_id or (answer is not None and ruling.id == answer.id)
