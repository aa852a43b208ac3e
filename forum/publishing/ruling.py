"""What a moderator rules: outcome, reason, message, note; cleaned and checked before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from forum.errors import Invalid
from forum.models import Outcome, PostState
from forum.moderation.sources import read_sources
from forum.text import clean_source, render

NEW_STATE = {
    Outcome.PUBLISH: PostState.PUBLISHED,
    Outcome.PUBLISH_WITH_NOTE: PostState.PUBLISHED,
    Outcome.REWORD: PostState.RETURNED,
    Outcome.REMOVE: PostState.REMOVED,
}
LONGEST_REASON = 2_000
# The fields of the form that hold a source and its address.
SOURCE_FIELDS = (("source_title", "source_url"), ("second_title", "second_url"))


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator decided: outcome, reason for the record, message to the author, note."""

    outcome: Outcome
    reason: str
    message: str = ""
    note: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    note_html: str = ""
    # The day by which the note's sources must be looked at again, and the library's version of it.
    note_expires_on: date | None = None
    library_version_id: int | None = None


def prepare(ruling: Ruling) -> Ruling:
    """The ruling cleaned and complete. Raises Invalid with what is missing."""
    reason = clean_source(ruling.reason)
    if not reason:
        raise Invalid("reason", _("Please write the reason. It is kept with the decision."))
    if ruling.outcome not in NEW_STATE and ruling.outcome is not Outcome.UPHOLD:
        raise Invalid("outcome", _("Please choose what should happen."))
    message, note = clean_source(ruling.message), clean_source(ruling.note)
    for field, words in (("reason", reason), ("message", message), ("note", note)):
        if len(words) > LONGEST_REASON:
            raise Invalid(field, _("Please keep each text under 2,000 letters."))
    if ruling.outcome is Outcome.REWORD and not message:
        raise Invalid("message", _("Please write to the author what could be said differently."))
    sources: tuple[tuple[str, str], ...] = ()
    if ruling.outcome is Outcome.PUBLISH_WITH_NOTE:
        if not note:
            raise Invalid("note", _("Please write the note that readers will see."))
        fields = (*SOURCE_FIELDS, *SOURCE_FIELDS[-1:] * len(ruling.sources))
        sources = read_sources(ruling.sources, fields)
        if not sources:
            raise Invalid(
                "source_title", _("Please name a source, so that readers can check the note.")
            )
    return replace(
        ruling,
        reason=reason,
        message=message,
        note=note,
        sources=sources,
        note_html=str(render(note)),
    )
