"""The form of an error report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.articles.reporting import LONGEST_REPORT
from forum.web.forms import NEEDED, PageForm


class ErrorReportForm(PageForm):
    words = TextAreaField(
        _l("What is wrong?"),
        [
            InputRequired(message=NEEDED),
            Length(max=LONGEST_REPORT, message=_l("Please tell it in fewer words.")),
        ],
    )
    email = StringField(_l("Your e-mail address, if you want an answer"), [Length(max=254)])
