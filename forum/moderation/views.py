"""The desk. Everything here is behind one gate: moderators and admins; others find nothing."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.authors import byline
from forum.errors import Invalid, NotFound
from forum.models import Outcome
from forum.moderation import cases, queries
from forum.moderation.forms import REPORT_REASONS, RulingForm
from forum.moderation.marking import mark
from forum.moderation.ready_texts import message_for, note_for, reason_for
from forum.permissions import Action, may
from forum.publishing import verdict
from forum.publishing.screening import screened_text
from forum.web.paging import go
from forum.web.transaction import ledger
from forum.web.viewer import member, viewer

desk = Blueprint("desk", __name__, url_prefix="/desk")


@desk.before_request
def only_moderators() -> None:
    """Missing and forbidden look alike."""
    if viewer().is_authenticated and not may(viewer(), Action.OPEN_DESK):
        raise NotFound


@desk.get("")
def next_one() -> ResponseReturnValue:
    """One case a page: the one to look at next."""
    case_id = queries.next_case(member().id)
    if case_id is None:
        return render_template("desk/empty.html", counts=queries.counts(), section="desk")
    return go(f"/desk/cases/{case_id}", request.args.get("notice"))


@desk.get("/list")
def waiting() -> ResponseReturnValue:
    page = queries.queue(request.args.get("after"))
    return render_template(
        "desk/list.html", page=page, counts=queries.counts(), byline=byline, section="desk"
    )


@desk.get("/cases/<id:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    page = _case_page(case_id, RulingForm(formdata=None))
    _seen(case_id)
    return page


def _seen(case_id: int) -> None:
    """Who looked first and when: kept even though reading changes nothing that anybody owns."""
    with ledger() as book:
        cases.mark_seen(book, case_id, member().id)


def _case_page(
    case_id: int, form: RulingForm, opened: Outcome | None = None, moved: str = ""
) -> str:
    file = queries.case_file(case_id)
    own = file.post.author_id == member().id
    return render_template(
        "desk/case.html",
        file=file,
        pieces=mark(screened_text(file.post.title, file.post.source), file.findings),
        author=byline(file.author, to_staff=True),
        byline=byline,
        counts=queries.counts(),
        form=form,
        opened=opened,
        own=own,
        moved=moved,
        reasons=REPORT_REASONS,
        ready={
            outcome: {
                "reason": reason_for(outcome, file.findings),
                "message": message_for(outcome),
                "note": note_for(file.findings) if outcome is Outcome.PUBLISH_WITH_NOTE else "",
            }
            for outcome in verdict.NEW_STATE
        },
        section="desk",
    )


@desk.route("/cases/<id:case_id>/<any(publish_with_note,reword,remove):outcome>")
def step(case_id: int, outcome: str) -> ResponseReturnValue:
    """The step of one decision, with its ready texts."""
    return _case_page(case_id, RulingForm(formdata=None), opened=Outcome(outcome))


@desk.post("/cases/<id:case_id>/<any(publish,publish_with_note,reword,remove):outcome>")
def decide(case_id: int, outcome: str) -> ResponseReturnValue:
    form = RulingForm()
    ruling = verdict.Ruling(
        outcome=Outcome(outcome),
        reason=form.reason.data or "",
        message=form.message.data or "",
        note=form.note.data or "",
        sources=((form.source_title.data or "", form.source_url.data or ""),),
    )
    try:
        verdict.rule(member(), case_id, form.version.data or 0, ruling)
    except Invalid as error:
        form.blame(error)
        return _case_page(case_id, form, opened=ruling.outcome), 422
    except verdict.TextMoved as error:
        return _case_page(case_id, form, opened=ruling.outcome, moved=error.message), 409
    except verdict.AlreadyDecided as error:
        return _case_page(case_id, form, moved=error.message), 409
    following = queries.next_case(member().id)
    if following is None:
        return go("/desk", "decided")
    return go(f"/desk/cases/{following}", "decided")
