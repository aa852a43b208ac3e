"""How often each rule of the claims engine speaks, and what moderators make of it.

A finding of a post that was kept back is upheld when a moderator asked for other words, removed it
or put a note below, and overruled when the post was shown as it was. A finding that only asked for
a look, or a plea that stood open to all, was looked at: leaving such a post as it is says nothing
against the rule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, case, distinct, func, or_, select

from forum.claims import Action, Category, Rule, rules
from forum.extensions import db
from forum.models import Case, Decision, Outcome, PostState, StoredFinding
from forum.moderation.health import stands

# The figures are drawn from the newest findings and cases only, however many there are.
NEWEST_FINDINGS = 20_000
NEWEST_CASES = 5_000
# From so many rulings on, a rule that is right in less than this share is listed for retuning.
FEWEST_JUDGED = 10
TOO_LOW = 0.5


@dataclass(slots=True)
class RuleRecord:
    """One rule: in how many posts it spoke, and how moderators ruled where it did."""

    id: str
    # None when the engine no longer has the rule.
    rule: Rule | None
    fired: int = 0
    upheld: int = 0
    overruled: int = 0
    looked_at: int = 0

    @property
    def judged(self) -> int:
        return self.upheld + self.overruled

    @property
    def precision(self) -> float | None:
        """The share of rulings that went the rule's way; None where there was no ruling."""
        return self.upheld / self.judged if self.judged else None

    @property
    def usually_overruled(self) -> bool:
        return self.judged >= FEWEST_JUDGED and (self.precision or 0.0) < TOO_LOW


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one category. Rules that name none, or are no longer there, have None."""

    category: Category | None
    records: list[RuleRecord] = field(default_factory=list)


def records() -> list[RuleRecord]:
    """Every rule of the engine, then those that spoke once and are there no more."""
    found = {rule.id: RuleRecord(rule.id, rule) for rule in rules()}
    for id_, fired in db.session.execute(_fired()):
        found.setdefault(id_, RuleRecord(id_, None)).fired = fired
    for id_, upheld, overruled, looked_at in db.session.execute(_ruled()):
        record = found.setdefault(id_, RuleRecord(id_, None))
        record.upheld, record.overruled, record.looked_at = upheld, overruled, looked_at
    return list(found.values())


def grouped(all_records: list[RuleRecord]) -> list[RuleGroup]:
    """By category, in the order of the scheme; what spoke most often comes first."""
    groups: dict[Category | None, list[RuleRecord]] = defaultdict(list)
    for record in all_records:
        groups[record.rule.category if record.rule else None].append(record)
    order = [*Category, None]
    return [
        RuleGroup(category, sorted(groups[category], key=lambda each: (-each.fired, each.id)))
        for category in order
        if groups[category]
    ]


def _fired() -> Select[str, int]:
    """In how many posts each rule spoke, out of the newest findings."""
    newest = (
        select(StoredFinding.rule, StoredFinding.post_id)
        .order_by(StoredFinding.id.desc())
        .limit(NEWEST_FINDINGS)
        .subquery()
    )
    return select(newest.c.rule, func.count(distinct(newest.c.post_id))).group_by(newest.c.rule)


def _last_rulings() -> Select[int]:
    """The last word of moderators on each version of a post, out of the newest decided cases.

    "What was decided stands" is no new word: the one before it counts.
    """
    cases = (
        select(Case.id)
        .where(Case.closed_at.is_not(None), Case.practice.is_(False))
        .order_by(Case.closed_at.desc(), Case.id.desc())
        .limit(NEWEST_CASES)
        .subquery()
    )
    return (
        select(func.max(Decision.id))
        .join(cases, cases.c.id == Decision.case_id)
        .where(stands(), Decision.outcome != Outcome.UPHOLD)
        .group_by(Decision.post_id, Decision.post_version)
    )


def _ruled() -> Select[str, int, int, int]:
    """Rule by rule: upheld, overruled, looked at. A rule counts once for each ruling."""
    kept_back = or_(
        StoredFinding.action == Action.HOLD.value,
        and_(
            StoredFinding.action == Action.URGENT.value,
            Decision.old_state != PostState.PUBLISHED.value,
        ),
    )
    changed = Decision.outcome != Outcome.PUBLISH
    grave = StoredFinding.action.in_([Action.HOLD.value, Action.URGENT.value])
    # The gravest finding of the rule in this version decides how the ruling counts.
    sides = case((and_(grave, changed), 2), (kept_back, 1), else_=0)
    one = (
        select(StoredFinding.rule, func.max(sides).label("side"))
        .join(
            Decision,
            and_(
                Decision.post_id == StoredFinding.post_id,
                Decision.post_version == StoredFinding.post_version,
            ),
        )
        .where(Decision.id.in_(_last_rulings()))
        .group_by(StoredFinding.rule, Decision.id)
        .subquery()
    )
    upheld, overruled, looked_at = (func.count().filter(one.c.side == side) for side in (2, 1, 0))
    return select(one.c.rule, upheld, overruled, looked_at).group_by(one.c.rule)
