"""Screening a post and keeping what was found beside the version it was found in."""

from __future__ import annotations

from forum import clock
from forum.claims import Verdict, screen
from forum.claims.naming import treatment_in
from forum.community.queries import current
from forum.extensions import db
from forum.models import Post, StoredFinding
from forum.moderation.marking import screened_text as screened_text


def look_at(title: str | None, source: str, context: str) -> Verdict:
    """What the claims engine says of a post that is being written, as the operator tuned it."""
    return screen(screened_text(title, source), context, current().tuning)


def keep_findings(post: Post, verdict: Verdict) -> None:
    """Store the findings of this version of the post."""
    now = clock.now()
    text = screened_text(post.title, post.source)
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
            treatment=treatment_in(text, finding.span),
            engine=verdict.engine,
            at=now,
        )
        for finding in verdict.findings
    )
