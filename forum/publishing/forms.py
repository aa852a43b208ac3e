"""The forms that people write in."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField

from forum.models import Audience, PostKind
from forum.web.forms import PageForm, pick
from forum.web.pages import new_key

AUDIENCES = {
    Audience.MEMBERS: _l("Members only"),
    Audience.EVERYONE: _l("Everyone, also people who are not members"),
}
KINDS = {
    PostKind.UPDATE: _l("An update: how it is going"),
    PostKind.QUESTION: _l("A question"),
    PostKind.STORY: _l("A story: what you went through"),
}
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


class PostForm(PageForm):
    """A comment or reply. Everything typed comes back when something is not right."""

    words = TextAreaField(_l("Your words"))
    audience = pick(_l("Who may read this?"), AUDIENCES, default=Audience.MEMBERS)
    as_member = BooleanField(_l("Do not show my name. Write as “A member”."))
    key = HiddenField()
    version = IntegerField()
    # Whether the author was asked to say it as experience: once for each form.
    asked = HiddenField()

    @property
    def was_asked(self) -> bool:
        return self.asked.data == "1"

    def read_key(self) -> str:
        """The form's own key; a new one where it is missing or made up."""
        given = str(self.key.data or "")
        return given if _KEY.fullmatch(given) else new_key()


class GuestPostForm(PostForm):
    """A comment of somebody who is not signed in."""

    name = StringField(_l("Your name, as others will see it"))
    email = StringField(_l("Your e-mail address"))
    newsletter = BooleanField()


class ThreadForm(PostForm):
    """A new post on one's Activities page."""

    kind = pick(_l("What is it?"), KINDS, default=PostKind.UPDATE)
    title = StringField(_l("Heading"))
