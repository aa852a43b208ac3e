"""How the queue is doing: what waits, how long people waited, who carries how much.

Practice cases are left out of every figure here. Spans are read from a bounded number of rows and
counted in Python, because the two engines have no percentile in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from forum import clock
from forum.extensions import AnyRow, db
from forum.models import Case, CaseView, Decision, Level, Member, Outcome
from forum.moderation.duty import anyone_on_duty, moderators
from forum.moderation.spans import in_words, percentile

DAYS = 30
# No figure is drawn from more rows than these, the newest.
NEWEST = 5_000
# A usual waiting time is told only when so many were decided in so many days.
WAIT_FEWEST, WAIT_DAYS, _WAIT_NEWEST = 20, 90, 500

# What a moderator rules; the rest is automatic, or the author's own.
RULINGS = (
    Outcome.PUBLISH,
    Outcome.PUBLISH_WITH_NOTE,
    Outcome.REWORD,
    Outcome.REMOVE,
    Outcome.UPHOLD,
)
_TakenBack = aliased(Decision)


def stands() -> ColumnElement[bool]:
    """The decision is a moderator's ruling, and was not undone."""
    undone = exists().where(_TakenBack.undoes_id == Decision.id)
    return Decision.outcome.in_(RULINGS) & ~undone


def _was_ruled() -> ColumnElement[bool]:
    """The case was closed by a ruling, not by its author taking the words down."""
    return exists().where(Decision.case_id == Case.id, stands())


@dataclass(frozen=True, slots=True)
class Waits:
    """How long something took: in half of the cases, in nine of ten, and in how many cases."""

    count: int
    half: timedelta | None
    most: timedelta | None


