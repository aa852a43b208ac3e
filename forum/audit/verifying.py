"""Walking the trail from its first row to its last, a batch at a time, and saying what is wrong."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from forum.audit.chain import BEGINNING, decision_words, digest_of, is_kept, link_of, pseudonym
from forum.extensions import AnyRow, AnySelect, db
from forum.models import AuditEntry, AuditWords, Decision

# So many problems are listed; the rest is counted.
MOST_PROBLEMS = 100
_BATCH = 500
# No more figures than a number of a row can have.
_DECISION = re.compile(r"decision:([0-9]{1,9})")

# Columns, not objects: what was looked at is let go. Without words there is no salt either.
_ROWS: AnySelect = select(
    AuditEntry.number,
    AuditEntry.at,
    AuditEntry.kind,
    AuditEntry.actor,
    AuditEntry.subject,
    AuditEntry.digest,
    AuditEntry.chain,
    AuditWords.words,
    AuditWords.salt,
).outerjoin(AuditWords, AuditWords.number == AuditEntry.number)


@dataclass(slots=True)
class Report:
    """What `verify` found."""

    entries: int = 0
    erased: int = 0
    head: str = ""
    problems: list[str] = field(default_factory=list)
    # How many more problems there are than are listed.
    unlisted: int = 0

    def add(self, problem: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.unlisted += 1


def verify(expected_head: str = "", told: Callable[[int], None] = lambda rows: None) -> Report:
    """Walk the whole trail. `expected_head` is a head noted earlier ("number:chain").

    `told` hears now and then how many rows were looked at.
    """
    report = Report()
    walk = _Walk(report, expected_head)
    excused = _taken_out_with_the_demo()
    began: datetime | None = None
    for rows in _batches():
        began = began or rows[0].at
        for row in rows:
            walk.step(row)
        for number in _gone(rows, excused):
            report.add(f"decision {number} is gone")
        told(report.entries)
    walk.end()
    if began is not None:
        for problem in _changed_decisions(began):
            report.add(problem)
    return report


def _batches() -> Iterator[Sequence[AnyRow]]:
    """All rows in their order, also those with numbers that no row should have."""
    page = _ROWS.order_by(AuditEntry.number).limit(_BATCH)
    rows = db.session.execute(page).all()
    while rows:
        yield rows
        rows = db.session.execute(page.where(AuditEntry.number > rows[-1].number)).all()


def _words_fit(row: AnyRow) -> bool:
    """Are these the words the row was written with? Then the key is the one it was written with."""
    return row.salt is not None and hmac.compare_digest(row.digest, digest_of(row.words, row.salt))


class _Walk:
    """Follows the chain. Rows side by side that do not fit are one problem, not ten thousand."""

    def __init__(self, report: Report, expected_head: str) -> None:
        self._report = report
        self._expected, _colon, self._expected_chain = expected_head.partition(":")
        self._before, self._next = BEGINNING, 1
        # First and last of the rows that do not fit, and whether the key is known to be right.
        self._misfits: tuple[int, int] | None = None
        self._key_is_right = False

    def step(self, row: AnyRow) -> None:
        """Look at the next row."""
        report, fits = self._report, _words_fit(row)
        whole = row.number == self._next
        if not whole:
            self._close()
            report.add(_out_of_order(self._next, row.number))
        report.entries += 1
        # Behind a gap nothing can be said of the link.
        if whole and not hmac.compare_digest(row.chain, link_of(row, self._before)):
            first = self._misfits[0] if self._misfits else row.number
            self._misfits = (first, row.number)
            self._key_is_right = self._key_is_right or fits
        else:
            self._close()
            if row.salt is not None and not fits:
                report.add(f"the words of row {row.number} were changed")
        report.erased += row.salt is None
        report.head = f"{row.number}:{row.chain}"
        if str(row.number) == self._expected:
            self._expected = ""
            if row.chain != self._expected_chain:
                report.add(f"row {row.number} is not the row that was noted as the head")
        self._before, self._next = row.chain, row.number + 1

    def _close(self) -> None:
        """A row fits, or the trail ends: those before it that did not are told."""
        if self._misfits:
            self._report.add(_misfit(*self._misfits, key_is_right=self._key_is_right))
        self._misfits, self._key_is_right = None, False

    def end(self) -> None:
        """There are no more rows."""
        every = self._misfits is not None and self._misfits == (1, self._report.entries)
        if every and not self._key_is_right:
            self._misfits = None
            self._report.add(
                "no row fits the key in use: SECRET_KEY is not the one that the trail was written "
                "with. Verify it with that key; with this one nothing can be said of the rows"
            )
        self._close()
        if self._expected:
            self._report.add(
                f"the head that was noted, row {self._expected}, is not in the trail: "
                "rows at its end are gone"
            )


def _out_of_order(wanted: int, found: int) -> str:
    if found < wanted:
        return f"row {found} does not belong to the trail"
    if found - wanted == 1:
        return f"row {wanted} is missing"
    return f"rows {wanted} to {found - 1} are missing"


def _misfit(first: int, last: int, *, key_is_right: bool) -> str:
    if first == last:
        return f"row {first} was changed, or the row before it is not the one it was written after"
    if key_is_right:
        return f"rows {first} to {last} were changed"
    return (
        f"rows {first} to {last} do not fit the key in use: they were changed, or SECRET_KEY was "
        "another one when they were written"
    )


def _taken_out_with_the_demo() -> set[int]:
    """The decisions that went with the demo community, as the trail itself says."""
    rows = db.session.execute(_ROWS.where(AuditEntry.kind == "demo_removed"))
    return {number for row in rows if _words_fit(row) for number in row.words.get("decisions", [])}


def _gone(rows: Sequence[AnyRow], excused: set[int]) -> list[int]:
    """The decisions that these rows tell of and that are in the database no more."""
    told = {
        int(found[1])
        for row in rows
        if row.kind == "decision" and (found := _DECISION.fullmatch(row.subject))
    }
    there = db.session.scalars(select(Decision.id).where(Decision.id.in_(told)))
    return sorted(told - excused - set(there))


def _changed_decisions(began: datetime) -> Iterator[str]:
    """Decision rows that are not what the trail says they were, or that it knows nothing of.

    Those from before it began are not in it.
    """
    page = select(Decision).order_by(Decision.id).limit(_BATCH)
    decisions = db.session.scalars(page).all()
    while decisions:
        wanted = [f"decision:{decision.id}" for decision in decisions]
        kept: dict[str, list[AnyRow]] = {}
        told = _ROWS.where(AuditEntry.kind == "decision", AuditEntry.subject.in_(wanted))
        for row in db.session.execute(told):
            kept.setdefault(row.subject, []).append(row)
        for decision in decisions:
            rows = kept.get(f"decision:{decision.id}", [])
            if any(_differs(decision, row) for row in rows):
                yield f"decision {decision.id} was changed"
            if not rows and is_kept(decision) and decision.at >= began:
                yield f"decision {decision.id} has no row in the trail"
        decisions = db.session.scalars(page.where(Decision.id > decisions[-1].id)).all()


def _differs(decision: Decision, row: AnyRow) -> bool:
    """Words that were erased, changed, or written with another key say nothing about a decision."""
    if not _words_fit(row):
        return False
    now = decision_words(decision)
    said = any(now.get(name) != value for name, value in row.words.items())
    return said or row.actor != pseudonym(decision.actor_id)
