"""The record of a case: marked claims, and everything in one file for a complaint."""

from __future__ import annotations

from datetime import datetime

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from forum import clock
from forum.authors import byline
from forum.errors import Invalid, NotFound
from forum.moderation import claim_records, export
from forum.moderation.case_file import concerns
from forum.moderation.causes import in_words
from forum.moderation.desk import desk_blueprint
from forum.moderation.forms import CLAIM_WORDS, REPORT_REASONS, RecordForm
from forum.moderation.page_views import case_page
from forum.web.paging import go
from forum.web.viewer import member

desk_record = desk_blueprint("desk_record")


@desk_record.post("/cases/<id:case_id>/records")
def mark_claim(case_id: int) -> ResponseReturnValue:
    """Mark exact words of a post as a claim, before or after the decision."""
    if concerns(case_id, member().id):
        raise NotFound
    form = RecordForm()
    marking = form.read_marking()
    if marking is not None:
        try:
            claim_records.add(member(), case_id, form.version.data or 0, marking)
            return go(f"/desk/cases/{case_id}", "saved", anchor="records")
        except Invalid as error:
            form.blame(error)
    return case_page(case_id, record=form), form.status


@desk_record.post("/records/<id:record_id>/remove")
def take_out(record_id: int) -> ResponseReturnValue:
    """Take one's own record out again."""
    case_id = claim_records.take_out(member(), record_id)
    return go(f"/desk/cases/{case_id}", "saved", anchor="records")


@desk_record.get("/cases/<id:case_id>/export")
def export_case(case_id: int) -> ResponseReturnValue:
    """Everything about a case as one file that needs nothing else, for a complaint."""
    found = export.everything_about(case_id)
    page = render_template(
        "desk/export.html",
        export=found,
        author=byline(found.author, to_staff=True),
        in_words=in_words,
        when=_moment,
        reasons=REPORT_REASONS,
        claim_words=CLAIM_WORDS,
        made_at=clock.now(),
    )
    export.keep_that_exported(member(), case_id)
    name = f"case-{case_id}.html"
    return Response(
        page,
        mimetype="text/html",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _moment(at: datetime) -> str:
    """With its year and hour: a file is read long after."""
    day = format_date(at.date(), gettext("d MMMM yyyy"))
    return gettext("%(day)s, %(time)s UTC", day=day, time=at.strftime("%H:%M"))
