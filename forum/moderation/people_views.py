"""What the desk does about members and talks: pauses, bans, notes, closing a talk."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import Case, Member, Post, Restriction, Thread
from forum.moderation import member_notes, people, restrictions
from forum.moderation.case_file import concerns
from forum.moderation.desk import desk_blueprint
from forum.moderation.filters import read_id
from forum.moderation.forms import REPORT_REASONS
from forum.moderation.people_forms import LiftForm, MemberNoteForm, RestrictForm, TalkForm
from forum.publishing import closing, restricting
from forum.web.forms import PageForm
from forum.web.paging import go
from forum.web.viewer import member

desk_people = desk_blueprint("desk_people")


@desk_people.get("/members/<id:member_id>")
def member_page(member_id: int) -> ResponseReturnValue:
    """All that the desk knows of a member."""
    return _member_page(member_id, MemberNoteForm())


def _member_page(member_id: int, form: MemberNoteForm) -> ResponseReturnValue:
    page = render_template(
        "desk/member.html",
        file=member_notes.member_file(member(), member_id),
        until=restrictions.until,
        reasons=REPORT_REASONS,
        form=form,
        section="desk",
    )
    return page, form.status


@desk_people.post("/members/<id:member_id>/notes")
def add_note(member_id: int) -> ResponseReturnValue:
    form = MemberNoteForm()
    if form.is_submitted():
        try:
            member_notes.add(member(), member_id, form.note.data or "")
            return go(f"/desk/members/{member_id}", "note-kept", anchor="notes")
        except Invalid as error:
            form.blame(error)
    return _member_page(member_id, form)


@desk_people.post("/member-notes/<id:note_id>/remove")
def take_note_out(note_id: int) -> ResponseReturnValue:
    member_id = member_notes.take_out(member(), note_id)
    return go(f"/desk/members/{member_id}", "note-gone", anchor="notes")


@desk_people.route("/cases/<id:case_id>/restrict", methods=["GET", "POST"])
def restrict(case_id: int) -> ResponseReturnValue:
    """Pause or ban the author of a case."""
    form = RestrictForm()
    if form.is_submitted():
        try:
            kind, days = restrictions.read_length(form.length.data or "")
            wish = restrictions.Wish(kind, days, form.restrict_reason.data or "")
            made = restricting.restrict(member(), case_id, wish)
            notice = "paused" if isinstance(made, Restriction) else "ban-proposed"
            return go(f"/desk/cases/{case_id}", notice, anchor="people")
        except (Invalid, Stale) as error:
            form.blame(error)
    if concerns(case_id, member().id):
        raise NotFound
    case = db.session.get_one(Case, case_id)
    found = people.people_around(member(), case, db.session.get_one(Post, case.post_id))
    if found.member is None:
        raise NotFound
    page = render_template(
        "desk/restrict.html",
        case=case,
        people=found,
        until=restrictions.until,
        lengths=people.lengths(),
        form=form,
        section="desk",
    )
    return page, form.status


@desk_people.route("/restrictions/<id:restriction_id>/lift", methods=["GET", "POST"])
def lift(restriction_id: int) -> ResponseReturnValue:
    """End a pause or a ban before its time."""
    form = LiftForm()
    if form.is_submitted():
        try:
            row = restricting.lift(member(), restriction_id, form.lift_reason.data or "")
            return go(f"/desk/members/{row.member_id}", "lifted", anchor="restrictions")
        except (Invalid, Stale) as error:
            form.blame(error)
    found = db.session.get(Restriction, restriction_id)
    if found is None or found.begins_at is None or found.member_id == member().id:
        raise NotFound
    page = render_template(
        "desk/lift.html",
        restriction=found,
        about=db.session.get_one(Member, found.member_id),
        until=restrictions.until,
        form=form,
        section="desk",
    )
    return page, form.status


@desk_people.route("/threads/<id:thread_id>/close", methods=["GET", "POST"])
def close_talk(thread_id: int) -> ResponseReturnValue:
    """Close a talk, for a reason that readers see."""
    form = TalkForm()
    if form.is_submitted():
        try:
            closing.close_talk(member(), thread_id, form.talk_reason.data or "")
            return go(_back_from(thread_id), "talk-closed")
        except (Invalid, Stale) as error:
            form.blame(error)
    return _talk_page(thread_id, form)


@desk_people.post("/threads/<id:thread_id>/open")
def open_talk(thread_id: int) -> ResponseReturnValue:
    form = TalkForm(formdata=None)
    try:
        closing.open_talk(member(), thread_id)
    except Stale as error:
        form.blame(error)
        return _talk_page(thread_id, form)
    return go(_back_from(thread_id), "talk-opened")


def _talk_page(thread_id: int, form: PageForm) -> ResponseReturnValue:
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFound
    page = render_template(
        "desk/close.html", thread=thread, case_id=_from_case(), form=form, section="desk"
    )
    return page, form.status


def _from_case() -> int | None:
    return read_id(request.values.get("case", ""))


def _back_from(thread_id: int) -> str:
    """To the case that one came from, or to the talk."""
    case_id = _from_case()
    return f"/desk/cases/{case_id}" if case_id else f"/threads/{thread_id}"
