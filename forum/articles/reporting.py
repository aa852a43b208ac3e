"""A reader tells of an error; an editor closes the report."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum import clock
from forum.claims import Verdict, screen
from forum.community.queries import current
from forum.errors import Invalid, NotFound, TooMany
from forum.extensions import db
from forum.mail import outbox
from forum.models import ErrorReport, ErrorReportState, Member, MemberState, Role
from forum.text import clean_source
from forum.web.limits import spend
from forum.web.transaction import begin_write

# Enough for anybody who means well; a program that floods the editors runs dry.
REPORTS_PER_HOUR = 5
LONGEST_REPORT = 5_000


def look_at(words: str) -> Verdict:
    """What the claims engine says of a report: guidance is shown whatever becomes of it."""
    return screen(clean_source(words), "report", current().tuning)


def report_error(
    article_id: int,
    words: str,
    verdict: Verdict,
    source: str,
    *,
    member_id: int | None = None,
    email: str | None = None,
) -> None:
    """Keep a report and tell the editors. The same words twice are one report."""
    words = clean_source(words)
    if not words:
        raise Invalid("words", _("Please write what is wrong."))
    if not spend("error_report", source, REPORTS_PER_HOUR, timedelta(hours=1)):
        raise TooMany(_("That were many reports. Please wait an hour. Your words are still here."))
    begin_write()
    if _is_known(article_id, words):
        return
    report = ErrorReport(
        article_id=article_id,
        member_id=member_id,
        email=email,
        words=words,
        urgent=bool(verdict.guidance),
        at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    for number, address in enumerate(_readers(urgent=report.urgent)):
        key = f"error_report:{report.id}:{number}"
        outbox.post("error_report", address, key, {"url": outbox.link("/editorial")})


def _is_known(article_id: int, words: str) -> bool:
    same = select(ErrorReport.id).where(
        ErrorReport.article_id == article_id,
        ErrorReport.words == words,
        ErrorReport.state == ErrorReportState.OPEN,
    )
    return db.session.scalar(same.limit(1)) is not None


def _readers(urgent: bool) -> list[str]:
    """Editors and admins. The operator too when it is urgent, or when nobody else is there."""
    found = db.session.scalars(
        select(Member.email)
        .where(
            Member.role.in_((Role.EDITOR, Role.ADMIN)),
            Member.state == MemberState.ACTIVE,
            Member.email.is_not(None),
        )
        .order_by(Member.id)
    ).all()
    addresses = [address for address in found if address]
    operator = str(current_app.config["CONTACT_EMAIL"])
    if operator and (urgent or not addresses) and operator not in addresses:
        addresses.append(operator)
    return addresses


def close_report(editor_id: int, report_id: int) -> bool:
    """Mark a report as done. False when somebody had done so before."""
    begin_write()
    closed = db.session.execute(
        update(ErrorReport)
        .where(ErrorReport.id == report_id, ErrorReport.state == ErrorReportState.OPEN)
        .values(state=ErrorReportState.DONE, closed_by_id=editor_id)
        .returning(ErrorReport.id)
    ).scalar()
    if closed is None and db.session.get(ErrorReport, report_id) is None:
        raise NotFound
    return closed is not None
