"""Taking down spam in bulk: many cases at one press, each decided by the ordinary road.

Each is a transaction of its own, although they come in one request. One that has moved does not
spoil the rest, and nobody who decides another case at this moment waits for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import select

from forum.errors import Refusal, Stale
from forum.extensions import db
from forum.models import Case, Decision, Level, Outcome
from forum.permissions import Actor
from forum.publishing import undoing
from forum.publishing.ruling import Ruling, prepare
from forum.publishing.verdict import carry_out, check_still_open, hold, may_rule
from forum.web.transaction import begin_write, unit_of_work

CAUSE = "spam in bulk"
# What is urgent, and what somebody asks to have looked at again, is read one by one.
LANES = (Level.HOLD, Level.REVIEW, Level.REPORT, Level.NEWCOMER)
MOST = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case that was ticked, and the version of its words that was read."""

    case_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one case: the decision, or why there is none."""

    case_id: int
    decision_id: int | None = None
    why_not: str = ""


def take_down(actor: Actor, chosen: Sequence[Chosen]) -> list[Done]:
    """Remove the posts of these cases as spam."""
    ruling = prepare(
        Ruling(
            Outcome.REMOVE,
            _("Spam."),
            message=_(
                "We took this down because it looked like advertising to us. If that is wrong, "
                "you can ask for another moderator to look."
            ),
        )
    )
    return [_try(each.case_id, partial(_take_one_down, actor, each, ruling)) for each in chosen]


def _take_one_down(actor: Actor, chosen: Chosen, ruling: Ruling) -> Decision:
    begin_write()
    case, post = hold(chosen.case_id)
    if post.author_id == actor.id:
        raise Stale(_("These are your own words. Somebody else decides about them."))
    alone = may_rule(actor, case, post)
    check_still_open(case, post, actor, chosen.version)
    if case.practice:
        raise Stale(_("This one is for practice. Please open it."))
    if case.level not in LANES:
        raise Stale(_("This one has become urgent or is asked about. Please open it and read it."))
    return carry_out(actor, case, post, ruling, alone=alone, cause=CAUSE)


def take_back(actor: Actor, decision_ids: Sequence[int]) -> list[Done]:
    """Undo what was taken down in bulk."""
    return [
        _try(case_id, partial(_take_one_back, actor, decision_id))
        for decision_id, case_id in _in_bulk(decision_ids)
    ]


def _take_one_back(actor: Actor, decision_id: int) -> Decision:
    undoing.undo(actor, decision_id)
    return db.session.scalars(select(Decision).where(Decision.undoes_id == decision_id)).one()


def _in_bulk(decision_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Those of the decisions that were made here, with their cases."""
    found = db.session.execute(
        select(Decision.id, Decision.case_id)
        .join(Case, Case.id == Decision.case_id)
        .where(Decision.id.in_(decision_ids), Decision.cause == CAUSE)
        .order_by(Decision.id)
    ).all()
    return [(row.id, row.case_id) for row in found]


def _try(case_id: int, act: Callable[[], Decision]) -> Done:
    try:
        with unit_of_work(begin=False):
            return Done(case_id, decision_id=act().id)
    except Refusal as error:
        return Done(
            case_id, why_not=error.message or _("This one is gone. There is nothing to do.")
        )
