"""Forms of joining and signing in: shape and wording only; the rules are in services."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from forum.models import WhoHere
from forum.web.forms import NEEDED, PageForm, pick
from forum.web.language import own_name

WHO_LABELS = {
    WhoHere.LIVES_WITH: _l("I live with MG"),
    WhoHere.SEEKING: _l("I am looking for a diagnosis"),
    WhoHere.CARER: _l("I care for somebody, or am family"),
    WhoHere.CLINICIAN: _l("I am a clinician"),
    WhoHere.OTHER: _l("Something else, or I would rather not say"),
}

_needed = InputRequired(message=NEEDED)


class JoinForm(PageForm):
    handle = StringField(_l("The name you want to be known by"), [_needed, Length(max=60)])
    email = StringField(_l("Your e-mail address"), [_needed, Length(max=254)])
    who_here = pick(_l("Who are you here?"), WHO_LABELS, default=WhoHere.OTHER)
    who_shown = BooleanField(_l("Show this beside my name"))
    health = BooleanField(
        validators=[
            InputRequired(message=_l("We need your yes to keep what you write about health."))
        ]
    )
    age = BooleanField(
        validators=[InputRequired(message=_l("Please tell us that you are old enough."))]
    )
    newsletter = BooleanField()


class HandleForm(PageForm):
    handle = StringField(_l("The name you want to be known by"), [Length(max=60)])


class SignInForm(PageForm):
    email = StringField(_l("Your e-mail address"), [_needed, Length(max=254)])
    password = PasswordField(_l("Password (only if you set one)"), [Length(max=1024)])


class CodeForm(PageForm):
    code = StringField(_l("The six numbers from the mail"), [_needed, Length(max=40)])


class EmailForm(PageForm):
    email = StringField(_l("Your new e-mail address"), [_needed, Length(max=254)])


class PasswordForm(PageForm):
    old_password = PasswordField(_l("Your present password"), [Length(max=1024)])
    password = PasswordField(_l("New password"), [Length(max=1024)])


class ProfileForm(PageForm):
    who_here = pick(_l("Who are you here?"), WHO_LABELS)
    who_shown = BooleanField(_l("Show this beside my name"))
    mail_replies = BooleanField(_l("Send me an e-mail when somebody answers me"))
    language = RadioField(_l("Language of pages and mails"), default="")

    def offer(self, languages: Sequence[str]) -> None:
        """Let the member choose one of the site's languages, each under its own name."""
        names = [(code, own_name(code)) for code in languages]
        choices = [("", _("As my browser says")), *names]
        self.language.choices = [SelectChoice(code, words) for code, words in choices]
