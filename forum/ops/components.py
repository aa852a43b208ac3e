"""All macros on one page, for those who build pages; in the demo only."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum import clock
from forum.authors import Byline
from forum.web.forms import PageForm


class SampleForm(PageForm):
    """A field of every kind."""

    name = StringField("A line of words")
    words = TextAreaField("Your words")
    one = RadioField("One of a few", choices=[SelectChoice("a", "This"), SelectChoice("b", "That")])
    several = SelectField(
        "One of many", choices=[SelectChoice("a", "First"), SelectChoice("b", "Second")]
    )
    yes = BooleanField("A box to tick")


def sample_form() -> SampleForm:
    """The form as it stands when something was not right."""
    form = SampleForm(formdata=None)
    form.name.errors = ["Please fill this in."]
    return form


class SampleDeskForm(PageForm):
    """The fields of the desk's steps."""

    note = TextAreaField("A box of the desk")
    source = StringField("A line of the desk")
    how_long = SelectField("A choice of the desk", choices=[])


def sample_post() -> Any:
    """A post as a talk has it."""
    return SimpleNamespace(
        id=1,
        path="0001",
        html="<p>I sit down for it, with my elbows on the table.</p>",
        created_at=clock.now(),
        edited_at=None,
        note_html=None,
    )


def sample_posts() -> Sequence[Any]:
    """Rows as lists of posts have them."""
    return [
        SimpleNamespace(
            id=1,
            title="Washing hair when arms tire",
            teaser="My arms tire when I wash my hair. What do you do?",
            kind="question",
            path="",
            published_at=clock.now(),
            thread_answers=3,
            article_title=None,
        )
    ]


def sample_byline(_row: Any) -> Byline:
    """Somebody made up."""
    return Byline("Cora", None, "lives with MG")
