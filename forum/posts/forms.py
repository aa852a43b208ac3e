"""What an author can ask about a decision."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField

from forum.web.forms import PageForm
from forum.web.paging import LARGEST_ID


class AppealForm(PageForm):
    """The decision that the page showed, and what its author sees differently."""

    words = TextAreaField(_l("What do you see differently?"))
    decision = IntegerField()

    def read_decision(self) -> int:
        """The id of the decision; 0, which no row has, for what cannot be one."""
        given = self.decision.data or 0
        return given if 0 < given <= LARGEST_ID else 0
