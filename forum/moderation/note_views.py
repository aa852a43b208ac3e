"""The library of context notes."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.claims import Category
from forum.errors import Invalid, Stale
from forum.moderation import library
from forum.moderation.desk import desk_blueprint
from forum.moderation.forms import NoteForm
from forum.web.paging import go
from forum.web.viewer import member

desk_notes = desk_blueprint("desk_notes")


@desk_notes.get("/notes")
def notes() -> ResponseReturnValue:
    """Every note that is offered, and the retired ones below."""
    return render_template(
        "desk/notes.html",
        notes=library.notes(),
        retired=library.notes(retired=True),
        is_due=library.is_due,
        section="desk",
    )


@desk_notes.route("/notes/new", methods=["GET", "POST"])
def new_note() -> ResponseReturnValue:
    form = NoteForm()
    if form.is_submitted():
        try:
            version = library.add(
                member(), form.name.data or "", form.category.data or "", _wording(form)
            )
            return go(f"/desk/notes/{version.note_id}", "saved")
        except Invalid as error:
            form.blame(error)
    page = render_template(
        "desk/note_form.html", form=form, note=None, categories=Category, section="desk"
    )
    return page, form.status


def _wording(form: NoteForm) -> library.Wording:
    """What the form says. Raises Invalid."""
    expires_on = library.read_day(form.expires_on.data or "")
    return library.Wording(form.words.data or "", form.read_sources(), expires_on)


@desk_notes.get("/notes/<id:note_id>")
def note(note_id: int) -> ResponseReturnValue:
    """One note with all its versions."""
    found, versions = library.note_of(note_id)
    return render_template(
        "desk/note.html", note=found, versions=versions, is_due=library.is_due, section="desk"
    )


@desk_notes.route("/notes/<id:note_id>/change", methods=["GET", "POST"])
def change_note(note_id: int) -> ResponseReturnValue:
    """New words for a note: a new version. Posts that carry an older one keep that."""
    found, versions = library.note_of(note_id)
    newest = versions[0].LibraryNoteVersion
    form = NoteForm()
    if form.is_submitted():
        try:
            library.change(member(), note_id, form.version.data or 0, _wording(form))
            return go(f"/desk/notes/{note_id}", "saved")
        except (Invalid, Stale) as error:
            form.blame(error)
    elif request.method == "GET":
        form.words.data, form.version.data = newest.words, newest.version
        form.fill_sources(newest.sources, newest.expires_on)
    page = render_template(
        "desk/note_form.html", form=form, note=found, newest=newest, section="desk"
    )
    return page, form.status


@desk_notes.post("/notes/<id:note_id>/retire")
def retire(note_id: int) -> ResponseReturnValue:
    library.retire(member(), note_id)
    return go(f"/desk/notes/{note_id}", "saved")


@desk_notes.post("/notes/<id:note_id>/bring-back")
def bring_back(note_id: int) -> ResponseReturnValue:
    library.bring_back(member(), note_id)
    return go(f"/desk/notes/{note_id}", "saved")
