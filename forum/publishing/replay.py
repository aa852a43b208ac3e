"""What another handling would have done to the last posts. Nothing is changed by it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import exists, func, select

from forum.claims import Action, highest, screen
from forum.community.care import Care
from forum.community.handling import Handling
from forum.extensions import AnyRow, db
from forum.models import Case, Level, Post, PostState, StoredFinding
from forum.publishing.course import decide
from forum.publishing.extra_care import Fresh, course_of, matters
from forum.publishing.links import links
from forum.publishing.screening import screened_text
from forum.publishing.standing import standing_of, with_own_site
from forum.text import teaser

MOST = 1_000
USUAL = 200
BATCH = 50
# Beyond the engine nothing: what was found in a post when it was written says no more.
_NO_CARE = Care(posts=0, newcomer_links=Action.PASS)
_UNSEEN = (PostState.AWAITING_EMAIL, PostState.ERASED)

# What was said of a post: the action, and the rules and cares that spoke.
Said = tuple[Action, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A post that would have gone another way."""

    post_id: int
    # The newest case about it, where there was one.
    case_id: int | None
    words: str
    shown: bool
    at: datetime
    before: Action
    after: Action
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where a moderator can read it."""
        if self.shown or self.case_id is None:
            return f"/posts/{self.post_id}"
        return f"/desk/cases/{self.case_id}"


@dataclass(slots=True)
class Replay:
    """What came of it."""

    wanted: int
    looked_at: int = 0
    # How many posts went from one action to another; those that stay are counted too.
    counts: Counter[tuple[Action, Action]] = field(default_factory=Counter)
    changed: list[Changed] = field(default_factory=list)
    # Time was up before all were looked at; the oldest that was.
    stopped: bool = False
    oldest: datetime | None = None

    @property
    def moves(self) -> list[tuple[Action, Action, int]]:
        """The changes of action, the gravest new action first."""
        found = [(old, new, count) for (old, new), count in self.counts.items() if old != new]
        return sorted(found, key=lambda move: (-move[1].severity, -move[0].severity))


def replay(
    last: int,
    after: Handling,
    before: Handling | None = None,
    *,
    seconds: float | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> Replay:
    """Compare two handlings of the last posts, newest first, each post as if it were new.

    Without `before`, what the engine says now with what it said when each post was written.
    `seconds` bounds the work; `told` hears how many are done.
    """
    result = Replay(wanted=last)
    end = time.monotonic() + seconds if seconds is not None else None
    for row, said in _posts(last, stored=before is None):
        if end is not None and time.monotonic() >= end:
            result.stopped = True
            break
        if before is None:
            _note(result, row, said, _say(row, replace(after, care=_NO_CARE)))
        else:
            _note(result, row, _say(row, before), _say(row, after))
        told(result.looked_at)
    return result


def _say(row: AnyRow, handling: Handling) -> Said:
    text = screened_text(row.title, row.source)
    verdict = screen(text, row.kind.value, handling.tuning)
    rules = frozenset(finding.rule for finding in verdict.findings)
    course, care, fresh = (
        decide(verdict),
        with_own_site(handling.care),
        Fresh(links(text, row.html)),
    )
    if not matters(course, care, fresh):
        return verdict.action, rules
    cared = course_of(course, care, standing_of(row, care, row.created_at), fresh)
    if cared == course:
        return verdict.action, rules
    return Action.HOLD if cared.level is Level.HOLD else Action.REVIEW, rules | {cared.cause}


def _note(result: Replay, row: AnyRow, old: Said, new: Said) -> None:
    result.looked_at += 1
    result.oldest = row.created_at
    result.counts[(old[0], new[0])] += 1
    if old[0] == new[0]:
        return
    result.changed.append(
        Changed(
            post_id=row.id,
            case_id=row.case_id,
            words=row.title or row.teaser or teaser(row.source),
            shown=row.state == PostState.PUBLISHED,
            at=row.created_at,
            before=old[0],
            after=new[0],
            gained=tuple(sorted(new[1] - old[1])),
            lost=tuple(sorted(old[1] - new[1])),
        )
    )


def _posts(last: int, *, stored: bool) -> Iterator[tuple[AnyRow, Said]]:
    """The last posts, a batch at a time, each with what was said of it when it was written."""
    case = select(func.max(Case.id)).where(Case.post_id == Post.id).scalar_subquery()
    practice = exists().where(Case.post_id == Post.id, Case.practice)
    wanted = (
        select(
            Post.id,
            Post.title,
            Post.source,
            Post.html,
            Post.teaser,
            Post.kind,
            Post.state,
            Post.version,
            Post.created_at,
            Post.author_id,
            Post.guest_email,
            case.label("case_id"),
        )
        .where(Post.state.not_in(_UNSEEN), ~practice)
        .order_by(Post.id.desc())
    )
    edge: int | None = None
    left = last
    while left > 0:
        page = wanted if edge is None else wanted.where(Post.id < edge)
        rows = db.session.execute(page.limit(min(BATCH, left))).all()
        if not rows:
            return
        said = _stored(rows) if stored else {}
        for row in rows:
            yield row, said.get(row.id, (Action.PASS, frozenset()))
        left -= len(rows)
        edge = rows[-1].id


def _stored(rows: Sequence[AnyRow]) -> dict[int, Said]:
    """What the engine said of these posts, in the version that stands now."""
    versions = {row.id: row.version for row in rows}
    found: dict[int, list[AnyRow]] = {}
    for each in db.session.execute(
        select(
            StoredFinding.post_id,
            StoredFinding.post_version,
            StoredFinding.rule,
            StoredFinding.action,
        ).where(StoredFinding.post_id.in_(versions))
    ):
        if versions[each.post_id] == each.post_version:
            found.setdefault(each.post_id, []).append(each)
    return {
        post: (
            highest(*(Action(each.action) for each in said)),
            frozenset(each.rule for each in said),
        )
        for post, said in found.items()
    }
