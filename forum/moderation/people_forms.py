"""The desk's forms about people: asking one another, pausing and banning, notes, closing a talk.

Field names differ from those of a decision, because they stand on the same page.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField

from forum.web.forms import PageForm


class QuestionForm(PageForm):
    """To another moderator."""

    question = TextAreaField(_l("What do you want to know?"))


class ReferralForm(PageForm):
    """To a clinician reviewer."""

    referral = TextAreaField(_l("What do you want to know from a clinician?"))


class AnswerForm(PageForm):
    """The answer in words, or why one does not agree."""

    answer = TextAreaField(_l("Your answer"))
    sources = TextAreaField(_l("Sources, one on a line (you need not name any)"))
    # The version of the post that was read.
    read_version = IntegerField()


class RestrictForm(PageForm):
    """A pause or a ban."""

    length = StringField(_l("What, and for how long?"))
    restrict_reason = TextAreaField(_l("The reason, as the member reads it"))


class LiftForm(PageForm):
    lift_reason = TextAreaField(_l("Why it ends now, as the member reads it"))


class MemberNoteForm(PageForm):
    note = TextAreaField(_l("A note for the other moderators"))


class TalkForm(PageForm):
    talk_reason = StringField(_l("The reason, as readers see it"))
