"""How often what a member reported was changed. For moderators only."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy import case as either

from forum.extensions import db
from forum.models import Decision, Outcome, PostState, Report
from forum.moderation.health import stands


def of_reporters(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each of these members: reports that led to a change, and all that were decided.

    A report that came after the decision it is kept with changed nothing. Who has no decided
    report is left out.
    """
    if not ids:
        return {}
    left_as_it_was = or_(
        Decision.outcome == Outcome.PUBLISH,
        and_(Decision.outcome == Outcome.UPHOLD, Decision.new_state == PostState.PUBLISHED.value),
    )
    changed = and_(not_(left_as_it_was), Report.at <= Decision.at)
    rows = db.session.execute(
        select(Report.reporter_id, func.sum(either((changed, 1), else_=0)), func.count(Report.id))
        .join(Decision, Decision.case_id == Report.case_id)
        .where(Report.reporter_id.in_(ids), stands())
        .group_by(Report.reporter_id)
    )
    return {reporter: (int(right), int(total)) for reporter, right, total in rows}
