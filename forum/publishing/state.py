"""The one function that changes the state of a post and writes the decision row.

Counters of the thread are kept here too, and the audit trail, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from forum import audit, clock
from forum.extensions import db
from forum.models import Decision, Outcome, Post, PostState, Thread


@dataclass(frozen=True, slots=True)
class Why:
    """Who or what changed a state, and the reason in words."""

    outcome: Outcome
    reason: str
    actor_id: int | None = None
    cause: str = ""
    case_id: int | None = None
    message: str = ""
    acted_alone: bool = False
    # Who proposed it, where a second person had to agree.
    proposed_by_id: int | None = None
    # The decision that this one takes back.
    undoes_id: int | None = None


def change_state(post: Post, new: PostState, why: Why, old: PostState | None = None) -> Decision:
    """Move `post` to `new`. `old` is given for a post that is only now stored, as its beginning."""
    before = post.state if old is None else old
    first = post.published_at is None
    post.state = new
    if new == PostState.PUBLISHED and first:
        post.published_at = clock.now()
    _count(post, came=new == PostState.PUBLISHED, was=before == PostState.PUBLISHED and old is None)
    decision = Decision(
        post_id=post.id,
        case_id=why.case_id,
        actor_id=why.actor_id,
        cause=why.cause,
        outcome=why.outcome,
        reason=why.reason,
        message=why.message,
        old_state=before.value if old is None else "",
        new_state=new.value,
        post_version=post.version,
        acted_alone=why.acted_alone,
        proposed_by_id=why.proposed_by_id,
        undoes_id=why.undoes_id,
        at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
    if _is_moderation(decision):
        audit.record(
            "decision",
            f"decision:{decision.id}",
            audit.decision_words(decision),
            actor_id=why.actor_id,
            about_id=post.author_id,
        )
    return decision


def _is_moderation(decision: Decision) -> bool:
    """An ordinary post that is simply shown is no act of moderation."""
    return not (decision.outcome is Outcome.ACCEPT and decision.case_id is None)


def _count(post: Post, *, came: bool, was: bool) -> None:
    """Keep the counters. They are added to in the database, so that two writers cannot lose one."""
    step = int(came) - int(was)
    if post.path == "":
        step = 0
    values: dict[str, object] = {"version": Thread.version + 1, "answers": Thread.answers + step}
    if came and not was:
        values["last_post_at"] = clock.now()
    # Posts are taken before their talk, by all: else a post and its answer wait for each other.
    if step and post.parent_id is not None:
        db.session.execute(
            update(Post).where(Post.id == post.parent_id).values(answers=Post.answers + step)
        )
    db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(values))


def touch_thread(thread_id: int) -> None:
    """Something readers see has changed: caches keyed by the version are out of date."""
    db.session.execute(
        update(Thread).where(Thread.id == thread_id).values(version=Thread.version + 1)
    )
