"""How moderators ruled before about words with the same findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from forum.extensions import AnyRow, db
from forum.models import Case, Decision, Member, Outcome, Post, PostRevision, StoredFinding
from forum.moderation.health import stands
from forum.moderation.marking import screened_text

MOST = 5
# Letters of the words in question that are shown.
_WORDS = 240


@dataclass(frozen=True, slots=True)
class Precedent:
    """One earlier ruling: about which words, what, why, by whom and when."""

    case_id: int
    words: str
    outcome: Outcome
    reason: str
    actor: str
    at: datetime
    same_treatment: bool
    treatment: str | None


def precedents(post: Post, findings: Sequence[StoredFinding]) -> list[Precedent]:
    """Standing rulings about other posts with a finding of the same rule.

    Those about the same treatment come first, then the newest; at most `MOST`.
    """
    rules = {finding.rule for finding in findings}
    named = {finding.treatment for finding in findings if finding.treatment}
    if not rules:
        return []
    same_rule = StoredFinding.rule.in_(rules)
    found: list[AnyRow] = []
    if named:
        found += _rulings(post, and_(same_rule, StoredFinding.treatment.in_(named)), [])
    alike = len(found)
    if alike < MOST:
        found += _rulings(post, same_rule, [row.id for row in found])
    words = _words_of(found[:MOST], rules, named)
    return [
        Precedent(
            case_id=row.case_id,
            words=words[row.id][0],
            outcome=row.outcome,
            reason=row.reason,
            actor=row.handle,
            at=row.at,
            same_treatment=place < alike,
            treatment=words[row.id][1],
        )
        for place, row in enumerate(found[:MOST])
    ]


def _rulings(post: Post, like: ColumnElement[bool], known: list[int]) -> list[AnyRow]:
    """The newest rulings on posts with a finding `like` this in the version ruled on."""
    met = exists().where(
        StoredFinding.post_id == Decision.post_id,
        StoredFinding.post_version == Decision.post_version,
        like,
    )
    statement = (
        select(
            Decision.id,
            Decision.case_id,
            Decision.post_id,
            Decision.post_version,
            Decision.outcome,
            Decision.reason,
            Decision.at,
            Member.handle,
        )
        .join(Case, Case.id == Decision.case_id)
        .join(Member, Member.id == Decision.actor_id)
        .where(
            Decision.post_id != post.id,
            Decision.outcome != Outcome.UPHOLD,
            Case.practice.is_(False),
            stands(),
            met,
        )
        .order_by(Decision.id.desc())
        .limit(MOST)
    )
    if known:
        statement = statement.where(Decision.id.not_in(known))
    return list(db.session.execute(statement))


def _words_of(
    found: Sequence[AnyRow], rules: set[str], named: set[str]
) -> dict[int, tuple[str, str | None]]:
    """The words that each ruling was about, as they stood then, and the treatment they name."""
    if not found:
        return {}
    versions = [
        and_(Post.id == row.post_id, StoredFinding.post_version == row.post_version)
        for row in found
    ]
    rows = db.session.execute(
        select(
            StoredFinding.post_id,
            StoredFinding.post_version,
            StoredFinding.start,
            StoredFinding.end,
            StoredFinding.treatment,
            Post.version,
            Post.title,
            Post.source,
            PostRevision.title.label("old_title"),
            PostRevision.source.label("old_source"),
        )
        .join(Post, Post.id == StoredFinding.post_id)
        .outerjoin(
            PostRevision,
            and_(
                PostRevision.post_id == Post.id,
                PostRevision.version == StoredFinding.post_version,
            ),
        )
        .where(or_(*versions), StoredFinding.rule.in_(rules))
        .order_by(StoredFinding.id)
    ).all()
    said: dict[int, tuple[str, str | None]] = {}
    for row in sorted(rows, key=lambda each: each.treatment not in named):
        for ruling in found:
            if (ruling.post_id, ruling.post_version) == (row.post_id, row.post_version):
                said.setdefault(ruling.id, (_excerpt(row), row.treatment))
    return said


def _excerpt(row: AnyRow) -> str:
    now = row.version == row.post_version
    title, source = (row.title, row.source) if now else (row.old_title, row.old_source)
    words = " ".join(screened_text(title, source or "")[row.start : row.end].split())
    return words if len(words) <= _WORDS else words[:_WORDS].rsplit(" ", 1)[0] + " …"
