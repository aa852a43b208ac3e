"""A member asks that somebody looks at a post. The reported never learn who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum import audit, clock
from forum.claims import Action as Verdicts
from forum.claims import Guidance, Verdict, screen
from forum.community.queries import current
from forum.errors import Invalid, NotFound, TooMany
from forum.extensions import db
from forum.models import Decision, Level, Post, Report, ReportReason
from forum.moderation.cases import call_in_question, open_case_of
from forum.moderation.health import stands
from forum.moderation.paused import refuse_if_paused
from forum.permissions import Action, Actor, may
from forum.text import clean_source
from forum.web.limits import spend
from forum.web.transaction import begin_write

LONGEST = 2_000
REPORTS_PER_HOUR = 20


class Became(StrEnum):
    """What became of a report."""

    FILED = "filed"
    # The same member has reported these very words before: one voice counts once.
    KNOWN = "known"
    # A moderator had decided about these very words; the report is kept with that decision.
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of it, whether a person still looks, and the help that the words call for."""

    became: Became
    waits: bool
    guidance: tuple[Guidance, ...] = ()


@dataclass(frozen=True, slots=True)
class _Telling:
    """A report as it came, cleaned and screened."""

    reporter_id: int
    reason: ReportReason
    words: str
    verdict: Verdict

    @property
    def urgent(self) -> bool:
        return self.reason is ReportReason.DANGER or self.verdict.action is Verdicts.URGENT

    @property
    def level(self) -> Level:
        return Level.URGENT if self.urgent else Level.REPORT


def look_at(words: str) -> Verdict:
    """What the claims engine says of a reporter's own words: a plea can stand in any box."""
    return screen(clean_source(words), "report", current().tuning)


def report(actor: Actor, post_id: int, reason: ReportReason, words: str) -> Reported:
    """File a report. It joins the open case of the post, opens one, or is answered at once."""
    words = clean_source(words)
    if len(words) > LONGEST:
        raise Invalid("words", _("Please keep it under 2,000 letters."))
    verdict = look_at(words)
    refuse_if_paused(actor.id, verdict, danger=reason is ReportReason.DANGER)
    if not spend("report", f"member:{actor.id}", REPORTS_PER_HOUR, timedelta(hours=1)):
        raise TooMany(_("That was a lot in one hour. Please report the rest a little later."))
    begin_write()
    post = db.session.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None or actor.id is None or not may(actor, Action.REPORT_POST, post):
        raise NotFound
    telling = _Telling(actor.id, reason, words, verdict)
    mine = db.session.scalar(
        select(Report).where(
            Report.reporter_id == actor.id,
            Report.post_id == post.id,
            Report.post_version == post.version,
        )
    )
    if mine is not None:
        return _again(post, mine, telling)
    ruling = None if open_case_of(post.id) else _ruling_about(post)
    cause = f"report: {reason.value}"
    if ruling is not None:
        because = _why_again(post, ruling, telling)
        if because is None:
            return _answer_at_once(post, ruling, telling)
        cause = because
    case = call_in_question(post, telling.level, cause)
    if ruling is not None:
        _bring_along(post, ruling, case.id)
    _keep(post, case.id, telling)
    return Reported(Became.FILED, True, verdict.guidance)


def _ruling_about(post: Post) -> Decision | None:
    """The standing decision of a moderator about the very words that are shown now."""
    return db.session.scalar(
        select(Decision)
        .where(
            Decision.post_id == post.id,
            Decision.case_id.is_not(None),
            Decision.post_version == post.version,
            stands(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _why_again(post: Post, ruling: Decision, telling: _Telling) -> str | None:
    """Why a decided case is opened again by this report; None: it is not."""
    of_post = Report.post_id == post.id
    known = db.session.scalars(
        select(Report.reason).where(of_post, Report.at <= ruling.at).distinct()
    ).all()
    if telling.reason not in known:
        return "reports: new reason"
    since = db.session.scalar(select(func.count(Report.id)).where(of_post, Report.at > ruling.at))
    count = (since or 0) + 1
    if count >= current().reports_reopen_after:
        return f"reports: {count} since the decision"
    # Danger is about now; what was decided before says nothing of it.
    return f"report: {telling.reason.value}" if telling.urgent else None


def _bring_along(post: Post, ruling: Decision, case_id: int) -> None:
    """Those who reported since the decision hear how the case ends that they helped to open."""
    db.session.execute(
        update(Report)
        .where(Report.post_id == post.id, Report.at > ruling.at)
        .values(case_id=case_id)
    )


def _answer_at_once(post: Post, ruling: Decision, telling: _Telling) -> Reported:
    assert ruling.case_id is not None
    kept = _keep(post, ruling.case_id, telling)
    audit.record(
        "report_answered",
        f"report:{kept.id}",
        {"cause": f"decided before: decision {ruling.id}", "reason": telling.reason.value},
        actor_id=None,
        about_id=telling.reporter_id,
    )
    return Reported(Became.ANSWERED, False, telling.verdict.guidance)


def _again(post: Post, mine: Report, telling: _Telling) -> Reported:
    """A second report of the same words by the same member changes nothing, but for news of danger."""
    danger = telling.reason is ReportReason.DANGER and mine.reason is not ReportReason.DANGER
    plea = telling.verdict.action is Verdicts.URGENT and telling.words not in mine.words
    if danger or plea:
        case = call_in_question(post, Level.URGENT, f"report: {telling.reason.value}")
        mine.case_id, mine.at = case.id, clock.now()
        if danger:
            mine.reason = telling.reason
        if telling.words:
            mine.words = f"{mine.words}\n\n{telling.words}".strip()
        return Reported(Became.FILED, True, telling.verdict.guidance)
    waits = open_case_of(post.id) is not None
    return Reported(Became.KNOWN, waits, telling.verdict.guidance)


def _keep(post: Post, case_id: int, telling: _Telling) -> Report:
    kept = Report(
        post_id=post.id,
        case_id=case_id,
        reporter_id=telling.reporter_id,
        post_version=post.version,
        reason=telling.reason,
        words=telling.words,
        at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    return kept
