"""Claim records: exact words of a post, marked by a moderator with kind, harm and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, UnaryExpression, select

from forum import audit, clock
from forum.claims.naming import treatment_in
from forum.errors import Invalid, NotFound
from forum.extensions import AnyRow, db
from forum.models import (
    Case,
    ClaimKind,
    ClaimRecord,
    Decision,
    Evidence,
    Harm,
    Member,
    Post,
    StoredFinding,
)
from forum.moderation.health import stands
from forum.moderation.marking import screened_text
from forum.permissions import Actor
from forum.text import clean_source
from forum.web.transaction import begin_write

LONGEST = 2_000
# A case has a few claims; more than these are a slip or a flood.
MOST = 20
SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Marking:
    """What a moderator says of some words."""

    words: str
    kind: ClaimKind
    harm: Harm
    evidence: Evidence


def place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where `words` stand in `text`, whatever blanks and line ends there are between them. Pure."""
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(map(re.escape, parts)), text)
    return found.span() if found else None


def add(actor: Actor, case_id: int, text_version: int, marking: Marking) -> ClaimRecord:
    """Keep what a moderator marked. Raises NotFound, or Invalid when the words do not stand there.

    Category and treatment are the program's: from the finding that touches the words.
    """
    words = clean_source(marking.words)
    if not words:
        raise Invalid("words", _("Please give the words that you mean."))
    if len(words) > LONGEST:
        raise Invalid("words", _("Please mark fewer words: under 2,000 letters."))
    begin_write()
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotFound
    post = db.session.get_one(Post, case.post_id, populate_existing=True)
    text = screened_text(post.title, post.source)
    span = place_of(words, text)
    if span is None:
        raise Invalid("words", _not_there(post.version != text_version))
    exact = text[slice(*span)]
    _check_room(actor, case, exact)
    finding = _finding_at(post, span)
    record = ClaimRecord(
        case_id=case.id,
        post_id=post.id,
        post_version=post.version,
        words=exact,
        kind=marking.kind,
        harm=marking.harm,
        evidence=marking.evidence,
        category=finding.category if finding else None,
        treatment=treatment_in(text, span),
        by_id=actor.id,
        at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    _note(actor, record, post, "claim_marked")
    return record


def _not_there(moved: bool) -> str:
    if moved:
        return _("The author has changed the words since you read them. Please mark them anew.")
    return _("These words do not stand in the post. Please copy them exactly as they are there.")


def _check_room(actor: Actor, case: Case, exact: str) -> None:
    known = db.session.execute(
        select(ClaimRecord.words, ClaimRecord.by_id).where(ClaimRecord.case_id == case.id)
    ).all()
    if len(known) >= MOST:
        raise Invalid("words", _("This case has 20 marked claims already. Take one out first."))
    if (exact, actor.id) in {(row.words, row.by_id) for row in known}:
        raise Invalid("words", _("You have marked these words already."))


def _finding_at(post: Post, span: tuple[int, int]) -> StoredFinding | None:
    """The gravest finding that shares a letter with the words."""
    found = db.session.scalars(
        select(StoredFinding)
        .where(
            StoredFinding.post_id == post.id,
            StoredFinding.post_version == post.version,
            StoredFinding.category.is_not(None),
            StoredFinding.start < span[1],
            StoredFinding.end > span[0],
        )
        .order_by(StoredFinding.id)
    ).all()
    gravity = {"urgent": 0, "hold": 1, "review": 2}
    return min(found, key=lambda each: gravity.get(each.action, 3), default=None)


def take_out(actor: Actor, record_id: int) -> int:
    """Take a record out again; only who made it may. Returns its case."""
    begin_write()
    record = db.session.get(ClaimRecord, record_id)
    if record is None or record.by_id != actor.id:
        raise NotFound
    post = db.session.get_one(Post, record.post_id)
    _note(actor, record, post, "claim_taken_out")
    case_id = record.case_id
    db.session.delete(record)
    return case_id


def _note(actor: Actor, record: ClaimRecord, post: Post, kind: str) -> None:
    said = {
        "words": record.words,
        "kind": str(record.kind),
        "harm": str(record.harm),
        "evidence": str(record.evidence),
        "case": record.case_id,
        "version": record.post_version,
    }
    audit.record(kind, f"claim:{record.id}", said, actor_id=actor.id, about_id=post.author_id)


def of_case(case_id: int) -> Sequence[AnyRow]:
    """The records of a case, in the order in which they were made."""
    return _records(ClaimRecord.case_id == case_id, ClaimRecord.id.asc(), MOST)


def similar(case: Case, named: Iterable[str], categories: Iterable[str]) -> list[AnyRow]:
    """Records of other cases: about the same treatments first, then of the same category."""
    treatments, kinds = set(named), set(categories)
    other = ClaimRecord.post_id != case.post_id
    found: list[AnyRow] = []
    for same in (ClaimRecord.treatment.in_(treatments), ClaimRecord.category.in_(kinds)):
        if len(found) < SIMILAR and (treatments or kinds):
            known = ClaimRecord.id.not_in([row.ClaimRecord.id for row in found])
            room = SIMILAR - len(found)
            found += _records(other & same & known, ClaimRecord.id.desc(), room)
    return found


def _records(
    which: ColumnElement[bool], order: UnaryExpression[int], most: int
) -> Sequence[AnyRow]:
    """Records with who made them and what came of the case: `outcome` is null while it is open."""
    outcome = (
        select(Decision.outcome)
        .where(
            Decision.case_id == ClaimRecord.case_id,
            stands(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(ClaimRecord)
        .scalar_subquery()
        .label("outcome")
    )
    return db.session.execute(
        select(ClaimRecord, Member.handle, outcome)
        .join(Member, Member.id == ClaimRecord.by_id)
        .where(which)
        .order_by(order)
        .limit(most)
    ).all()
