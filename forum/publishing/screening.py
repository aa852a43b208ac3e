"""Screening a post and keeping what was found beside the version it was found in."""

from __future__ import annotations

from forum import clock
from forum.claims import Verdict, screen
from forum.extensions import db
from forum.models import Post, StoredFinding


def screened_text(title: str | None, source: str) -> str:
    """The text whose code points findings count: the title, a blank line, then the words."""
    return f"{title}\n\n{source}" if title else source


def look_at(title: str | None, source: str, context: str) -> Verdict:
    """What the claims engine says of a post that is being written."""
    return screen(screened_text(title, source), context)


def keep_findings(post: Post, verdict: Verdict) -> None:
    """Store the findings of this version of the post."""
    now = clock.now()
    db.session.add_all(
        StoredFinding(
            post_id=post.id,
            post_version=post.version,
            category=finding.category.value if finding.category else None,
            rule=finding.rule,
            action=finding.action.value,
            start=finding.span[0],
            end=finding.span[1],
            reason=finding.reason,
            source=finding.source,
            against=list(finding.against),
            guidance=finding.guidance.value if finding.guidance else None,
            engine=verdict.engine,
            at=now,
        )
        for finding in verdict.findings
    )
