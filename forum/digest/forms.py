"""Forms of the news by e-mail: shape and wording only; the rules are in services."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from forum.models import Frequency
from forum.web.forms import NEEDED, PageForm, pick

HOW_OFTEN = {
    Frequency.WEEKLY: _l("Once a week"),
    Frequency.MONTHLY: _l("Once a month"),
}


class FrequencyForm(PageForm):
    frequency = pick(_l("How often?"), HOW_OFTEN, Frequency.WEEKLY)

    @property
    def chosen(self) -> Frequency:
        return Frequency(self.frequency.data)


class SubscribeForm(FrequencyForm):
    email = StringField(_l("Your e-mail address"), [InputRequired(message=NEEDED), Length(max=254)])
