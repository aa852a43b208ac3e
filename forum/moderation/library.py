"""The library of context notes: kept ready for more than one post, with sources and versions.

A version never changes: new words are a new version, and posts keep the one they were given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum import audit, clock
from forum.claims import Category
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import AnyRow, db
from forum.models import (
    ContextNote,
    Decision,
    LibraryNote,
    LibraryNoteVersion,
    Member,
    StoredFinding,
)
from forum.moderation.sources import Source
from forum.permissions import Actor
from forum.text import clean_line, clean_source
from forum.web.transaction import begin_write

LONGEST = 2_000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Wording:
    """What one version says: words, sources, and the day by which the sources are checked again."""

    words: str
    sources: tuple[Source, ...]
    expires_on: date | None = None

    def same_as(self, version: LibraryNoteVersion) -> bool:
        """Are these the words and sources of that version, unchanged?"""
        known = tuple((each["title"], each.get("url", "")) for each in version.sources)
        return clean_source(self.words) == version.words and self.sources == known


def read_day(text: str, field: str = "expires_on") -> date | None:
    """A day to come, as a date field sends it; nothing when left empty. Raises Invalid."""
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(field, _("Please write the day as year-month-day: 2027-03-31.")) from error
    if found <= clock.today():
        raise Invalid(field, _("Please choose a day that is still to come."))
    return found


def _checked(wording: Wording) -> Wording:
    words = clean_source(wording.words)
    if not words:
        raise Invalid("words", _("Please write the note that readers will see."))
    if len(words) > LONGEST:
        raise Invalid("words", _("Please keep it under 2,000 letters."))
    if not wording.sources:
        raise Invalid(
            "source_title", _("Please name a source, so that readers can check the note.")
        )
    return Wording(words, wording.sources, wording.expires_on)


def _checked_name(name: str, field: str) -> str:
    name = clean_line(name)
    if not name:
        raise Invalid(field, _("Please give the note a short name, so that others find it."))
    if len(name) > LONGEST_NAME:
        raise Invalid(field, _("Please keep the name under 80 letters."))
    return name


def check_new_name(name: str, field: str) -> None:
    """Raises Invalid for a name that a new note cannot have."""
    name = _checked_name(name, field)
    if db.session.scalar(select(LibraryNote.id).where(LibraryNote.name == name)) is not None:
        raise _taken(field)


def _taken(field: str) -> Invalid:
    return Invalid(field, _("There is a note with this name already."))


def add(
    actor: Actor, name: str, category: str, wording: Wording, name_field: str = "name"
) -> LibraryNoteVersion:
    """A new note with its first version. Raises Invalid."""
    name, wording = _checked_name(name, name_field), _checked(wording)
    if category and category not in {each.value for each in Category}:
        raise Invalid("category", _("Please choose one of the list."))
    begin_write()
    check_new_name(name, name_field)
    note = LibraryNote(name=name, category=category, created_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(note)
    except IntegrityError as error:
        raise _taken(name_field) from error
    return _store(actor, note, 1, wording)


def keep(actor: Actor, decision_id: int, name: str, name_field: str) -> None:
    """Keep the note that a decision has just set, so that it can be used again."""
    note = db.session.scalar(select(ContextNote).where(ContextNote.decision_id == decision_id))
    if note is None:
        return
    category = db.session.scalar(
        select(StoredFinding.category)
        .join(Decision, Decision.post_id == StoredFinding.post_id)
        .where(
            Decision.id == decision_id,
            StoredFinding.post_version == Decision.post_version,
            StoredFinding.category.is_not(None),
        )
        .order_by(StoredFinding.id)
        .limit(1)
    )
    sources = tuple((each["title"], each["url"]) for each in note.sources)
    wording = Wording(note.words, sources, note.expires_on)
    note.library_version_id = add(actor, name, category or "", wording, name_field).id


def change(actor: Actor, note_id: int, read_version: int, wording: Wording) -> LibraryNoteVersion:
    """A new version of a note. Raises Stale when another one came between."""
    wording = _checked(wording)
    begin_write()
    note = db.session.get(LibraryNote, note_id, with_for_update=True, populate_existing=True)
    if note is None:
        raise NotFound
    newest = db.session.scalar(
        select(func.max(LibraryNoteVersion.version)).where(LibraryNoteVersion.note_id == note_id)
    )
    if newest != read_version:
        raise Stale(
            _("Somebody has changed this note since you opened it. Look at the newest version.")
        )
    return _store(actor, note, newest + 1, wording)


def _store(actor: Actor, note: LibraryNote, number: int, wording: Wording) -> LibraryNoteVersion:
    version = LibraryNoteVersion(
        note_id=note.id,
        version=number,
        words=wording.words,
        sources=[{"title": title, "url": url} for title, url in wording.sources],
        expires_on=wording.expires_on,
        by_id=actor.id,
        at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    expires = wording.expires_on.isoformat() if wording.expires_on else ""
    kept = {"name": note.name, "version": number, "words": wording.words, "expires": expires}
    _record(actor, note, "note_version", kept | {"sources": version.sources})
    return version


def _record(actor: Actor, note: LibraryNote, kind: str, words: dict[str, object]) -> None:
    audit.record(kind, f"note:{note.id}", words, actor_id=actor.id, about_id=None)


def retire(actor: Actor, note_id: int) -> None:
    """Offer a note no more. Posts that carry it keep it."""
    _set_retired(actor, note_id, retired=True)


def bring_back(actor: Actor, note_id: int) -> None:
    """Offer a retired note again."""
    _set_retired(actor, note_id, retired=False)


def _set_retired(actor: Actor, note_id: int, *, retired: bool) -> None:
    begin_write()
    note = db.session.get(LibraryNote, note_id, with_for_update=True, populate_existing=True)
    if note is None:
        raise NotFound
    if (note.retired_at is not None) == retired:
        return
    note.retired_at = clock.now() if retired else None
    _record(actor, note, "note_retired" if retired else "note_brought_back", {"name": note.name})


_NEWEST = (
    select(LibraryNoteVersion.note_id, func.max(LibraryNoteVersion.version).label("version"))
    .group_by(LibraryNoteVersion.note_id)
    .subquery()
)
_COLUMNS = (
    LibraryNote.id,
    LibraryNote.name,
    LibraryNote.category,
    LibraryNote.retired_at,
    LibraryNoteVersion.id.label("version_id"),
    LibraryNoteVersion.version,
    LibraryNoteVersion.words,
    LibraryNoteVersion.sources,
    LibraryNoteVersion.expires_on,
)


def notes(*, retired: bool = False) -> Sequence[AnyRow]:
    """Every note that is offered, or every retired one, with its newest version, by name."""
    gone = LibraryNote.retired_at
    return db.session.execute(
        select(*_COLUMNS)
        .join(_NEWEST, _NEWEST.c.note_id == LibraryNote.id)
        .join(
            LibraryNoteVersion,
            (LibraryNoteVersion.note_id == LibraryNote.id)
            & (LibraryNoteVersion.version == _NEWEST.c.version),
        )
        .where(gone.is_not(None) if retired else gone.is_(None))
        .order_by(func.lower(LibraryNote.name), LibraryNote.id)
    ).all()


def offered(categories: set[str]) -> list[AnyRow]:
    """Notes to choose from: those of the same category first, those due for a check last."""

    def order(row: AnyRow) -> tuple[bool, bool, str]:
        return is_due(row.expires_on), row.category not in categories, row.name.lower()

    return sorted(notes(), key=order)


def is_due(expires_on: date | None) -> bool:
    """Has the day come by which the sources should have been checked?"""
    return expires_on is not None and expires_on <= clock.today()


def note_of(note_id: int) -> tuple[LibraryNote, Sequence[AnyRow]]:
    """A note with all its versions, newest first. Raises NotFound."""
    note = db.session.get(LibraryNote, note_id)
    if note is None:
        raise NotFound
    versions = db.session.execute(
        select(LibraryNoteVersion, Member.handle)
        .outerjoin(Member, Member.id == LibraryNoteVersion.by_id)
        .where(LibraryNoteVersion.note_id == note_id)
        .order_by(LibraryNoteVersion.version.desc())
    ).all()
    return note, versions


def version_of(version_id: int) -> LibraryNoteVersion | None:
    """One version of a note, if there is such a one."""
    return db.session.get(LibraryNoteVersion, version_id)