def _waits(spans: Sequence[timedelta]) -> Waits:
    return Waits(len(spans), percentile(spans, 0.5), percentile(spans, 0.9))


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of the queue: what waits now, and the waits of the last days."""

    level: Level
    waiting: int
    oldest: timedelta | None
    look: Waits
    not_looked_at: int
    decision: Waits


def lanes() -> list[Lane]:
    """Every lane, in the order of the queue."""
    now = clock.now()
    since = now - timedelta(days=DAYS)
    waiting = {
        row.level: row
        for row in db.session.execute(
            select(
                Case.level, func.count(Case.id).label("open"), func.min(Case.opened_at).label("at")
            )
            .where(Case.closed_at.is_(None), Case.practice.is_(False))
            .group_by(Case.level)
        )
    }
    looks, unseen = _looks(since)
    decisions = _decisions(since)
    return [
        Lane(
            level=level,
            waiting=waiting[level].open if level in waiting else 0,
            oldest=now - waiting[level].at if level in waiting else None,
            look=_waits(looks[level]),
            not_looked_at=unseen[level],
            decision=_waits(decisions[level]),
        )
        for level in Level
    ]


def _looks(since: datetime) -> tuple[dict[Level, list[timedelta]], dict[Level, int]]:
    """From opening to the first look, and how many nobody has looked at."""
    spans: dict[Level, list[timedelta]] = defaultdict(list)
    unseen: dict[Level, int] = defaultdict(int)
    opened = (
        select(Case.level, Case.opened_at, Case.seen_at)
        .where(Case.opened_at >= since, Case.practice.is_(False))
        .order_by(Case.opened_at.desc())
        .limit(NEWEST)
    )
    for level, opened_at, seen_at in db.session.execute(opened):
        if seen_at is None:
            unseen[level] += 1
        else:
            spans[level].append(seen_at - opened_at)
    return spans, unseen


def _decisions(since: datetime) -> dict[Level, list[timedelta]]:
    """From opening to the decision."""
    spans: dict[Level, list[timedelta]] = defaultdict(list)
    decided = (
        select(Case.level, Case.opened_at, Case.closed_at)
        .where(Case.closed_at >= since, Case.practice.is_(False), _was_ruled())
        .order_by(Case.closed_at.desc())
        .limit(NEWEST)
    )
    for level, opened_at, closed_at in db.session.execute(decided):
        if closed_at is not None:
            spans[level].append(closed_at - opened_at)
    return spans


@dataclass(frozen=True, slots=True)
class DayEnd:
    """How many cases were open when a day ended; for today, now."""

    day: date
    open: int


def backlog() -> list[DayEnd]:
    """Open cases at the end of each of the last days, the oldest day first.

    Counted back from what is open now, so that only these days' rows are read, not all there are.
    """
    days = [clock.today() - timedelta(days=ago) for ago in reversed(range(DAYS))]
    ends = [datetime.combine(day + timedelta(days=1), time.min, UTC) for day in days]
    open_now = db.session.scalar(
        select(func.count(Case.id)).where(Case.closed_at.is_(None), Case.practice.is_(False))
    )
    opened, closed = (
        db.session.execute(
            select(*(func.count().filter(moment >= end) for end in ends)).where(
                moment >= ends[0], Case.practice.is_(False)
            )
        ).one()
        for moment in (Case.opened_at, Case.closed_at)
    )
    return [
        DayEnd(day, (open_now or 0) - opened[place] + closed[place])
        for place, day in enumerate(days)
    ]


@dataclass(frozen=True, slots=True)
class Load:
    """What one moderator carries. Never a ranking: read by name."""

    handle: str
    decisions: int
    held: int


def loads() -> list[Load]:
    """Decisions of the last days and cases open now, for each moderator, by name."""
    since = clock.now() - timedelta(days=DAYS)
    # Taken out by age first: else SQLite would walk every ruling there ever was, actor by actor.
    rulings = (
        select(Decision.actor_id, Decision.case_id)
        .where(Decision.at >= since, stands())
        .order_by(Decision.at.desc())
        .limit(NEWEST)
        .subquery()
    )
    decided = (
        select(rulings.c.actor_id, func.count())
        .join(Case, Case.id == rulings.c.case_id)
        .where(Case.practice.is_(False))
        .group_by(rulings.c.actor_id)
    )
    taken = (
        select(Case.taken_by_id, func.count(Case.id))
        .where(Case.closed_at.is_(None), Case.taken_until > clock.now(), Case.practice.is_(False))
        .group_by(Case.taken_by_id)
    )
    decisions = {row[0]: row[1] for row in db.session.execute(decided)}
    held = {row[0]: row[1] for row in db.session.execute(taken)}
    names = {each.id: each.handle for each in moderators()}
    others = (decisions.keys() | held.keys()) - names.keys()
    if others:
        gone = select(Member.id, Member.handle).where(Member.id.in_(others))
        names |= {row.id: row.handle for row in db.session.execute(gone)}
    found = [Load(name, decisions.get(id_, 0), held.get(id_, 0)) for id_, name in names.items()]
    return sorted(found, key=lambda load: load.handle.casefold())


def seen_by(case_id: int) -> Sequence[AnyRow]:
    """Who has looked at a case and when first: rows of `handle` and `at`, the first one first."""
    return db.session.execute(
        select(Member.handle, CaseView.at)
        .join(Member, Member.id == CaseView.member_id)
        .where(CaseView.case_id == case_id)
        .order_by(CaseView.at, CaseView.id)
    ).all()


def usual_wait(level: Level) -> timedelta | None:
    """The median time to a decision in this lane; None while too few were decided to tell."""
    spans = [
        closed_at - opened_at
        for opened_at, closed_at in db.session.execute(
            select(Case.opened_at, Case.closed_at)
            .where(
                Case.closed_at >= clock.now() - timedelta(days=WAIT_DAYS),
                Case.level == level,
                Case.practice.is_(False),
                _was_ruled(),
            )
            .order_by(Case.closed_at.desc())
            .limit(_WAIT_NEWEST)
        )
        if closed_at is not None
    ]
    return percentile(spans, 0.5) if len(spans) >= WAIT_FEWEST else None


def told_author(*, urgent: bool, held: bool = False) -> str:
    """What the author of an urgent or held post reads about when somebody may look; else ""."""
    if not (urgent or held):
        return ""
    if not anyone_on_duty():
        words = _("Nobody is on duty now. It may be that nobody is reading at this moment.")
    elif urgent:
        words = _(
            "A moderator is on duty now and looks at urgent words first. "
            "Call for help all the same, and do not wait for an answer here."
        )
    else:
        words = _("A moderator is on duty now.")
    usual = usual_wait(Level.URGENT if urgent else Level.HOLD)
    if usual is None:
        return str(words)
    wait = _("It usually takes about %(time)s until a person has decided.", time=in_words(usual))
    return f"{words} {wait}"
