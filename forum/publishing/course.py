"""From what the claims engine says to who may see a post and how soon a person looks. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from forum.claims import Action, Verdict
from forum.models import Level, PostState


@dataclass(frozen=True, slots=True)
class Course:
    """What happens to a post: its state, and the level of the case to open, if any."""

    state: PostState
    level: Level | None
    cause: str


def decide(verdict: Verdict) -> Course:
    """The two axes. A plea alone is shown and looked at first; what would be held is not shown."""
    rules = ", ".join(dict.fromkeys(finding.rule for finding in verdict.findings))
    cause = f"screening: {rules}"[:60] if rules else "screening: nothing found"
    if verdict.action is Action.URGENT:
        state = PostState.HELD if verdict.staff_only else PostState.PUBLISHED
        return Course(state, Level.URGENT, cause)
    if verdict.action is Action.HOLD:
        return Course(PostState.HELD, Level.HOLD, cause)
    if verdict.action is Action.REVIEW:
        return Course(PostState.PUBLISHED, Level.REVIEW, cause)
    return Course(PostState.PUBLISHED, None, cause)
