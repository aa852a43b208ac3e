"""The desk's forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField, TextAreaField

from forum.models import ReportReason
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


class RulingForm(PageForm):
    """One decision: each button of the desk opens it with its own outcome and ready texts."""

    outcome = HiddenField()
    version = IntegerField()
    reason = TextAreaField(_l("Reason, for the record"))
    message = TextAreaField(_l("Message to the author"))
    note = TextAreaField(_l("The note that readers will see"))
    source_title = StringField(_l("Source of the note"))
    source_url = StringField(_l("Address of the source (https://…)"))
