"""A member asks that somebody looks at a post."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum import clock
from forum.claims import Action as Verdicts
from forum.claims import Guidance, screen
from forum.errors import Invalid, NotFound, TooMany
from forum.extensions import db
from forum.models import Level, Post, Report, ReportReason
from forum.moderation.cases import open_case
from forum.permissions import Action, Actor, may
from forum.text import clean_source
from forum.web.limits import spend
from forum.web.transaction import begin_write

LONGEST = 2_000


def report(actor: Actor, post_id: int, reason: ReportReason, words: str) -> tuple[Guidance, ...]:
    """File a report. It joins or opens the case of the post, also of one approved before.

    Returns the guidance that the reporter's own words call for: a plea can stand in any box.
    """
    words = clean_source(words)
    if len(words) > LONGEST:
        raise Invalid("words", _("Please keep it under 2,000 letters."))
    verdict = screen(words, "report") if words else None
    if not spend("report", f"member:{actor.id}", 20, timedelta(hours=1)):
        raise TooMany(_("That was a lot in one hour. Please report the rest a little later."))
    begin_write()
    post = db.session.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None or not may(actor, Action.REPORT_POST, post):
        raise NotFound
    urgent = reason is ReportReason.DANGER or (
        verdict is not None and verdict.action is Verdicts.URGENT
    )
    known = db.session.scalar(
        select(Report).where(
            Report.reporter_id == actor.id,
            Report.post_id == post_id,
            Report.post_version == post.version,
        )
    )
    guidance = verdict.guidance if verdict is not None else ()
    if known is not None:
        return guidance
    case = open_case(post, Level.URGENT if urgent else Level.REPORT, f"report: {reason.value}")
    db.session.add(
        Report(
            post_id=post.id,
            case_id=case.id,
            reporter_id=actor.id,
            post_version=post.version,
            reason=reason,
            words=words,
            at=clock.now(),
        )
    )
    return guidance
