"""The desk's forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField

from forum.models import ClaimKind, Evidence, Harm, ReportReason
from forum.moderation.claim_records import Marking
from forum.moderation.sources import Source, read_sources
from forum.web.forms import PageForm, pick

REPORT_REASONS = {
    ReportReason.DANGER: _l("Somebody may be in danger now"),
    ReportReason.HARM: _l("It could harm somebody who follows it"),
    ReportReason.UNKIND: _l("It is unkind to somebody"),
    ReportReason.PRIVATE: _l("It tells something private about somebody"),
    ReportReason.SELLING: _l("It sells something"),
    ReportReason.OTHER: _l("Something else"),
}


class ReportForm(PageForm):
    reason = pick(_l("What is wrong with it?"), REPORT_REASONS)
    words = TextAreaField(_l("Anything a moderator should know (you need not write)"))


CLAIM_KINDS = {
    ClaimKind.EXPERIENCE: _l("What happened to the author"),
    ClaimKind.QUESTION: _l("A question"),
    ClaimKind.GENERAL_CLAIM: _l("A claim about everybody"),
    ClaimKind.DIRECTIVE: _l("Telling others what to do"),
    ClaimKind.PROMOTION: _l("Selling or advertising"),
}
HARMS = {
    Harm.NONE: _l("None"),
    Harm.LOW: _l("Little"),
    Harm.SERIOUS: _l("Serious"),
    Harm.GRAVE: _l("Grave: somebody could die"),
}
EVIDENCE = {
    Evidence.SUPPORTED: _l("Good sources support it"),
    Evidence.MIXED: _l("Sources differ"),
    Evidence.UNKNOWN: _l("Nothing is known"),
    Evidence.AGAINST: _l("Good sources speak against it"),
}

# By the field that each belongs to.
CLAIM_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "kind": CLAIM_KINDS,
    "harm": HARMS,
    "evidence": EVIDENCE,
}


class SourcesForm(PageForm):
    """The sources of a note, and the day by which somebody must look at them again."""

    # The names of the fields that belong together: a source and its address.
    PAIRS = (("source_title", "source_url"), ("second_title", "second_url"))

    source_title = StringField(_l("Source of the note"))
    source_url = StringField(_l("Address of the source (https://…)"))
    second_title = StringField(_l("A second source, if there is one"))
    second_url = StringField(_l("Address of the second source (https://…)"))
    expires_on = StringField(_l("Check the sources again by"))

    def read_sources(self) -> tuple[Source, ...]:
        """What was filled in. Raises Invalid."""
        return read_sources(self._pairs(), self.PAIRS)

    def _pairs(self) -> list[Source]:
        return [(self[title].data or "", self[url].data or "") for title, url in self.PAIRS]

    def has_no_sources(self) -> bool:
        return not any(title.strip() or url.strip() for title, url in self._pairs())

    def has_sources_of(self, sources: Sequence[Mapping[str, str]]) -> bool:
        """Are these the sources that were filled in by choosing, untouched?"""
        known = [(each["title"], each.get("url", "")) for each in sources]
        return known == [pair for pair in self._pairs() if any(pair)]

    def fill_sources(self, sources: Sequence[Mapping[str, str]], expires_on: date | None) -> None:
        """Show those of a note that is there already."""
        for (title, url), source in zip_longest(self.PAIRS, sources[: len(self.PAIRS)]):
            self[title].data = source["title"] if source else ""
            self[url].data = source.get("url", "") if source else ""
        self.expires_on.data = expires_on.isoformat() if expires_on else ""


class RulingForm(SourcesForm):
    """One decision: each button of the desk opens it with its own outcome and ready texts."""

    outcome = HiddenField()
    version = IntegerField()
    reason = TextAreaField(_l("Reason, for the record"))
    message = TextAreaField(_l("Message to the author"))
    note = TextAreaField(_l("The note that readers will see"))
    # The version in the library that the note was taken from.
    library_version = HiddenField()
    keep = BooleanField(_l("Keep this note in the library, for other posts"))
    keep_name = StringField(_l("Its name in the library"))
    # A ready text or a note of the library that was pressed: it fills its box, and nothing is sent.
    choose = HiddenField()
    # Another moderator has the case, and this one takes it over by deciding.
    take = HiddenField()

    def what_was_typed(self) -> list[tuple[str, str]]:
        """The boxes that hold words, to give back where the form itself cannot be shown."""
        boxes = (self.message, self.note, self.reason)
        return [(box.name, box.data) for box in boxes if box.data]


class NoteForm(SourcesForm):
    """A note of the library, or a new version of it."""

    name = StringField(_l("A short name, for moderators"))
    category = StringField(_l("What it answers"))
    words = TextAreaField(_l("The note that readers will see"))
    version = IntegerField()


class RecordForm(PageForm):
    """Exact words of a post, and what a moderator says of them."""

    words = TextAreaField(_l("The exact words"))
    version = IntegerField()
    kind = StringField(_l("How is it said?"))
    harm = StringField(_l("What harm could follow?"))
    evidence = StringField(_l("What is known about it?"))

    def read_marking(self) -> Marking | None:
        """What was filled in; None, with each fault at its field, where something is missing."""
        chosen = {
            name: self[name].data if self[name].data in {str(each.value) for each in words} else ""
            for name, words in CLAIM_WORDS.items()
        }
        for name, value in chosen.items():
            if not value:
                self[name].errors = [str(_l("Please choose one."))]
        if not all(chosen.values()):
            return None
        return Marking(
            self.words.data or "",
            ClaimKind(chosen["kind"]),
            Harm(chosen["harm"]),
            Evidence(chosen["evidence"]),
        )
